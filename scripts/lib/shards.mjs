// Parts of `npm test`: what takes how long, and which of several machines does what.
import { Failure } from "./say.mjs";

/** Seconds that the tests of a file or folder take on one of two busy cores, read off a run; what is not named here takes few. */
const seconds = {
  "engine/gitops.test.ts": 110,
  "docs/guides.test.ts": 110,
  "static checks": 110,
  axg: 80,
  sdk: 60,
  "contract/faultMatrix.test.ts": 40,
  "engine/ownership/shared.test.ts": 40,
  "engine/takeOver.test.ts": 35,
  "engine/archive.test.ts": 35,
  "engine/package.test.ts": 35,
  "contract/renames.test.ts": 33,
  "engine/large.test.ts": 30,
  "engine/ownership/providers.test.ts": 30,
  "contract/permissions.test.ts": 27,
  "engine/ownership/numbers.test.ts": 27,
  scripts: 25,
  "engine/ownership/absent.test.ts": 24,
  "contract/absence.test.ts": 23,
  "engine/ownership/names.test.ts": 23,
  "engine/otherAccount.test.ts": 23,
  "engine/unsettled.test.ts": 22,
  "engine/ownership/keepers.test.ts": 21,
  "engine/killed.test.ts": 20,
  "engine/secrets.test.ts": 18,
  "engine/deadline.test.ts": 18,
  "engine/ownership/unknown.test.ts": 17,
  "engine/ownership.test.ts": 17,
  "engine/summary.test.ts": 15,
  "engine/programFolder.test.ts": 15,
  "engine/interruption.test.ts": 15,
  "contract/otherAccount.test.ts": 15,
};
const few = 10;

/** @param {string} tests a file or folder */
export function secondsOf(tests) {
  return new Map(Object.entries(seconds)).get(tests) ?? few;
}

/** @typedef {{ at: number, of: number }} Shard */

/**
 * @param {string[]} args of `npm test`
 * @returns {Shard | undefined} which part of all tests is asked for
 */
export function shardOf(args) {
  const [option = "", value = "", ...others] = args.flatMap((arg) => arg.split("="));
  if (option !== "--shard") return undefined;
  const [, at = 0, of = 0] = /^(\d+)\/(\d+)$/.exec(value)?.map(Number) ?? [];
  if (others.length > 0 || at < 1 || at > of)
    throw new Failure(`--shard is K/N alone, such as 1/3, and K at most N; given was ${args.join(" ")}`);
  return { at, of };
}

/**
 * Shares things so that each share takes as long: the longest goes first, each to the share that has least to do.
 * @template {{ readonly seconds: number }} T
 * @param {readonly T[]} things
 * @param {number} count
 * @returns {T[][]}
 */
export function share(things, count) {
  const shares = Array.from({ length: count }, () => ({ things: /** @type {T[]} */ ([]), seconds: 0 }));
  for (const thing of things.toSorted((one, other) => other.seconds - one.seconds)) {
    const least = shares.reduce((one, other) => (other.seconds < one.seconds ? other : one));
    least.things.push(thing);
    least.seconds += thing.seconds;
  }
  return shares.map((each) => each.things);
}

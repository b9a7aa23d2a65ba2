// Parts of `npm test`: what takes how long, and which of several machines does what.
import { Failure } from "./say.mjs";

/** Seconds of one processor that a part takes, roughly; what is not named here takes few. Read off a run on two cores. */
const seconds = {
  "static checks": 110,
  "engine/gitops.test.ts": 110,
  "docs/guides.test.ts": 110,
  "engine/ownership/shared.test.ts": 100,
  "engine/ownership/numbers.test.ts": 70,
  "engine/ownership/absent.test.ts": 70,
  "engine/ownership/names.test.ts": 70,
  "engine/takeOver.test.ts": 60,
  "engine/ownership/unknown.test.ts": 60,
  "engine/ownership/providers.test.ts": 60,
  contract: 60,
  "engine/unsettled.test.ts": 50,
  "engine/drift.test.ts": 50,
  "engine/killed.test.ts": 50,
  "engine/faults.test.ts": 45,
  "engine/neighbours.test.ts": 40,
  axg: 40,
};
const few = 25;

/** @param {string} part */
export function secondsOf(part) {
  return new Map(Object.entries(seconds)).get(part) ?? few;
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
 * The parts of one shard: the longest goes first, each to the shard that has least to do.
 * @param {string[]} parts the longest first
 * @param {Shard} shard
 */
export function partsOfShard(parts, { at, of }) {
  const shards = Array.from({ length: of }, () => ({ parts: /** @type {string[]} */ ([]), seconds: 0 }));
  for (const part of parts) {
    const least = shards.reduce((one, other) => (other.seconds < one.seconds ? other : one));
    least.parts.push(part);
    least.seconds += secondsOf(part);
  }
  return shards[at - 1]?.parts ?? [];
}

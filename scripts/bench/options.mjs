// What the bench is told to do, by its arguments first and the environment next.
import process from "node:process";
import { parseArgs } from "node:util";
import { Failure } from "../lib/say.mjs";

/**
 * @typedef {{
 *   parts: string[],
 *   sizes: number[],
 *   groups: number,
 *   roundsOf: (size: number) => number,
 *   write: boolean,
 * }} Options
 */

const SIZES = "1000,10000,100000,1000000";
/** How many small groups a stack has. */
const GROUPS = "100";
/** From here on one round takes minutes and is long enough for noise not to matter. */
const LARGE = 1_000_000;

/**
 * @param {readonly string[]} parts those that there are
 * @returns {Options}
 */
export function readOptions(parts) {
  const usage = `npm run bench -- [${parts.join(" | ")} ...] [--sizes N,N] [--groups N] [--rounds N | N:ROUNDS,...] [--write]`;
  const { values, positionals } = parsed(usage);
  for (const part of positionals) {
    if (!parts.includes(part)) throw new Failure(`there is no part "${part}"; ${usage}`);
  }
  const { write = false } = values;
  if (write && positionals.length > 0) throw new Failure(`--write writes all parts: name none; ${usage}`);
  const sizes = values.sizes || process.env.BENCH_SIZES || SIZES;
  const rounds = values.rounds || process.env.BENCH_ROUNDS;
  return {
    parts: positionals.length > 0 ? parts.filter((part) => positionals.includes(part)) : [...parts],
    groups: whole("--groups", values.groups || GROUPS),
    sizes: sizes.split(",").map((size) => whole("--sizes", size)),
    roundsOf: !rounds ? (size) => (size < LARGE ? 3 : 1) : readRounds(rounds),
    write,
  };
}

/** @param {string} usage */
function parsed(usage) {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        sizes: { type: "string" },
        groups: { type: "string" },
        rounds: { type: "string" },
        write: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : String(error)}; ${usage}`);
  }
}

/** @param {string} text `3` for all sizes, or `1000:5,1000000:1` with the default for others */
function readRounds(text) {
  if (!text.includes(":")) {
    const all = whole("--rounds", text);
    return () => all;
  }
  const bySize = new Map(
    text.split(",").map((pair) => {
      const [size = "", rounds = ""] = pair.split(":");
      return [whole("--rounds", size), whole("--rounds", rounds)];
    }),
  );
  return (/** @type {number} */ size) => bySize.get(size) ?? (size < LARGE ? 3 : 1);
}

/** @param {string} option @param {string} text */
function whole(option, text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Failure(`${option}: "${text}" is not a whole number above 0`);
  return Number(text);
}

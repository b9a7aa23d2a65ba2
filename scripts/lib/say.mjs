// What the set-up tells its user. All of it goes to standard error: standard output belongs to the task.
import process from "node:process";
import { clearInterval, setInterval } from "node:timers";

/** An error whose message alone is for the user; anything else that is thrown is a fault of ours. */
export class Failure extends Error {
  name = "Failure";
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/**
 * Says what begins, shows a sign of life while it lasts, and says how long it took.
 * @template T
 * @param {string} part the part of the set-up, such as "Dependencies"
 * @param {string} what what is done, such as "npm ci"
 * @param {() => Promise<T>} work
 */
export async function timed(part, what, work) {
  const started = Date.now();
  say(`${part}: ${what}`);
  const life = setInterval(() => say(`${part}: still at it, ${duration(Date.now() - started)}`), 25_000);
  try {
    const result = await work();
    const took = Date.now() - started;
    if (took >= 1000) say(`${part}: done in ${duration(took)}`);
    return result;
  } finally {
    clearInterval(life);
  }
}

/**
 * Runs a script's main function: its result is the exit status; a failure is one message without a stack.
 * @param {() => Promise<number>} work
 */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    say(describe(error));
    // Other work may still run beside the one that failed: leaving ends it (see processes.mjs).
    process.exit(1);
  }
}

/** @param {unknown} error */
export function describe(error) {
  if (process.env.CLOUD_GROUPS_DEBUG && error instanceof Error) return `error: ${error.stack}`;
  return `error: ${reason(error)}`;
}

/** @param {unknown} error */
export function reason(error) {
  if (!(error instanceof Error)) return String(error);
  // Node's `fetch` tells the reason as the cause alone.
  if (error instanceof TypeError && error.cause !== undefined) return reason(error.cause);
  return error.message || error.name;
}

// Processes that the set-up starts, and what is left behind when it ends early.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

const tailLength = 20_000;

/**
 * Runs a command in a process group of its own, and ends the group when standard input ends, as it also does when the set-up is
 * killed. Nothing is ever written for `read`.
 */
const tied = 'exec 3<&0; (read -r line <&3; kill -TERM 0) & exec "$@" </dev/null 3<&-';

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Every executable of a name on a path, in the path's order.
 * @param {string} name
 * @param {string} path
 */
export function findOnPath(name, path = process.env.PATH ?? "") {
  const folders = new Set(path.split(":").filter((folder) => folder.startsWith("/")));
  return [...folders].map((folder) => join(folder, name)).filter(isExecutable);
}

/**
 * Runs a short command.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} options
 */
export function ask(command, args, options = {}) {
  const done = spawnSync(command, args, {
    ...options,
    encoding: "utf8",
    timeout: 15_000,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const failed = done.error !== undefined || done.status !== 0;
  return { failed, output: done.stdout ?? "", complaint: (done.error?.message ?? done.stderr ?? "").trim() };
}

/**
 * Runs a long command of the set-up, which ends with all that it started when the set-up ends.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} options
 * @returns {Promise<{ failed: boolean, output: string }>} output: the end of all that it printed
 */
export function keep(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn("sh", ["-c", tied, "sh", command, ...args], { ...options, detached: true });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (output = (output + text).slice(-tailLength)));
    child.once("error", reject);
    child.once("exit", () => child.stdin.destroy());
    child.once("close", (status) => resolve({ failed: status !== 0, output: output.trim() }));
  });
}

/** Makes an end by signal an ordinary exit, so that claims and temporary folders are removed. */
export function cleanUpOnSignals() {
  const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
  const undo = Object.entries(numbers).map(([signal, number]) => {
    const leave = () => process.exit(128 + number);
    process.on(signal, leave);
    return () => process.off(signal, leave);
  });
  return () => undo.forEach((one) => one());
}

/**
 * Gives work a file or folder that is gone afterwards, unless the work renamed it.
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 */
export async function removedAfter(path, work) {
  const remove = () => rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  process.on("exit", remove);
  try {
    return await work();
  } finally {
    process.off("exit", remove);
    remove();
  }
}

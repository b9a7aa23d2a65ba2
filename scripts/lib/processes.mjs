// Processes that the set-up starts, and what is left behind when it ends early.
import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const keeper = join(dirname(fileURLToPath(import.meta.url)), "keeper.mjs");
const tailLength = 20_000;

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
 * Runs a long command of the set-up under a lock. It ends when the set-up ends, and the lock stays until then.
 * @param {import("./lock.mjs").Lock} lock
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string }} options
 * @returns {Promise<{ failed: boolean, output: string }>} output: the end of all that it printed
 */
export function keep(lock, command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [keeper, command, ...args], { ...options, stdio: "pipe" });
    let output = "";
    const collect = (/** @type {Buffer} */ chunk) =>
      (output = (output + chunk.toString()).slice(-tailLength));
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.stdin.on("error", () => {}); // It ended before it was told to begin: its exit says so.
    child.once("error", reject);
    if (child.pid === undefined) return;
    const uncover = lock.cover(child.pid);
    child.once("close", (status) => {
      uncover();
      resolve({ failed: status !== 0, output: output.trim() });
    });
    child.stdin.write("\n");
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
 * Gives work a folder that is gone afterwards, unless the work renamed it.
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 */
export async function removedAfter(folder, work) {
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  process.on("exit", remove);
  try {
    return await work();
  } finally {
    process.off("exit", remove);
    remove();
  }
}

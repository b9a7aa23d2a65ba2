import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { root } from "./places.mjs";

/** Signals that pass through to the tasks in the foreground. */
export const passedSignals = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * The environment of a task: the tools that the set-up chose come first on its path.
 * @param {import("./steps.mjs").Ready} ready
 */
export function taskEnvironment({ bin }) {
  const PATH = [bin, join(root, "node_modules/.bin"), process.env.PATH].filter(Boolean).join(":");
  return { PULUMI_SKIP_UPDATE_CHECK: "true", ...process.env, PATH };
}

/** The folder that the user called from: npm itself goes to the package's folder. */
export function callersFolder() {
  const cwd = process.cwd();
  return (cwd === root && process.env.INIT_CWD) || cwd;
}

/**
 * Runs a task in the foreground: signals pass through to it, and its end is ours.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env: NodeJS.ProcessEnv, cwd: string }} options
 * @param {(text: string) => void} [tell] is given what the task prints, which then goes nowhere else
 * @returns {Promise<number>} the exit status
 */
export function foreground(command, args, options, tell) {
  const inTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  return new Promise((resolve, reject) => {
    const pass = (/** @type {NodeJS.Signals} */ signal) => {
      // Ctrl-C reaches the task from the terminal itself, and a second one means "at once" to Pulumi.
      if (signal !== "SIGINT" || !inTerminal) child.kill(signal);
    };
    // Before the task is there: it may draw a signal before this function goes on.
    for (const signal of passedSignals) process.on(signal, pass);
    const child = spawn(command, args, { ...options, stdio: tell ? ["ignore", "pipe", "pipe"] : "inherit" });
    if (tell) for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", tell);
    child.once("error", reject);
    // Where it is listened to, not before it has said everything.
    child.once(tell ? "close" : "exit", (status, signal) => {
      for (const each of passedSignals) process.off(each, pass);
      resolve(status ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}

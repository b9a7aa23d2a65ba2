// A Pulumi program in a folder of its own, with a state of its own, run by the real engine and measured.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { text } from "node:stream/consumers";
import { linkModules, Stack } from "../../dist/test/support/stack.js";
import { removedAfter } from "../lib/processes.mjs";
import { Failure } from "../lib/say.mjs";
import { watchMemory } from "./memory.mjs";

/**
 * What a command took: by the clock, of the processors in all of its processes, of memory, and how large the state is after it.
 * @typedef {{ seconds: number, cpuSeconds: number, memory: import("./memory.mjs").Memory | undefined, stateBytes: number }} Measured
 */

/** Runs a command and tells descriptor 3 the processor time of all that it started, which only a parent can ask for. */
const TIMED = '"$@"; status=$?; times >&3; exit $status';

/**
 * Gives work a folder for its stacks that is gone afterwards.
 * @template T
 * @param {(folder: string) => Promise<T>} work
 */
export function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), "cloud-groups-bench-"));
  return removedAfter(folder, () => work(folder));
}

/**
 * @param {string} folder which it makes
 * @param {Readonly<Record<string, string>>} files by name: `index.js`, or the `Pulumi.yaml` of another program
 * @param {Readonly<Record<string, string>>} environment such as the emulator's
 */
export async function createStack(folder, files, environment) {
  await linkModules(folder);
  // Users' programs are compiled anew each time, too.
  const stack = await Stack.in(folder, { ...environment, NODE_DISABLE_COMPILE_CACHE: "1" });
  await stack.initialize();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return stack;
}

/**
 * Runs a command of Pulumi.
 * @param {Stack} stack
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} environment
 * @returns {Promise<Measured>}
 */
export async function measure(stack, args, environment = {}) {
  const { cwd, env } = stack.process;
  const started = performance.now();
  const child = spawn("sh", ["-c", TIMED, "sh", "pulumi", ...args, "--non-interactive"], {
    cwd,
    env: { ...env, ...environment },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const stopWatching = watchMemory(child.pid);
  const [[status], ...printed] = await Promise.all([once(child, "close"), ...child.stdio.slice(1).map(text)]);
  const [output, complaint, times] = printed;
  const memory = stopWatching();
  if (status !== 0)
    throw new Failure(`pulumi ${args.join(" ")} ended with ${status}:\n${output}${complaint}`);
  return {
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: cpuSecondsOf(times),
    memory,
    stateBytes: statSync(join(cwd, ".pulumi/stacks/test/dev.json"), { throwIfNoEntry: false })?.size ?? 0,
  };
}

/** @param {string} times what a shell tells: a line of its own user and system times, then one of its children's */
function cpuSecondsOf(times) {
  const [, , ...children] = times.matchAll(/(\d+)m([\d.]+)s/g);
  return children.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

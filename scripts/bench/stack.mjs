// A Pulumi program in a folder of its own, with a state of its own, run by the real engine and measured.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { clearTimeout } from "node:timers";
import { pathToFileURL } from "node:url";
import { root } from "../lib/places.mjs";
import { removedAfter } from "../lib/processes.mjs";
import { Failure } from "../lib/say.mjs";
import { killTree, watchMemory } from "./processes.mjs";

/** What a user would not wait for is cut off here. */
export const LIMIT_SECONDS = 180;

/** @typedef {import("./processes.mjs").Memory} Memory */
/**
 * What a command took: by the clock, of the processors in all of its processes, of memory, and how large the state is after it.
 * @typedef {{ seconds: number, cpuSeconds: number, memory: Memory | undefined, stateBytes: number }} Measured
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

export class Stack {
  /** Whether an update took longer than the limit; it leaves nothing that a later step could start from. */
  isCutOff = false;

  /** @type {string} */
  #folder;
  /** @type {Readonly<Record<string, string>>} */
  #environment;

  /**
   * @param {string} folder which it makes
   * @param {Readonly<Record<string, string>>} environment
   */
  constructor(folder, environment) {
    this.#folder = folder;
    this.#environment = environment;
  }

  /**
   * @param {string} folder
   * @param {Readonly<Record<string, string>>} files by name, `index.js` among them
   * @param {Readonly<Record<string, string>>} environment such as the emulator's
   */
  static async create(folder, files, environment) {
    mkdirSync(join(folder, "node_modules/@pulumi"), { recursive: true });
    symlinkSync(root, join(folder, "node_modules/pulumi-cloud-groups"));
    symlinkSync(join(root, "node_modules/@pulumi/pulumi"), join(folder, "node_modules/@pulumi/pulumi"));
    const runtime = "runtime:\n  name: nodejs\n  options:\n    typescript: false\n";
    writeFileSync(join(folder, "Pulumi.yaml"), `name: bench\n${runtime}`);
    writeFileSync(join(folder, "package.json"), "{}");
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const stack = new Stack(folder, environment);
    await stack.run(["stack", "init"]);
    return stack;
  }

  /**
   * Runs a command of Pulumi.
   * @param {string[]} args
   * @param {Readonly<Record<string, string>>} environment
   * @returns {Promise<Measured | undefined>} undefined where it took longer than the limit
   */
  async run(args, environment = {}) {
    const started = process.hrtime.bigint();
    const child = spawn(
      "sh",
      ["-c", TIMED, "sh", "pulumi", ...args, "--non-interactive", "--stack", "bench"],
      {
        cwd: this.#folder,
        env: {
          ...process.env,
          ...this.#environment,
          ...environment,
          PULUMI_BACKEND_URL: pathToFileURL(this.#folder).href,
          PULUMI_CONFIG_PASSPHRASE: "bench",
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
        stdio: ["ignore", "pipe", "pipe", "pipe"],
      },
    );
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (output += text));
    let times = "";
    child.stdio[3]?.on("data", (text) => (times += text));
    const pid = child.pid;
    const stopWatching = pid === undefined ? () => undefined : watchMemory(pid);
    const kill = () => pid !== undefined && killTree(pid);
    process.on("exit", kill);
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      kill();
    }, LIMIT_SECONDS * 1000);
    try {
      const status = await new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", resolve);
      });
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      if (isOver) {
        this.isCutOff = args[0] === "up";
        return this.#unlocked();
      }
      if (status !== 0) throw new Failure(`pulumi ${args.join(" ")} ended with ${status}:\n${output}`);
      return {
        seconds,
        cpuSeconds: cpuSecondsOf(times),
        memory: stopWatching(),
        stateBytes: this.#stateBytes(),
      };
    } finally {
      clearTimeout(timer);
      stopWatching();
      process.off("exit", kill);
    }
  }

  /** A command that was killed leaves its lock behind. */
  #unlocked() {
    rmSync(join(this.#folder, ".pulumi/locks"), { recursive: true, force: true });
    return undefined;
  }

  #stateBytes() {
    const file = join(this.#folder, ".pulumi/stacks/bench/bench.json");
    return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }
}

/** @param {string} times what a shell tells: a line of its own user and system times, then one of its children's */
function cpuSecondsOf(times) {
  const [, , ...children] = times.matchAll(/(\d+)m([\d.]+)s/g);
  return children.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

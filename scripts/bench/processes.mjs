// The processes that a command starts: how much memory they take, and their end.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import process from "node:process";
import { clearInterval, setInterval } from "node:timers";

/** Only Linux shows the memory of other processes as files; elsewhere the tables leave it out. */
const hasProc = existsSync("/proc/self/status");

const SAMPLE_EVERY_MS = 50;

/** @typedef {"engine" | "program" | "provider" | "other"} Role */

/**
 * Peaks in bytes: of all processes at one time, and of the largest process of each role.
 * @typedef {{ all: number } & Record<Role, number>} Memory
 */

/**
 * Looks at a process and its descendants until it is told to stop.
 * @param {number} pid
 * @returns {() => Memory | undefined} stops, and gives the peaks
 */
export function watchMemory(pid) {
  if (!hasProc) return () => undefined;
  const peaks = { all: 0, engine: 0, program: 0, provider: 0, other: 0 };
  const sample = () => {
    let all = 0;
    for (const one of treeOf(pid)) {
      const status = read(one, "status");
      const role = roleOf(read(one, "cmdline"));
      all += kilobytes(status, "VmRSS");
      // The system's own mark of the highest point also has what was between two looks.
      peaks[role] = Math.max(peaks[role], kilobytes(status, "VmHWM") * 1024);
    }
    peaks.all = Math.max(peaks.all, all * 1024);
  };
  sample();
  const timer = setInterval(sample, SAMPLE_EVERY_MS);
  return () => {
    clearInterval(timer);
    return peaks;
  };
}

/**
 * Ends a process and its descendants at once. A provider would outlive an engine that is killed.
 * @param {number} pid
 */
export function killTree(pid) {
  for (const one of treeOf(pid)) {
    try {
      process.kill(one, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

/** @param {number} pid @returns {number[]} the process itself first, then its descendants */
function treeOf(pid) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const [child, parent] of hasProc ? relationsInProc() : relationsOfPs()) {
    children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const tree = [pid];
  for (const one of tree) tree.push(...(children.get(one) ?? []));
  return tree;
}

/** @returns {[child: number, parent: number][]} */
function relationsInProc() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      const stat = read(Number(name), "stat");
      // The second field is the program's name in brackets, which may itself hold brackets and spaces.
      return [Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])];
    });
}

/** @returns {[child: number, parent: number][]} */
function relationsOfPs() {
  const { stdout = "" } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([child = 0, parent = 0]) => [child, parent]);
}

/** @param {number} pid @param {string} file @returns {string} empty where the process has ended */
function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

/** @param {string} status @param {string} field */
function kilobytes(status, field) {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
}

/** @param {string} commandLine @returns {Role} */
function roleOf(commandLine) {
  const [command = "", script = ""] = commandLine.split("\0");
  if (basename(command) === "pulumi") return "engine";
  if (basename(command) !== "node") return "other";
  if (script.includes("dynamic-provider")) return "provider";
  return script.includes("@pulumi/pulumi/cmd/run") ? "program" : "other";
}

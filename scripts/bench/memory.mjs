// How much memory the processes take that a command starts.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
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
      const status = read(`/proc/${one}/status`);
      const role = roleOf(read(`/proc/${one}/cmdline`));
      all += bytes(status, "VmRSS");
      // The system's own mark of the highest point also has what was between two looks.
      peaks[role] = Math.max(peaks[role], bytes(status, "VmHWM"));
    }
    peaks.all = Math.max(peaks.all, all);
  };
  sample();
  const timer = setInterval(sample, SAMPLE_EVERY_MS);
  return () => {
    clearInterval(timer);
    return peaks;
  };
}

/** @param {number} pid @returns {number[]} the process itself first, then its descendants */
function treeOf(pid) {
  const tasks = `/proc/${pid}/task`;
  const threads = existsSync(tasks) ? readdirSync(tasks) : [];
  const children = threads.flatMap((thread) => read(`${tasks}/${thread}/children`).match(/\d+/g) ?? []);
  return [pid, ...children.flatMap((child) => treeOf(Number(child)))];
}

/** @param {string} path @returns {string} empty where the process has ended */
function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** @param {string} status @param {string} field */
function bytes(status, field) {
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) * 1024;
}

/** @param {string} commandLine @returns {Role} */
function roleOf(commandLine) {
  const [command = "", script = ""] = commandLine.split("\0");
  if (basename(command) === "pulumi") return "engine";
  if (basename(command).startsWith("pulumi-language-yaml")) return "program";
  if (basename(command) !== "node") return "other";
  if (/dynamic-provider|doors.plugin/.test(script)) return "provider";
  return script.includes("@pulumi/pulumi/cmd/run") ? "program" : "other";
}

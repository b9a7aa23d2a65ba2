// The planner alone against a plain difference of two Sets, each size in a process of its own.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Failure, say } from "../lib/say.mjs";
import { count, megabytes, milliseconds, ratio, table } from "./tables.mjs";

/** @typedef {{ plan: number, set: number }} Pair */

const run = join(dirname(fileURLToPath(import.meta.url)), "plannerRun.mjs");

const NOTES = `\`planCalls\` with 1 % of the numbers changed, half of it removed and half added, to the calls themselves; beside it two
\`Set\`s made of the two arrays and each array filtered by the other's. Medians of several runs on numbers fresh from their text.
Heap: what one of them allocates.`;

/** @param {import("./options.mjs").Options} options */
export async function planner({ sizes }) {
  const rows = sizes.map((size) => {
    say(`planner: ${count(size)} numbers`);
    const time = ask("time", size, []);
    // A young generation that holds all of it, so that nothing is collected while it is counted.
    const heap = ask("heap", size, [
      "--expose-gc",
      "--max-semi-space-size=1024",
      "--min-semi-space-size=1024",
    ]);
    return [
      count(size),
      milliseconds(time.plan),
      milliseconds(time.set),
      `**${ratio(time.plan, time.set)}**`,
      megabytes(heap.plan),
      megabytes(heap.set),
      `**${ratio(heap.plan, heap.set)}**`,
    ];
  });
  const head = [
    "numbers",
    "`planCalls`",
    "two `Set`s",
    "ratio",
    "heap, `planCalls`",
    "heap, two `Set`s",
    "ratio",
  ];
  return ["## The planner", NOTES, table(head, rows)].join("\n\n");
}

/** @param {"time" | "heap"} what @param {number} size @param {string[]} flags @returns {Pair} */
function ask(what, size, flags) {
  const args = [...flags, run, what, String(size)];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Failure(`the planner's run ended with ${status}:\n${stderr}`);
  return JSON.parse(stdout);
}

// What planner.mjs starts: prints the time or the heap that the planner and two Sets take, as JSON.
import { createRequire } from "node:module";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { root } from "../lib/places.mjs";
import { median } from "./tables.mjs";

const { planCalls } = createRequire(import.meta.url)(join(root, "dist/provider/axg/plan.js"));

/** A million numbers take seconds a run. */
const runsAt = (/** @type {number} */ size) => (size < 1_000_000 ? 7 : 3);
const [, , what, size] = process.argv;
const all = Array.from({ length: Number(size) }, (_, at) => 10_020_000_000 + 2 * at);
const oldText = all.join("\n");
const newText = all.map((number, at) => (at % 200 === 100 ? number + 1 : number)).join("\n");

const ways = {
  plan: (/** @type {string[]} */ held, /** @type {string[]} */ declared) => planCalls(held, declared, "auto"),
  set: (/** @type {string[]} */ held, /** @type {string[]} */ declared) => {
    const [olds, news] = [new Set(held), new Set(declared)];
    return [declared.filter((number) => !olds.has(number)), held.filter((number) => !news.has(number))];
  },
};

/** Bytes of the heap, or milliseconds. */
const now = what === "heap" ? () => process.memoryUsage().heapUsed : () => performance.now();

/** @param {keyof typeof ways} way */
function measured(way) {
  // Split anew: a string that was in a Set before keeps its hash, and a provider's strings never were.
  const [held, declared] = [oldText.split("\n"), newText.split("\n")];
  globalThis.gc?.();
  const before = now();
  const result = ways[way](held, declared);
  const taken = now() - before;
  if (result.length === 0) throw new Error("the numbers must differ");
  return taken;
}

/** @type {Record<keyof typeof ways, number[]>} */
const runs = { plan: [], set: [] };
for (let at = 0; at < runsAt(Number(size)); at++) {
  runs.plan.push(measured("plan"));
  runs.set.push(measured("set"));
}
console.log(JSON.stringify({ plan: median(runs.plan), set: median(runs.set) }));

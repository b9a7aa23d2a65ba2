// The calls that reach the emulator against the fewest that each strategy can do with.
import { say } from "../lib/say.mjs";
import { POOL, withEmulator } from "./emulator.mjs";
import { CHANGED, ours } from "./programs.mjs";
import { createStack, inFolder, measure } from "./stack.mjs";
import { count, table } from "./tables.mjs";
import { STEPS } from "./turns.mjs";

const NOTES = `What the emulator's log counts, against the formula: for old numbers O and new N, of which A are added and D
deleted, \`incremental\` takes ⌈A/200⌉ + ⌈D/200⌉; \`fewestCalls\` that or ⌈max(0, O − 200)/200⌉ + ⌈N/200⌉, whichever is
less; \`auto\` is \`incremental\` in a group that others may keep numbers in.`;

/** @typedef {"auto" | "incremental" | "fewestCalls"} Strategy */

/** @typedef {{ name: string, strategy: Strategy, from: string[], to: string[] }} Case */

/** @param {number} length @param {number} first */
const some = (length, first = 0) =>
  Array.from({ length }, (_, at) => String(10_020_000_000 + 2 * (first + at)));

/** @type {Case[]} */
const CASES = [
  { name: "10 more", strategy: "auto", from: some(1000), to: some(1010) },
  { name: "all others", strategy: "auto", from: some(150), to: some(150, 150) },
  { name: "all others", strategy: "fewestCalls", from: some(150), to: some(150, 150) },
  { name: "all others", strategy: "incremental", from: some(150), to: some(150, 150) },
  { name: "all others", strategy: "auto", from: some(1000), to: some(1000, 1000) },
  { name: "all others", strategy: "fewestCalls", from: some(1000), to: some(1000, 1000) },
  { name: "1 % others", strategy: "auto", from: some(10_000), to: some(10_000, 50) },
  { name: "most gone", strategy: "fewestCalls", from: some(10_000), to: some(200) },
  { name: "none left", strategy: "auto", from: some(1000), to: [] },
];

/** @throws Error where a call is made that need not be */
export async function calls() {
  say(`calls: ${CASES.length} groups, created and changed`);
  const groups = CASES.map((_, at) => String(5001 + at));
  const [created, changed] = await withEmulator({ groups }, ({ environment, newCalls }) =>
    inFolder(async (folder) => {
      const files = { ...ours(PROGRAM), "cases.json": JSON.stringify(CASES) };
      const stack = await createStack(folder, files, environment);
      await measure(stack, STEPS.up.args);
      const before = await newCalls();
      await measure(stack, STEPS.up.args, CHANGED);
      return [before, await newCalls()];
    }),
  );
  const callsOf = (/** @type {string} */ group, /** @type {typeof created} */ calls) =>
    calls.filter(({ request }) => String(request.GroupId) === group).length;
  const rows = CASES.map((one, at) =>
    row(one, { created: callsOf(groups[at], created), changed: callsOf(groups[at], changed) }),
  );
  const head = ["change", "strategy", "old", "new", "added", "deleted", "calls to create", "by the formula"];
  head.push("calls to change", "by the formula");
  return ["## Calls", NOTES, table(head, rows, 2)].join("\n\n");
}

const PROGRAM = `
  const cases = require("./cases.json");
  for (const [at, { strategy, from, to }] of cases.entries()) {
    const numbers = process.env.BENCH_CHANGED ? to : from;
    new AxgGroupNumbers("n" + at, { poolKey: "${POOL}", groupId: String(5001 + at), strategy, numbers, allowEmpty: true });
  }
`;

/** @param {Case} one @param {{ created: number, changed: number }} counted */
function row({ name, strategy, from, to }, counted) {
  const added = new Set(to).difference(new Set(from)).size;
  const deleted = new Set(from).difference(new Set(to)).size;
  const toCreate = callsFor(from.length);
  const toChange = fewest(strategy, { old: from.length, now: to.length, added, deleted });
  if (counted.created !== toCreate || counted.changed !== toChange)
    throw new Error(
      `${name}, ${strategy}: ${counted.created} and ${counted.changed} calls in place of ${toCreate} and ${toChange}`,
    );
  const sizes = [
    from.length,
    to.length,
    added,
    deleted,
    counted.created,
    toCreate,
    counted.changed,
    toChange,
  ];
  return [name, `\`${strategy}\``, ...sizes.map(count)];
}

/** @param {number} numbers */
const callsFor = (numbers) => Math.ceil(numbers / 200);

/** @param {Strategy} strategy @param {{ old: number, now: number, added: number, deleted: number }} change */
function fewest(strategy, { old, now, added, deleted }) {
  const incremental = callsFor(added) + callsFor(deleted);
  if (strategy !== "fewestCalls" || now === 0) return incremental;
  return Math.min(incremental, callsFor(Math.max(0, old - 200)) + callsFor(now));
}

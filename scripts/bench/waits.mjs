// How much of an update is waiting for a cloud that takes its time, and what groups side by side save of it.
import { POOL } from "./emulator.mjs";
import { nothing, numbersExpression, ours } from "./programs.mjs";
import { milliseconds, ratio, seconds, secondsOf, table, time } from "./tables.mjs";
import { STEPS, takeTurns } from "./turns.mjs";

const NUMBERS = 100_000;
const LATENCY_MS = 50;
const CALLS = NUMBERS / 200;
const WAITS = (CALLS * LATENCY_MS) / 1000;

const NOTES = `Each answer of the emulator takes ${LATENCY_MS} ms, so that the ${CALLS} calls of ${NUMBERS.toLocaleString("en-US")}
numbers wait ${WAITS} s in all. A group's calls go one after the other, groups side by side. Beside it the same resources that do
nothing; what goes beyond them and the waits is the work on a call, here and in the emulator. One round.`;

/** The same numbers in one group or in several. */
const CASES = [
  { name: `1 group × ${CALLS} calls`, groups: 1 },
  { name: `4 groups × ${CALLS / 4} calls`, groups: 4 },
];

export async function waits() {
  const rows = [];
  for (const { name, groups } of CASES) rows.push(await row(name, groups));
  const head = [
    "what",
    "`up`",
    "sum of the waits",
    "ratio",
    "side by side",
    "ratio",
    "does nothing",
    "beyond both, a call",
  ];
  return ["## Waiting for the cloud", NOTES, table(head, rows)].join("\n\n");
}

/** @param {string} name @param {number} groups */
async function row(name, groups) {
  const ids = Array.from({ length: groups }, (_, at) => String(5001 + at));
  const list = (/** @type {number} */ at) =>
    numbersExpression(NUMBERS / groups, 10_020_000_000 + at * 1_000_000);
  const each = (/** @type {(args: string) => string} */ resource) =>
    ids
      .map((id, at) => resource(`"n${id}", { poolKey: "${POOL}", groupId: "${id}", numbers: ${list(at)}`))
      .join("\n");
  const contenders = new Map([
    ["us", { files: ours(each((args) => `new AxgGroupNumbers(${args} });`)) }],
    ["floor", { files: nothing(each((args) => `new Nothing(${args}.join("\\n") + "\\n" });`)) }],
  ]);
  const outcomeOf = await takeTurns(name, contenders, [STEPS.up], 1, {
    settings: { latencyMs: LATENCY_MS },
    groups: ids,
  });
  const [us, floor] = [outcomeOf("us", STEPS.up), outcomeOf("floor", STEPS.up)];
  const [took, least] = [secondsOf(us), WAITS / groups];
  const beyond = (took - least - secondsOf(floor)) / CALLS;
  return [
    name,
    time(us),
    seconds(WAITS),
    ratio(took, WAITS),
    seconds(least),
    ratio(took, least),
    time(floor),
    milliseconds(beyond * 1000),
  ];
}

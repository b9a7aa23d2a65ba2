// Previews and updates of one AXG group by its size.
import { POOL } from "./emulator.mjs";
import { byHand, nothing, numbersExpression, ours } from "./programs.mjs";
import {
  count,
  cpuSecondsOf,
  megabytes,
  memoryOf,
  ratio,
  secondsOf,
  stateOf,
  table,
  time,
} from "./tables.mjs";
import { outcomeOf, STEPS, takeTurns } from "./turns.mjs";

/** @typedef {import("./turns.mjs").Outcome} Outcome */
/** @typedef {import("./turns.mjs").Step} Step */

/**
 * What the contenders did in one step at one size.
 * @typedef {Record<"us" | "floor" | "set" | "includes", Outcome>} Taken
 */
/** @typedef {{ size: number, rounds: number, taken: (step: Step) => Taken }} OfSize */
/** @typedef {[title: string, cell: (taken: Taken, rounds: number) => string]} Column */

const steps = [
  STEPS.preview,
  STEPS.up,
  STEPS.unchanged,
  STEPS.previewChange,
  STEPS.showChange,
  STEPS.upChange,
];

/** Above these sizes a program by hand takes minutes a step: comparing pair by pair first, an array at all next. */
const MOST = { includes: 10_000, set: 100_000 };

const NOTES = `Medians of the rounds. "Does nothing" gives Pulumi the same text through a resource that does nothing with it: the
least that the engine itself takes. The change takes out one number in 200 and puts another in its place. The two by hand
declare an array and find the difference with \`includes\` or a \`Set\`; they call nothing, while our \`up\` has its calls
(200 numbers each) to the emulator in it. By hand, \`includes\` ends at ${count(MOST.includes)} numbers, since it compares
each with each, and \`Set\` at ${count(MOST.set)}, in one round: the engine compares and shows an array element by element.`;

const MEMORY_NOTES = `The peak of all processes of the command at one time, pages that they share counted in each; in brackets the
peaks of its largest processes: engine, program, provider.`;

/** @type {readonly Column[]} */
const TIME = [
  ["rounds", (_, rounds) => String(rounds)],
  ["ours", ({ us }) => time(us)],
  ["does nothing", ({ floor }) => time(floor)],
  ["ratio", ({ us, floor }) => `**${ratio(secondsOf(us), secondsOf(floor))}**`],
  ["of processor time", ({ us, floor }) => ratio(cpuSecondsOf(us), cpuSecondsOf(floor))],
  ["by hand, `Set`", ({ set }) => time(set)],
  ["by hand, `includes`", ({ includes }) => time(includes)],
];

/** @type {readonly Column[]} */
const MEMORY = [
  ["ours", ({ us }) => memory(us)],
  ["does nothing", ({ floor }) => memory(floor)],
  ["ratio", ({ us, floor }) => `**${ratio(memoryOf(us), memoryOf(floor))}**`],
  ["by hand, `Set`", ({ set }) => memory(set)],
  ["by hand, `includes`", ({ includes }) => memory(includes)],
];

/** @type {readonly Column[]} */
const STATE = [
  ["ours", ({ us }) => megabytes(stateOf(us))],
  ["does nothing", ({ floor }) => megabytes(stateOf(floor))],
  ["ratio", ({ us, floor }) => `**${ratio(stateOf(us), stateOf(floor))}**`],
  ["by hand", ({ set }) => megabytes(stateOf(set))],
];

/** @param {import("./options.mjs").Options} options */
export async function numbers({ sizes, roundsOf }) {
  const all = [];
  for (const size of sizes) all.push(await ofSize(size, roundsOf(size)));
  return [
    "## Previews and updates by the size of a group",
    NOTES,
    tableOf(all, steps, TIME),
    "### Memory",
    MEMORY_NOTES,
    tableOf(all, steps, MEMORY),
    "### Size of the state",
    tableOf(all, [STEPS.up, STEPS.upChange], STATE),
  ].join("\n\n");
}

/** @param {number} size @param {number} rounds @returns {Promise<OfSize>} */
async function ofSize(size, rounds) {
  const outcomes = await takeTurns(`${count(size)} numbers`, contendersAt(size), steps, rounds);
  const taken = (/** @type {Step} */ step) => {
    const of = (/** @type {keyof Taken} */ who) => outcomeOf(outcomes, who, steps.indexOf(step));
    return { us: of("us"), floor: of("floor"), set: of("set"), includes: of("includes") };
  };
  return { size, rounds, taken };
}

/** @param {number} size @returns {Map<keyof Taken, import("./turns.mjs").Contender>} */
function contendersAt(size) {
  const list = numbersExpression(size);
  const args = `poolKey: "${POOL}", groupId: "1234", numbers: ${list}`;
  /** @type {ReturnType<typeof contendersAt>} */
  const contenders = new Map([
    ["us", { files: ours(`new AxgGroupNumbers("n", { ${args} });`) }],
    ["floor", { files: nothing(`new Nothing("n", { ${args}.join("\\n") + "\\n" });`) }],
  ]);
  if (size <= MOST.set)
    contenders.set("set", { files: byHand("Set", args), ...(size < MOST.set ? {} : { rounds: 1 }) });
  if (size <= MOST.includes) contenders.set("includes", { files: byHand("includes", args) });
  return contenders;
}

/** @param {readonly OfSize[]} all @param {readonly Step[]} shown @param {readonly Column[]} columns */
function tableOf(all, shown, columns) {
  const rows = all.flatMap(({ size, rounds, taken }) =>
    shown.map((step) => [count(size), step.name, ...columns.map(([, cell]) => cell(taken(step), rounds))]),
  );
  return table(["numbers", "step", ...columns.map(([title]) => title)], rows, 2);
}

/** @param {Outcome} outcome */
function memory(outcome) {
  const all = memoryOf(outcome);
  if (!Number.isFinite(all)) return megabytes(all);
  const roles = /** @type {const} */ (["engine", "program", "provider"]);
  const parts = roles.map((role) => (memoryOf(outcome, role) / 1e6).toFixed(0));
  return `${megabytes(all)} (${parts.join(", ")})`;
}

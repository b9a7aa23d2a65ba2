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
import { STEPS, takeTurns } from "./turns.mjs";

/** @typedef {import("./turns.mjs").Outcome} Outcome */
/** @typedef {import("./turns.mjs").Step} Step */
/** @typedef {"us" | "floor" | "set" | "includes"} Name */
/** @typedef {{ size: number, rounds: number, outcomeOf: (name: Name, step: Step) => Outcome }} OfSize */
/** @typedef {[title: string, cell: (of: (name: Name) => Outcome, rounds: number) => string]} Column */

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

/** @param {(outcome: Outcome) => number} part @returns {Column} */
const ratioOf = (part) => ["ratio", (of) => `**${ratio(part(of("us")), part(of("floor")))}**`];

/** @type {readonly Column[]} */
const TIME = [
  ["rounds", (_, rounds) => String(rounds)],
  ["ours", (of) => time(of("us"))],
  ["does nothing", (of) => time(of("floor"))],
  ratioOf(secondsOf),
  ["of processor time", (of) => ratio(cpuSecondsOf(of("us")), cpuSecondsOf(of("floor")))],
  ["by hand, `Set`", (of) => time(of("set"))],
  ["by hand, `includes`", (of) => time(of("includes"))],
];

/** @type {readonly Column[]} */
const MEMORY = [
  ["ours", (of) => memory(of("us"))],
  ["does nothing", (of) => memory(of("floor"))],
  ratioOf(memoryOf("all")),
  ["by hand, `Set`", (of) => memory(of("set"))],
  ["by hand, `includes`", (of) => memory(of("includes"))],
];

/** @type {readonly Column[]} */
const STATE = [
  ["ours", (of) => megabytes(stateOf(of("us")))],
  ["does nothing", (of) => megabytes(stateOf(of("floor")))],
  ratioOf(stateOf),
  ["by hand", (of) => megabytes(stateOf(of("set")))],
];

/** @param {import("./options.mjs").Options} options */
export async function numbers({ sizes, roundsOf }) {
  /** @type {OfSize[]} */
  const all = [];
  for (const size of sizes) {
    const rounds = roundsOf(size);
    const outcomeOf = await takeTurns(`${count(size)} numbers`, contendersAt(size), steps, rounds);
    all.push({ size, rounds, outcomeOf });
  }
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

/** @param {number} size @returns {Map<Name, import("./turns.mjs").Contender>} */
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
  const rows = all.flatMap(({ size, rounds, outcomeOf }) =>
    shown.map((step) => {
      const of = (/** @type {Name} */ name) => outcomeOf(name, step);
      return [count(size), step.name, ...columns.map(([, cell]) => cell(of, rounds))];
    }),
  );
  return table(["numbers", "step", ...columns.map(([title]) => title)], rows, 2);
}

/** @param {Outcome} outcome */
function memory(outcome) {
  const all = memoryOf("all")(outcome);
  if (!Number.isFinite(all)) return megabytes(all);
  const roles = /** @type {const} */ (["engine", "program", "provider"]);
  const parts = roles.map((role) => (memoryOf(role)(outcome) / 1e6).toFixed(0));
  return `${megabytes(all)} (${parts.join(", ")})`;
}

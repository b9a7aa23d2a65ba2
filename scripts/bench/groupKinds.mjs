// Groups of each kind that can be read, at a cloud that takes its time: the calls that they make, and what the steps take.
import { availableParallelism } from "node:os";
import { nothing, ours } from "./programs.mjs";
import { count, NONE, ratio, seconds, secondsOf, table, time } from "./tables.mjs";
import { STEPS, takeTurns } from "./turns.mjs";

/** @typedef {import("./turns.mjs").Outcome} Outcome */

const LATENCY_MS = 50;

/** The most calls that the package has under way at once with one account. */
const CALLS_AT_ONCE = 16;

/** The rule's read is in no public document of iOA, but a refresh that has it is the dearer one. */
const SETTINGS = { latencyMs: LATENCY_MS, ioaDescribeRule: "available" };

/**
 * The steps, each with how many calls Terraform makes in it for one `huaweicloud_apig_group`: `apply`, `plan`, `apply` with a new
 * name and remark, `destroy`. They were measured once, against the same kind of emulated server. Its plan reads each group, so it stands
 * for a refresh too.
 */
const LIFE = [
  { step: STEPS.up, terraform: 4 },
  { step: STEPS.unchanged, terraform: 2 },
  { step: STEPS.refresh, terraform: NaN },
  { step: STEPS.upAllChange, terraform: 5 },
  { step: STEPS.destroy, terraform: 3 },
];

/** Kinds with the constructor's call for a group of a `name` and a `text`; Terraform's `huaweicloud_apig_group` is like one of them. */
const KINDS = [
  { name: "`RamGroup`", program: `new RamGroup(id, { groupName: name, comments: text })` },
  { name: "`ApigGroup`, shared", program: `new ApigGroup(id, { name, remark: text })` },
  {
    name: "`ApigGroup`, dedicated",
    program: `new ApigGroup(id, { name, remark: text, instanceId: "instance-1" })`,
    isLikeTerraforms: true,
  },
  {
    name: "`DeviceVirtualGroup`, 3 devices",
    program: `new DeviceVirtualGroup(id, {
      deviceVirtualGroupName: name, description: text, devices: ["mid-windows-1", "mid-windows-2", "mid-windows-3"],
    })`,
  },
  {
    name: "`DeviceVirtualGroup`, lists",
    program: `new DeviceVirtualGroup(id, {
      deviceVirtualGroupName: "auto_" + name, description: text, timeType: TimeType.Hourly,
      deviceBlacklist: [1001], deviceWhitelist: [1002],
    })`,
  },
];

const FLOOR = "floor";

const CALL_NOTES = `Counted in the emulator's log while the steps of the next section ran, for one group. The change gives it another name
and another remark, comments or description. The device group with lists is automatic, at an endpoint that tells its rules.
Terraform: how often it calls for one \`huaweicloud_apig_group\`, which is on a dedicated gateway, measured once against the same kind of
emulated server; its \`plan\` reads every group, which Pulumi does in a refresh alone.`;

/** @param {string} all how many groups @param {number} parallel how many at once */
function waitNotes(all, parallel) {
  return `Each answer of the emulator takes ${LATENCY_MS} ms. Every step is that of a stack of
${all} groups of one kind; the change is one of all of them. Beside it the same number of resources that do nothing. The waits are the
calls × ${LATENCY_MS} ms: one after the other, and at the least, ${parallel} groups at a time (Pulumi's default is 4 resources a core; the package
itself keeps to ${CALLS_AT_ONCE} calls an account). Medians of the rounds; no step took its preview first.`;
}

/** @param {number} groups how many of each kind @param {number} rounds */
export async function groupKinds(groups, rounds) {
  const all = count(groups);
  const parallel = Math.min(4 * availableParallelism(), CALLS_AT_ONCE, groups);
  const steps = LIFE.map(({ step }) => step);
  const options = { settings: SETTINGS, logsCalls: true };
  const what = `${all} groups of each kind`;
  const outcomeOf = await takeTurns(what, contendersOf(groups), steps, rounds, options);

  const callRows = rowsOf(({ name, isLikeTerraforms }, { step, terraform }) => {
    const calls = callsOfOne(outcomeOf(name, step), groups);
    return [...callCells(calls), count(isLikeTerraforms ? terraform : NaN)];
  });
  const waitRows = rowsOf(({ name }, { step }) =>
    waitCells(outcomeOf(name, step), outcomeOf(FLOOR, step), parallel),
  );
  return [
    "## Calls a group",
    CALL_NOTES,
    table(["resource", "step", "which", "calls", "Terraform"], callRows, 3),
    `## ${all} groups at ${LATENCY_MS} ms a call`,
    waitNotes(all, parallel),
    table(["resource", "step", ...WAIT_COLUMNS], waitRows, 2),
  ].join("\n\n");
}

/** What does nothing goes in the middle: who is first finds colder caches. @param {number} groups */
function contendersOf(groups) {
  const contenders = KINDS.map(({ name, program }) => ({ name, files: ours(each(groups, program)) }));
  const floor = { name: FLOOR, files: nothing(each(groups, "new Nothing(id, { name, text })")) };
  return new Map(contenders.toSpliced(Math.floor(KINDS.length / 2), 0, floor).map((one) => [one.name, one]));
}

/** A row for each step of each kind. @param {(kind: (typeof KINDS)[number], life: (typeof LIFE)[number]) => string[]} cells */
function rowsOf(cells) {
  return KINDS.flatMap((kind) => LIFE.map((life) => [kind.name, life.step.name, ...cells(kind, life)]));
}

/** @param {number} groups @param {string} program */
function each(groups, program) {
  return `
    for (let at = 0; at < ${groups}; at++) {
      const id = "g" + at;
      const name = (process.env.BENCH_CHANGED ? "renamed_" : "group_") + at;
      const text = process.env.BENCH_CHANGED ? "other words" : "words";
      ${program};
    }
  `;
}

/** How often each operation is called for one group, in the order in which they come. @param {Outcome} outcome @param {number} groups */
function callsOfOne({ rounds, calls }, groups) {
  const all = groups * rounds.length;
  const byOperation = Map.groupBy(calls, (operation) => operation);
  return [...byOperation].map(([operation, { length }]) => ({ operation, times: length / all }));
}

/** @param {ReturnType<typeof callsOfOne>} calls */
function callCells(calls) {
  const which = calls.map(({ operation, times }) =>
    times === 1 ? `\`${operation}\`` : `${count(times)} × \`${operation}\``,
  );
  return [which.join(", ") || NONE, count(calls.reduce((sum, { times }) => sum + times, 0))];
}

const WAIT_COLUMNS = [
  "to doing nothing and the least wait",
  "to doing nothing",
  "to the sum of the waits",
  "ours",
  "does nothing",
  "sum of the waits",
  "least wait",
];

/** @param {Outcome} us @param {Outcome} floor @param {number} parallel */
function waitCells(us, floor, parallel) {
  const waits = ((us.calls.length / us.rounds.length) * LATENCY_MS) / 1000;
  const [took, idle, least] = [secondsOf(us), secondsOf(floor), waits / parallel];
  return [
    `**${ratio(took, idle + least)}**`,
    ratio(took, idle),
    ratio(took, waits),
    time(us),
    time(floor),
    seconds(waits),
    seconds(least),
  ];
}

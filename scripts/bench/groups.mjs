// Many small resources: what one of ours costs besides what Pulumi itself takes, the calls that it makes, and the wait for them.
import { groupKinds } from "./groupKinds.mjs";
import { nothing, ours } from "./programs.mjs";
import { cpuSecondsOf, ratio, secondsOf, table, time } from "./tables.mjs";
import { STEPS, takeTurns } from "./turns.mjs";

const NOTES = `Beside them the same number of resources that do nothing. An \`up\` of ours has its calls to the emulator in it.`;

/** @param {import("./options.mjs").Options} options */
export async function groups({ groups, roundsOf }) {
  const rounds = roundsOf(groups);
  return [await ramGroups(groups, rounds), await groupKinds(groups, rounds)].join("\n\n");
}

/** @param {number} count @param {number} rounds */
async function ramGroups(count, rounds) {
  const steps = [STEPS.preview, STEPS.up, STEPS.unchanged, STEPS.upUnchanged];
  const each = (/** @type {string} */ kind) =>
    `for (let at = 0; at < ${count}; at++) new ${kind}("g" + at, { groupName: "group-" + at, comments: "c" });`;
  const contenders = new Map([
    ["us", { files: ours(each("RamGroup")) }],
    ["floor", { files: nothing(each("Nothing")) }],
  ]);
  const outcomeOf = await takeTurns(`${count} RAM groups`, contenders, steps, rounds);
  const rows = steps.map((step) => {
    const [us, floor] = [outcomeOf("us", step), outcomeOf("floor", step)];
    return [
      step.name,
      time(us),
      time(floor),
      `**${ratio(secondsOf(us), secondsOf(floor))}**`,
      ratio(cpuSecondsOf(us), cpuSecondsOf(floor)),
    ];
  });
  const head = ["step", "ours", "does nothing", "ratio", "of processor time"];
  return [`## ${count} RAM groups`, NOTES, table(head, rows)].join("\n\n");
}

// Many small resources: what one of ours costs besides what Pulumi itself takes.
import { nothing, ours } from "./programs.mjs";
import { cpuSecondsOf, ratio, secondsOf, table, time } from "./tables.mjs";
import { outcomeOf, STEPS, takeTurns } from "./turns.mjs";

const COUNT = 100;

const NOTES = `Beside them the same number of resources that do nothing. An \`up\` of ours has its calls to the emulator in it.`;

/** @param {import("./options.mjs").Options} options */
export async function groups({ roundsOf }) {
  const steps = [STEPS.preview, STEPS.up, STEPS.unchanged, STEPS.upUnchanged];
  const each = (/** @type {string} */ kind) =>
    `for (let at = 0; at < ${COUNT}; at++) new ${kind}("g" + at, { groupName: "group-" + at, comments: "c" });`;
  const contenders = new Map([
    ["us", { files: ours(each("RamGroup")) }],
    ["floor", { files: nothing(each("Nothing")) }],
  ]);
  const outcomes = await takeTurns(`${COUNT} RAM groups`, contenders, steps, roundsOf(COUNT));
  const rows = steps.map(({ name }, at) => {
    const [us, floor] = [outcomeOf(outcomes, "us", at), outcomeOf(outcomes, "floor", at)];
    return [
      name,
      time(us),
      time(floor),
      `**${ratio(secondsOf(us), secondsOf(floor))}**`,
      ratio(cpuSecondsOf(us), cpuSecondsOf(floor)),
    ];
  });
  const head = ["step", "ours", "does nothing", "ratio", "of processor time"];
  return [`## ${COUNT} RAM groups`, NOTES, table(head, rows)].join("\n\n");
}

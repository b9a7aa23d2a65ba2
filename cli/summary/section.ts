import { maskNumbersIn } from "../../provider/core/mask";
import { parseUpdatePlan } from "../../provider/core/updatePlan";
import { pluralGrouped, formatCount } from "../../provider/core/plurals";
import { argumentLines, numberList } from "./arguments";
import type { Action } from "./changes";
import type { GroupChange, NumbersChange } from "./groups";
import { code } from "./markdown";
import { groupName } from "./warnings";

const TITLES: Readonly<Record<Action, string>> = {
  replaced: "Replaced",
  deleted: "Deleted",
  released: "Released",
  other: "Unknown operation",
  updated: "Updated",
  created: "Created",
  unchanged: "Unchanged",
  read: "Looked up",
};

const CREATION_LINES = {
  adopt: "- the outcome of its creation is unknown: the update looks the group up and adopts it",
  delete: "- the outcome of its creation is unknown: the update looks the group up and deletes it",
} as const;

/** How many of the preview's own remarks on a group are shown. */
const SHOWN_MESSAGES = 3;

/** What the text says of one group. */
export function sectionOf(group: GroupChange): string {
  const { change, numbers } = group;
  const lines = [
    `### ${TITLES[change.action]}: ${groupName(group)}`,
    "",
    ...(numbers === undefined ? [] : [`- numbers: ${countsText(change.action, numbers)}`]),
    ...messageLines(group),
    ...(change.action === "deleted" || change.action === "released" ? [] : argumentLines(change)),
  ];
  const list = numbers?.difference === undefined ? [] : numberList(numbers.difference);
  return [...lines, ...(list.length === 0 ? [] : ["", ...list])].join("\n").trimEnd();
}

function countsText(action: Action, { counts, uncertain, calls }: NumbersChange): string {
  const change = counts === undefined ? "secret or known after apply" : changeText(action, counts);
  const settled = uncertain === 0 ? "" : `, ${formatCount(uncertain)} uncertain to settle first`;
  const sent = calls === undefined ? "the number of calls is unknown" : pluralGrouped(calls, "call");
  return `${change}${settled}; ${sent}`;
}

function changeText(action: Action, counts: NonNullable<NumbersChange["counts"]>): string {
  const [added, deleted, unchanged] = [counts.added, counts.deleted, counts.unchanged].map(formatCount);
  switch (action) {
    case "replaced":
      return `${added} to add to the new group, ${deleted} in the old one`;
    case "deleted":
      return `${deleted} to delete`;
    case "released":
      return `${unchanged} unchanged`;
    case "created":
      return `${added} to add`;
    default:
      return `${added} to add, ${deleted} to delete, ${unchanged} unchanged`;
  }
}

/** What the preview says besides the counts, and how an earlier update failed that this one finishes. */
function messageLines({ change: { messages, before, after } }: GroupChange): string[] {
  const ids = [before?.outputs?.["groupId"], after?.inputs?.["groupId"]].filter(
    (id) => typeof id === "string",
  );
  const remarks = messages
    .filter((message) => parseUpdatePlan(message) === undefined)
    .map((message) => `- the preview says: ${code(maskNumbersIn(message, ids))}`);
  const creation = messages.map(parseUpdatePlan).find((plan) => plan?.kind === "creation");
  const [failure] = after === undefined ? [] : (before?.initErrors ?? []);
  const isUncertain =
    before?.outputs?.["isUncertain"] === true || before?.outputs?.["renaming"] !== undefined;
  return [
    ...(creation?.kind === "creation" ? [CREATION_LINES[creation.end]] : []),
    ...remarks.slice(0, SHOWN_MESSAGES),
    ...(failure === undefined
      ? []
      : [`- an earlier update failed, and this one finishes it: ${code(maskNumbersIn(failure, ids), 300)}`]),
    ...(isUncertain ? ["- the outcome of an earlier update is unknown: this one settles it first"] : []),
  ];
}

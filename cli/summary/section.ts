import { maskNumbersIn } from "../../provider/core/mask";
import { parsedSummary } from "../../provider/axg/summary";
import type { CallCount } from "../../provider/plannedCalls";
import { pluralGrouped, formatCount } from "../../provider/core/counted";
import { argumentLines, numberList } from "./arguments";
import type { Action } from "./changes";
import type { GroupChange } from "./groups";
import { code } from "./markdown";
import { groupName } from "./warnings";

const TITLES: Readonly<Record<Action, string>> = {
  replaced: "Replaced",
  destroyed: "Destroyed",
  released: "Released",
  other: "Unknown operation",
  changed: "Changed",
  made: "Made",
  unchanged: "Unchanged",
  read: "Looked up",
};

/** How many of the preview's own remarks on a group are shown. */
const SHOWN_MESSAGES = 3;

/** What the text says of one group. */
export function sectionOf(group: GroupChange): string {
  const { change, numbers } = group;
  const lines = [
    `### ${TITLES[change.action]}: ${groupName(group)}`,
    "",
    `- ${[numbersText(group), callsText(group.calls)].filter((part) => part !== undefined).join("; ")}`,
    ...messageLines(group),
    ...(change.action === "destroyed" || change.action === "released" ? [] : argumentLines(change)),
  ];
  const list = numbers?.difference === undefined ? [] : numberList(numbers.difference);
  return [...lines, ...(list.length === 0 ? [] : ["", ...list])].join("\n");
}

/** Calls as people read them. Where nothing is known of them, that is what is said. */
export function callsText({ count, isLeast }: CallCount): string {
  if (!isLeast) return pluralGrouped(count, "call");
  return count === 0 ? "the number of calls is not known yet" : `at least ${pluralGrouped(count, "call")}`;
}

function numbersText({ change: { action }, numbers }: GroupChange): string | undefined {
  if (numbers === undefined) return undefined;
  const { counts, uncertain } = numbers;
  const doubt = uncertain === 0 ? "" : `, ${formatCount(uncertain)} uncertain ones to settle`;
  if (counts === undefined) return `numbers secret or known after apply${doubt}`;
  const [added, deleted, staying] = [counts.added, counts.deleted, counts.staying].map(formatCount);
  switch (action) {
    case "replaced":
      return `numbers: ${added} to add to the new group, ${deleted} go with the old one${doubt}`;
    case "destroyed":
      return `numbers: ${deleted} to delete${doubt}`;
    case "released":
      return `numbers: ${staying} stay${doubt}`;
    case "made":
      return `numbers: ${added} to add`;
    default:
      return `numbers: ${added} to add, ${deleted} to delete, ${staying} stay${doubt}`;
  }
}

/** What the preview says besides the counts, and how an earlier update failed that this one finishes. */
function messageLines({ change: { messages, before, after } }: GroupChange): string[] {
  const ids = [before?.outputs?.["groupId"], after?.inputs?.["groupId"]].filter(
    (id) => typeof id === "string",
  );
  const remarks = messages
    .filter((message) => parsedSummary(message) === undefined)
    .map((message) => `- the preview says: ${code(maskNumbersIn(message, ids))}`);
  const [failure] = after === undefined ? [] : (before?.initErrors ?? []);
  const isUncertain =
    before?.outputs?.["isUncertain"] === true || before?.outputs?.["renaming"] !== undefined;
  return [
    ...remarks.slice(0, SHOWN_MESSAGES),
    ...(failure === undefined
      ? []
      : [`- an earlier update failed and is finished: ${code(maskNumbersIn(failure, ids), 300)}`]),
    ...(isUncertain ? ["- how an earlier update ended is unknown: it is settled first"] : []),
  ];
}

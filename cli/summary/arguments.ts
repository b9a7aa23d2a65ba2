import { isDeepStrictEqual } from "node:util";

import { isUnknown, type Properties, UNKNOWN } from "../../provider/core/properties";
import { maskNumber, maskNumbersIn } from "../../provider/core/mask";
import { decodeSet } from "../../provider/sets/memberText";
import { setDifference, type SetDifference } from "../../provider/sets/memberSet";
import { pluralGrouped, formatCount } from "../../provider/core/plurals";
import { type ResourceChange, SECRET } from "./changes";
import { block, code, NAME_LENGTH } from "./markdown";

/** Arguments that are sets as text, besides a group's numbers. */
const SETS: ReadonlySet<string> = new Set(["devices", "deviceBlacklist", "deviceWhitelist"]);

/** Arguments whose long numbers are no phone numbers. */
const IDS: ReadonlySet<string> = new Set(["poolKey", "groupId", "instanceId", "domainInstanceId"]);

/** How many arguments, and how many members that come or go, a group's section shows. */
const SHOWN_ARGUMENTS = 20;
const SHOWN_MEMBERS = 10;

/** A line for each argument that differs, or that a new group has: `argument: old → new`. */
export function argumentLines({ action, before, after, diffReasons }: ResourceChange): string[] {
  const olds = before?.inputs ?? {};
  const news = after?.inputs ?? {};
  const isNew = action === "created";
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].sort();
  // Two secrets look the same: the engine says whether they differ.
  const differs = (name: string) =>
    !isDeepStrictEqual(olds[name], news[name]) || (isHidden(news[name]) && diffReasons.includes(name));
  const shown = names
    .filter((name) => !name.startsWith("__") && name !== "numbers")
    .filter((name) => isNew || differs(name));
  const lines = shown.slice(0, SHOWN_ARGUMENTS).map((name) => {
    const value = shownValue(name, news[name]);
    const text = isNew ? value : changeText(name, olds, news);
    return `- ${code(name, NAME_LENGTH)}: ${text}`;
  });
  const more = shown.length - lines.length;
  return more > 0 ? [...lines, `- and ${pluralGrouped(more, "further argument")}`] : lines;
}

function changeText(name: string, olds: Properties, news: Properties): string {
  const [old, declared] = [olds[name], news[name]];
  const isShownAsSet = SETS.has(name) && [old ?? "", declared ?? ""].every(isPlainText);
  if (!isShownAsSet) return `${shownValue(name, old)} → ${shownValue(name, declared)}`;
  const { added, deleted, staying } = setDifference(members(old), members(declared));
  const named = (list: readonly string[]) =>
    list.length === 0 ? "" : ` (${code(firstOf(list).join(", "))})`;
  const counts = [
    `${formatCount(added.length)} to add${named(added)}`,
    `${formatCount(deleted.length)} to delete${named(deleted)}`,
    `${formatCount(staying.length)} unchanged`,
  ];
  return counts.join(", ") + (declared === undefined ? "; no longer declared" : "");
}

function members(text: unknown): string[] {
  return decodeSet(typeof text === "string" ? text : "").members.sort();
}

function firstOf(list: readonly string[]): string[] {
  const more = list.length - SHOWN_MEMBERS;
  const first = list.slice(0, SHOWN_MEMBERS);
  return more > 0 ? [...first, `and ${formatCount(more)} more`] : first;
}

function isPlainText(value: unknown): boolean {
  return typeof value === "string" && !isHidden(value);
}

function isHidden(value: unknown): boolean {
  return value === SECRET || isUnknown(value) || JSON.stringify(value ?? "").includes(`"${SECRET}"`);
}

function shownValue(name: string, value: unknown): string {
  if (value === undefined || value === null) return "none";
  if (value === SECRET) return "secret";
  if (value === UNKNOWN) return "known after apply";
  if (typeof value === "string" && SETS.has(name))
    return `${pluralGrouped(members(value).length, "member")} (${code(firstOf(members(value)).join(", "))})`;
  const text =
    typeof value === "string" ? value : JSON.stringify(value).replaceAll(UNKNOWN, "known after apply");
  return code(IDS.has(name) ? text : maskNumbersIn(text));
}

/** The numbers that come and go, masked, to be opened; nothing where none does. */
export function numberList({ added, deleted }: SetDifference): string[] {
  if (added.length === 0 && deleted.length === 0) return [];
  const lines = [...mark("+", added), ...mark("-", deleted)];
  const label = `${pluralGrouped(added.length, "number")} added, ${formatCount(deleted.length)} deleted`;
  return ["<details>", `<summary>${label}</summary>`, "", block(lines, "diff"), "", "</details>"];
}

function mark(marker: string, numbers: readonly string[]): string[] {
  const more = numbers.length - SHOWN_MEMBERS;
  const lines = numbers.slice(0, SHOWN_MEMBERS).map((number) => `${marker} ${maskNumber(number)}`);
  return more > 0 ? [...lines, `${marker} and ${formatCount(more)} more`] : lines;
}

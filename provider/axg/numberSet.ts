import { maskedList, maskNumber } from "../core/mask";
import { ascending, decodeSet, findRepeated } from "../sets/memberText";
import { maskedFault } from "./numberFaults";

/** Phone numbers without repetition, ascending by code unit. */
export type NumberSet = readonly string[];

/** What is known of a group's numbers. No number stands twice in all of it. */
export interface GroupContents {
  /** The numbers that the group holds for certain. */
  readonly held: NumberSet;
  /**
   * Numbers that the group may hold, from calls whose outcome is unknown: one unit a call. A call takes effect as a whole or not at
   * all, so the group mostly holds all numbers of a unit or none; only a killed update may have left some of them.
   */
  readonly uncertain: readonly NumberSet[];
}

/** A phone number of a group: digits only, 5 to 20 of them (no `+`, no hyphen, no space). */
export const NUMBER = /^\d{5,20}$/;

/** The numbers of a text that `numberProblems` finds nothing wrong with. */
export function parseNumbers(text: string): NumberSet {
  const { members } = decodeSet(text);
  return isAscending(members) ? members : members.sort(ascending);
}

const LINE_END = 10;
const ZERO = 48;
const NINE = 57;
const FEWEST_DIGITS = 5;
const MOST_DIGITS = 20;

/** Whether a text is what `encodeSorted` makes of a set, found in one pass that makes no lines: a preview asks it of a million numbers. */
function isNumberSet(text: string): boolean {
  let before = -1;
  for (let start = 0; start < text.length;) {
    let end = start;
    let isHigher = before === -1;
    let isEqual = true;
    for (; ; end++) {
      const code = text.charCodeAt(end);
      if (!isHigher && isEqual) {
        const other = text.charCodeAt(before + end - start);
        if (code < other) return false;
        isEqual = code === other;
        isHigher = !isEqual;
      }
      if (code === LINE_END) break;
      // Past the end of the text there is no code, which is neither a digit.
      if (!(code >= ZERO && code <= NINE)) return false;
    }
    if (!isHigher || end - start < FEWEST_DIGITS || end - start > MOST_DIGITS) return false;
    before = start;
    start = end + 1;
  }
  return true;
}

/** A rule that some numbers break. */
export interface NumberProblem {
  /** The numbers, masked, and the rule. */
  readonly message: string;
  /** The rule alone. */
  readonly rule: string;
}

/**
 * What is wrong with the numbers of a text; empty where nothing is. At most one problem a rule, so that a list that is wrong
 * throughout stays readable.
 */
export function numberProblems(text: string): NumberProblem[] {
  if (isNumberSet(text)) return [];
  const { members, foreign } = decodeSet(text);
  const problems: NumberProblem[] = [];
  if (foreign.length > 0) {
    const [first] = foreign;
    problems.push({
      message: `[${first?.index ?? 0}] is ${foreignText(first?.value)}, not a string of digits${rest(foreign.length)}`,
      rule: "each must be a string of digits",
    });
  }
  const illegal = members.filter((member) => !NUMBER.test(member));
  if (illegal.length > 0) {
    const rule = "must be digits only, 5 to 20 of them";
    problems.push({ message: `${maskedList(illegal, 5, maskedFault)} ${rule}`, rule: `each ${rule}` });
  }
  const repeated = findRepeated(isAscending(members) ? members : members.sort(ascending));
  if (repeated.length > 0) {
    problems.push({
      message: `${maskedList(repeated)} appear${repeated.length === 1 ? "s" : ""} more than once`,
      rule: "none may appear more than once",
    });
  }
  return problems;
}

/** What a program gave in place of a text, masked. */
function foreignText(value: unknown): string {
  if (value === null || value === undefined) return "missing";
  if (typeof value === "string") return maskedFault(value);
  if (typeof value !== "number") return Array.isArray(value) ? "an array" : `of type ${typeof value}`;
  const text = String(value);
  return `the number ${NUMBER.test(text) ? maskNumber(text) : maskedFault(text)}`;
}

function rest(count: number): string {
  return count === 1 ? "" : ` (and ${count - 1} more)`;
}

function isAscending(members: readonly string[]): boolean {
  for (let at = 1; at < members.length; at++) {
    if ((members[at - 1] ?? "") > (members[at] ?? "")) return false;
  }
  return true;
}

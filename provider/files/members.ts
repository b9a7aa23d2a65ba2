import type { SetMembers } from "../core/check";
import { pluralGrouped } from "../core/plurals";
import { isSpreadsheetError, maskedFault, unusualText } from "../axg/numberFaults";
import { quote } from "../core/visible";
import type { FileProblem } from "./document";
import { UnreadableFile } from "./text";

/** A member of a set as it was declared, and where. */
export interface DeclaredMember {
  /** As it was declared: mostly a text, whatever else a list may have in its place. */
  readonly value: unknown;
  readonly file: string;
  readonly line: number;
}

/** What a file has in place of a set's list. */
export interface ReadList {
  readonly members: readonly DeclaredMember[];
  /** The lines of rows that have no member. */
  readonly skipped: readonly number[];
  readonly problems: readonly FileProblem[];
  /** What there is instead, where there is no member. */
  readonly emptiness?: string;
}

/** The most problems that are reported of one set: a list that is wrong throughout stays readable. */
const MOST_PROBLEMS = 20;

/**
 * The members of a text file: one a line. What follows a `#` is a comment, unless it is what a spreadsheet writes in place of a value; lines
 * without anything else say nothing.
 *
 * @throws UnreadableFile where it is a table
 */
export function listOfText(file: string, text: string): ReadList {
  const members = text
    .split(/\r\n|\r|\n/)
    .map((line, at) => ({ value: withoutComment(line).trim(), file, line: at + 1 }))
    .filter(({ value }) => value !== "");
  if (members[0]?.value.includes("\t") === true)
    throw new UnreadableFile(
      `has tabs between cells in line ${members[0].line}, as Excel's "Unicode text" has: declare column`,
    );
  return {
    members,
    skipped: [],
    problems: [],
    emptiness: text.trim() === "" ? "is empty" : "has only comments",
  };
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*/, (comment) => {
    const [word = ""] = comment.trim().split(/\s/);
    // Hashes are a cell that was too narrow where they are the whole line, else an ornament.
    const isOrnament = /^#+$/.test(word) && word !== line.trim();
    return isSpreadsheetError(word) && !isOrnament ? comment : "";
  });
}

/** What is wrong with single members of a set, each in its place. */
export function memberProblems(
  argument: string,
  rules: SetMembers,
  members: readonly DeclaredMember[],
): readonly FileProblem[] {
  const problems: FileProblem[] = [];
  const seen = new Map<unknown, DeclaredMember>();
  for (const member of members) {
    const { value, file, line } = member;
    const before = seen.get(value);
    seen.set(value, member);
    if (typeof value !== "string" || !rules.pattern.test(value)) {
      problems.push({ file, line, message: `${argument} ${shownWrong(rules, value)}: ${rules.rule}` });
    } else if (before !== undefined) {
      const first = before.file === file ? `line ${before.line}` : `${before.file}:${before.line}`;
      const shown = rules.shown?.(value) ?? value;
      problems.push({
        file,
        line,
        message: `${argument} ${shown}: appears more than once, first in ${first}`,
      });
    }
  }
  return firstOf(argument, problems);
}

/** The first problems of one argument, and how many there are besides. */
export function firstOf(argument: string, problems: readonly FileProblem[]): readonly FileProblem[] {
  const [next] = problems.slice(MOST_PROBLEMS);
  if (next === undefined) return problems;
  const more = `${argument}: has ${problems.length - MOST_PROBLEMS} more problems of this kind`;
  return [...problems.slice(0, MOST_PROBLEMS), { ...next, message: more }];
}

function shownWrong(rules: SetMembers, value: unknown): string {
  if (typeof value !== "string") return quote(value);
  if (rules.shownWrong !== undefined) return rules.shownWrong(value);
  return isSpreadsheetError(value) ? maskedFault(value) : quote(value);
}

/** How many lines are named of rows that are left out. */
const LINES_SHOWN = 3;

/** What is likely wrong with the members of a set, though none breaks a rule. */
export function memberWarnings(
  argument: string,
  rules: SetMembers,
  members: readonly DeclaredMember[],
  skipped: readonly number[],
): FileProblem[] {
  const [{ file } = { file: "" }] = members;
  const forms = rules.unusual?.(members.map(({ value }) => String(value))) ?? [];
  const unusual = unusualText(forms, (index) => `line ${members[index]?.line ?? 0}`);
  const [firstForm] = forms;
  const [firstSkipped] = skipped;
  return [
    ...(firstSkipped === undefined
      ? []
      : [{ file, line: firstSkipped, message: `${argument}: ${skippedText(skipped)}` }]),
    ...(unusual === undefined
      ? []
      : [
          { file, line: members[firstForm?.first.index ?? 0]?.line ?? 1, message: `${argument}: ${unusual}` },
        ]),
  ];
}

function skippedText(lines: readonly number[]): string {
  const rows = pluralGrouped(lines.length, "row");
  const are = lines.length === 1 ? "has no value and is" : "have no value and are";
  const more = lines.length > LINES_SHOWN ? ", …" : "";
  const named = `line${lines.length === 1 ? "" : "s"} ${lines.slice(0, LINES_SHOWN).join(", ")}${more}`;
  return `${rows} ${are} skipped: ${named}`;
}

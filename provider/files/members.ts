import { CsvError, parse } from "csv-parse/sync";

import type { SetMembers } from "../arguments/check";
import { quoted } from "../domain/visible";
import type { FileProblem } from "./problems";
import { UnreadableFile } from "./text";

/** A member of a set as it was declared, and where. */
export interface DeclaredMember {
  /** As it was declared: mostly a text, whatever else a list may have in its place. */
  readonly value: unknown;
  readonly file: string;
  readonly line: number;
}

/** A row as csv-parse gives it. */
interface CsvRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** The most problems that are told of one set: a list that is wrong throughout stays readable. */
const MOST_TOLD = 20;

/** The members of a text file: one a line; what follows a `#`, and lines without anything else, say nothing. */
export function membersOfText(file: string, text: string): DeclaredMember[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line, at) => ({ value: line.replace(/(^|\s)#.*/, "").trim(), file, line: at + 1 }))
    .filter(({ value }) => value !== "");
}

/**
 * The members of a CSV file: what stands in one of its columns, rows in which that is empty left out.
 *
 * @param column the name that the file's first line gives it; not needed where there is but one
 * @throws UnreadableFile where there is no such column
 */
export function membersOfCsv(
  file: string,
  text: string,
  column: string | undefined,
): { members: DeclaredMember[]; problems: FileProblem[] } {
  let rows: CsvRow[];
  try {
    // Its types do not know that info changes what a row is.
    rows = parse(text, { bom: true, info: true, trim: true, skip_empty_lines: true }) as unknown as CsvRow[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error["lines"] ?? 1);
    return { members: [], problems: [{ file, line, message: `is no CSV: ${error.message}` }] };
  }
  const [header, ...others] = rows;
  const names = header?.record ?? [];
  const place = column === undefined && names.length === 1 ? 0 : names.indexOf(column ?? "");
  if (place === -1) {
    const has = `in its first line it has ${names.map((name) => JSON.stringify(name)).join(", ") || "none"}`;
    const wrong =
      column === undefined ? "needs a column to be named" : `has no column ${JSON.stringify(column)}`;
    throw new UnreadableFile(`${wrong}: ${has}`);
  }
  const members = others.map(({ record, info }) => ({ value: record[place] ?? "", file, line: info.lines }));
  return { members: members.filter(({ value }) => value !== ""), problems: [] };
}

/** What is wrong with single members of a set, each in its place. */
export function memberProblems(
  argument: string,
  rules: SetMembers,
  members: readonly DeclaredMember[],
): FileProblem[] {
  const problems: FileProblem[] = [];
  const seen = new Map<unknown, DeclaredMember>();
  for (const member of members) {
    const { value, file, line } = member;
    const before = seen.get(value);
    seen.set(value, member);
    if (typeof value !== "string" || !rules.pattern.test(value)) {
      const shown = typeof value === "string" && rules.shownWrong ? rules.shownWrong(value) : quoted(value);
      problems.push({ file, line, message: `${argument} ${shown}: ${rules.rule}` });
    } else if (before !== undefined) {
      const first = before.file === file ? `line ${before.line}` : `${before.file}:${before.line}`;
      const shown = rules.shown?.(value) ?? value;
      problems.push({
        file,
        line,
        message: `${argument} ${shown}: stands more than once, first in ${first}`,
      });
    }
  }
  const [next] = problems.slice(MOST_TOLD);
  if (next === undefined) return problems;
  const more = `${argument}: has ${problems.length - MOST_TOLD} more problems of this kind`;
  return [...problems.slice(0, MOST_TOLD), { ...next, message: more }];
}

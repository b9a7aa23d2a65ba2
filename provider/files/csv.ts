import { CsvError, parse } from "csv-parse/sync";

import type { SetMembers } from "../core/check";
import { plural } from "../core/plurals";
import { maskNumbersIn } from "../core/mask";
import { isScientific, isSpreadsheetError, saysNothing } from "../axg/numberFaults";
import { INVISIBLE, quoteText } from "../core/visible";
import { type Delimiter, tableOf, type TableText } from "./delimiter";
import type { ReadList } from "./members";
import { UnreadableFile } from "./text";

/** A row as csv-parse gives it. */
interface CsvRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** How a table is declared to be read. */
export interface TableForm {
  /** The name that the file's first line gives the column with the members; not needed where there is but one. */
  readonly column: string | undefined;
  /** What stands between cells; found in the file where not given. */
  readonly delimiter: Delimiter | undefined;
}

/**
 * The members of a table, a CSV file mostly: what stands in one of its columns. Rows in which that is empty are left out, and counted.
 *
 * @throws UnreadableFile if it is unclear which column or delimiter is meant
 */
export function listOfTable(
  file: string,
  text: string,
  { column, delimiter: declared }: TableForm,
  rules: SetMembers,
): ReadList {
  const table = tableOf(text, declared, column);
  const rows = rowsOf(file, table);
  if (!Array.isArray(rows)) return rows;
  const [first, ...others] = rows;
  if (first === undefined) return { members: [], skipped: [], problems: [], emptiness: "is empty" };
  const { place, hasHeader } = columnIn(first, others, column, rules);
  const width = first.record.length;
  const body = hasHeader ? others : rows;
  const problems = body
    .filter(({ record }) => record.length < width || record.slice(width).some((cell) => cell !== ""))
    .map(({ record, info }) => ({
      file,
      line: info.lines,
      message: `has ${plural(record.length, "cell")}, but line ${first.info.lines} has ${width}: ${widthRemedy(record.length > width, table)}`,
    }));
  const values = body.map(({ record, info }) => ({ value: record[place] ?? "", file, line: info.lines }));
  const skipped = values.filter(({ value }) => value === "").map(({ line }) => line);
  const emptiness =
    body.length === 0
      ? "has only a header line"
      : `has no value in this column, in ${plural(body.length, "row")}`;
  return { members: values.filter(({ value }) => value !== ""), skipped, problems, emptiness };
}

function widthRemedy(isWide: boolean, { delimiter }: TableText): string {
  const shown = JSON.stringify(delimiter);
  return isWide
    ? `put the cell that contains ${shown} in quotes`
    : `add the missing cells, with ${shown} between them`;
}

/** The rows that have anything in them; what is wrong with the file where it is no CSV. */
function rowsOf(file: string, { text, delimiter }: TableText): CsvRow[] | ReadList {
  const options = {
    info: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
    // Else the first line's end would be every line's.
    record_delimiter: ["\r\n", "\n", "\r"],
  };
  try {
    // Its types do not know that info changes what a row is.
    const rows = parse(text, { ...options, delimiter }) as unknown as CsvRow[];
    return rows
      .map(({ record, info }) => ({ record: record.map((cell) => withoutFormula(cell.trim())), info }))
      .filter(({ record }) => record.some((cell) => cell !== ""));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Its message may show a cell.
    const isOpen = error.code === "CSV_QUOTE_NOT_CLOSED";
    const line = isOpen ? lineAfter(text, Number(error["bytes_records"])) : Number(error["lines"] ?? 1);
    const what = isOpen ? "a quote opens in this row and is never closed" : "a quote is misplaced";
    return { members: [], skipped: [], problems: [{ file, line, message: `is not valid CSV: ${what}` }] };
  }
}

/** A cell without the formula that some write around digits, so that a spreadsheet takes them for text: `="13800000000"`. */
function withoutFormula(cell: string): string {
  return /^="([^"]*)"$/.exec(cell)?.[1] ?? cell;
}

/** The line that a row begins in, by the bytes of those before it. */
function lineAfter(text: string, bytes: number): number {
  return Buffer.from(text)
    .subarray(0, bytes)
    .toString()
    .split(/\r\n|\r|\n/).length;
}

/** Which column is meant, and whether the first line names columns or is a member already. */
function columnIn(
  first: CsvRow,
  others: readonly CsvRow[],
  column: string | undefined,
  rules: SetMembers,
): { place: number; hasHeader: boolean } {
  const names = first.record;
  const line = `line ${first.info.lines}`;
  const named = quoteText(maskNumbersIn(column ?? ""));
  const data = names.filter((cell) => isDatum(cell, rules)).length;
  const noHeader = () => {
    const found = `${line} has ${plural(data, "number")} instead of column names`;
    return new UnreadableFile(`has no header line: ${found}. Insert a line above it that names each column`);
  };
  if (column === undefined && names.slice(1).every((cell) => cell === "")) {
    if (rules.type === "text" && /\d/.test(names[0] ?? ""))
      throw new UnreadableFile(
        `does not say what ${line} is, a header or a member. Name the column, or use a .txt file without a header`,
      );
    return { place: 0, hasHeader: data === 0 };
  }
  const places = names.flatMap((name, at) => (name === column ? [at] : []));
  const [place] = places;
  if (place === undefined) {
    const later = others.find(({ record }) => column !== undefined && record.includes(column));
    if (later !== undefined)
      throw new UnreadableFile(
        `has the column ${named} in line ${later.info.lines}, not in ${line}: delete the lines above it`,
      );
    if (data > 0) throw noHeader();
    const has = `${line} has ${shownNames(names, others)}`;
    throw new UnreadableFile(
      column === undefined
        ? `has several columns, and none is named here: ${has}`
        : `has no column ${named}: ${has}`,
    );
  }
  if (isDatum(names[place] ?? "", rules)) throw noHeader();
  if (places.length > 1) throw new UnreadableFile(`has ${plural(places.length, "column")} named ${named}`);
  return { place, hasHeader: true };
}

/** Whether a cell is what the set holds rather than a column's name: a number, also a damaged one. */
function isDatum(cell: string, { type, pattern }: SetMembers): boolean {
  if (isSpreadsheetError(cell)) return true;
  if (type === "digits" && pattern.test(cell)) return true;
  const plain = cell.normalize("NFKC").replace(new RegExp(INVISIBLE, "gu"), "");
  const digits = plain.replace(/\D/g, "").length;
  return digits >= 7 || (digits > 0 && !/\p{L}/u.test(plain)) || isScientific(plain);
}

/** How many names of columns a message shows. */
const SHOWN = 12;

/** The names of columns; where they may be what a person's row has, how many there are. */
function shownNames(names: readonly string[], others: readonly CsvRow[]): string {
  const isName = (name: string, at: number) =>
    /\p{L}/u.test(name) &&
    name.length <= 40 &&
    !name.includes("@") &&
    !saysNothing(name) &&
    names.indexOf(name) === at &&
    !others.some(({ record }) => record[at] === name);
  if (!names.every(isName))
    return names.length === 1
      ? "a cell that is not a column name"
      : `${names.length} cells that are not column names`;
  const more = names.length > SHOWN ? `, and ${names.length - SHOWN} more` : "";
  return names.slice(0, SHOWN).map(quoteText).join(", ") + more;
}

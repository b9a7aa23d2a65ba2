import { CsvError, parse } from "csv-parse/sync";

import { UnreadableFile } from "./text";

/** What may stand between cells: what spreadsheets write in one country or another. */
export const DELIMITERS = [",", ";", "\t"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** The rows of a table, and what stands between their cells. */
export interface TableText {
  readonly text: string;
  readonly delimiter: string;
}

/**
 * Finds what stands between the cells of a table: as declared, as a first line `sep=;` says, or as the first row that has any delimiter shows.
 * Of several delimiters in that row it is the one by which a cell is the column's name.
 *
 * @throws UnreadableFile where that leaves several
 */
export function tableOf(
  file: string,
  declared: Delimiter | undefined,
  column: string | undefined,
): TableText {
  // The first line by which Excel is told what stands between cells.
  const [line, said] = /^sep=(.)(?=\r|\n)/i.exec(file) ?? [];
  // The line stays, as an empty one, so that lines keep their numbers.
  const text = file.slice(line?.length ?? 0);
  if (said !== undefined && declared !== undefined && said !== declared)
    throw new UnreadableFile(
      `says in line 1 that ${JSON.stringify(said)} is its delimiter, not ${JSON.stringify(declared)}: remove delimiter`,
    );
  return { text, delimiter: declared ?? said ?? foundDelimiter(text, column) };
}

/** A row, and what may stand between its cells. */
interface Row {
  readonly text: string;
  readonly start: number;
  readonly delimiters: readonly Delimiter[];
}

function foundDelimiter(text: string, column: string | undefined): Delimiter {
  const row = rowWithDelimiter(text);
  const [first = ",", ...others] = row?.delimiters ?? [];
  if (row === undefined || others.length === 0) return first;
  const fitting = row.delimiters.filter(
    (one) => column !== undefined && cellsOf(row.text, one).includes(column),
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) return only;
  const line = text.slice(0, row.start).split(/\r\n|\r|\n/).length;
  const several = row.delimiters.map((one) => JSON.stringify(one)).join(" and ");
  throw new UnreadableFile(
    `has ${several} in line ${line}, and each may be the delimiter: declare which one is, such as delimiter: ${JSON.stringify(row.delimiters.at(-1))}`,
  );
}

/** A cell, in quotes or not, and what ends it. */
const CELL = /[^\S\t\r\n]*(?:"[^"]*(?:""[^"]*)*")?[^,;\t\r\n]*([,;\t\r\n]|$)/y;

/** The first row with a delimiter outside quotes; a table without one has a single column. */
function rowWithDelimiter(text: string): Row | undefined {
  const cell = new RegExp(CELL);
  const found = new Set<string>();
  let start = 0;
  while (cell.lastIndex < text.length) {
    const [, end = ""] = cell.exec(text) ?? [];
    if (DELIMITERS.some((delimiter) => delimiter === end)) {
      found.add(end);
    } else if (found.size === 0) {
      start = cell.lastIndex;
    } else break;
  }
  const delimiters = DELIMITERS.filter((delimiter) => found.has(delimiter));
  if (delimiters.length === 0) return undefined;
  return { text: text.slice(start, cell.lastIndex), start, delimiters };
}

function cellsOf(row: string, delimiter: Delimiter): readonly string[] {
  try {
    return parse(row, { delimiter, trim: true, relax_quotes: true })[0] ?? [];
  } catch (error) {
    // By the wrong delimiter, quotes may be misplaced.
    if (error instanceof CsvError) return row.trim().split(delimiter);
    throw error;
  }
}

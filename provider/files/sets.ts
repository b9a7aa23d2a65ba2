import { dirname, isAbsolute, join } from "node:path";

import { z } from "zod";

import { findProblems, type SetMembers } from "../core/check";
import type { Properties } from "../core/properties";
import { listOfTable } from "./csv";
import { DELIMITERS } from "./delimiter";
import type { FileProblem, YamlDocument } from "./document";
import { isInside, linkProblem } from "./links";
import { type DeclaredMember, firstOf, listOfText, type ReadList } from "./members";
import { ENCODINGS, textOfList, UnreadableFile } from "./text";

const referenceShape = {
  file: z
    .string()
    .regex(/\.([Tt][Xx][Tt]|[Cc][Ss][Vv])$/, "must be the name of a .txt or .csv file")
    .describe("A .txt file (one a line) or a .csv file, relative to this one"),
  column: z
    .string()
    .optional()
    .describe(
      "The column with the members, by its name in the file's first line; needed where it has several. A .txt file with it is read as a table",
    ),
  delimiter: z
    .enum(DELIMITERS)
    .optional()
    .describe("What stands between cells (default: found in the first line)"),
  encoding: z
    .enum(ENCODINGS)
    .optional()
    .describe(
      "How the file is encoded: gb18030 for what Excel saves in Chinese, GBK included (default: as its byte-order mark says, else utf-8)",
    ),
};
/** A set that stands in a file. */
export const fileReference = z.strictObject(referenceShape);

/** Where a document stands. */
export interface Source {
  /** The folder that all files must stand in. */
  readonly folder: string;
  /** The document's file, as users see it: the folder with what follows. */
  readonly file: string;
  readonly document: YamlDocument;
}

/** The members of a set, as far as they can be read. */
export interface ReadSet {
  readonly members: readonly DeclaredMember[];
  /** Why the set cannot be read; what is wrong with single members is another matter. */
  readonly problems: readonly FileProblem[];
  /** The lines of a list's rows that have no member. */
  readonly skipped: readonly number[];
  /** The file that the members stand in, if they do. */
  readonly list?: string;
}

/** A set to be read. */
export interface DeclaredSet {
  /** Where it stands in the document; the last key is the argument's name. */
  readonly path: readonly string[];
  readonly value: unknown;
  readonly rules: SetMembers;
  /** What has to be declared for a list without members to be meant. */
  readonly emptyIf: string | undefined;
}

type Refuse = (message: string, ...inside: string[]) => ReadSet;

/** Reads a set: a list, or a reference to a file. */
export function readSet(source: Source, set: DeclaredSet): ReadSet {
  const { file, document } = source;
  const { path, value } = set;
  if (Array.isArray(value)) {
    const members = value.map((item: unknown, index) => ({
      value: typeof item === "number" ? String(item) : item,
      file,
      line: document.lineOf([...path, index]),
    }));
    return { members, problems: [], skipped: [] };
  }
  const reference = fileReference.safeParse(value);
  const refuse: Refuse = (message, ...inside) => {
    const line = document.lineOf([...path, ...inside]);
    const problems = [{ file, line, message: `${path.at(-1) ?? ""}${message}` }];
    return { members: [], problems, skipped: [] };
  };
  if (!reference.success) return withoutReference(source, set);
  return readFrom(source, reference.data, set, refuse);
}

/** What is wrong with what stands in place of a set, each in its line. */
function withoutReference({ file, document }: Source, { path, value }: DeclaredSet): ReadSet {
  const name = path.at(-1) ?? "";
  const named = z.looseObject({ file: z.string() }).safeParse(value);
  const found = named.success
    ? findProblems({ shapeFor: () => referenceShape }, named.data as Properties, "key").problems
    : [];
  const problems = found.map((problem) => ({
    file,
    line: document.lineOf([...path, ...problem.path]),
    message: `${name}: ${problem.message}`,
  }));
  // A key without a value is none of an argument's problems.
  if (problems.length === 0) {
    const message = `${name}: must be a list, { file: NAME.txt }, or { file: NAME.csv, column: NAME }, with a file beside this one`;
    problems.push({ file, line: document.lineOf(path), message });
  }
  const list = named.success ? { list: join(dirname(file), named.data.file) } : {};
  return { members: [], problems, skipped: [], ...list };
}

function readFrom(
  { folder, file }: Source,
  { file: name, column, delimiter, encoding }: z.infer<typeof fileReference>,
  { path: place, rules, emptyIf }: DeclaredSet,
  refuse: Refuse,
): ReadSet {
  const path = join(dirname(file), name);
  const named = ` ${JSON.stringify(name)}`;
  if (isAbsolute(name) || !isInside(folder, path)) {
    return refuse(`${named}: must be in the folder ${folder}`, "file");
  }
  const wrongLink = linkProblem(folder, path);
  if (wrongLink !== undefined) return { ...refuse(`${named}: ${wrongLink}`, "file"), list: path };
  const isTable = /\.csv$/i.test(name) || column !== undefined || delimiter !== undefined;
  try {
    const text = textOfList(path, encoding);
    const read = isTable ? listOfTable(path, text, { column, delimiter }, rules) : listOfText(path, text);
    return { ...withoutFailedExport(path, place.at(-1) ?? "", read, emptyIf), list: path };
  } catch (error) {
    if (error instanceof UnreadableFile)
      return { ...refuse(`${named}: ${error.message}`, "file"), list: path };
    throw error;
  }
}

/** A list without members is mostly an export that failed: an update by it would empty the group. */
function withoutFailedExport(
  file: string,
  argument: string,
  { members, skipped, problems, emptiness }: ReadList,
  emptyIf: string | undefined,
): ReadSet {
  const reported = [...firstOf(argument, problems)];
  if (members.length === 0 && reported.length === 0 && emptyIf !== undefined) {
    const message = `${argument}: this list ${emptiness ?? "is empty"}: check the export, or declare ${emptyIf}`;
    reported.push({ file, line: 1, message });
  }
  return { members, skipped, problems: reported };
}

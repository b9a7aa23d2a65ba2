import { dirname, isAbsolute, join } from "node:path";

import { z } from "zod";

import type { YamlDocument } from "./document";
import { isInside, linkProblem } from "./links";
import { type DeclaredMember, membersOfCsv, membersOfText } from "./members";
import type { FileProblem } from "./problems";
import { textOfFile, UnreadableFile } from "./text";

/** A set that stands in a file. */
export const fileReference = z.strictObject({
  file: z
    .string()
    .regex(/\.(txt|csv)$/)
    .describe("A .txt file (one a line) or a .csv file, relative to this one"),
  column: z
    .string()
    .optional()
    .describe("The column of a .csv file, by its name in the file's first line; needed where it has several"),
});

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
}

/**
 * Reads a set: a list, or a reference to a file.
 *
 * @param path of the set in the document; its last key is the argument's name
 */
export function readSet(source: Source, path: readonly string[], value: unknown): ReadSet {
  const { file, document } = source;
  if (Array.isArray(value)) {
    const members = value.map((item: unknown, index) => ({
      value: typeof item === "number" ? String(item) : item,
      file,
      line: document.lineOf([...path, index]),
    }));
    return { members, problems: [] };
  }
  const reference = fileReference.safeParse(value);
  const refuse = (message: string, ...inside: string[]): ReadSet => {
    const line = document.lineOf([...path, ...inside]);
    return { members: [], problems: [{ file, line, message: `${path.at(-1) ?? ""}${message}` }] };
  };
  if (!reference.success) {
    return refuse(
      ": must be a list, { file: NAME.txt }, or { file: NAME.csv, column: NAME }, of a file beside this one",
    );
  }
  return readFrom(source, reference.data, refuse);
}

function readFrom(
  { folder, file }: Source,
  { file: name, column }: z.infer<typeof fileReference>,
  refuse: (message: string, ...inside: string[]) => ReadSet,
): ReadSet {
  const path = join(dirname(file), name);
  const named = ` ${JSON.stringify(name)}`;
  if (isAbsolute(name) || !isInside(folder, path)) {
    return refuse(`${named}: must stand in the folder ${folder}`, "file");
  }
  const wrongLink = linkProblem(folder, path);
  if (wrongLink !== undefined) return refuse(`${named}: ${wrongLink}`, "file");
  const isCsv = name.endsWith(".csv");
  if (column !== undefined && !isCsv) {
    return refuse(`${named}: has no columns, since it is no .csv file`, "column");
  }
  try {
    const text = textOfFile(path);
    return isCsv ? membersOfCsv(path, text, column) : { members: membersOfText(path, text), problems: [] };
  } catch (error) {
    if (error instanceof UnreadableFile) return refuse(`${named}: ${error.message}`, "file");
    throw error;
  }
}

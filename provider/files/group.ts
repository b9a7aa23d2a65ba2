import { z } from "zod";

import { KINDS, type Kind, kinds } from "../kinds";
import { findProblems, formatCodes, metadataOf, formatValue, trimTexts } from "../core/check";
import { omitUndefined, type Properties } from "../core/properties";
import { encodeSet } from "../sets/memberText";
import { type DeclaredMember, memberProblems, memberWarnings } from "./members";
import type { FileProblem } from "./document";
import { readSet, type Source } from "./sets";

/** What Pulumi is to do with a group. */
export interface FileOptions {
  readonly protect?: boolean;
  readonly retainOnDelete?: boolean;
  /** The names that its resource had before. */
  readonly aliases?: string[];
}

/** A group as a file declares it; all of it is as its resource takes it. */
export interface FileGroup {
  readonly type: Kind;
  /** The resource's name in the stack. */
  readonly name: string;
  /** The resource's arguments; sets as lists of texts. */
  readonly args: Properties;
  readonly options: FileOptions;
  /** What is likely wrong with its lists. */
  readonly warnings: readonly FileProblem[];
  /** Where it is declared. */
  readonly file: string;
  readonly line: number;
}

/** What a document has besides the resource's own arguments. */
const documentShape = {
  type: z.enum(KINDS).describe("The kind of group"),
  name: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      'must be letters, digits, ".", "_" or "-", a letter or digit first',
    )
    .describe("The resource's name in the stack, unique in the folder. Another name is another resource"),
  properties: z.record(z.string(), z.unknown()).describe("The group's arguments"),
  options: z
    .strictObject({
      protect: z.boolean().optional().describe("Refuse to destroy or replace the group (default false)"),
      retainOnDelete: z
        .boolean()
        .optional()
        .describe("Leave the group in the cloud where it is no longer declared (default false)"),
      aliases: z
        .array(z.string())
        .optional()
        .describe("Names that the resource had before, so that another name is no other resource"),
    })
    .optional()
    .describe("What Pulumi does with the group"),
};
export const documentSchema = z.strictObject(documentShape);

/** A group, as far as a document declares one, and all that is wrong with it. */
export interface ReadGroup {
  /** What there is of it, also where something is wrong. */
  readonly declared: Partial<FileGroup> & Pick<FileGroup, "file" | "line">;
  /** Where nothing is wrong. */
  readonly group?: FileGroup;
  readonly problems: readonly FileProblem[];
  /** The files that its sets stand in. */
  readonly lists: readonly string[];
}

/** Reads the group that a document declares. */
export function readGroup(source: Source): ReadGroup {
  const { file, document } = source;
  const at = (path: readonly PropertyKey[], message: string) => ({
    file,
    line: document.lineOf(path),
    message,
  });
  const here = { file, line: document.lineOf([]) };
  const declared = z.record(z.string(), z.unknown()).safeParse(document.value);
  if (!declared.success) {
    const problems = [at([], `must be a group with ${Object.keys(documentShape).join(", ")}`)];
    return { declared: here, problems, lists: [] };
  }
  const envelope = findProblems({ shapeFor: () => documentShape }, declared.data, "key");
  const problems: FileProblem[] = envelope.problems.map(({ path, message }) => at(path, message));
  // Each key that there is by now is as its rule says.
  const known = envelope.inputs as Partial<z.infer<typeof documentSchema>>;
  const { type, name, properties, options } = known;
  const named = { ...here, ...(name === undefined ? {} : { name }) };
  if (type === undefined || properties === undefined) return { declared: named, problems, lists: [] };
  const read = readArguments(source, type, properties);
  problems.push(...read.problems, ...argumentProblems(type, read, at));
  const isGroup = problems.length === 0 && name !== undefined;
  const warnings = problems.length === 0 ? argumentWarnings(type, read) : [];
  const group = { ...named, type, args: read.args, options: omitUndefined(options ?? {}), warnings };
  return { declared: group, problems, lists: read.lists, ...(isGroup ? { group: { ...group, name } } : {}) };
}

/** Arguments as they are declared, sets as lists of texts, codes for names. */
interface ReadArguments {
  readonly args: Properties;
  readonly members: ReadonlyMap<string, readonly DeclaredMember[]>;
  /** The lines of each list's rows that have no member. */
  readonly skipped: ReadonlyMap<string, readonly number[]>;
  readonly lists: readonly string[];
  readonly problems: readonly FileProblem[];
  /** The arguments that could not be read. */
  readonly unread: ReadonlySet<string>;
}

function readArguments(source: Source, type: Kind, properties: Properties): ReadArguments {
  const args: Record<string, unknown> = {};
  const members = new Map<string, readonly DeclaredMember[]>();
  const skipped = new Map<string, readonly number[]>();
  const lists: string[] = [];
  const problems: FileProblem[] = [];
  const unread = new Set<string>();
  const shape = kinds[type].rules.shapeFor(properties);
  for (const [name, value] of Object.entries(trimTexts(kinds[type].rules, properties))) {
    if (value === undefined) continue;
    const path = ["properties", name];
    const { members: isSet, names } = metadataOf(shape[name]);
    const refuse = (message: string) => {
      problems.push({ file: source.file, line: source.document.lineOf(path), message: name + message });
      unread.add(name);
    };
    if (value === null) {
      refuse(" has no value: remove it");
    } else if (isSet === undefined) {
      const isName = typeof value === "string" && names !== undefined;
      args[name] = isName ? names[value] : value;
      if (args[name] === undefined)
        refuse(` ${formatValue(value)}: must be one of ${formatCodes(names ?? {})}`);
    } else {
      const set = readSet(source, { path, value, rules: isSet, emptyIf: emptyIf(name, properties) });
      if (set.list !== undefined) lists.push(set.list);
      skipped.set(name, set.skipped);
      if (set.problems.length > 0) unread.add(name);
      problems.push(...set.problems);
      members.set(name, set.members);
      args[name] = set.members.map((member) => member.value);
    }
  }
  return { args, members, skipped, lists, problems, unread };
}

/** What has to be declared for a list to be meant that has nothing in it; nothing where it is. */
function emptyIf(name: string, { allowEmpty }: Properties): string | undefined {
  if (name !== "numbers") return `${name}: []`;
  return allowEmpty === true ? undefined : "allowEmpty: true";
}

/** What is wrong with arguments, in the places where they are declared. */
function argumentProblems(
  type: Kind,
  { args, members, unread }: ReadArguments,
  at: (path: readonly PropertyKey[], message: string) => FileProblem,
): FileProblem[] {
  const rules = kinds[type].rules;
  const shape = rules.shapeFor(args);
  const news = Object.entries(args).map(([name, value]) => [
    name,
    members.has(name) ? encodeSet(value as unknown[]) : value,
  ]);
  const { problems } = findProblems(rules, Object.fromEntries(news) as Properties);
  const wrong = new Set(problems.map(({ path }) => String(path[0])).filter((name) => !unread.has(name)));
  return [...wrong].flatMap((name) => {
    const set = metadataOf(shape[name]).members;
    const single = set === undefined ? [] : memberProblems(name, set, members.get(name) ?? []);
    const own = problems.filter(({ path }) => path[0] === name);
    return single.length > 0 ? single : own.map(({ path, message }) => at(["properties", ...path], message));
  });
}

function argumentWarnings(type: Kind, { args, members, skipped }: ReadArguments): FileProblem[] {
  const shape = kinds[type].rules.shapeFor(args);
  return [...members].flatMap(([name, declared]) => {
    const rules = metadataOf(shape[name]).members;
    return rules === undefined ? [] : memberWarnings(name, rules, declared, skipped.get(name) ?? []);
  });
}

import { type Dirent, existsSync, lstatSync, readdirSync, realpathSync } from "node:fs";
import { join, normalize, sep } from "node:path";

import { ascending } from "../sets/memberText";
import { type FileProblem, readDocuments } from "./document";
import { type FileGroup, readGroup, type ReadGroup } from "./group";
import { identityOf } from "./identity";
import { isFolder, linkProblem, LOOP } from "./links";
import { textOfFile, UnreadableFile } from "./text";
import { type OtherFile, unreadFiles } from "./unread";

/** The groups that a folder declares. Where anything is wrong, those that are not are still here, and nothing may be made of them. */
export interface GroupsFolder {
  /** In the order of their files' paths, and in these from top to bottom. */
  readonly groups: readonly FileGroup[];
  /** By file and line. */
  readonly problems: readonly FileProblem[];
  /** What is likely wrong, though nothing has to be: with files, and with the lists of groups. In the same order. */
  readonly warnings: readonly FileProblem[];
}

/**
 * Reads all groups that the YAML files of a folder declare, those in folders inside it too. What begins with a dot is left out, and must
 * declare none.
 *
 * @throws Error where there is no such folder
 */
export function readFolder(folder: string): GroupsFolder {
  const root = normalize(folder);
  if (!isFolder(root)) throw new Error(`${folder}: ${linkProblem(root, root) ?? "no such folder"}`);
  const groups: ReadGroup[] = [];
  const problems: FileProblem[] = [];
  const warnings: FileProblem[] = [];
  const { files, others, problems: wrongLinks } = filesIn(root);
  problems.push(...wrongLinks);
  if (files.length === 0 && wrongLinks.length === 0) {
    problems.push({ file: root, line: 1, message: "contains no .yaml file: no group is declared" });
  }
  for (const file of files) {
    try {
      const read = readDocuments(file, textOfFile(file));
      groups.push(...read.documents.map((document) => readGroup({ folder: root, file, document })));
      problems.push(...read.problems);
      if (read.documents.length === 0 && read.problems.length === 0)
        warnings.push({ file, line: 1, message: "declares no group" });
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      problems.push({ file, line: 1, message: error.message });
    }
  }
  const lists = new Set(groups.flatMap((group) => group.lists.map(realOf)));
  const unread = unreadFiles(others, (path) => lists.has(realOf(path)));
  problems.push(...groups.flatMap((group) => group.problems), ...repetitions(groups), ...unread.problems);
  warnings.push(...groups.flatMap(({ group }) => group?.warnings ?? []), ...unread.warnings);
  return {
    groups: groups.flatMap(({ group }) => group ?? []),
    problems: problems.sort(byPlace),
    warnings: warnings.sort(byPlace),
  };
}

/** A link, the folder that it really stands in, and where it really leads. */
interface Link {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

/** The files of a folder. */
interface FolderFiles {
  /** The YAML files, by path. */
  readonly files: string[];
  readonly others: readonly OtherFile[];
  readonly problems: FileProblem[];
}

/**
 * The files of a folder. Links that stay in the folder are followed: that is how Kubernetes mounts files. However many lead to
 * a file or folder, it is read once, under its own path where it has one.
 */
function filesIn(root: string): FolderFiles {
  const files: string[] = [];
  const others: OtherFile[] = [];
  const problems: FileProblem[] = [];
  const read = new Set<string>();
  const links: Link[] = [];
  /** The folders that a folder holds or has links to. */
  const ways = new Map<string, string[]>();
  const visit = (path: string): void => {
    const from = realOf(path);
    if (read.has(from)) return;
    read.add(from);
    if (!isFolder(path)) {
      if (isYaml(path)) files.push(path);
      else others.push({ path, isHidden: false });
      return;
    }
    const all = readdirSync(path, { withFileTypes: true }).sort((a, b) => ascending(a.name, b.name));
    const entries = all.filter(({ name }) => !name.startsWith("."));
    others.push(...all.filter(isHidden).flatMap(({ name }) => hiddenFiles(join(path, name))));
    const inside = entries.map((entry) => ({ entry, path: join(path, entry.name) }));
    const isLink = ({ entry }: { entry: Dirent }) => entry.isSymbolicLink();
    links.push(...inside.filter(isLink).map((link) => ({ path: link.path, from, to: realOf(link.path) })));
    ways.set(from, inside.map((one) => realOf(one.path)).filter(isFolder));
    for (const one of inside) if (!isLink(one)) visit(one.path);
  };
  visit(root);
  // It grows as links to folders are followed.
  for (const { path } of links) {
    const wrong = linkProblem(root, path);
    if (wrong === undefined) visit(path);
    else if (wrong === LOOP || isYaml(path) || isFolder(path))
      problems.push({ file: path, line: 1, message: wrong });
  }
  const circles = links.filter(({ from, to }) => isReachable(from, to, ways));
  problems.push(...circles.map(({ path }) => ({ file: path, line: 1, message: LOOP })));
  return { files: files.sort(byFolder), others, problems };
}

/** Git's own files are none of a folder, and those that Kubernetes mounts stand in folders with two dots, which links lead to. */
function isHidden({ name }: Dirent): boolean {
  return name.startsWith(".") && !name.startsWith("..") && name !== ".git";
}

function hiddenFiles(path: string): OtherFile[] {
  const entry = lstatSync(path);
  if (entry.isSymbolicLink()) return [];
  if (!entry.isDirectory()) return [{ path, isHidden: true }];
  return readdirSync(path).flatMap((name) => hiddenFiles(join(path, name)));
}

/** Whether a folder can be come to from another one, however many lie between. */
function isReachable(folder: string, from: string, ways: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set([from]);
  for (const one of seen) for (const next of ways.get(one) ?? []) seen.add(next);
  return seen.has(folder);
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** Where a path really leads; a path that leads nowhere is reported when it is read. */
function realOf(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

/** By the names along the paths, so that the files of a folder stay together. */
function byFolder(a: string, b: string): number {
  return ascending(a.replaceAll(sep, "\0"), b.replaceAll(sep, "\0"));
}

function byPlace(a: FileProblem, b: FileProblem): number {
  return ascending(a.file, b.file) || a.line - b.line;
}

/** What stands twice and may stand once. */
function repetitions(groups: readonly ReadGroup[]): FileProblem[] {
  const seen = new Map<string, string>();
  return groups.flatMap(({ declared: { file, line, name, type, args } }) => {
    const identity = type && args && identityOf(type, args);
    const facts = [
      ...(name === undefined ? [] : [`name ${JSON.stringify(name)}`]),
      ...(type === undefined || identity === undefined ? [] : [`${type} with ${identity}`]),
    ];
    return facts.flatMap((fact) => {
      const first = seen.get(fact);
      seen.set(fact, first ?? `${file}:${line}`);
      const message = `${fact}: is declared more than once, first in ${first ?? ""}`;
      return first === undefined ? [] : [{ file, line, message }];
    });
  });
}

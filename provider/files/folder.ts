import { type Dirent, existsSync, readdirSync, realpathSync } from "node:fs";
import { join, normalize, sep } from "node:path";

import { ascending } from "../domain/memberText";
import { readDocuments } from "./document";
import { type FileGroup, readGroup, type ReadGroup } from "./group";
import { identityOf } from "./identity";
import { isFolder, linkProblem, LOOP } from "./links";
import type { FileProblem } from "./problems";
import { textOfFile, UnreadableFile } from "./text";

/** The groups that a folder declares. Where anything is wrong, those that are not are still here, and nothing may be made of them. */
export interface GroupsFolder {
  /** In the order of their files' paths, and in these from top to bottom. */
  readonly groups: readonly FileGroup[];
  /** By file and line. */
  readonly problems: readonly FileProblem[];
}

/**
 * Reads all groups that the YAML files of a folder declare, those in folders inside it too. What begins with a dot is left out.
 *
 * @throws Error where there is no such folder
 */
export function readFolder(folder: string): GroupsFolder {
  const root = normalize(folder);
  if (!isFolder(root)) throw new Error(`${folder}: ${linkProblem(root, root) ?? "there is no such folder"}`);
  const groups: ReadGroup[] = [];
  const problems: FileProblem[] = [];
  const { files, problems: wrongLinks } = yamlFiles(root);
  problems.push(...wrongLinks);
  if (files.length === 0 && wrongLinks.length === 0) {
    problems.push({ file: root, line: 1, message: "holds no .yaml file, so that no group is declared" });
  }
  for (const file of files) {
    try {
      const read = readDocuments(file, textOfFile(file));
      groups.push(...read.documents.map((document) => readGroup({ folder: root, file, document })));
      problems.push(...read.problems);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      problems.push({ file, line: 1, message: error.message });
    }
  }
  problems.push(...groups.flatMap((group) => group.problems), ...repetitions(groups));
  return { groups: groups.flatMap(({ group }) => group ?? []), problems: problems.sort(byPlace) };
}

/** A link, the folder that it really stands in, and where it really leads. */
interface Link {
  readonly path: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The YAML files of a folder, by path. Links that stay in the folder are followed: that is how Kubernetes mounts files. However many lead to
 * a file or folder, it is read once, under its own path where it has one.
 */
function yamlFiles(root: string): { files: string[]; problems: FileProblem[] } {
  const files: string[] = [];
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
      return;
    }
    const entries = readdirSync(path, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith("."))
      .sort((a, b) => ascending(a.name, b.name));
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
  return { files: files.sort(byFolder), problems };
}

/** Whether a folder can be come to from another one, however many lie between. */
function isReachable(folder: string, from: string, ways: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set([from]);
  for (const one of seen) for (const next of ways.get(one) ?? []) seen.add(next);
  return seen.has(folder);
}

function isYaml(path: string): boolean {
  return /\.ya?ml$/.test(path);
}

/** Where a path really leads; what leads nowhere is told when it is read. */
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

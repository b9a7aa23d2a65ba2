import { readdirSync, statSync } from "node:fs";
import { join, normalize } from "node:path";

import { ascending } from "../domain/memberText";
import { readDocuments } from "./document";
import { type FileGroup, readGroup, type ReadGroup } from "./group";
import { identityOf } from "./identity";
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
  if (!isFolder(root)) throw new Error(`${folder}: there is no such folder`);
  const groups: ReadGroup[] = [];
  const problems: FileProblem[] = [];
  const files = yamlFiles(root);
  if (files.length === 0) {
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

function yamlFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => {
      // A link is followed: that is how Kubernetes mounts files. One that leads nowhere is told when it is read.
      if (isFolder(path)) return yamlFiles(path);
      return /\.ya?ml$/.test(path) ? [path] : [];
    });
}

function byPlace(a: FileProblem, b: FileProblem): number {
  return ascending(a.file, b.file) || a.line - b.line;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
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

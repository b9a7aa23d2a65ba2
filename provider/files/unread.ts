import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";

import { KINDS } from "../kinds";
import type { FileProblem } from "./document";

/** A file of a folder of groups that is no YAML file by its name. */
export interface OtherFile {
  readonly path: string;
  /** Whether its name, or that of a folder around it, begins with a dot. */
  readonly isHidden: boolean;
}

/** A document that somebody renamed so that it is not read any more; its groups would be deleted without a word. */
const DECLARATION = new RegExp(`["']?\\btype["']?\\s*:\\s*["']?(${KINDS.join("|")})\\b`);
/** What is for people alone. */
const FOR_PEOPLE = /^(README|LICENSE|NOTICE|CHANGELOG|CODEOWNERS|OWNERS)(\..*)?$|\.(md|markdown|rst|adoc)$/i;
/** No document is as large, in bytes. */
const LARGEST = 1_000_000;

/**
 * What is wrong, or may be, with files that no group comes from.
 *
 * @param isList whether a group has its members in a file
 */
export function unreadFiles(
  files: readonly OtherFile[],
  isList: (path: string) => boolean,
): { problems: FileProblem[]; warnings: FileProblem[] } {
  const problems: FileProblem[] = [];
  const warnings: FileProblem[] = [];
  for (const { path, isHidden } of files) {
    if (isList(path)) continue;
    const name = basename(path);
    if (
      isHidden ? /\.(ya?ml|json)/i.test(name) && declares(path) : !FOR_PEOPLE.test(name) && declares(path)
    ) {
      const message =
        "declares a group, but is not read: rename it to end in .yaml or .yml without a leading dot, or move it out of this folder";
      problems.push({ file: path, line: 1, message });
    } else if (!isHidden && !FOR_PEOPLE.test(name)) {
      warnings.push({
        file: path,
        line: 1,
        message: "is not read: it is not a .yaml file, and no group uses it as a list",
      });
    }
  }
  return { problems, warnings };
}

function declares(path: string): boolean {
  try {
    return statSync(path).size <= LARGEST && DECLARATION.test(readFileSync(path, "utf8"));
  } catch {
    // A link that leads nowhere, such as an editor's lock, declares nothing.
    return false;
  }
}

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { REPOSITORY } from "../../support/repository";

/** The guide to groups by pull request. */
export const GUIDE = readFileSync(join(REPOSITORY, "docs/gitops.md"), "utf8");

/** The guide's code blocks of one language. */
export function blocks(language: string): string[] {
  const found = GUIDE.matchAll(/^( *)```(\w+)\n([\s\S]*?)\n\1```$/gm);
  return [...found].flatMap(([, , info, text = ""]) => (info === language ? [text] : []));
}

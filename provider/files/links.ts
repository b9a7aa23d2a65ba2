import { realpathSync, statSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";

/** What is wrong with a link that leads to itself, or to a folder that it stands in: nobody would come to an end of it. */
export const LOOP = "is a link to itself or to a folder that contains it: remove it";

/** Whether a path stands in a folder, or is the folder; by their texts alone. */
export function isInside(folder: string, path: string): boolean {
  const steps = relative(folder, path);
  return !(isAbsolute(steps) || steps === ".." || steps.startsWith(`..${sep}`));
}

/** What is wrong with a path by where it really leads, links followed; nothing where it leads nowhere, since reading it will tell. */
export function linkProblem(folder: string, path: string): string | undefined {
  try {
    if (isInside(realpathSync(folder), realpathSync(path))) return undefined;
    return `is a link out of the folder ${folder}: replace it with a copy`;
  } catch (error) {
    return isLoop(error) ? LOOP : undefined;
  }
}

/** Whether a path leads to a folder. One that leads nowhere, or round in circles, does not. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  } catch (error) {
    if (isLoop(error)) return false;
    throw error;
  }
}

function isLoop(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ELOOP";
}

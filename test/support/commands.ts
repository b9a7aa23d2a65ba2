import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Where the command of this name is that the path leads to; undefined where it leads to none. */
export function findCommand(name: string): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

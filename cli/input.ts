import { readFile } from "node:fs/promises";
import { text as readText } from "node:stream/consumers";

/** A file that cannot be read. */
export class NoInputError extends Error {
  override readonly name = "NoInputError";
}

/** The text of a file, or of standard input for `-`. @throws NoInputError */
export async function readInput(file: string): Promise<string> {
  try {
    return file === "-" ? await readText(process.stdin) : await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new NoInputError((error as Error).message, { cause: error });
  }
}

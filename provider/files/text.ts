import { readFileSync } from "node:fs";

/** A file that cannot be read as text. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The text of a file, without a byte order mark. @throws UnreadableFile where there is none, or it is no UTF-8 */
export function textOfFile(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnreadableFile(code === "ENOENT" ? "there is no such file" : `cannot be read: ${code ?? ""}`);
  }
  try {
    return utf8.decode(bytes);
  } catch {
    throw new UnreadableFile("is no UTF-8 text; where a spreadsheet wrote it, save it as CSV UTF-8");
  }
}

import { readFileSync } from "node:fs";

/** A file that cannot be read as text. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
}

/** The text of a document, in UTF-8 or, with a mark in front, UTF-16; without that mark. @throws UnreadableFile where it is neither */
export function textOfFile(path: string): string {
  const bytes = bytesOf(path);
  const text = unicodeText(bytes);
  if (text === undefined) throw new UnreadableFile("is not UTF-8 text: save it as UTF-8");
  return text;
}

/**
 * The text of a list, which may also be in GBK, as spreadsheets write it on Windows in Chinese: the numbers are the same in both.
 *
 * @throws UnreadableFile where it is none of these
 */
export function textOfList(path: string): string {
  const bytes = bytesOf(path);
  const text = unicodeText(bytes) ?? decode(bytes, "gb18030");
  if (text === undefined)
    throw new UnreadableFile("is not UTF-8 text: save it as UTF-8, in a spreadsheet as CSV UTF-8");
  return text;
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UnreadableFile(code === "ENOENT" ? "no such file" : `cannot be read: ${code ?? ""}`);
  }
}

/** What workbooks begin with, whatever their names end with. */
const WORKBOOKS = [Buffer.from("PK\x03\x04", "latin1"), Buffer.from([0xd0, 0xcf, 0x11, 0xe0])];

/** Nothing where the bytes are no text in Unicode. @throws UnreadableFile where it is certain what else is wrong with them */
function unicodeText(bytes: Buffer): string | undefined {
  if (WORKBOOKS.some((mark) => bytes.subarray(0, mark.length).equals(mark)))
    throw new UnreadableFile("is a spreadsheet workbook, not text: save it as CSV UTF-8");
  const mark = bytes.subarray(0, 2).toString("hex");
  if (mark === "fffe" || mark === "feff") {
    const text = decode(bytes, mark === "fffe" ? "utf-16le" : "utf-16be");
    if (text === undefined) throw new UnreadableFile("is marked as UTF-16, but is not: save it as UTF-8");
    return text;
  }
  if (bytes.includes(0))
    throw new UnreadableFile("contains zero bytes, like UTF-16 without a byte-order mark: save it as UTF-8");
  const text = decode(bytes, "utf-8");
  if (text === undefined && decode(bytes, "utf-8", { stream: true }) !== undefined)
    throw new UnreadableFile("ends in the middle of a character, as if truncated: save it again");
  return text;
}

/** A text without the mark in front; nothing where the bytes are not in this encoding. */
function decode(bytes: Buffer, encoding: string, options?: { readonly stream: boolean }): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, options);
  } catch {
    return undefined;
  }
}

import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";

/** A file that cannot be read as text. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
}

/** The encodings that a list may be said to have. GB18030 has all that GBK and GB2312 have. */
export const ENCODINGS = ["utf-8", "utf-16", "gb18030"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Marks that a file may begin with, and the encoding that each is of, also as `TextDecoder` names it. */
const MARKS: readonly { readonly mark: string; readonly encoding: Encoding; readonly label: string }[] = [
  { mark: "efbbbf", encoding: "utf-8", label: "utf-8" },
  { mark: "fffe", encoding: "utf-16", label: "utf-16le" },
  { mark: "feff", encoding: "utf-16", label: "utf-16be" },
  { mark: "84319533", encoding: "gb18030", label: "gb18030" },
];

/** The text of a document, in UTF-8 or as a mark in front says; without that mark. @throws UnreadableFile where it is not */
export function textOfFile(path: string): string {
  const bytes = bytesOf(path);
  const label = labelOf(bytes, undefined);
  return decode(bytes, label) ?? refuseBytes(bytes, label, "save it as UTF-8");
}

/**
 * The text of a list, without a mark in front. Nothing is guessed: bytes that are not valid are an error that says what to declare.
 *
 * @param encoding as declared; by default what a mark in front says, else UTF-8
 * @throws UnreadableFile where it is not valid in its encoding
 */
export function textOfList(path: string, encoding?: Encoding): string {
  const bytes = bytesOf(path);
  const label = labelOf(bytes, encoding);
  const text = decode(bytes, label) ?? refuseBytes(bytes, label, whatToDo(bytes, label));
  if (/^\s*<(?:!doctype|html|head|meta|table|\?xml)\b/i.test(text))
    throw new UnreadableFile(
      "is HTML or XML, whatever its name ends with: open it in a spreadsheet and save it as CSV UTF-8",
    );
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

/** How bytes are to be decoded, as `TextDecoder` names it. @throws UnreadableFile where it is certain that they are something else */
function labelOf(bytes: Buffer, declared: Encoding | undefined): string {
  if (WORKBOOKS.some((mark) => bytes.subarray(0, mark.length).equals(mark)))
    throw new UnreadableFile("is a spreadsheet workbook, not text: save it as CSV UTF-8");
  const hex = bytes.subarray(0, 4).toString("hex");
  const marked = MARKS.find(({ mark }) => hex.startsWith(mark));
  if (marked !== undefined && declared !== undefined && marked.encoding !== declared)
    throw new UnreadableFile(
      `begins with the byte-order mark of ${nameOf(marked.label)}, not ${nameOf(declared)}: declare encoding: ${marked.encoding}`,
    );
  // UTF-16 without a mark is never decoded: which of its two orders it has cannot be known.
  if (marked?.encoding !== "utf-16" && bytes.includes(0))
    throw new UnreadableFile("contains zero bytes, like UTF-16 without a byte-order mark: save it as UTF-8");
  if (marked === undefined && declared === "utf-16")
    throw new UnreadableFile("has no byte-order mark, which UTF-16 begins with: remove encoding: utf-16");
  // Most Chinese characters have three bytes in UTF-8, which in GB18030 are hardly ever valid, and then nonsense.
  if (declared === "gb18030" && isUtf8(bytes) && bytes.some((byte) => byte >= 0xe0))
    throw new UnreadableFile("is UTF-8, not GB18030: remove encoding: gb18030");
  return marked?.label ?? declared ?? "utf-8";
}

function nameOf(label: string): string {
  return label.toUpperCase().replace(/(?<=UTF-16).*/, "");
}

function refuseBytes(bytes: Buffer, label: string, remedy: string): never {
  const name = nameOf(label);
  if (decode(bytes, label, { stream: true }) !== undefined)
    throw new UnreadableFile(`ends in the middle of a ${name} character, as if truncated: save it again`);
  const at = validLength(bytes, label);
  const line = (decode(bytes.subarray(0, at), label) ?? "").split(/\r\n|\r|\n/).length;
  const byte = bytes.subarray(at, at + 1).toString("hex");
  throw new UnreadableFile(
    `is not ${name} text (line ${line}, byte ${at + 1}: 0x${byte.toUpperCase()}): ${remedy}`,
  );
}

/** What to do with a list that is not valid in an encoding. */
function whatToDo(bytes: Buffer, label: string): string {
  if (label === "gb18030") return "save it as CSV UTF-8 and remove encoding: gb18030";
  const isMaybeChinese = label === "utf-8" && decode(bytes, "gb18030") !== undefined;
  return isMaybeChinese
    ? "declare encoding: gb18030 if Excel saved it in Chinese, else save it as CSV UTF-8"
    : "save it as UTF-8, in a spreadsheet as CSV UTF-8";
}

/** How many bytes come before the first character that is not valid. */
function validLength(bytes: Buffer, label: string): number {
  let [valid, invalid] = [0, bytes.length];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >>> 1;
    if (decode(bytes.subarray(0, middle), label, { stream: true }) === undefined) invalid = middle;
    else valid = middle;
  }
  // The first bytes of a character are valid so far.
  while (decode(bytes.subarray(0, valid), label) === undefined) valid--;
  return valid;
}

/** A text without the mark in front; nothing where the bytes are not in this encoding. */
function decode(bytes: Buffer, label: string, options?: { readonly stream: boolean }): string | undefined {
  try {
    // Of GB18030, a decoder leaves the mark in.
    return new TextDecoder(label, { fatal: true }).decode(bytes, options).replace(/^\uFEFF/, "");
  } catch {
    return undefined;
  }
}

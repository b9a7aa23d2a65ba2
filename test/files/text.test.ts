import assert from "node:assert/strict";

import { gb18030 } from "../support/gb18030";
import { ALL_RIGHT, CALLERS, listed, PHONE, useLists } from "../support/lists";

const read = useLists();

const LIST = "name,phone\r\n李,13800000001\r\n";
const UTF16LE = Buffer.from(`\uFEFF${LIST}`, "utf16le");
const GB18030_MARK = Buffer.from([0x84, 0x31, 0x95, 0x33]);

/** The column of a list in an encoding. */
function phoneIn(encoding: string): string {
  return `{ file: a.csv, column: phone, encoding: ${encoding} }`;
}

describe("the text of a list", () => {
  const right: Record<string, [Uint8Array, string]> = {
    "UTF-8 with a mark": [Buffer.from(`\uFEFF${LIST}`), PHONE],
    "UTF-16, as PowerShell writes it": [UTF16LE, PHONE],
    "UTF-16 of the other order": [Buffer.from(UTF16LE).swap16(), PHONE],
    "UTF-8 that is declared": [Buffer.from(LIST), phoneIn("utf-8")],
    "UTF-8 with a mark that is declared": [Buffer.from(`\uFEFF${LIST}`), phoneIn("utf-8")],
    "UTF-16 that is declared": [UTF16LE, phoneIn("utf-16")],
    "GB18030 that is declared, as Excel writes it in China": [gb18030(LIST), phoneIn("gb18030")],
    "GB18030 with a mark": [Buffer.concat([GB18030_MARK, gb18030(LIST)]), PHONE],
    "GB18030 that is declared, with characters of four bytes": [
      Buffer.concat([Buffer.from("phone,n\n13800000001,"), Buffer.from([0x81, 0x30, 0x81, 0x30])]),
      phoneIn("gb18030"),
    ],
    "ASCII that is declared as GB18030": [Buffer.from("phone\n13800000001\n"), phoneIn("gb18030")],
  };
  for (const [name, [bytes, reference]] of Object.entries(right)) {
    it(`may be in ${name}`, () => {
      assert.deepEqual(read(listed("a.csv", bytes, reference)), { members: ["13800000001"], ...ALL_RIGHT });
    });
  }

  it("may be in UTF-16 in a document, too, and not in GB18030", () => {
    const document = `${CALLERS}  numbers: [13800000001]\n`;
    const files = { "a.yaml": Buffer.from(`\uFEFF${document}`, "utf16le") };
    assert.deepEqual(read(files), { members: ["13800000001"], ...ALL_RIGHT });
    assert.deepEqual(read({ "a.yaml": gb18030(`# 号码\n${document}`) }).problems, [
      "a.yaml:1: is not UTF-8 text (line 1, byte 3: 0xBA): save it as UTF-8",
    ]);
  });

  const wrong: Record<string, [Uint8Array, string, string]> = {
    "GBK without a word": [
      gb18030(LIST),
      PHONE,
      "is not UTF-8 text (line 2, byte 13: 0xC0): declare encoding: gb18030 if Excel saved it in Chinese, else save it as CSV UTF-8",
    ],
    "cut off inside a character": [
      Buffer.from(LIST).subarray(0, 14),
      PHONE,
      "ends in the middle of a UTF-8 character, as if truncated: save it again",
    ],
    "GB18030 cut off inside a character": [
      gb18030(LIST).subarray(0, 13),
      phoneIn("gb18030"),
      "ends in the middle of a GB18030 character, as if truncated: save it again",
    ],
    "UTF-16 without a mark": [
      UTF16LE.subarray(2),
      PHONE,
      "contains zero bytes, like UTF-16 without a byte-order mark: save it as UTF-8",
    ],
    "UTF-16 without a mark, though declared": [
      UTF16LE.subarray(2),
      phoneIn("utf-16"),
      "contains zero bytes, like UTF-16 without a byte-order mark: save it as UTF-8",
    ],
    "half a character of UTF-16": [
      UTF16LE.subarray(0, 9),
      PHONE,
      "ends in the middle of a UTF-16 character, as if truncated: save it again",
    ],
    "UTF-16 with half a pair inside": [
      Buffer.from("\uFEFFa\n\uDC00b", "utf16le"),
      PHONE,
      "is not UTF-16 text (line 2, byte 7: 0x00): save it as UTF-8, in a spreadsheet as CSV UTF-8",
    ],
    "UTF-8 where UTF-16 is declared": [
      Buffer.from(LIST),
      phoneIn("utf-16"),
      "has no byte-order mark, which UTF-16 begins with: remove encoding: utf-16",
    ],
    "UTF-16 where UTF-8 is declared": [
      UTF16LE,
      phoneIn("utf-8"),
      "begins with the byte-order mark of UTF-16, not UTF-8: declare encoding: utf-16",
    ],
    "UTF-8 with a mark where GB18030 is declared": [
      Buffer.from(`\uFEFF${LIST}`),
      phoneIn("gb18030"),
      "begins with the byte-order mark of UTF-8, not GB18030: declare encoding: utf-8",
    ],
    "UTF-8 where GB18030 is declared": [
      Buffer.from(LIST),
      phoneIn("gb18030"),
      "is UTF-8, not GB18030: remove encoding: gb18030",
    ],
    "neither, where GB18030 is declared": [
      Buffer.concat([gb18030(LIST), Buffer.from([0xff, 0x30])]),
      phoneIn("gb18030"),
      "is not GB18030 text (line 3, byte 29: 0xFF): save it as CSV UTF-8 and remove encoding: gb18030",
    ],
    "a workbook": [
      Buffer.from("PK\x03\x04\x14"),
      PHONE,
      "is a spreadsheet workbook, not text: save it as CSV UTF-8",
    ],
    "a web page, as some systems export": [
      Buffer.from("\r\n<html><table><tr><td>13800000001"),
      PHONE,
      "is HTML or XML, whatever its name ends with: open it in a spreadsheet and save it as CSV UTF-8",
    ],
    "of no encoding": [
      Buffer.from([0xff, 0x30]),
      PHONE,
      "is not UTF-8 text (line 1, byte 1: 0xFF): save it as UTF-8, in a spreadsheet as CSV UTF-8",
    ],
  };
  for (const [name, [bytes, reference, expected]] of Object.entries(wrong)) {
    it(`is an error where it is ${name}`, () => {
      assert.deepEqual(read(listed("a.csv", bytes, reference)).problems, [
        `a.yaml:6: numbers "a.csv": ${expected}`,
      ]);
    });
  }

  it("is judged in bounds where one of ten million bytes is wrong", () => {
    const bytes = Buffer.alloc(10_000_000, "13800000001\n");
    bytes[9_999_990] = 0xff;
    assert.match(read(listed("a.txt", bytes)).problems.join(), /\(line 833333, byte 9999991: 0xFF\)/);
  });
});

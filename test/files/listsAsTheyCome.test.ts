import assert from "node:assert/strict";

import fc from "fast-check";

import { drawn } from "../support/drawn";
import { gb18030 } from "../support/gb18030";
import { ALL_RIGHT, listed, useLists } from "../support/lists";

const read = useLists();

const MEMBERS = ["13800000001", "13900000002"];
const RULE = "must be digits only, 5 to 20 of them";
const CRLF = "\r\n";

/** 姓名,号码 and two rows, as a Chinese Excel writes them. */
const EXCEL_GB18030 = Buffer.concat([
  Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xba, 0xc5, 0xc2, 0xeb, 0x0d, 0x0a]),
  Buffer.from([0xc0, 0xee, 0xc4, 0xc8]),
  Buffer.from(`,13800000001${CRLF}`),
  Buffer.from([0xcd, 0xf5]),
  Buffer.from(`,13900000002${CRLF}`),
]);

/** What people have, how they declare it, and what that gives: members, or what is wrong. */
interface Given {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly options?: string;
  readonly problems?: readonly string[];
}

const LISTS: Record<string, Given> = {
  "Excel's CSV in Chinese": {
    file: "callers.csv",
    bytes: EXCEL_GB18030,
    options: "column: 号码, encoding: gb18030",
  },
  "Excel's CSV in Chinese, read without its encoding": {
    file: "callers.csv",
    bytes: EXCEL_GB18030,
    options: "column: 号码",
    problems: [
      'a.yaml:6: numbers "callers.csv": is not UTF-8 text (line 1, byte 1: 0xD0): ' +
        "declare encoding: gb18030 if Excel saved it in Chinese, else save it as CSV UTF-8",
    ],
  },
  "Excel's CSV UTF-8, with a byte-order mark": {
    file: "callers.csv",
    bytes: Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(`号码,姓名${CRLF}13800000001,李娜${CRLF}13900000002,王${CRLF}`),
    ]),
    options: "column: 号码",
  },
  "a European Excel's CSV, with semicolons": {
    file: "callers.csv",
    bytes: Buffer.from(
      `Name;Phone;Balance${CRLF}"Li; Na";13800000001;1,50${CRLF}Wang;13900000002;0,00${CRLF}`,
    ),
    options: "column: Phone",
  },
  'Excel\'s "Unicode text", with tabs and in UTF-16': {
    file: "callers.txt",
    bytes: Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(`姓名\t号码${CRLF}李, 娜\t13800000001${CRLF}王\t13900000002${CRLF}`, "utf16le"),
    ]),
    options: "column: 号码",
  },
  "a plain text of Windows, with a blank line at the end": {
    file: "callers.txt",
    bytes: Buffer.from(`13800000001${CRLF}13900000002${CRLF}${CRLF}`),
  },
  "a CSV of an old Mac, whose lines end in CR alone": {
    file: "callers.csv",
    bytes: Buffer.from("name,phone\rLi,13800000001\rWang,13900000002\r"),
    options: "column: phone",
  },
  "numbers as people write them": {
    file: "callers.txt",
    bytes: Buffer.from(
      "138 0000 0001\n139-0000-0002\n+8613800000003\n１３８００００００04\n'13800000005\n138\u200B00000006\n13800000007/13800000008\n",
    ),
    problems: [
      `callers.txt:1: numbers "138 **** 0001" (a space at characters 4, 9): ${RULE}`,
      `callers.txt:2: numbers "139-****-0002" (a hyphen at characters 4, 9): ${RULE}`,
      `callers.txt:3: numbers "+861******0003" ("+86" in front): ${RULE}`,
      `callers.txt:4: numbers "１３８＊＊＊＊００04" (a full-width digit at characters 1, 2, 3, 4, …): ${RULE}`,
      `callers.txt:5: numbers "'138****0005" (an apostrophe in front): ${RULE}`,
      `callers.txt:6: numbers "138\\u200B****0006" (an invisible U+200B at character 4): ${RULE}`,
      `callers.txt:7: numbers "138********/*******0008" (several numbers: split them): ${RULE}`,
    ],
  },
  "numbers that Excel has shortened, also in Europe": {
    file: "callers.csv",
    bytes: Buffer.from(`name;phone${CRLF}Li;1.38E+10${CRLF}Wang;1,39E+10${CRLF}`),
    options: "column: phone",
    problems: ["1.38E+10", "1,39E+10"].map(
      (number, at) =>
        `callers.csv:${at + 2}: numbers "${number}" (a spreadsheet has turned the number into this, ` +
        `which may lack digits: format the column as text and fill it again): ${RULE}`,
    ),
  },
  "a name in quotes with the other delimiter in it": {
    file: "callers.csv",
    bytes: Buffer.from('"Name (last; first)","Phone; mobile"\n"Li; Na",13800000001\n"Wang",13900000002\n'),
    options: "column: Phone; mobile",
  },
  "two delimiters, each of which may be the one": {
    file: "callers.csv",
    bytes: Buffer.from("name,team;mobile\nLi,A;13800000001\n"),
    options: "column: phone",
    problems: [
      'a.yaml:6: numbers "callers.csv": has "," and ";" in line 1, and each may be the delimiter: ' +
        'declare which one is, such as delimiter: ";"',
    ],
  },
  "a workbook that was named .csv": {
    file: "callers.csv",
    bytes: Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00]),
    options: "column: phone",
    problems: ['a.yaml:6: numbers "callers.csv": is a spreadsheet workbook, not text: save it as CSV UTF-8'],
  },
  "an empty file": {
    file: "callers.csv",
    bytes: Buffer.alloc(0),
    options: "column: phone",
    problems: ["callers.csv:1: numbers: this list is empty: check the export, or declare allowEmpty: true"],
  },
};

describe("a list as people have it", () => {
  for (const [name, { file, bytes, options, problems }] of Object.entries(LISTS)) {
    it(`may be ${name}`, () => {
      const rest = options === undefined ? "" : `, ${options}`;
      const told = read(listed(file, bytes, `{ file: ${file}${rest} }`));
      if (problems === undefined) assert.deepEqual(told, { members: MEMBERS, ...ALL_RIGHT });
      else assert.deepEqual(told.problems, problems);
    });
  }
});

/** The encodings that a list may be written in, and whether its options must name them. */
const WRITERS: Record<string, { readonly option?: string; readonly write: (text: string) => Uint8Array }> = {
  "utf-8": { write: (text) => Buffer.from(text) },
  "utf-8 with a mark": { option: "utf-8", write: (text) => Buffer.from(`\uFEFF${text}`) },
  "utf-16le": { write: (text) => Buffer.from(`\uFEFF${text}`, "utf16le") },
  "utf-16be": { option: "utf-16", write: (text) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16() },
  gb18030: { option: "gb18030", write: gb18030 },
};

describe("a list that is written in any supported form", () => {
  const number = fc.stringMatching(/^1[3-9]\d{9}$/);
  /** No name is nothing, or its column would have none; none looks like a number. */
  const text = fc
    .array(fc.constantFrom("李", "娜", "号码", "a", "B", ",", ";", "\t", '"', "\n", " ", "(", "."), {
      maxLength: 6,
    })
    .map((parts) => parts.join("").trim());
  const row = fc.record({ number, before: text, after: text });
  const form = fc.record({
    delimiter: fc.constantFrom(",", ";", "\t"),
    isDeclared: fc.boolean(),
    end: fc.constantFrom("\n", "\r\n", "\r"),
    endsOpen: fc.boolean(),
    encoding: fc.constantFrom(...Object.keys(WRITERS)),
    name: fc.constantFrom("a.csv", "a.txt"),
  });

  it("reads back the same from a column", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { minLength: 1, maxLength: 20, selector: (one) => one.number }),
        fc.tuple(text, text),
        form,
        (rows, [before, after], { delimiter, isDeclared, end, endsOpen, encoding, name }) => {
          const header = [`x${before}`, "号码", `y${after}`];
          const lines = [header, ...rows.map((one) => [one.before, one.number, one.after])].map((cells) =>
            cells.map(quoted).join(delimiter),
          );
          const { option, write } = WRITERS[encoding] ?? assert.fail();
          const options = {
            file: name,
            column: "号码",
            ...(isDeclared ? { delimiter } : {}),
            ...(option === undefined ? {} : { encoding: option }),
          };
          const bytes = write(lines.join(end) + (endsOpen ? "" : end));
          const told = read(listed(name, bytes, JSON.stringify(options)));
          assert.deepEqual([told.members, told.problems], [rows.map((one) => one.number), []]);
        },
      ),
      drawn(1_000),
    );
  });

  it("reads back the same, or is an error, where only its own delimiter is in quotes and none is declared", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(row, { minLength: 1, maxLength: 20, selector: (one) => one.number }),
        fc.tuple(text, text),
        form,
        (rows, [before, after], { delimiter, end }) => {
          const own = (cell: string) =>
            cell.includes(delimiter) || /["\n]/.test(cell) ? quoted(cell) : cell;
          const header = [before, "号码", after];
          const lines = [header, ...rows.map((one) => [one.before, one.number, one.after])].map((cells) =>
            cells.map(own).join(delimiter),
          );
          const told = read(listed("a.csv", lines.join(end), "{ file: a.csv, column: 号码 }"));
          if (told.problems.length > 0) return;
          assert.deepEqual(
            told.members,
            rows.map((one) => one.number),
          );
        },
      ),
      drawn(1_000),
    );
  });

  it("reads back the same from a text with one a line", () => {
    fc.assert(
      fc.property(fc.uniqueArray(number, { minLength: 1, maxLength: 20 }), form, (numbers, drawnForm) => {
        const { end, endsOpen, encoding, name } = drawnForm;
        const { option, write } = WRITERS[encoding] ?? assert.fail();
        const options = { file: name, ...(option === undefined ? {} : { encoding: option }) };
        const bytes = write(numbers.join(end) + (endsOpen ? "" : end + end));
        const told = read(listed(name, bytes, JSON.stringify(options)));
        assert.deepEqual([told.members, told.problems], [numbers, []]);
      }),
      drawn(1_000),
    );
  });
});

/** A cell as spreadsheets write it: in quotes where it must be. */
function quoted(cell: string): string {
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

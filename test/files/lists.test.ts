import assert from "node:assert/strict";
import { relative } from "node:path";

import fc from "fast-check";

import { readFolder } from "../../provider/files";
import { useFolders } from "../support/folders";

const folderOf = useFolders();

type Files = Readonly<Record<string, string | Uint8Array>>;

const CALLERS = "type: AxgGroupNumbers\nname: callers\nproperties:\n  poolKey: FC123456\n  groupId: 1234\n";
const LAPTOPS = "type: DeviceVirtualGroup\nname: laptops\nproperties:\n  deviceVirtualGroupName: laptops\n";

/** What a folder of these files declares, and what is said of it. */
function read(files: Files): { members: unknown; problems: string[]; warnings: string[] } {
  const folder = folderOf(files);
  const { groups, problems, warnings } = readFolder(folder);
  const told = (list: typeof problems) =>
    list.map(({ file, line, message }) =>
      `${relative(folder, file)}:${line}: ${message}`.replaceAll(`${folder}/`, ""),
    );
  return {
    members: groups[0]?.args["numbers"] ?? groups[0]?.args["devices"],
    problems: told(problems),
    warnings: told(warnings),
  };
}

/** A group whose numbers stand in this list. */
function listed(
  name: string,
  content: string | Uint8Array,
  reference = `{ file: ${name} }`,
  more = "",
): Files {
  return { "a.yaml": `${CALLERS}  numbers: ${reference}\n${more}`, [name]: content };
}

const PHONE = "{ file: a.csv, column: phone }";
const ALL_RIGHT = { problems: [], warnings: [] };

describe("a CSV list without a header line", () => {
  it("is all members where it has one column", () => {
    const members = ["13800000001", "13800000002", "13800000003"];
    assert.deepEqual(read(listed("a.csv", `${members.join("\n")}\n`)), { members, ...ALL_RIGHT });
  });

  it("tells of a first number that is damaged rather than taking it for a header", () => {
    for (const first of [
      "138 0000 0001",
      "+8613800000001",
      "1.38E+10",
      "#N/A",
      "１３８００００００01",
      "1.5",
    ]) {
      const { problems } = read(listed("a.csv", `${first}\n13800000002\n`));
      assert.match(problems.join(), /^a\.csv:1: numbers ".*" \(.*\): must be digits only/, first);
    }
  });

  it("is an error that shows neither numbers nor names where a column is to be found", () => {
    const headerless = "Li Na,13800000001,Beijing\nWang Wei,13800000002,Shanghai\n";
    for (const reference of [PHONE, "{ file: a.csv }", '{ file: a.csv, column: "13800000001" }']) {
      assert.deepEqual(read(listed("a.csv", headerless, reference)).problems, [
        'a.yaml:6: numbers "a.csv": has no header line: line 1 has 1 number where the names of columns should be. ' +
          "Add a line in front of it that names each column",
      ]);
    }
  });

  it("shows no name where the first row has no number either", () => {
    for (const first of [
      "Li Na,,Beijing",
      "Li Na,NULL,Jinan",
      "Li Na,call her,Beijing",
      "Li Na,li@example.com,x",
    ]) {
      const { problems } = read(listed("a.csv", `${first}\nWang Wei,call her,Beijing\n`, PHONE));
      assert.deepEqual(problems, [
        'a.yaml:6: numbers "a.csv": has no column "phone": line 1 has 3 cells that name no columns',
      ]);
    }
  });

  it("is told of devices, whose names may be anything, unless the column is named", () => {
    const group = (reference: string) => ({ "a.yaml": `${LAPTOPS}  devices: ${reference}\n` });
    const list = { "a.csv": "mid-1\nmid-2\n", "b.csv": "mid\nmid-2\n" };
    assert.deepEqual(read({ ...list, ...group("{ file: a.csv }") }).problems, [
      'a.yaml:5: devices "a.csv": needs a column to be named: line 1 may be a header or a member already. ' +
        "Name the column, or make it a .txt file without a header",
    ]);
    assert.deepEqual(read({ ...list, ...group("{ file: b.csv }") }).members, ["mid-2"]);
  });
});

describe("a header line", () => {
  const right: Record<string, [string, string]> = {
    "in Chinese": ["姓名,手机号\nLi,13800000001\n", "{ file: a.csv, column: 手机号 }"],
    "with semicolons": ["name;phone\nLi, Na;13800000001\n", PHONE],
    "with tabs": ["name\tphone\nLi, Na\t13800000001\n", PHONE],
    "after the separator that Excel is told": ["sep=;\r\nname;phone\r\nLi;13800000001\r\n", PHONE],
    "with empty columns at the end": ["name,phone,,\nLi,13800000001,,\n,,,\n", PHONE],
    "in quotes, with mixed line ends": ['"name","phone"\r\n"Li\nNa","13800000001"\n', PHONE],
    "before mixed line ends, and quotes in quotes": ['name,phone\r\n"Li ""N"" Na",13800000001\n,\r', PHONE],
    "after blank lines": ["\n\nname,phone\nLi,13800000001\n", PHONE],
  };
  for (const [name, [csv, reference]] of Object.entries(right)) {
    it(`is found ${name}`, () => {
      assert.deepEqual(read(listed("a.csv", csv, reference)), { members: ["13800000001"], ...ALL_RIGHT });
    });
  }

  it("must have the column, once, and is shown where it has not", () => {
    const wrong: Record<string, string> = {
      "name,mobile\nLi,13800000001\n": 'has no column "phone": line 1 has "name", "mobile"',
      "name,phone\u200B\nLi,13800000001\n": 'has no column "phone": line 1 has "name", "phone\\u200B"',
      '#TYPE Object\r\n"name","phone"\r\n"Li","13800000001"\r\n':
        'has the column "phone" in line 2, and not in line 1: delete the lines above it',
      "Callers\n2026-11-27 10:00:00\nname,phone\nLi,13800000001\n":
        'has the column "phone" in line 3, and not in line 1: delete the lines above it',
      "phone,phone\n1,13800000001\n": 'has 2 columns of the name "phone"',
    };
    for (const [csv, expected] of Object.entries(wrong))
      assert.deepEqual(read(listed("a.csv", csv, PHONE)).problems, [
        `a.yaml:6: numbers "a.csv": ${expected}`,
      ]);
  });

  it("has as many cells as each row", () => {
    const csv = "name,phone\nLi, Na,13800000001\nWang\nZhao,13800000003\n";
    assert.deepEqual(read(listed("a.csv", csv, PHONE)).problems, [
      "a.csv:2: has 3 cells, and line 1 has 2",
      "a.csv:3: has 1 cell, and line 1 has 2",
    ]);
  });
});

describe("a list whose export failed", () => {
  const failed: Record<string, [Files, string]> = {
    "a header alone": [
      listed("a.csv", "name,phone\n", PHONE),
      "a.csv:1: numbers: this list has a header line alone",
    ],
    "a header alone, of one column": [
      listed("a.csv", "phone\r\n"),
      "a.csv:1: numbers: this list has a header line alone",
    ],
    nothing: [listed("a.csv", "", PHONE), "a.csv:1: numbers: this list is empty"],
    blanks: [listed("a.csv", " \r\n\n", PHONE), "a.csv:1: numbers: this list is empty"],
    "cells without anything in them": [
      listed("a.csv", "name,phone\n,\n,\n", PHONE),
      "a.csv:1: numbers: this list has a header line alone",
    ],
    "rows without a number": [
      listed("a.csv", "name,phone\nLi,\nNa,\n", PHONE),
      "a.csv:1: numbers: this list has nothing in this column, in 2 rows",
    ],
    "nothing, as text": [listed("a.txt", ""), "a.txt:1: numbers: this list is empty"],
    "comments alone": [listed("a.txt", "# none today\n"), "a.txt:1: numbers: this list has comments alone"],
  };
  for (const [name, [files, expected]] of Object.entries(failed)) {
    it(`is an error with ${name}, unless allowEmpty is declared`, () => {
      const rest = ": was its export complete? If none is meant, declare allowEmpty: true";
      assert.deepEqual(read(files).problems, [expected + rest]);
      const allowed = read({ ...files, "a.yaml": `${String(files["a.yaml"])}  allowEmpty: true\n` });
      assert.deepEqual([allowed.members, allowed.problems], [[], []]);
    });
  }

  it("is an error for devices, too, of which none may be declared in the document", () => {
    const group = (devices: string) => ({ "a.yaml": `${LAPTOPS}  devices: ${devices}\n` });
    assert.deepEqual(read({ ...group("{ file: a.txt }"), "a.txt": "" }).problems, [
      "a.txt:1: devices: this list is empty: was its export complete? If none is meant, declare devices: []",
    ]);
    assert.deepEqual(read(group("[]")), { members: [], ...ALL_RIGHT });
  });
});

describe("a list that somebody's spreadsheet wrote", () => {
  it("has no comment where the spreadsheet had no value", () => {
    for (const error of ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NV"]) {
      const { problems } = read(
        listed("a.txt", `13800000001\n${error}\n13800000003\t${error}\n# N/A\n#comment\n`),
      );
      assert.equal(
        problems[0],
        `a.txt:2: numbers "${error}" (a spreadsheet's error in place of a number): must be digits only, 5 to 20 of them`,
      );
      assert.match(problems[1] ?? "", /^a\.txt:3: numbers "138\*{4,5}0?003\\t#/);
      assert.equal(problems.length, 2);
    }
  });

  it("may have a formula around its digits, so that they stay text", () => {
    const members = ["13800000001", "075512345678"];
    const csv = 'name,phone\nLi,="13800000001"\nNa,"=""075512345678"""\n';
    assert.deepEqual(read(listed("a.csv", csv, PHONE)), { members, ...ALL_RIGHT });
  });

  it("has no device by such a name either", () => {
    const files = { "a.yaml": `${LAPTOPS}  devices: { file: a.csv, column: mid }\n`, "a.csv": "mid\n#N/A\n" };
    assert.match(read(files).problems.join(), /^a\.csv:2: devices "#N\/A" \(a spreadsheet's error/);
  });

  it("warns of numbers that were likely damaged, with their lines, and counts rows that have none", () => {
    const csv = "name,phone\nA,13800000001\nB,8613800000001\nC,\nD,75512345678\nE,1380000000\nF,\nG,,\n";
    assert.deepEqual(read(listed("a.csv", csv, PHONE)), {
      members: ["13800000001", "8613800000001", "75512345678", "1380000000"],
      problems: [],
      warnings: [
        "a.csv:3: numbers: 3 numbers have an unusual form: line 3 861****0001 (86 in front, beside the right one), " +
          "line 5 755****5678 (no 0 in front of its area code), line 6 13****00 (shorter than a mobile number)",
        "a.csv:4: numbers: 3 rows have no value and are left out: lines 4, 7, 8",
      ],
    });
  });

  it("warns in bounds of 100,000 damaged numbers", () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => `A,755${20_000_000 + at}\nB,\n`).join("");
    const { warnings, members } = read(listed("a.csv", `name,phone\n${rows}`, PHONE));
    assert.equal((members as unknown[]).length, 100_000);
    assert.deepEqual(warnings, [
      "a.csv:2: numbers: 100,000 numbers have an unusual form: line 2 755****0000 and 99,999 more (no 0 in front of its area code)",
      "a.csv:3: numbers: 100,000 rows have no value and are left out: lines 3, 5, 7, …",
    ]);
  });

  it("warns of numbers in a document by their lines there", () => {
    const { warnings } = read({ "a.yaml": `${CALLERS}  numbers:\n    - 13800000001\n    - 013800000001\n` });
    assert.deepEqual(warnings, [
      "a.yaml:8: numbers: 1 number has an unusual form: line 8 013****0001 (0 in front of a mobile number, beside the right one)",
    ]);
  });

  it("says of decimals and of scientific notation what they are, also where YAML would have made numbers of them", () => {
    assert.deepEqual(read({ "a.yaml": `${CALLERS}  numbers: [1.5, 1e5, 1.38E+10]\n` }).problems, [
      'a.yaml:6: numbers "1.5" (a "." at 2): must be digits only, 5 to 20 of them',
      'a.yaml:6: numbers "1e5" (scientific notation, which lost the last digits): must be digits only, 5 to 20 of them',
      'a.yaml:6: numbers "1.38E+10" (scientific notation, which lost the last digits): must be digits only, 5 to 20 of them',
    ]);
  });

  it("shows no cell of a file that is no CSV", () => {
    const told = (row: string) => read(listed("a.csv", `name,phone\n${row}\n`, PHONE)).problems;
    assert.deepEqual(told('"Li Na" x,13800000001'), ["a.csv:2: is no CSV: a quote is out of place"]);
    const open = "a.csv:2: is no CSV: a quote that opens in this row is never closed";
    assert.deepEqual(told('Li Na,"13800000001\nWang,2\nZhao,3'), [open]);
  });
});

describe("the text of a list", () => {
  const list = "name,phone\r\n李,13800000001\r\n";
  const utf16le = Buffer.from(`\uFEFF${list}`, "utf16le");
  const gbk = Buffer.concat([
    Buffer.from("name,phone\n"),
    Buffer.from([0xc0, 0xee]),
    Buffer.from(",13800000001\n"),
  ]);
  const right: Record<string, Uint8Array> = {
    "UTF-8 with a mark": Buffer.from(`\uFEFF${list}`),
    "UTF-16, as PowerShell writes it": utf16le,
    "UTF-16 of the other order": Buffer.from(utf16le).swap16(),
    "GBK, as Excel writes it in China": gbk,
  };
  for (const [name, bytes] of Object.entries(right)) {
    it(`may be in ${name}`, () => {
      assert.deepEqual(read(listed("a.csv", bytes, PHONE)), { members: ["13800000001"], ...ALL_RIGHT });
    });
  }

  it("may be in UTF-16 in a document, too", () => {
    const document = Buffer.from(`\uFEFF${CALLERS}  numbers: [13800000001]\n`, "utf16le");
    assert.deepEqual(read({ "a.yaml": document }), { members: ["13800000001"], ...ALL_RIGHT });
  });

  const wrong: Record<string, [Uint8Array, string]> = {
    "cut off inside a character": [
      Buffer.from(list).subarray(0, 14),
      "ends in the middle of a character: was it cut off?",
    ],
    "UTF-16 without a mark": [
      utf16le.subarray(2),
      "has bytes of 0, as UTF-16 without a mark has: save it as UTF-8",
    ],
    "half a character of UTF-16": [utf16le.subarray(0, 9), "is no UTF-16 text, though it is marked as such"],
    "a workbook": [
      Buffer.from("PK\x03\x04\x14"),
      "is a workbook of a spreadsheet and no text: save it as CSV UTF-8",
    ],
    "of no encoding": [
      Buffer.from([0xff, 0x30]),
      "is no UTF-8 text; where a spreadsheet wrote it, save it as CSV UTF-8",
    ],
  };
  for (const [name, [bytes, expected]] of Object.entries(wrong)) {
    it(`is an error where it is ${name}`, () => {
      assert.deepEqual(read(listed("a.csv", bytes, PHONE)).problems, [
        `a.yaml:6: numbers "a.csv": ${expected}`,
      ]);
    });
  }
});

describe("what is said of a list", () => {
  it("never has a number or a person's name, whatever the list, and ends", () => {
    const person = fc.constantFrom("李娜", "Wang Wei", "Müller, Max", "赵", "O'Neil");
    const number = fc.stringMatching(/^1[3-9]\d{9}$/);
    const damage = fc.constantFrom<(number: string) => string>(
      (one) => one,
      (one) => `86${one}`,
      (one) => `+86 ${one.slice(0, 3)}-${one.slice(3)}`,
      (one) => `\u202D${one}\u202C`,
      (one) => `="${one}"`,
      (one) => `${one}.0`,
      (one) => one.slice(0, 10),
      (one) => `${one.slice(0, 3)} ${one.slice(3)}x`,
      () => "NULL",
      () => "#N/A",
      () => "",
    );
    const row = fc.tuple(person, number, damage);
    const header = fc.constantFrom("", "name,phone\n", "客户\nname,phone\n", "name\n");
    const delimiter = fc.constantFrom(",", ";", "\t");
    const reference = fc.constantFrom(PHONE, "{ file: a.csv }", "{ file: a.csv, column: name }");
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        header,
        delimiter,
        reference,
        (rows, head, between, ref) => {
          const cells = rows.map(
            ([name, one, damaged]) => `${JSON.stringify(name)}${between}${damaged(one)}\n`,
          );
          const csv = head.replaceAll(",", between) + cells.join("");
          const { problems, warnings } = read(listed("a.csv", csv, ref));
          const text = [...problems, ...warnings].join("\n").replaceAll("a.csv", "").replaceAll("a.yaml", "");
          for (const [name, one] of rows) {
            assert.ok(!text.includes(one), text);
            assert.ok(!text.includes(name), text);
          }
          assert.ok(text.length < 4_000);
        },
      ),
    );
  });
});

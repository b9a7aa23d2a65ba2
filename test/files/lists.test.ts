import assert from "node:assert/strict";

import fc from "fast-check";

import { ALL_RIGHT, LAPTOPS, listed, PHONE, useLists } from "../support/lists";

const read = useLists();

describe("a CSV list without a header line", () => {
  it("is all members where it has one column", () => {
    const members = ["13800000001", "13800000002", "13800000003"];
    assert.deepEqual(read(listed("a.csv", `${members.join("\n")}\n`)), { members, ...ALL_RIGHT });
    assert.deepEqual(read(listed("a.csv", `${members.join(",\n")},\n`)), { members, ...ALL_RIGHT });
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
        'a.yaml:6: numbers "a.csv": has no header line: line 1 has 1 number instead of column names. ' +
          "Insert a line above it that names each column",
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
        'a.yaml:6: numbers "a.csv": has no column "phone": line 1 has 3 cells that are not column names',
      ]);
    }
  });

  it("is told of devices, whose names may be anything, unless the column is named", () => {
    const group = (reference: string) => ({ "a.yaml": `${LAPTOPS}  devices: ${reference}\n` });
    const list = { "a.csv": "mid-1\nmid-2\n", "b.csv": "mid\nmid-2\n" };
    assert.deepEqual(read({ ...list, ...group("{ file: a.csv }") }).problems, [
      'a.yaml:5: devices "a.csv": does not say what line 1 is, a header or a member. ' +
        "Name the column, or use a .txt file without a header",
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
    "with tabs, after a column without a name": ["\tphone\n0\t13800000001\n", PHONE],
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
        'has the column "phone" in line 2, not in line 1: delete the lines above it',
      "Callers\n2026-11-27 10:00:00\nname,phone\nLi,13800000001\n":
        'has the column "phone" in line 3, not in line 1: delete the lines above it',
      "phone,phone\n1,13800000001\n": 'has 2 columns named "phone"',
    };
    for (const [csv, expected] of Object.entries(wrong))
      assert.deepEqual(read(listed("a.csv", csv, PHONE)).problems, [
        `a.yaml:6: numbers "a.csv": ${expected}`,
      ]);
  });

  it("has as many cells as each row", () => {
    const csv = "name,phone\nLi, Na,13800000001\nWang\nZhao,13800000003\n";
    assert.deepEqual(read(listed("a.csv", csv, PHONE)).problems, [
      'a.csv:2: has 3 cells, but line 1 has 2: put the cell that contains "," in quotes',
      'a.csv:3: has 1 cell, but line 1 has 2: add the missing cells, with "," between them',
    ]);
  });
});

describe("a list whose export failed", () => {
  const failed: Record<string, [ReturnType<typeof listed>, string]> = {
    "a header alone": [
      listed("a.csv", "name,phone\n", PHONE),
      "a.csv:1: numbers: this list has only a header line",
    ],
    "a header alone, of one column": [
      listed("a.csv", "phone\r\n"),
      "a.csv:1: numbers: this list has only a header line",
    ],
    nothing: [listed("a.csv", "", PHONE), "a.csv:1: numbers: this list is empty"],
    blanks: [listed("a.csv", " \r\n\n", PHONE), "a.csv:1: numbers: this list is empty"],
    "cells without anything in them": [
      listed("a.csv", "name,phone\n,\n,\n", PHONE),
      "a.csv:1: numbers: this list has only a header line",
    ],
    "rows without a number": [
      listed("a.csv", "name,phone\nLi,\nNa,\n", PHONE),
      "a.csv:1: numbers: this list has no value in this column, in 2 rows",
    ],
    "nothing, as text": [listed("a.txt", ""), "a.txt:1: numbers: this list is empty"],
    "comments alone": [listed("a.txt", "# none today\n"), "a.txt:1: numbers: this list has only comments"],
  };
  for (const [name, [files, expected]] of Object.entries(failed)) {
    it(`is an error with ${name}, unless allowEmpty is declared`, () => {
      const rest = ": check the export, or declare allowEmpty: true";
      assert.deepEqual(read(files).problems, [expected + rest]);
      const allowed = read({ ...files, "a.yaml": `${String(files["a.yaml"])}  allowEmpty: true\n` });
      assert.deepEqual([allowed.members, allowed.problems], [[], []]);
    });
  }

  it("is an error for devices, too, of which none may be declared in the document", () => {
    const group = (devices: string) => ({ "a.yaml": `${LAPTOPS}  devices: ${devices}\n` });
    assert.deepEqual(read({ ...group("{ file: a.txt }"), "a.txt": "" }).problems, [
      "a.txt:1: devices: this list is empty: check the export, or declare devices: []",
    ]);
    assert.deepEqual(read(group("[]")), { members: [], ...ALL_RIGHT });
  });
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

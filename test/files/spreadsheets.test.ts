import assert from "node:assert/strict";

import { ALL_RIGHT, CALLERS, LAPTOPS, listed, PHONE, useLists } from "../support/lists";

const read = useLists();

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

  it("has no number where a column was too narrow for it", () => {
    for (const file of ["a.txt", "a.csv"]) {
      assert.deepEqual(read(listed(file, "13800000001\n#####\n")).problems, [
        `${file}:2: numbers "#####" (a spreadsheet's error in place of a number): must be digits only, 5 to 20 of them`,
      ]);
    }
  });

  it("may have comments with as many hashes as somebody likes", () => {
    const text = "##### drivers\n13800000001\n13800000002 ##### moved here #####\n13800000003 ####\n";
    assert.deepEqual(read(listed("a.txt", text)), {
      members: ["13800000001", "13800000002", "13800000003"],
      ...ALL_RIGHT,
    });
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
        "a.csv:4: numbers: 3 rows have no value and are skipped: lines 4, 7, 8",
      ],
    });
  });

  it("warns in bounds of 100,000 damaged numbers", () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => `A,755${20_000_000 + at}\nB,\n`).join("");
    const { warnings, members } = read(listed("a.csv", `name,phone\n${rows}`, PHONE));
    assert.equal((members as unknown[]).length, 100_000);
    assert.deepEqual(warnings, [
      "a.csv:2: numbers: 100,000 numbers have an unusual form: line 2 755****0000 and 99,999 more (no 0 in front of its area code)",
      "a.csv:3: numbers: 100,000 rows have no value and are skipped: lines 3, 5, 7, …",
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
      'a.yaml:6: numbers "1.5" (a "." at character 2): must be digits only, 5 to 20 of them',
      'a.yaml:6: numbers "1e5" (a spreadsheet has turned the number into this, which may lack digits: format the column as text and fill it again): must be digits only, 5 to 20 of them',
      'a.yaml:6: numbers "1.38E+10" (a spreadsheet has turned the number into this, which may lack digits: format the column as text and fill it again): must be digits only, 5 to 20 of them',
    ]);
  });

  it("shows no cell of a file that is no CSV", () => {
    const told = (row: string) => read(listed("a.csv", `name,phone\n${row}\n`, PHONE)).problems;
    assert.deepEqual(told('"Li Na" x,13800000001'), ["a.csv:2: is not valid CSV: a quote is misplaced"]);
    const open = "a.csv:2: is not valid CSV: a quote opens in this row and is never closed";
    assert.deepEqual(told('Li Na,"13800000001\nWang,2\nZhao,3'), [open]);
  });
});

import assert from "node:assert/strict";
import { relative } from "node:path";

import fc from "fast-check";

import { readFolder } from "../../provider/files";
import { useFolders } from "../support/folders";

const folderOf = useFolders();

/** What a folder of these files declares: the groups without their places. */
function declared(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = folderOf(files);
  const { groups, problems } = readFolder(folder);
  assert.deepEqual(problems, []);
  return groups.map(({ type, name, args, options }) => ({ type, name, args, options }));
}

/** What is wrong with these files, as `FILE:LINE: RULE`. */
function problems(files: Readonly<Record<string, string | Uint8Array>>): string[] {
  const folder = folderOf(files);
  const { problems } = readFolder(folder);
  return problems.map(({ file, line, message }) =>
    `${relative(folder, file)}:${line}: ${message}`.replaceAll(`${folder}/`, "").replaceAll(folder, "."),
  );
}

const CALLERS = "type: AxgGroupNumbers\nname: callers\nproperties:\n  poolKey: FC123456\n  groupId: 1234\n";
const READERS = "type: RamGroup\nname: readers\nproperties:\n  groupName: readers\n";

describe("a folder of groups", () => {
  it("declares one group a document, those of folders inside it too, in the order of the files", () => {
    const other = READERS.replaceAll("readers", "others");
    const third = READERS.replaceAll("readers", "third");
    const groups = declared({
      "b.yml": READERS,
      "a/x.yaml": `${other}---\n${third}---\n`,
      ".hidden.yaml": "x",
    });
    assert.deepEqual(
      groups.map(({ name }) => name),
      ["others", "third", "readers"],
    );
    assert.deepEqual(groups[2], {
      type: "RamGroup",
      name: "readers",
      args: { groupName: "readers" },
      options: {},
    });
  });

  it("takes numbers as they are written: with or without quotes, with a zero in front, with twenty digits", () => {
    const numbers = '  numbers: [13800000000, "13800000001", 0755123456, 12345678901234567890]\n';
    assert.deepEqual(declared({ "a.yaml": CALLERS + numbers })[0]?.args["numbers"], [
      "13800000000",
      "13800000001",
      "0755123456",
      "12345678901234567890",
    ]);
  });

  it("takes the line break at the end of a block for no part of a text", () => {
    const text = `${READERS}  comments: |\n    Reads bills\n    and nothing else\n`;
    assert.deepEqual(declared({ "a.yaml": text })[0]?.args["comments"], "Reads bills\nand nothing else");
  });

  it("keeps a GID that no JavaScript number holds", () => {
    const text = CALLERS.replace("1234\n", "1234567890123456789\n") + "  numbers: []\n";
    assert.equal(declared({ "a.yaml": text })[0]?.args["groupId"], "1234567890123456789");
  });

  it("reads a text file: one a line, with comments, blank lines, Windows line ends and a mark in front", () => {
    const list = "\uFEFF# callers\r\n13800000000 # Li\r\n\r\n  13800000001\r\n";
    const files = { "a.yaml": `${CALLERS}  numbers: { file: lists/a.txt }\n`, "lists/a.txt": list };
    assert.deepEqual(declared(files)[0]?.args["numbers"], ["13800000000", "13800000001"]);
  });

  it("reads a column of a CSV file: quotes, line breaks inside them, empty cells", () => {
    const csv = 'name,phone\n"Li, Na",13800000000\n"two\nlines", 13800000001\nnone,\n';
    const files = { "a.yaml": `${CALLERS}  numbers: { file: a.csv, column: phone }\n`, "a.csv": csv };
    assert.deepEqual(declared(files)[0]?.args["numbers"], ["13800000000", "13800000001"]);
  });

  it("reads the sets of devices in the same way, and codes by their names", () => {
    const text =
      "type: DeviceVirtualGroup\nname: laptops\nproperties:\n  deviceVirtualGroupName: laptops\n" +
      "  osType: MacOS\n  timeType: 1\n  deviceBlacklist: { file: black.txt }\noptions:\n  protect: true\n";
    assert.deepEqual(declared({ "a.yaml": text, "black.txt": "1001\n" }), [
      {
        type: "DeviceVirtualGroup",
        name: "laptops",
        args: { deviceVirtualGroupName: "laptops", osType: 2, timeType: 1, deviceBlacklist: ["1001"] },
        options: { protect: true },
      },
    ]);
  });

  it("gives back any set of numbers that is written to any of its forms", () => {
    const phone = fc.stringMatching(/^\d{5,20}$/);
    fc.assert(
      fc.property(fc.uniqueArray(phone, { minLength: 1, maxLength: 30 }), (numbers) => {
        const lists: Record<string, string> = {
          plain: `  numbers: [${numbers.join(", ")}]\n`,
          quoted: `  numbers: ${JSON.stringify(numbers)}\n`,
          txt: "  numbers: { file: a.txt }\n",
          csv: "  numbers: { file: a.csv, column: b }\n",
        };
        for (const list of Object.values(lists)) {
          const files = {
            "a.yaml": CALLERS + list,
            "a.txt": numbers.join("\n"),
            "a.csv": `a,b\n${numbers.map((number) => `x,${number}\n`).join("")}`,
          };
          assert.deepEqual(declared(files)[0]?.args["numbers"], numbers);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("what is wrong with a folder of groups", () => {
  const cases: Record<string, [Readonly<Record<string, string | Uint8Array>>, string[]]> = {
    "no YAML file": [{ "a.txt": "" }, [":1: contains no .yaml file: no group is declared"]],
    "a document that is no group": [
      { "a.yaml": "- a\n" },
      ["a.yaml:1: must be a group with type, name, properties, options"],
    ],
    "what lacks, and what is too much": [
      { "a.yaml": "typ: RamGroup\nname: a b\n" },
      [
        'a.yaml:1: Unknown key "typ". Valid: type, name, properties, options',
        "a.yaml:1: type is required",
        "a.yaml:1: properties is required",
        'a.yaml:2: name "a b": must be letters, digits, ".", "_" or "-", a letter or digit first',
      ],
    ],
    "an argument without a value": [
      { "a.yaml": `${READERS}  comments:\n` },
      ["a.yaml:5: comments has no value: remove it"],
    ],
    "a repeated key": [
      { "a.yaml": `${READERS}  groupName: others\n` },
      ["a.yaml:5: Map keys must be unique"],
    ],
    "an alias of nothing": [
      { "a.yaml": `${READERS}  comments: *nothing\n` },
      ["a.yaml:1: Unresolved alias (the anchor must be set before the alias): nothing"],
    ],
    "a name for a code that has none": [
      {
        "a.yaml":
          "type: DeviceVirtualGroup\nname: a\nproperties:\n  deviceVirtualGroupName: a\n  timeType: Weekly\n",
      },
      ['a.yaml:5: timeType "Weekly": must be one of Manual (0), Hourly (1), Daily (2), Custom (3)'],
    ],
    "a GID with a zero in front": [
      { "a.yaml": `${CALLERS.replace("groupId: ", "groupId: 0")}  numbers: [13800000001]\n` },
      ['a.yaml:5: groupId "01234": a GID has no leading zero: write it as the console shows it'],
    ],
    "a set that is neither list nor file": [
      { "a.yaml": `${CALLERS}  numbers: a.txt\n` },
      [
        "a.yaml:6: numbers: must be a list, { file: NAME.txt }, or { file: NAME.csv, column: NAME }, with a file beside this one",
      ],
    ],
    "a file outside the folder": [
      { "a.yaml": `${CALLERS}  numbers: { file: ../a.txt }\n` },
      ['a.yaml:6: numbers "../a.txt": must be in the folder .'],
    ],
    "a reference with a wrong value and an unknown key": [
      {
        "a.yaml": `${CALLERS}  numbers:\n    file: a.csv\n    colum: b\n    encoding: gbk\n    delimiter: "|"\n`,
        "a.csv": "b\n13800000000\n",
      },
      [
        'a.yaml:8: numbers: Unknown key "colum". Valid: file, column, delimiter, encoding',
        'a.yaml:9: numbers: encoding "gbk": must be one of "utf-8", "utf-16", "gb18030"',
        'a.yaml:10: numbers: delimiter "|": must be one of ",", ";", "\\t"',
      ],
    ],
    "a reference with a key that has no value": [
      { "a.yaml": `${CALLERS}  numbers:\n    file: a.csv\n    column:\n`, "a.csv": "b\n13800000000\n" },
      [
        "a.yaml:6: numbers: must be a list, { file: NAME.txt }, or { file: NAME.csv, column: NAME }, with a file beside this one",
      ],
    ],
    "a reference to a file of another kind": [
      { "a.yaml": `${CALLERS}  numbers: { file: a.xlsx }\n`, "a.xlsx": "PK" },
      ['a.yaml:6: numbers: file "a.xlsx": must be the name of a .txt or .csv file'],
    ],
    "a CSV file whose column is not named": [
      { "a.yaml": `${CALLERS}  numbers: { file: a.csv }\n`, "a.csv": "a,b\n" },
      ['a.yaml:6: numbers "a.csv": has several columns, and none is named here: line 1 has "a", "b"'],
    ],
    "a CSV file that is none": [
      { "a.yaml": `${CALLERS}  numbers: { file: a.csv, column: a }\n`, "a.csv": 'a,b\n1,2\n"3,4\n' },
      ["a.csv:3: is not valid CSV: a quote opens in this row and is never closed"],
    ],
    "a file that no Unicode editor wrote": [
      { "a.yaml": `${CALLERS}  numbers: { file: a.txt }\n`, "a.txt": Buffer.from([0xff, 0x30]) },
      [
        'a.yaml:6: numbers "a.txt": is not UTF-8 text (line 1, byte 1: 0xFF): save it as UTF-8, in a spreadsheet as CSV UTF-8',
      ],
    ],
    "a number twice, in a list and in a file": [
      {
        "a.yaml": `${CALLERS}  numbers:\n    - 13800000000\n    - 13800000001\n    - 13800000000\n`,
        "b.yaml": `${CALLERS.replaceAll(/callers|1234\n/g, (found) => `2${found}`)}  numbers: { file: b.txt }\n`,
        "b.txt": "13800000000\n\n13800000000\n",
      },
      [
        "a.yaml:9: numbers 138****0000: appears more than once, first in line 7",
        "b.txt:3: numbers 138****0000: appears more than once, first in line 1",
      ],
    ],
    "the same group under two names": [
      { "a.yaml": READERS, "b.yaml": READERS.replace("name: readers", "name: others") },
      ['b.yaml:1: RamGroup with groupName "readers": is declared more than once, first in a.yaml:1'],
    ],
  };
  for (const [name, [files, expected]] of Object.entries(cases)) {
    it(`is ${name}`, () => {
      assert.deepEqual(problems(files), expected);
    });
  }

  it("is told twenty times for a list that is wrong throughout, and then counted", () => {
    const list = Array.from({ length: 100_000 }, (_, at) => `x${at}\n`).join("");
    const told = problems({ "a.yaml": `${CALLERS}  numbers: { file: a.txt }\n`, "a.txt": list });
    assert.equal(told.length, 21);
    assert.equal(told[20], "a.txt:21: numbers: has 99980 more problems of this kind");
  });

  it("names no phone number", () => {
    const told = problems({ "a.yaml": `${CALLERS}  numbers: [138000000x0, 13800000001, 13800000001]\n` });
    assert.equal(told.length, 2);
    assert.doesNotMatch(told.join("\n"), /\d{5}/);
  });
});

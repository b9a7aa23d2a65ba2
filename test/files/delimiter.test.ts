import assert from "node:assert/strict";

import { ALL_RIGHT, LAPTOPS, listed, PHONE, useLists } from "../support/lists";

const read = useLists();

/** The column of a list with this between its cells. */
function phoneBy(delimiter: string, column = "phone"): string {
  return `{ file: a.csv, column: "${column}", delimiter: "${delimiter}" }`;
}

describe("what stands between the cells of a list", () => {
  const right: Record<string, [string, string]> = {
    "a semicolon that is declared": ["name;phone\nLi, Na;13800000001\n", phoneBy(";")],
    "a tab that is declared": ["name\tphone\nLi, Na\t13800000001\n", phoneBy("\\t")],
    "a comma that is declared, beside semicolons": [
      "name;x,phone;y\nLi,13800000001\n",
      phoneBy(",", "phone;y"),
    ],
    "found beside another one in a quoted name": ['"Name; first",phone\nLi,13800000001\n', PHONE],
    "found beside another one in the quoted column": [
      '"phone, ""mobile""";name\n13800000001;Li\n',
      "{ file: a.csv, column: 'phone, \"mobile\"' }",
    ],
    "found beside another one in a quoted name of two lines": [
      '"Name;\nfirst",phone\nLi,13800000001\n',
      PHONE,
    ],
    "found by the column beside another one without quotes": [
      "name (last, first);phone\nLi;13800000001\n",
      PHONE,
    ],
    "none in a single quoted name": ['"phone; mobile"\n13800000001\n', "{ file: a.csv }"],
    "none in a single name, with empty cells behind numbers": ["phone\n13800000001;\n;\n", "{ file: a.csv }"],
    "tabs around numbers, so that they stay text": ['name,phone\n"Li","\t13800000001"\n,\t\n', PHONE],
    "said by the first line, with line ends of an old Mac": ["sep=;\rname;phone\rLi;13800000001\r", PHONE],
    "found in lines that end in a single CR": ["name;phone\rLi;13800000001\r", PHONE],
  };
  for (const [name, [csv, reference]] of Object.entries(right)) {
    it(`may be ${name}`, () => {
      const { members, problems } = read(listed("a.csv", csv, reference));
      assert.deepEqual([members, problems], [["13800000001"], []]);
    });
  }

  const wrong: Record<string, [string, string, string]> = {
    "two of them, whose column is not named": [
      "\nname,first;phone\nLi,Na;13800000001\n",
      "{ file: a.csv }",
      'has "," and ";" in line 2, and each may be the delimiter: declare which one is, such as delimiter: ";"',
    ],
    "two of them, and a column by neither": [
      "a,b\tc\n1,2\t13800000001\n",
      PHONE,
      'has "," and "\\t" in line 1, and each may be the delimiter: declare which one is, such as delimiter: "\\t"',
    ],
    "two of them, and a column by both": [
      "phone,a;phone\n13800000001,1;13800000002\n",
      PHONE,
      'has "," and ";" in line 1, and each may be the delimiter: declare which one is, such as delimiter: ";"',
    ],
    "not what is declared": [
      "name;phone\nLi;13800000001\n",
      phoneBy(","),
      'has no column "phone": line 1 has "name;phone"',
    ],
    "not what the first line says": [
      "sep=;\nname;phone\nLi;13800000001\n",
      phoneBy(","),
      'says in line 1 that ";" is its delimiter, not ",": remove delimiter',
    ],
  };
  for (const [name, [csv, reference, expected]] of Object.entries(wrong)) {
    it(`is an error where it is ${name}`, () => {
      assert.deepEqual(read(listed("a.csv", csv, reference)).problems, [
        `a.yaml:6: numbers "a.csv": ${expected}`,
      ]);
    });
  }

  it("leaves each error its line, also where lines end in a single CR", () => {
    const csv = 'name;phone\r"Li\rNa";13800000001\r\r';
    assert.deepEqual(read(listed("a.csv", `${csv}Wang;138x\r`, PHONE)).problems, [
      'a.csv:5: numbers "138x" (a letter at character 4): must be digits only, 5 to 20 of them',
    ]);
    assert.deepEqual(read(listed("a.csv", `${csv}Zhao;1;2\r`, PHONE)).problems, [
      'a.csv:5: has 3 cells, but line 1 has 2: put the cell that contains ";" in quotes',
    ]);
  });

  it("is an error in the line where it is another one, also for devices, whose ids may have it", () => {
    const group = { "a.yaml": `${LAPTOPS}  devices: { file: a.csv }\n` };
    assert.deepEqual(read({ ...group, "a.csv": "mid\nmid-1\nmid-2;x\n" }).problems, [
      'a.csv:3: has 2 cells, but line 1 has 1: put the cell that contains ";" in quotes',
    ]);
    assert.deepEqual(read({ ...group, "a.csv": 'mid\nmid-1\n"mid-2;x"\n' }), {
      members: ["mid-1", "mid-2;x"],
      ...ALL_RIGHT,
    });
  });

  it("makes a table of a text file, too", () => {
    const text = "姓名\t手机号\r\n# 1\t13800000001\r\n";
    for (const rest of ["column: 手机号", 'column: 手机号, delimiter: "\\t"'])
      assert.deepEqual(read(listed("a.txt", text, `{ file: a.txt, ${rest} }`)).members, ["13800000001"]);
    assert.deepEqual(read(listed("a.txt", text)).problems, [
      'a.yaml:6: numbers "a.txt": has tabs between cells in line 1, as Excel\'s "Unicode text" has: declare column',
    ]);
    assert.deepEqual(read(listed("a.txt", "13800000001;\n", '{ file: a.txt, delimiter: ";" }')).members, [
      "13800000001",
    ]);
  });
});

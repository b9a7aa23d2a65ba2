import assert from "node:assert/strict";
import { relative } from "node:path";

import { readFolder } from "../../provider/files";
import { useFolders } from "../support/folders";

const folderOf = useFolders();

const READERS = "type: RamGroup\nname: readers\nproperties:\n  groupName: readers\n";
const WRITERS = READERS.replaceAll("readers", "writers");
const JSON_WRITERS = JSON.stringify({
  type: "RamGroup",
  name: "writers",
  properties: { groupName: "writers" },
});

function read(files: Readonly<Record<string, string>>): {
  names: string[];
  problems: string[];
  warnings: string[];
} {
  const folder = folderOf({ "a.yaml": READERS, ...files });
  const { groups, problems, warnings } = readFolder(folder);
  const told = (list: typeof problems) =>
    list.map(({ file, line, message }) => `${relative(folder, file)}:${line}: ${message}`);
  return { names: groups.map(({ name }) => name), problems: told(problems), warnings: told(warnings) };
}

const DECLARES =
  "declares a group, but is not read: rename it to end in .yaml or .yml without a leading dot, or move it out of this folder";
const UNREAD = "is not read: it is not a .yaml file, and no group uses it as a list";

describe("a file in a folder of groups", () => {
  for (const name of ["d.YML", "d.Yaml", "d.YAML", "in/d.yMl"]) {
    it(`is read as ${name}`, () => {
      assert.deepEqual(read({ [name]: WRITERS }), {
        names: ["readers", "writers"],
        problems: [],
        warnings: [],
      });
    });
  }

  const renamed = [
    "d.yml.bak",
    "d.yaml~",
    "d.yaml.disabled",
    "d.txt",
    "d",
    ".d.yaml",
    ".old/d.yml",
    "in/.d.YML",
  ];
  for (const name of renamed) {
    it(`is an error as ${name}, since its group would be declared no more`, () => {
      assert.deepEqual(read({ [name]: WRITERS }), {
        names: ["readers"],
        problems: [`${name}:1: ${DECLARES}`],
        warnings: [],
      });
    });
  }

  it("is an error as JSON", () => {
    for (const name of ["d.json", "d.JSON", ".d.json"])
      assert.deepEqual(read({ [name]: JSON_WRITERS }).problems, [`${name}:1: ${DECLARES}`]);
  });

  it("is warned of where no group comes from it", () => {
    const files = {
      "b.yaml": "# type: RamGroup\n",
      "c.yml": "",
      "left.csv": "phone\n",
      "some.json": "{}",
      "x.xlsx": "PK",
    };
    assert.deepEqual(read(files), {
      names: ["readers"],
      problems: [],
      warnings: [
        "b.yaml:1: declares no group",
        "c.yml:1: declares no group",
        `left.csv:1: ${UNREAD}`,
        `some.json:1: ${UNREAD}`,
        `x.xlsx:1: ${UNREAD}`,
      ],
    });
  });

  it("is nobody's concern where it is for people or for tools", () => {
    const files = {
      "README.md": `\`\`\`yaml\n${WRITERS}\`\`\`\n`,
      CODEOWNERS: "* @team",
      ".gitkeep": "",
      ".prettierrc.yaml": "printWidth: 110\n",
      ".DS_Store": "x",
      ".git/d.yaml": WRITERS,
      "..2026_11/d.yaml": WRITERS,
    };
    assert.deepEqual(read(files), { names: ["readers"], problems: [], warnings: [] });
  });

  it("may be a list in capital letters", () => {
    const callers =
      "type: AxgGroup\nname: callers\nproperties:\n  poolKey: FC1\n  numbers: { file: L/A.TXT }\n";
    const csv = callers.replaceAll("callers", "others").replace("L/A.TXT", "B.CSV");
    const files = {
      "b.yaml": callers,
      "c.yaml": csv,
      "L/A.TXT": "13800000001\n",
      "B.CSV": "phone\n13800000002\n",
    };
    assert.deepEqual(read(files), { names: ["readers", "callers", "others"], problems: [], warnings: [] });
  });
});

describe("a document with merge keys", () => {
  it("takes over what the anchor has, and goes before it", () => {
    const text =
      "type: AxgGroup\nname: a\nproperties:\n  <<: &pool { poolKey: FC1, deletionLimit: 5 }\n  deletionLimit: 9\n  numbers: [13800000001]\n";
    const folder = folderOf({ "a.yaml": text });
    assert.deepEqual(readFolder(folder).groups[0]?.args, {
      poolKey: "FC1",
      deletionLimit: 9,
      numbers: ["13800000001"],
    });
  });

  it("has each problem in its place", () => {
    const base = "options: &base { protect: true }\n";
    const { problems } = read({
      "b.yaml": `${WRITERS.replace("writers\np", "w s\np")}  <<: { coments: x }\n${base}`,
    });
    assert.deepEqual(problems, [
      'b.yaml:2: name "w s": must be letters, digits, ".", "_" or "-", a letter or digit first',
      'b.yaml:3: Unknown argument "coments". Valid: groupName, comments, adopt, forceDestroy',
    ]);
  });
});

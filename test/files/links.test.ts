import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";

import { readFolder } from "../../provider/files";
import { useFolders } from "../support/folders";

const folderOf = useFolders();

const READERS = "type: RamGroup\nname: readers\nproperties:\n  groupName: readers\n";
const WRITERS = READERS.replaceAll("readers", "writers");
const CALLERS =
  "type: AxgGroupNumbers\nname: callers\nproperties:\n  poolKey: FC123456\n  groupId: 1234\n  numbers: { file: a.txt }\n";

/** Files in `groups` and beside it, and links by their paths. */
interface Layout {
  readonly files: Readonly<Record<string, string>>;
  readonly links: Readonly<Record<string, string>>;
}

/** The names of the groups that `groups` declares, and what is wrong with it. */
function read({ files, links }: Layout): { names: string[]; problems: string[] } {
  const folder = folderOf(files);
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(folder, path));
  const { groups, problems } = readFolder(join(folder, "groups"));
  return {
    names: groups.map(({ name }) => name),
    problems: problems.map(({ file, line, message }) =>
      `${file}:${line}: ${message}`.replaceAll(`${folder}/`, ""),
    ),
  };
}

const OUT = "is a link out of the folder groups: replace it with a copy";
const LOOP = "is a link to itself or to a folder that contains it: remove it";

describe("a link in a folder of groups", () => {
  const wrong: Record<string, [Layout, string[]]> = {
    "to a document outside": [
      { files: { "groups/a.yaml": READERS, "b.yaml": WRITERS }, links: { "groups/b.yaml": "../b.yaml" } },
      [`groups/b.yaml:1: ${OUT}`],
    ],
    "to a folder outside": [
      { files: { "groups/a.yaml": READERS, "other/b.yaml": WRITERS }, links: { "groups/b": "../other" } },
      [`groups/b:1: ${OUT}`],
    ],
    "to a list outside": [
      {
        files: { "groups/a.yaml": CALLERS, "a.txt": "13800000000\n" },
        links: { "groups/a.txt": "../a.txt" },
      },
      [`groups/a.yaml:6: numbers "a.txt": ${OUT}`],
    ],
    "to a list by a folder outside": [
      {
        files: { "groups/a.yaml": CALLERS.replace("a.txt", "b/a.txt"), "other/a.txt": "13800000000\n" },
        links: { "groups/b": "../other" },
      },
      [`groups/a.yaml:6: numbers "b/a.txt": ${OUT}`, `groups/b:1: ${OUT}`],
    ],
    "to the folder itself": [
      { files: { "groups/a.yaml": READERS }, links: { "groups/b": "." } },
      [`groups/b:1: ${LOOP}`],
    ],
    "to a folder around it": [
      { files: { "groups/a/b/a.yaml": READERS }, links: { "groups/a/b/c": ".." } },
      [`groups/a/b/c:1: ${LOOP}`],
    ],
    "to a folder from which another leads back": [
      {
        files: { "groups/a/a.yaml": READERS, "groups/b/b.yaml": WRITERS },
        links: { "groups/a/x": "../b", "groups/b/y": "../a" },
      },
      [`groups/a/x:1: ${LOOP}`, `groups/b/y:1: ${LOOP}`],
    ],
    "to a link that leads back": [
      {
        files: { "groups/a.yaml": READERS },
        links: { "groups/b.yaml": "c.yaml", "groups/c.yaml": "b.yaml" },
      },
      [`groups/b.yaml:1: ${LOOP}`, `groups/c.yaml:1: ${LOOP}`],
    ],
    "to itself, where a list should be": [
      { files: { "groups/a.yaml": CALLERS }, links: { "groups/a.txt": "a.txt" } },
      [`groups/a.txt:1: ${LOOP}`, `groups/a.yaml:6: numbers "a.txt": ${LOOP}`],
    ],
    "to nothing": [
      {
        files: { "groups/a.yaml": READERS },
        links: { "groups/b.yaml": "nothing.yaml", "groups/c": "nothing" },
      },
      ["groups/b.yaml:1: no such file"],
    ],
  };
  for (const [name, [layout, expected]] of Object.entries(wrong)) {
    it(`is a problem ${name}`, () => {
      const { names, problems } = read(layout);
      assert.deepEqual(problems, expected);
      assert.ok(!names.includes("writers") || name.includes("another"));
    });
  }

  it("is followed where it stays in the folder, as in a folder that Kubernetes mounts", () => {
    const files = {
      "groups/..1/a.yaml": READERS,
      "groups/..1/b.yaml": CALLERS,
      "groups/..1/a.txt": "13800000000\n",
    };
    const links = {
      "groups/..data": "..1",
      "groups/a.yaml": "..data/a.yaml",
      "groups/b.yaml": "..data/b.yaml",
      "groups/a.txt": "..data/a.txt",
    };
    assert.deepEqual(read({ files, links }), { names: ["readers", "callers"], problems: [] });
  });

  it("makes no second group of what stands in the folder anyway", () => {
    const files = { "groups/b/x.yaml": READERS, "groups/c.yaml": WRITERS };
    const links = { "groups/a": "b", "groups/a.yaml": "c.yaml", "groups/b/d.yaml": "../c.yaml" };
    assert.deepEqual(read({ files, links }), { names: ["readers", "writers"], problems: [] });
  });

  it("may be the folder itself", () => {
    const files = { "elsewhere/a.yaml": CALLERS, "elsewhere/a.txt": "13800000000\n" };
    assert.deepEqual(read({ files, links: { groups: "elsewhere" } }), { names: ["callers"], problems: [] });
    assert.throws(() => read({ files: {}, links: { groups: "groups" } }), new RegExp(`groups: ${LOOP}$`));
  });
});

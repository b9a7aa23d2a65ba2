import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";

import { useFolders } from "../support/folders";
import { gb18030 } from "../support/gb18030";
import { REPOSITORY } from "../support/repository";

const CLI = join(REPOSITORY, "dist/cli/index.js");
const FIXTURES = join(REPOSITORY, "test/fixtures");
const folderOf = useFolders();

/** Runs the command as a shell would. */
function cloudGroups(
  args: readonly string[],
  cwd: string,
): Promise<{ status: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { cwd }, (error, stdout, stderr) => {
      resolve({ status: error === null ? 0 : error.code, stdout, stderr });
    });
  });
}

const MISTAKES =
  `mistakes/callers.yaml:18: numbers "lists/callers.csv": has no column "mobile": line 1 has "name", "phone"
mistakes/devices.yaml:7: autoMinute 30: is only for timeType 3 (custom), but timeType is 2
mistakes/devices.yaml:9: deviceBlacklist, deviceWhitelist 1002: must not be in both lists
mistakes/lists/callers.csv:3: numbers "+861******0002" ("+86" in front): must be digits only, 5 to 20 of them
mistakes/lists/callers.csv:5: numbers 138****0001: appears more than once, first in line 2
mistakes/payments.yaml:5: All mapping items must start at the same column
mistakes/people.yaml:5: groupName "bill readers": must be 1 to 64 letters, digits, ".", "_" or "-"
mistakes/people.yaml:7: Unknown argument "coments". Valid: groupName, comments, adopt, forceDestroy
mistakes/people.yaml:10: type "RamGrp": must be one of "ApigGroup", "AxgGroup", "AxgGroupNumbers", "DeviceVirtualGroup", "RamGroup"
mistakes/people.yaml:16: name "readers": is declared more than once, first in mistakes/people.yaml:1
mistakes/pool.yaml:3: poolKey is required
mistakes/pool.yaml:7: numbers "lists/partners.txt": no such file`.split("\n");

describe("cloud-groups validate", () => {
  it("finds every mistake at once, each with its file and line, and ends with status 1", async () => {
    const { status, stdout, stderr } = await cloudGroups(["validate", "mistakes"], FIXTURES);
    assert.deepEqual(stdout.split("\n"), [...MISTAKES, "mistakes: 12 problems", ""]);
    assert.deepEqual([status, stderr], [1, ""]);
  });

  it("tells the same as JSON", async () => {
    const { status, stdout } = await cloudGroups(["validate", "mistakes", "--json"], FIXTURES);
    const told = JSON.parse(stdout) as { problems: { file: string; line: number; message: string }[] };
    const lines = told.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
    assert.deepEqual(lines, MISTAKES);
    assert.equal(status, 1);
  });

  it("counts what is right, and ends with status 0", async () => {
    const groups = "type: AxgGroup\nname: a\nproperties:\n  poolKey: FC1\n  numbers: { file: n.txt }\n";
    const numbers = Array.from({ length: 1234 }, (_, at) => `1380000${1000 + at}\n`).join("");
    const folder = folderOf({ "groups/a.yaml": groups, "groups/n.txt": numbers });
    const { status, stdout } = await cloudGroups(["validate", "groups"], folder);
    assert.deepEqual([status, stdout], [0, "groups: 1 group, 1,234 numbers: no problems\n"]);
  });

  it("warns of what is likely wrong, and ends with status 0", async () => {
    const groups =
      "type: AxgGroup\nname: a\nproperties:\n  poolKey: FC1\n  numbers: { file: n.csv, column: b }\n";
    const folder = folderOf({
      "groups/a.yaml": groups,
      "groups/n.csv": "a,b\nx,13800000001\ny,8613800000001\nz,\n",
      "groups/old.csv": "b\n13800000001\n",
    });
    const warnings = [
      "groups/n.csv:3: numbers: 1 number has an unusual form: line 3 861****0001 (86 in front, beside the right one)",
      "groups/n.csv:4: numbers: 1 row has no value and is skipped: line 4",
      "groups/old.csv:1: is not read: it is not a .yaml file, and no group uses it as a list",
    ];
    const { status, stdout } = await cloudGroups(["validate", "groups"], folder);
    assert.equal(status, 0);
    assert.deepEqual(stdout.split("\n"), [
      ...warnings.map((line) => line.replace(/:\d+: /, (place) => `${place}warning: `)),
      "groups: 1 group, 2 numbers: no problems, 3 warnings",
      "",
    ]);
    const json = JSON.parse((await cloudGroups(["validate", "groups", "--json"], folder)).stdout) as {
      warnings: { file: string; line: number; message: string }[];
    };
    assert.deepEqual(
      json.warnings.map(({ file, line, message }) => `${file}:${line}: ${message}`),
      warnings,
    );
  });

  it("tells what to declare for a list as Excel saves it in Chinese, and then reads it", async () => {
    const group = (rest: string) =>
      `type: AxgGroup\nname: a\nproperties:\n  poolKey: FC1\n  numbers: { file: n.csv, column: 号码${rest} }\n`;
    const list = gb18030("姓名;号码\r\n李;13800000001\r\n");
    const wrong = await cloudGroups(["validate", "."], folderOf({ "a.yaml": group(""), "n.csv": list }));
    assert.deepEqual(
      [wrong.status, wrong.stdout.split("\n")[0]],
      [
        1,
        'a.yaml:5: numbers "n.csv": is not UTF-8 text (line 1, byte 1: 0xD0): ' +
          "declare encoding: gb18030 if Excel saved it in Chinese, else save it as CSV UTF-8",
      ],
    );
    const right = folderOf({ "a.yaml": group(", encoding: gb18030"), "n.csv": list });
    const { stdout } = await cloudGroups(["validate", "."], right);
    assert.equal(stdout, ".: 1 group, 1 number: no problems\n");
  });

  it("tells wrong usage apart by status 2", async () => {
    const nowhere = await cloudGroups(["validate", "nowhere"], FIXTURES);
    assert.deepEqual([nowhere.status, nowhere.stderr], [2, "cloud-groups: nowhere: no such folder\n"]);
    for (const args of [["validate"], ["validate", "mistakes", "--jsn"], ["valid"]]) {
      const { status, stderr } = await cloudGroups(args, FIXTURES);
      assert.equal(status, 2);
      assert.match(stderr, /^error: /);
    }
  });
});

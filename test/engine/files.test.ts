import assert from "node:assert/strict";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator";
import { REPOSITORY } from "../support/repository";
import { Stack } from "../support/stack";

const PROGRAM = `
  const { declareGroups } = require("pulumi-cloud-groups");
  const groups = declareGroups("groups");
  exports.count = groups.get("callers").numberCount;
  exports.names = [...groups.keys()];
`;

const CALLERS = `type: AxgGroupNumbers
name: callers
properties:
  poolKey: FC123456
  groupId: 1234
  numbers: { file: lists/callers.csv, column: phone }
`;

const OTHERS = `type: RamGroup
name: readers
properties: { groupName: bill-readers, comments: Reads bills }
options: { protect: true }
---
type: ApigGroup
name: payments
properties: { name: payments, remark: Payment APIs }
---
type: DeviceVirtualGroup
name: servers
properties: { deviceVirtualGroupName: servers, osType: Linux, devices: [mid-linux-1] }
---
type: AxgGroup
name: partners
properties: { poolKey: FC123456, numbers: [13900000001] }
`;

const CSV = "name,phone\nLi,13800000001\nWang,13800000002\n";
const CHANGED = CSV.replace("13800000002", "13800000003");

describe("groups that are declared in files", () => {
  let emulator: Emulator;
  let stack: Stack;

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      const path = join(stack.folder, "groups", name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
  }

  before(async () => {
    emulator = await startEmulator();
    stack = await Stack.create(PROGRAM, emulator.environment);
    await write({ "callers.yaml": CALLERS, "others.yaml": OTHERS, "lists/callers.csv": CSV });
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  it("become resources of all kinds, with their options", async () => {
    await stack.up();
    const outputs = JSON.parse(await stack.succeed("stack", "output", "--json")) as unknown;
    assert.deepEqual(outputs, { count: 2, names: ["callers", "readers", "payments", "servers", "partners"] });
    const { ram, ioa } = emulator.state().accounts.first;
    assert.equal(ram.groups["bill-readers"]?.comments, "Reads bills");
    const servers = Object.values(ioa.groups).at(-1);
    assert.deepEqual([servers?.osType, servers?.devices], [1, ["mid-linux-1"]]);
    const { status, output } = await stack.run(["destroy", "--preview-only"]);
    assert.notEqual(status, 0);
    assert.match(output, /readers.*protected/s);
  });

  it("show in a preview the numbers that come and go in their list", async () => {
    await write({ "lists/callers.csv": CHANGED });
    const preview = await stack.succeed("preview", "--diff");
    assert.match(preview, / - 13800000002\n +\+ 13800000003\n/);
    assert.match(preview, /1234: 1 to add, 1 to delete, 1 unchanged; 2 calls/);
  });

  it("warn in a preview of what is likely wrong with their lists, by lines, where nothing changes either", async () => {
    await write({ "lists/callers.csv": `${CSV}Zhao,\n`, "lists/left.csv": "phone\n" });
    const preview = await stack.succeed("preview");
    assert.match(
      preview,
      /warning: groups\/lists\/callers\.csv:4: numbers: 1 row has no value and is skipped: line 4/,
    );
    assert.match(preview, /warning: groups\/lists\/left\.csv:1: is not read/);
    await write({ "lists/callers.csv": `${CSV}Zhao,8613800000001\n` });
    await rm(join(stack.folder, "groups/lists/left.csv"));
    const damaged = await stack.succeed("preview", "--diff");
    assert.match(
      damaged,
      /warning: groups\/lists\/callers\.csv:4: numbers: 1 number has an unusual form: line 4 861\*{4}0001 \(86 in front, beside the right one\)/,
    );
    assert.equal(damaged.match(/unusual form/g)?.length, 1);
    await write({ "lists/callers.csv": CHANGED });
  });

  it("end a preview where a list has no header line, or nothing in it, without a number or a name", async () => {
    await write({ "lists/callers.csv": "Li Na,13800000001\n" });
    const headerless = await stack.run(["preview"]);
    assert.match(
      headerless.output,
      /callers\.yaml:6: numbers "lists\/callers\.csv": has no header line: line 1 has 1 number/,
    );
    await write({ "lists/callers.csv": "name,phone\n" });
    const empty = await stack.run(["preview"]);
    assert.match(empty.output, /callers\.csv:1: numbers: this list has only a header line: check the export/);
    assert.doesNotMatch(headerless.output + empty.output, /Li Na|13800000001/);
    assert.notEqual(headerless.status * empty.status, 0);
    await write({ "lists/callers.csv": CHANGED });
  });

  it("keep their resources under other names by aliases", async () => {
    await write({
      "others.yaml": OTHERS.replace("name: payments\n", "name: pay\noptions: { aliases: [payments] }\n"),
    });
    assert.match(await stack.succeed("preview"), /~ 2 to update\n +6 unchanged/);
  });

  it("end a preview with all that is wrong in them, and declare nothing", async () => {
    await cp(join(REPOSITORY, "test/fixtures/mistakes"), join(stack.folder, "groups"), { recursive: true });
    const { status, output } = await stack.run(["preview"]);
    assert.notEqual(status, 0);
    assert.match(
      output,
      /groups: 14 problems\n +groups\/callers\.yaml:18: numbers "lists\/callers\.csv": has no column/,
    );
    assert.match(output, /groups\/people\.yaml:5: groupName "bill readers": must be 1 to 64 letters/);
    assert.doesNotMatch(output, /at .*declareGroups|138\d{8}/);
  });
});

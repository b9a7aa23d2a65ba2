import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator";
import { Stack } from "../../support/stack";

const NODE = (aliases: string) => `
  const { ApigGroup, AxgGroup, AxgGroupNumbers, DeviceVirtualGroup, RamGroup } = require("pulumi-cloud-groups");
  const aliases = ${aliases};
  const numbers = ["10020000001", "10020000002"];
  new RamGroup("readers", { groupName: "readers", comments: "Reads bills" }, aliases("RamGroup"));
  new ApigGroup("payments", { name: "payments", instanceId: "instance-1" }, aliases("ApigGroup"));
  new DeviceVirtualGroup("kiosks", { deviceVirtualGroupName: "kiosks", devices: ["mid-windows-1"] }, aliases("DeviceVirtualGroup"));
  new AxgGroupNumbers("callers", { poolKey: "FC123456", groupId: "1234", numbers }, aliases("AxgGroupNumbers", "callers"));
  new AxgGroup("drivers", { poolKey: "FC123456", groupName: "drivers", numbers: ["10030000001"] }, aliases("AxgGroup", "drivers"));
`;

/** The aliases that the guide has: a group's type in the other door, and for AXG that of the component's child. */
const FROM_YAML = `(kind, component) => ({ aliases: [component === undefined
  ? { type: "cloud-groups:index:" + kind }
  : { type: "cloud-groups:axg:" + kind, parent: "urn:pulumi:dev::test::cloud-groups:index:" + kind + "::" + component }] })`;

const YAML = `name: test
runtime: yaml
resources:
  readers:
    type: cloud-groups:RamGroup
    properties: { groupName: readers, comments: Reads bills }
    options: { aliases: [{ type: "pulumi-nodejs:dynamic/cloud-groups:RamGroup" }] }
  payments:
    type: cloud-groups:ApigGroup
    properties: { name: payments, instanceId: instance-1 }
    options: { aliases: [{ type: "pulumi-nodejs:dynamic/cloud-groups:ApigGroup" }] }
  kiosks:
    type: cloud-groups:DeviceVirtualGroup
    properties: { deviceVirtualGroupName: kiosks, devices: [mid-windows-1] }
    options: { aliases: [{ type: "pulumi-nodejs:dynamic/cloud-groups:DeviceVirtualGroup" }] }
  callers:
    type: cloud-groups:AxgGroupNumbers
    properties: { poolKey: FC123456, groupId: "1234", numbers: ["10020000001", "10020000002"] }
  drivers:
    type: cloud-groups:AxgGroup
    properties: { poolKey: FC123456, groupName: drivers, numbers: ["10030000001"] }
`;
const NODE_PROJECT =
  "name: test\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.js\n";
/** What only looks. */
const LOOKS = new Set([
  "GetGroup",
  "getApiGroup",
  "DescribeDeviceVirtualGroups",
  "DescribeVirtualDevices",
  "GetCallerIdentity",
]);

describe("a stack that moves between a Node program and Pulumi YAML", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator();
    const { folder } = await Stack.create(NODE("() => ({})"), emulator.environment);
    // Each door has processes of its own here, as users have them.
    stack = await Stack.in(folder, emulator.environment);
    stack.select("dev");
    await stack.up();
  });
  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  const project = (text: string) => writeFile(join(stack.folder, "Pulumi.yaml"), text);
  /** Runs an update, after which the clouds are as before; returns what it printed. */
  async function upWithoutWriting(): Promise<string> {
    const since = emulator.calls().at(-1)?.sequence ?? 0;
    const before = JSON.stringify(emulator.state().accounts);
    const output = await stack.up();
    const calls = emulator.calls(since).map(({ operation }) => operation);
    assert.deepEqual(
      calls.filter((operation) => !LOOKS.has(operation)),
      [],
    );
    assert.equal(JSON.stringify(emulator.state().accounts), before);
    await stack.up("--expect-no-changes");
    return output;
  }

  it("keeps every group on its way to YAML: only the components are new", async () => {
    await project(YAML);
    assert.match(await upWithoutWriting(), /\+ 2 created\n +8 unchanged/);
  });

  it("keeps every group on its way back", async () => {
    await project(NODE_PROJECT);
    await stack.write(NODE(FROM_YAML));
    const output = await upWithoutWriting();
    assert.match(output, /~ 7 updated\n +- 2 deleted/);
    await stack.write(NODE("() => ({})"));
    await stack.up("--expect-no-changes");
  });

  it("is destroyed as any other", async () => {
    await stack.succeed("destroy", "--yes");
    const { ram, dypls } = emulator.state().accounts.first;
    assert.deepEqual([ram.groups, dypls.pools["FC123456"]!.groups["1234"]!.numbers], [{}, []]);
  });
});

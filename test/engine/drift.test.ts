import assert from "node:assert/strict";

import { type Emulator, startEmulator } from "../../emulator";
import { elsewhere, type Elsewhere } from "../support/elsewhere";
import { Stack } from "../support/stack";

const PROGRAM = `
  const { ApigGroup, DeviceVirtualGroup, RamGroup, TimeType } = require("pulumi-cloud-groups");
  new RamGroup("ram", { groupName: "finance", comments: "pays" });
  new ApigGroup("shared", { name: "payments", remark: "ours" });
  new ApigGroup("dedicated", { name: "payments", remark: "ours", instanceId: "instance-1" });
  new DeviceVirtualGroup("manual", { deviceVirtualGroupName: "office", devices: ["mid-windows-1", "mid-windows-2"] });
  new DeviceVirtualGroup("automatic", {
    deviceVirtualGroupName: "rules",
    timeType: TimeType.Hourly,
    autoRules: { simpleRules: [{ expressions: [{ items: [{ key: "ip", operate: "包含", value: "10.0." }] }] }] },
    deviceBlacklist: [1001],
  });
`;

/** What a preview shows of each change that somebody else made. */
const SEEN = [
  /~ groupName: "theirs" => "finance"/,
  /~ comments *: "theirs" => "pays"/,
  /~ name *: "their_payments" => "payments"/,
  /~ remark: "theirs" => "ours"/,
  /~ deviceVirtualGroupName: "their office" => "office"/,
  /- mid-windows-3\n +\+ mid-windows-2/,
  /~ value: "172.16." => "10.0."/,
  /- 1002\n/,
];

/** The body of a call that changes a device group. */
function whole(id: string, change: object): Readonly<Record<string, unknown>> {
  return { DeviceVirtualGroupId: Number(id), OsType: 0, TimeType: 0, ...change };
}

describe("what somebody else does to groups, with the real engine", () => {
  let emulator: Emulator;
  let stack: Stack;
  let others: Elsewhere;

  before(async () => {
    emulator = await startEmulator({ settings: { ioaDescribeRule: "available" } });
    stack = await Stack.create(PROGRAM, emulator.environment);
    others = elsewhere(emulator);
    await stack.up();
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  const account = () => emulator.state().accounts.first;
  const refresh = (...args: string[]) => stack.succeed("refresh", "--yes", "--skip-preview", ...args);
  const idOf = async (name: string) => {
    const { deployment } = JSON.parse(await stack.export()) as {
      deployment: { resources: { urn: string; id: string }[] };
    };
    return deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`))!.id;
  };
  /** The names of all groups of ours, and how many there are of each. */
  const names = () =>
    [
      ...Object.keys(account().ram.groups),
      ...Object.values(account().apig.groups)
        .filter(({ isDefault }) => !isDefault)
        .map(({ name }) => name),
      ...Object.values(account().ioa.groups)
        .filter(({ builtIn }) => !builtIn)
        .map(({ name }) => name),
    ].sort();
  const OURS = ["finance", "office", "payments", "payments", "rules"];

  /** Sets all groups to what they are, so that only their times change. */
  async function touch(): Promise<void> {
    await others.ram.updateGroup("finance", { newComments: "pays" });
    await others.apig().updateGroup(await idOf("shared"), "payments", "ours");
    await others.apig("instance-1").updateGroup(await idOf("dedicated"), "payments", "ours");
    await others.ioa.modifyGroup(whole(await idOf("manual"), { DeviceVirtualGroupName: "office" }));
  }

  it("is nothing where only times differ", async () => {
    await refresh("--expect-no-changes");
    await touch();
    await refresh("--expect-no-changes");
    await stack.succeed("preview", "--refresh", "--expect-no-changes");
  });

  it("shows in a preview with a refresh, argument by argument, and is undone by the next update", async () => {
    await others.ram.updateGroup("finance", { newGroupName: "theirs", newComments: "theirs" });
    await others.apig().updateGroup(await idOf("shared"), "their_payments", "theirs");
    await others.apig("instance-1").updateGroup(await idOf("dedicated"), "their_payments", "theirs");
    const [manual, automatic] = [await idOf("manual"), await idOf("automatic")];
    await others.ioa.modifyGroup(whole(manual, { DeviceVirtualGroupName: "their office" }));
    const change = { add: ["mid-windows-3"], remove: ["mid-windows-2"] };
    await others.ioa.modifyDevices(Number(manual), { osType: 0, domainInstanceId: undefined }, change);
    const rule = { Key: "ip", Operate: "包含", Value: "172.16." };
    await others.ioa.modifyGroup(
      whole(automatic, {
        DeviceVirtualGroupName: "rules",
        TimeType: 1,
        AutoRules: { SimpleRules: [{ Expressions: [{ Items: [rule] }] }] },
        DeviceBlacklist: [1001, 1002],
      }),
    );
    const preview = await stack.succeed("preview", "--refresh", "--diff");
    for (const pattern of SEEN) assert.match(preview, pattern);
    assert.match(preview, /~ 5 to update/);
    await refresh();
    const output = await stack.up("--diff");
    for (const pattern of SEEN) assert.match(output, pattern);
    assert.deepEqual(names(), OURS);
    await refresh("--expect-no-changes");
  });

  it("drops nothing from the state where a read fails otherwise than by not-found", async () => {
    const before = await stack.export();
    emulator.inject([
      { kind: "error", operation: "GetGroup", status: 403, code: "NoPermission", times: 0 },
      { kind: "error", operation: "getApiGroup", status: 404, code: "APIGW.0101", times: 0 },
      {
        kind: "error",
        operation: "DescribeDeviceVirtualGroups",
        code: "ResourceNotFound.NotFound",
        times: 0,
      },
    ]);
    const { status } = await stack.run(["refresh", "--yes", "--skip-preview"]);
    emulator.clearFaults();
    assert.notEqual(status, 0);
    const resources = (state: string) =>
      (JSON.parse(state) as { deployment: { resources: { urn: string }[] } }).deployment.resources.map(
        ({ urn }) => urn,
      );
    assert.deepEqual(resources(await stack.export()), resources(before));
    await stack.up("--expect-no-changes");
  });

  it("is a group that disappears, which a refresh drops and the next update makes again", async () => {
    await others.ram.deleteGroup("finance");
    await others.apig().deleteGroup(await idOf("shared"));
    await others.apig("instance-1").deleteGroup(await idOf("dedicated"));
    for (const name of ["manual", "automatic"])
      await others.ioa.deleteGroup(Number(await idOf(name)), { osType: 0, domainInstanceId: undefined });
    assert.deepEqual(names(), []);
    assert.match(await stack.succeed("preview", "--refresh"), /\+ 5 to create/);
    assert.match(await refresh(), /- 5 deleted/);
    assert.match(await stack.up(), /\+ 5 created/);
    assert.deepEqual(names(), OURS);
    await stack.succeed("destroy", "--yes", "--skip-preview");
    assert.deepEqual(names(), []);
  });
});

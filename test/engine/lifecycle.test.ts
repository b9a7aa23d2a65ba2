import assert from "node:assert/strict";

import { type Emulator, startEmulator } from "../../emulator";
import { Operation } from "../../provider/core/calls/operation";
import { ramClient } from "../../provider/ram/client";
import { Settings } from "../../provider/core/calls/settings";
import { someNumbers } from "../support/numbers";
import { Stack } from "../support/stack";

interface Change {
  readonly numbers: readonly string[];
  readonly ramName: string;
  readonly remark?: string;
  readonly description?: string;
}

/** All four groups, with what changes between deployments as parameters. */
function program(change: Change): string {
  return `
    const { ApigGroup, AxgGroupNumbers, DeviceVirtualGroup, RamGroup } = require("pulumi-cloud-groups");
    const change = ${JSON.stringify(change)};
    const numbers = new AxgGroupNumbers("numbers", { poolKey: "FC123456", groupId: 1234, numbers: change.numbers });
    const ram = new RamGroup("ram", { groupName: change.ramName, comments: "made by a test" });
    const apig = new ApigGroup("apig", { name: "payments", remark: change.remark });
    const device = new DeviceVirtualGroup("device", {
      deviceVirtualGroupName: "office",
      description: change.description,
      devices: ["mid-windows-2", "mid-windows-1"],
    });
    exports.count = numbers.numberCount;
    // An argument that is not declared is an output, too.
    exports.undeclared = numbers.strategy.apply((strategy) => strategy === undefined);
    exports.last = numbers.numberList.apply((list) => list.at(-1));
    exports.ramId = ram.groupId;
    exports.domain = apig.slDomain;
    exports.deviceId = device.deviceVirtualGroupId;
  `;
}

const BEFORE: Change = {
  numbers: someNumbers(450),
  ramName: "finance",
  remark: "APIs",
  description: "first floor",
};
const AFTER: Change = { numbers: [...someNumbers(448, 2), "10029999999"].reverse(), ramName: "billing" };

describe("all four groups with the real engine", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator();
    stack = await Stack.create(program(BEFORE), emulator.environment);
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  const account = () => emulator.state().accounts.first;
  const numbersHeld = () => account().dypls.pools["FC123456"]!.groups["1234"]!.numbers;
  const apiGroup = () => Object.values(account().apig.groups).find(({ name }) => name === "payments");
  const deviceGroup = () => Object.values(account().ioa.groups).find(({ name }) => name === "office");

  /** What a step calls, as `2 OperateAxgGroup`, in alphabetical order. */
  async function callsOf(step: () => Promise<unknown>): Promise<string[]> {
    const since = emulator.calls().at(-1)?.sequence ?? 0;
    await step();
    const counts = new Map<string, number>();
    for (const { operation } of emulator.calls(since))
      counts.set(operation, (counts.get(operation) ?? 0) + 1);
    return [...counts]
      .map(([operation, count]) => `${count} ${operation}`)
      .sort((a, b) => a.localeCompare(b));
  }

  it("previews them without a call", async () => {
    let output = "";
    assert.deepEqual(await callsOf(async () => (output = await stack.succeed("preview"))), []);
    assert.match(output, /\+ 6 to create/);
    assert.match(output, /count *: 450/);
  });

  it("makes them with the fewest calls", async () => {
    assert.deepEqual(await callsOf(() => stack.up()), [
      "1 createApiGroup",
      "1 CreateDeviceVirtualGroup",
      "1 CreateGroup",
      "1 ModifyVirtualDeviceGroups",
      "3 OperateAxgGroup",
    ]);
    assert.deepEqual(numbersHeld(), BEFORE.numbers);
    assert.equal(account().ram.groups["finance"]?.comments, "made by a test");
    assert.equal(apiGroup()?.remark, "APIs");
    assert.deepEqual(deviceGroup()?.devices, ["mid-windows-1", "mid-windows-2"]);
  });

  it("makes no call where nothing changed", async () => {
    assert.deepEqual(await callsOf(() => stack.up("--expect-no-changes")), []);
  });

  it("shows exactly the numbers that come and go", async () => {
    await stack.write(program(AFTER));
    const output = await stack.succeed("preview", "--diff");
    const changed = output.split("\n").filter((line) => /^ +[-+] \d+$/.test(line));
    assert.deepEqual(
      changed.map((line) => line.trim()),
      ["- 10020000000", "- 10020000001", "+ 10029999999"],
    );
    assert.match(output, /~ groupName: "finance" => "billing"/);
    assert.match(output, /- remark *: "APIs"/);
    assert.match(output, /~ 5 to update/);
  });

  it("changes them in place", async () => {
    const { id } = account().ram.groups["finance"]!;
    const calls = await callsOf(() => stack.up());
    assert.deepEqual(
      calls,
      [
        "1 GetGroup",
        "1 ModifyDeviceVirtualGroup",
        "2 OperateAxgGroup",
        "1 updateApiGroup",
        "1 UpdateGroup",
      ].sort((a, b) => a.localeCompare(b)),
    );
    assert.deepEqual(numbersHeld(), [...AFTER.numbers].reverse());
    assert.equal(account().ram.groups["billing"]?.id, id);
    assert.equal(apiGroup()?.remark, "");
    assert.equal(deviceGroup()?.description, "");
  });

  it("takes another order of the numbers for no change", async () => {
    await stack.write(program({ ...AFTER, numbers: [...AFTER.numbers].sort() }));
    assert.deepEqual(await callsOf(() => stack.up("--expect-no-changes")), []);
  });

  it("sees in a refresh what changed behind its back, and brings it back", async () => {
    const elsewhere = new Operation(new Settings(() => undefined, emulator.environment));
    await ramClient(elsewhere).updateGroup("billing", { newComments: "changed by hand" });
    const refreshed = await stack.succeed("refresh", "--yes", "--skip-preview", "--diff");
    assert.match(refreshed, /~ comments: "made by a test" => "changed by hand"/);
    assert.match(refreshed, /~ 1 updated\n +5 unchanged/);
    assert.match(await stack.up("--diff"), /~ comments: "changed by hand" => "made by a test"/);
    assert.equal(account().ram.groups["billing"]?.comments, "made by a test");
  });

  it("destroys them", async () => {
    const calls = await callsOf(() => stack.succeed("destroy", "--yes", "--skip-preview"));
    assert.deepEqual(calls, [
      "1 deleteApiGroup",
      "1 DeleteDeviceVirtualGroup",
      "1 DeleteGroup",
      "1 GetGroup",
      "1 listApis",
      "3 OperateAxgGroup",
    ]);
    assert.deepEqual(numbersHeld(), []);
    assert.deepEqual(
      [account().ram.groups["billing"], apiGroup(), deviceGroup()],
      [undefined, undefined, undefined],
    );
  });

  it("was asked with valid signatures throughout", () => {
    assert.deepEqual(
      emulator.calls().filter(({ account: signer, code }) => signer !== "first" || code !== null),
      [],
    );
  });
});

import assert from "node:assert/strict";

import { type Emulator, startEmulator } from "../../emulator";
import { Stack } from "../support/stack";

/** Existing groups of every kind that has some, under resource names that end so. */
function program(end: string, numbers: number): string {
  return `
    const { ApigGroup, AxgGroupNumbers, DeviceVirtualGroup, RamGroup } = require("pulumi-cloud-groups");
    const numbers = Array.from({ length: ${numbers} }, (_, at) => String(13800000000 + at));
    new AxgGroupNumbers("callers${end}", { poolKey: "FC123456", groupId: "1234", numbers });
    new RamGroup("ram${end}", { groupName: "finance", adopt: true, forceDestroy: true });
    new ApigGroup("apig${end}", { name: "payments", adopt: true, forceDestroy: true });
    new DeviceVirtualGroup("office${end}", { deviceVirtualGroupName: "office", devices: ["mid-windows-1"], adopt: true });
  `;
}

describe("a resource under another name", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator();
    stack = await Stack.create(program("", 450), emulator.environment);
    await stack.up();
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  function cloud() {
    const { dypls, ram, apig, ioa } = emulator.state().accounts.first;
    return {
      numbers: dypls.pools["FC123456"]?.groups["1234"]?.numbers.length,
      ram: ram.groups["finance"]?.id,
      apig: Object.values(apig.groups).map(({ name, registerTime }) => `${name} ${registerTime}`),
      ioa: Object.entries(ioa.groups).map(([id, { devices }]) => `${id} ${devices.join()}`),
    };
  }

  it("keeps its group: the old resource goes, and leaves alone what the new one has", async () => {
    const before = cloud();
    await stack.write(program("-renamed", 460));
    await stack.up();
    assert.deepEqual(cloud(), { ...before, numbers: 460 });
    assert.match(await stack.succeed("preview"), /6 unchanged/);
  });

  it("is destroyed with its program, be it run for that", async () => {
    await stack.succeed("destroy", "--yes", "--skip-preview", "--run-program");
    const { numbers, ram, apig } = cloud();
    const names = apig.map((group) => group.split(" ")[0]);
    assert.deepEqual({ numbers, ram, apig: names }, { numbers: 0, ram: undefined, apig: ["DEFAULT"] });
  });
});

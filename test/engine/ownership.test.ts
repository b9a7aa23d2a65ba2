import assert from "node:assert/strict";

import { useStack } from "../support/runningStack";

/** The same groups, looked up. */
const LOOK_UPS = `
  RamGroup.get("ram-found", ram.id);
  ApigGroup.get("apig-found", apig.id);
  DeviceVirtualGroup.get("device-found", device.id);
`;

/** A group of each kind that has names, taken over where it exists, in a stack under names with this suffix. */
function program(suffix: string, lookUps = LOOK_UPS): string {
  return `
    const { ApigGroup, DeviceVirtualGroup, RamGroup } = require("pulumi-cloud-groups");
    const ram = new RamGroup("ram${suffix}", { groupName: "finance", adopt: true });
    const apig = new ApigGroup("apig${suffix}", { name: "payments", adopt: true });
    const device = new DeviceVirtualGroup("device${suffix}", { deviceVirtualGroupName: "office", adopt: true });
    ${lookUps}
  `;
}

describe("groups that are declared with adopt, with the real engine", () => {
  const running = useStack(program(""));
  const destroy = (...options: string[]) =>
    running.stack.succeed("destroy", "--yes", "--skip-preview", ...options);

  /** The ids of the groups that somebody made. */
  const ids = () => {
    const { ram, apig, ioa } = running.emulator.state().accounts.first;
    return [
      ...Object.values(ram.groups).map(({ id }) => id),
      ...Object.entries(apig.groups).flatMap(([id, { isDefault }]) => (isDefault ? [] : [id])),
      ...Object.entries(ioa.groups).flatMap(([id, { builtIn }]) => (builtIn ? [] : [id])),
    ].sort();
  };

  beforeEach(async () => {
    await running.stack.write(program(""));
    await running.stack.up();
    assert.equal(ids().length, 3);
  });

  for (const options of [[], ["--refresh"], ["--run-program"], ["--run-program", "--refresh"]]) {
    it(`are gone after pulumi ${["destroy", ...options].join(" ")}`, async () => {
      // What a program looks up while it runs is kept: nothing tells the provider that the command is a destroy.
      if (options.includes("--run-program")) await running.stack.write(program("", ""));
      await destroy(...options);
      assert.deepEqual(ids(), []);
    });
  }

  it("are gone after a refresh where the program declares them no more", async () => {
    await running.stack.write("");
    await running.stack.up("--refresh");
    assert.deepEqual(ids(), []);
  });

  it("stay where the program declares them under other names, also after a refresh", async () => {
    const before = ids();
    await running.stack.write(program("-renamed"));
    assert.match(await running.stack.up(), /kept the group \S+ in the cloud: another resource/);
    assert.deepEqual(ids(), before);
    await running.stack.write(program("-again"));
    await running.stack.up("--refresh");
    assert.deepEqual(ids(), before);
    await running.stack.up("--expect-no-changes");
    await destroy();
    assert.deepEqual(ids(), []);
  });

  it("stay the same groups where their replacement is asked for", async () => {
    const before = ids();
    await running.stack.up("--replace", "**::ram", "--replace", "**::apig");
    assert.deepEqual(ids(), before);
    await destroy();
    assert.deepEqual(ids(), []);
  });
});

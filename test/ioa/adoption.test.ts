import assert from "node:assert/strict";

import { failureOf, useCloud } from "../contract/support/cloud";

const NAME = "deviceVirtualGroupName";

describe("DeviceVirtualGroup whose name a group has already", () => {
  const cloud = useCloud();
  const groups = () => cloud.account.ioa.groups;
  const only = (name: string) => {
    const named = Object.values(groups()).filter((group) => group.name === name);
    assert.equal(named.length, 1);
    return named[0]!;
  };

  it("does not take an existing group unasked, and says how to", async () => {
    cloud.emulator.seed({ first: { ioa: { groups: [{ name: "office", description: "theirs" }] } } });
    const error = await failureOf(cloud.engine.create("DeviceVirtualGroup", { [NAME]: "office" }));
    assert.match(
      error.message,
      /^CreateDeviceVirtualGroup was refused: InvalidParameter\.DuplicateDeviceVirtualGroupName: .*\. Set `adopt: true` /,
    );
    assert.equal(only("office").description, "theirs");
  });

  it("takes an existing group over with adopt, and sets what is declared", async () => {
    const devices = ["mid-windows-2", "mid-windows-3"];
    cloud.emulator.seed({
      first: { ioa: { groups: [{ id: 77, name: "office", description: "theirs", devices }] } },
    });
    const args = {
      [NAME]: "office",
      description: "ours",
      devices: "mid-windows-1\nmid-windows-2\n",
      adopt: true,
    };
    const made = await cloud.engine.create("DeviceVirtualGroup", args);
    assert.equal(made.id, "77");
    assert.equal(only("office").description, "ours");
    assert.deepEqual(only("office").devices, ["mid-windows-1", "mid-windows-2"]);
    assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
  });

  it("never takes over a built-in group", async () => {
    const [id] = Object.entries(groups()).find(([, group]) => group.builtIn)!;
    const name = groups()[id]!.name;
    const calls = await cloud.callsOf(async () => {
      const error = await failureOf(cloud.engine.create("DeviceVirtualGroup", { [NAME]: name, adopt: true }));
      assert.match(error.message, /The group of that name is built in: choose another name$/);
    });
    assert.deepEqual(calls, ["CreateDeviceVirtualGroup", "DescribeDeviceVirtualGroups"]);
  });

  it("has no word of a second osType's group that has its name, but says so", async () => {
    cloud.emulator.configure({ ioaNameScope: "account" });
    cloud.emulator.seed({ first: { ioa: { groups: [{ name: "office", osType: 1 }] } } });
    const error = await failureOf(
      cloud.engine.create("DeviceVirtualGroup", { [NAME]: "office", adopt: true }),
    );
    assert.match(
      error.message,
      /iOA lists no group of that name with osType 0: a group of another osType has it, or one that the calling user cannot see$/,
    );
  });

  it("is not taken over where it is of the other type, manual or automatic", async () => {
    cloud.emulator.seed({ first: { ioa: { groups: [{ name: "office", timeType: 1 }] } } });
    const error = await failureOf(
      cloud.engine.create("DeviceVirtualGroup", { [NAME]: "office", adopt: true }),
    );
    assert.match(
      error.message,
      /DeviceVirtualGroupTypeNotModify: .* The existing group is of the other type, manual or automatic/,
    );
    assert.equal(only("office").timeType, 1);
  });

  it("loses rules and lists that are not declared where it is taken over", async () => {
    const theirs = { name: "office", timeType: 1, deviceBlacklist: [1001], deviceWhitelist: [1002] };
    cloud.emulator.seed({ first: { ioa: { groups: [theirs] } } });
    await cloud.engine.create("DeviceVirtualGroup", { [NAME]: "office", timeType: 1, adopt: true });
    assert.deepEqual([only("office").deviceBlacklist, only("office").deviceWhitelist], [[], []]);
  });
});

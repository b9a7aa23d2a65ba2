import assert from "node:assert/strict";

import { configured, failureOf, useCloud } from "../contract/support/cloud";
import { afterPartial, visible } from "../contract/support/engine";

const NAME = "deviceVirtualGroupName";
const RULES = {
  simpleRules: [
    { expressions: [{ items: [{ key: "ip", operate: "包含", value: "10.0." }], relation: "并且" }] },
  ],
};

describe("DeviceVirtualGroup", () => {
  const cloud = useCloud();
  const groups = () => cloud.account.ioa.groups;
  const named = (name: string) => Object.values(groups()).filter((group) => group.name === name);
  const only = (name: string) => {
    assert.equal(named(name).length, 1);
    return named(name)[0]!;
  };

  it("is made with one call, and its id is the group's", async () => {
    const calls = await cloud.callsOf(async () => {
      const made = await cloud.engine.create("DeviceVirtualGroup", { [NAME]: "office", description: "ours" });
      assert.equal(groups()[made.id]?.name, "office");
      assert.equal(only("office").description, "ours");
      assert.deepEqual(visible(made.outs), { ...made.inputs, deviceVirtualGroupId: Number(made.id) });
    });
    assert.deepEqual(calls, ["CreateDeviceVirtualGroup"]);
  });

  it("gets its devices with a second call", async () => {
    const args = { [NAME]: "office", devices: "mid-windows-1\nmid-windows-2\n" };
    const calls = await cloud.callsOf(() => cloud.engine.create("DeviceVirtualGroup", args));
    assert.deepEqual(calls, ["CreateDeviceVirtualGroup", "ModifyVirtualDeviceGroups"]);
    assert.deepEqual(only("office").devices, ["mid-windows-1", "mid-windows-2"]);
  });

  it("gets rules on creation and lists with a second call, where it is automatic", async () => {
    const args = {
      [NAME]: "office",
      timeType: 3,
      autoMinute: 10,
      autoRules: RULES,
      deviceBlacklist: "1001\n",
    };
    const calls = await cloud.callsOf(() => cloud.engine.create("DeviceVirtualGroup", args));
    assert.deepEqual(calls, ["CreateDeviceVirtualGroup", "ModifyDeviceVirtualGroup"]);
    const { timeType, autoMinute, autoRules, deviceBlacklist } = only("office");
    assert.deepEqual([timeType, autoMinute, deviceBlacklist], [3, 10, [1001]]);
    assert.deepEqual(autoRules?.SimpleRules?.[0]?.Expressions?.[0]?.Items, [
      { Key: "ip", Operate: "包含", Value: "10.0." },
    ]);
  });

  it("is read with one call, and gives back the inputs that made it", async () => {
    for (const args of [
      { [NAME]: "bare" },
      { [NAME]: "windows", description: "ours", osType: 0, timeType: 0, domainInstanceId: "1", adopt: true },
      { [NAME]: "linux", osType: 1 },
      { [NAME]: "hourly", timeType: 1, autoRules: RULES, deviceWhitelist: "1001\n" },
    ]) {
      const made = await cloud.engine.create("DeviceVirtualGroup", args);
      const found = await cloud.engine.refresh(made);
      assert.deepEqual(found?.inputs, made.inputs);
      assert.deepEqual(found.outs, made.outs);
    }
    const made = await cloud.engine.create("DeviceVirtualGroup", { [NAME]: "once" });
    assert.deepEqual(await cloud.callsOf(() => cloud.engine.refresh(made)), ["DescribeDeviceVirtualGroups"]);
  });

  it("shows what somebody else changed as changed inputs, as far as the API tells it", async () => {
    const args = { [NAME]: "office", description: "ours", devices: "mid-windows-1\n" };
    const made = await cloud.engine.create("DeviceVirtualGroup", args);
    const theirs = {
      [NAME]: "their office",
      description: "theirs",
      devices: "mid-windows-2\nmid-windows-3\n",
    };
    await cloud.engine.update(made, theirs);
    const found = await cloud.engine.refresh(made);
    assert.deepEqual(found?.inputs, { ...theirs, description: "ours" });
    await cloud.engine.update(found, args);
    assert.deepEqual(only("office").devices, ["mid-windows-1"]);
    assert.equal(only("office").description, "ours");
  });

  it("leaves the state where it is gone", async () => {
    const made = await cloud.engine.create("DeviceVirtualGroup", { [NAME]: "office" });
    await cloud.engine.destroy(made);
    assert.equal(await cloud.engine.refresh(made), undefined);
  });

  it("is found by its id, and an id that nothing has is an error", async () => {
    const { id } = await cloud.engine.create("DeviceVirtualGroup", { [NAME]: "office", osType: 1 });
    const found = await cloud.engine.provider.read("DeviceVirtualGroup", id, { osType: 1 });
    assert.deepEqual(found.inputs, { [NAME]: "office", osType: 1, devices: "" });
    assert.equal(found.props["deviceVirtualGroupId"], Number(id));
    const error = await failureOf(cloud.engine.provider.read("DeviceVirtualGroup", id, {}));
    assert.match(
      error.message,
      /there is no device virtual group with the id \d+, osType 0 and no domainInstanceId\. iOA finds/,
    );
  });

  it("is renamed in place with one call", async () => {
    const made = await cloud.engine.create("DeviceVirtualGroup", {
      [NAME]: "office",
      devices: "mid-windows-1\n",
    });
    const calls = await cloud.callsOf(async () => {
      const renamed = await cloud.engine.update(made, { [NAME]: "head office", devices: "mid-windows-1\n" });
      assert.equal(renamed.outs["deviceVirtualGroupId"], Number(made.id));
    });
    assert.deepEqual(calls, ["ModifyDeviceVirtualGroup"]);
    assert.deepEqual(only("head office").devices, ["mid-windows-1"]);
    assert.deepEqual(named("office"), []);
  });

  it("is sent whole with the devices that come and go, since no API tells whether somebody changed it", async () => {
    const args = { [NAME]: "office", description: "ours" };
    const made = await cloud.engine.create("DeviceVirtualGroup", {
      ...args,
      devices: "mid-windows-1\nmid-windows-2\n",
    });
    const theirs = { description: "theirs", devices: ["mid-windows-1", "mid-windows-2"] };
    cloud.emulator.seed({ first: { ioa: { groups: [{ id: Number(made.id), name: "office", ...theirs }] } } });
    const calls = await cloud.callsOf(async () => {
      const devices = "mid-windows-2\nmid-windows-3\n";
      const updated = await cloud.engine.update(made, { ...args, devices });
      assert.equal(updated.outs["description"], only("office").description);
    });
    assert.deepEqual(calls, [
      "ModifyDeviceVirtualGroup",
      "ModifyVirtualDeviceGroups",
      "ModifyVirtualDeviceGroups",
    ]);
    assert.equal(only("office").description, "ours");
    assert.deepEqual(only("office").devices, ["mid-windows-2", "mid-windows-3"]);
  });

  it("changes its devices alone where the endpoint has no ModifyDeviceVirtualGroup", async () => {
    cloud.emulator.configure({ ioaModify: "unavailable" });
    const args = { [NAME]: "office", description: "ours" };
    const made = await cloud.engine.create("DeviceVirtualGroup", { ...args, devices: "mid-windows-1\n" });
    await cloud.engine.update(made, { ...args, devices: "mid-windows-2\n" });
    assert.deepEqual(only("office").devices, ["mid-windows-2"]);
    const error = await failureOf(
      cloud.engine.update(made, { [NAME]: "office", devices: "mid-windows-2\n" }),
    );
    assert.match(error.message, /^ModifyDeviceVirtualGroup was refused: InvalidAction/);
  });

  it("holds more devices than a call carries or a page shows", async () => {
    const mids = Array.from({ length: 201 }, (_, at) => `mid-${at + 100}`);
    cloud.emulator.seed({ first: { ioa: { devices: mids.map((mid) => ({ mid })) } } });
    const devices = mids.map((mid) => `${mid}\n`).join("");
    const calls = await cloud.callsOf(async () => {
      const made = await cloud.engine.create("DeviceVirtualGroup", { [NAME]: "office", devices });
      assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
    });
    assert.equal(calls.filter((operation) => operation === "ModifyVirtualDeviceGroups").length, 3);
    // The last one is empty: these lists count nothing.
    assert.equal(calls.filter((operation) => operation === "DescribeVirtualDevices").length, 4);
    assert.deepEqual(only("office").devices, mids);
  });

  it("loses its description, rules and lists where they are no longer declared", async () => {
    const all = { timeType: 1, autoRules: RULES, deviceBlacklist: "1001\n", deviceWhitelist: "1002\n" };
    const made = await cloud.engine.create("DeviceVirtualGroup", {
      [NAME]: "office",
      description: "ours",
      ...all,
    });
    await cloud.engine.update(made, { [NAME]: "office", timeType: 1 });
    const { description, autoRules, deviceBlacklist, deviceWhitelist } = only("office");
    assert.deepEqual([description, deviceBlacklist, deviceWhitelist], ["", [], []]);
    assert.deepEqual(autoRules?.SimpleRules ?? [], []);
  });

  it("keeps its old name in the state where the new one is taken", async () => {
    const made = await cloud.engine.create("DeviceVirtualGroup", { [NAME]: "office" });
    cloud.emulator.seed({ first: { ioa: { groups: [{ name: "taken" }] } } });
    const error = await failureOf(cloud.engine.update(made, { [NAME]: "taken" }));
    assert.match(
      error.message,
      /^ModifyDeviceVirtualGroup was refused: InvalidParameter\.DuplicateDeviceVirtualGroupName: .*\(request id [^)]+\)\. Another group has that name\. To swap two names, /,
    );
    assert.equal(error.partial, undefined);
  });

  it("says to refresh where it is gone", async () => {
    const made = await cloud.engine.create("DeviceVirtualGroup", { [NAME]: "office" });
    await cloud.engine.destroy(made);
    const error = await failureOf(cloud.engine.update(made, { [NAME]: "head office" }));
    assert.match(
      error.message,
      /^ModifyDeviceVirtualGroup was refused: ResourceNotFound\.NotFound: .*\. Run `pulumi refresh`$/,
    );
  });

  it("is in the state where its devices were refused, and the next update puts them in", async () => {
    const args = { [NAME]: "office", devices: "mid-windows-1\nmid-windows-9\n" };
    const inputs = await cloud.engine.checked("DeviceVirtualGroup", args);
    const error = await failureOf(cloud.engine.create("DeviceVirtualGroup", args));
    assert.match(error.message, /there is no device mid-windows-9/);
    assert.match(
      error.partial?.reasons.join() ?? "",
      /^ModifyVirtualDeviceGroups was refused: .* run `pulumi up` again to finish it$/,
    );
    const { id, properties } = error.partial!;
    assert.equal(groups()[id]?.name, "office");
    assert.equal(properties["devices"], undefined);
    cloud.emulator.seed({ first: { ioa: { devices: [{ mid: "mid-windows-9" }] } } });
    const outs = await cloud.engine.provider.update("DeviceVirtualGroup", id, properties, inputs);
    assert.equal(outs["devices"], args.devices);
    assert.deepEqual(only("office").devices, ["mid-windows-1", "mid-windows-9"]);
  });

  it("is deleted with one call, whatever its operating system, and being gone already is no error", async () => {
    for (const osType of [-1, 0, 1, 2, 3, 4, 5]) {
      const made = await cloud.engine.create("DeviceVirtualGroup", { [NAME]: `group ${osType}`, osType });
      assert.deepEqual(await cloud.callsOf(() => cloud.engine.destroy(made)), ["DeleteDeviceVirtualGroup"]);
      assert.equal(groups()[made.id], undefined);
      await cloud.engine.destroy(made);
    }
  });

  it("cannot be changed where the endpoint has no such action, and the error names a setting", async () => {
    cloud.emulator.configure({ ioaModify: "unavailable" });
    const made = await cloud.engine.create("DeviceVirtualGroup", { [NAME]: "office" });
    const error = await failureOf(cloud.engine.update(made, { [NAME]: "head office" }));
    assert.match(
      error.message,
      /^ModifyDeviceVirtualGroup was refused: InvalidAction: .*`pulumi config set cloud-groups:ioaDeployment private`/,
    );
  });

  it("is in the state where its lists were refused, and the next update sets them", async () => {
    const args = { [NAME]: "office", timeType: 1, deviceBlacklist: "1001\n" };
    const inputs = await cloud.engine.checked("DeviceVirtualGroup", args);
    cloud.emulator.inject({ kind: "error", operation: "ModifyDeviceVirtualGroup", code: "LimitExceeded" });
    const error = await failureOf(cloud.engine.create("DeviceVirtualGroup", args));
    assert.match(
      error.message,
      /^ModifyDeviceVirtualGroup was refused: LimitExceeded: .*run `pulumi up` again to finish it$/,
    );
    const kept = afterPartial("DeviceVirtualGroup", inputs, error);
    assert.equal(kept.outs["deviceBlacklist"], undefined);
    const calls = await cloud.callsOf(() => cloud.engine.update(kept, args));
    assert.deepEqual(calls, ["ModifyDeviceVirtualGroup"]);
    assert.deepEqual(only("office").deviceBlacklist, [1001]);
  });

  it("says what iOA may not take empty where it refuses to clear it", async () => {
    const args = { [NAME]: "office", timeType: 1, description: "ours", deviceBlacklist: "1001\n" };
    const made = await cloud.engine.create("DeviceVirtualGroup", args);
    const refusal = { kind: "error", operation: "ModifyDeviceVirtualGroup" } as const;
    cloud.emulator.inject({ ...refusal, code: "InvalidParameter.RequestParam", message: "empty" });
    const error = await failureOf(cloud.engine.update(made, { [NAME]: "office", timeType: 1 }));
    assert.match(
      error.message,
      /iOA may refuse to clear description, deviceBlacklist: declare it, or replace the group$/,
    );
  });

  it("asks once for rules that the endpoint does not tell", async () => {
    const made = await cloud.engine.create("DeviceVirtualGroup", { [NAME]: "office", timeType: 1 });
    await cloud.engine.refresh(made);
    assert.deepEqual(await cloud.callsOf(() => cloud.engine.refresh(made)), ["DescribeDeviceVirtualGroups"]);
  });
});

describe("DeviceVirtualGroup where the API tells rules and lists", () => {
  // A process of its own, since one that was refused the call does not ask again.
  const cloud = useCloud(configured({ "cloud-groups:deadlineSeconds": "500" }));
  const only = (name: string) =>
    Object.values(cloud.account.ioa.groups).find((group) => group.name === name)!;

  beforeEach(() => {
    cloud.emulator.configure({ ioaDescribeRule: "available" });
  });

  it("gives back the rules that made it where the API tells them", async () => {
    const empty = {
      simpleRules: [{ expressions: [{ items: [], relation: "" }], relation: "" }],
      relation: "",
    };
    for (const [at, args] of [
      { timeType: 1 },
      { timeType: 2, autoRules: RULES, deviceBlacklist: "1001\n1002\n", deviceWhitelist: "1003\n" },
      { timeType: 3, autoMinute: 5, autoRules: { ...RULES, relation: "" } },
      { timeType: 1, autoRules: empty, deviceBlacklist: "" },
      { timeType: 1, autoRules: {} },
    ].entries()) {
      const made = await cloud.engine.create("DeviceVirtualGroup", { [NAME]: `group ${at}`, ...args });
      const calls = await cloud.callsOf(async () => {
        assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
      });
      assert.deepEqual(calls, ["DescribeDeviceVirtualGroups", "DescribeAutoVirtualGroupRule"]);
    }
  });

  it("shows rules and lists that somebody else changed where the API tells them", async () => {
    const args = { [NAME]: "office", timeType: 3, autoMinute: 5, autoRules: RULES };
    const made = await cloud.engine.create("DeviceVirtualGroup", args);
    const theirs = { [NAME]: "office", timeType: 1, deviceBlacklist: "1001\n" };
    await cloud.engine.update(made, theirs);
    const found = await cloud.engine.refresh(made);
    assert.deepEqual(found?.inputs, { ...theirs, autoRules: {} });
    await cloud.engine.update(found, args);
    assert.deepEqual([only("office").timeType, only("office").deviceBlacklist], [3, []]);
    assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
  });
});

import assert from "node:assert/strict";

import { failureOf, useCloud } from "./support/cloud";
import type { Deployed } from "./support/engine";
import { APIG, forEach, IOA, type Kind, lines, RAM } from "./support/kinds";

/** The call of each kind that finds a group in a list. */
const LISTS = { [RAM.kind]: "ListGroups", [APIG.kind]: "listApiGroups", [IOA.kind]: IOA.read };

describe("A list that shows nothing", () => {
  const cloud = useCloud();
  const make = (kind: Kind, name = "group") => cloud.engine.create(kind.kind, kind.args(name));
  const hide = (operation: string, times: number) => {
    cloud.emulator.inject({ kind: "empty", operation, times });
  };

  it("once does not take a group out of the state", async () => {
    await forEach(async (kind) => {
      const made = await make(kind);
      hide(LISTS[kind.kind]!, 1);
      assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
      cloud.emulator.clearFaults();
    });
  });

  for (const kind of [RAM, IOA]) {
    it(`does not either where the group was renamed besides: ${kind.kind}`, async () => {
      const made = await make(kind);
      await cloud.engine.update(made, kind.args("renamed"));
      cloud.engine.beginRun();
      hide(LISTS[kind.kind]!, 1);
      const name = kind === RAM ? "groupName" : "deviceVirtualGroupName";
      assert.equal((await cloud.engine.refresh(made))?.inputs[name], "renamed");
    });
  }

  for (const ioaAbsentGroupDevices of ["refuse", "empty"] as const) {
    it(`is the end of a group that is gone: ${ioaAbsentGroupDevices}`, async () => {
      cloud.emulator.configure({ ioaAbsentGroupDevices });
      await forEach(async (kind) => {
        const made = await make(kind);
        await cloud.engine.destroy(made);
        assert.equal(await cloud.engine.refresh(made), undefined);
        await cloud.engine.destroy(made);
      });
    });
  }

  it("at all proves nothing of a device group, and the error says what to do", async () => {
    const made = await make(IOA);
    hide(IOA.read, 0);
    const { message } = await failureOf(cloud.engine.refresh(made));
    assert.equal(
      message,
      `DescribeDeviceVirtualGroups: the device virtual group ${made.id} was not found, which does not prove that it was deleted: ` +
        "iOA shows no group at all of osType 0. Check which groups the calling user can see, and run the command again. " +
        `If the group is gone, remove it from the state: \`pulumi state delete '${cloud.engine.provider.urnOf("DeviceVirtualGroup")}'\``,
    );
    cloud.emulator.clearFaults();
    assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
  });

  it("is no end of a group that the gateway says to have none of, while its list has it", async () => {
    const made = await make(APIG);
    cloud.emulator.inject({ kind: "error", operation: APIG.read, status: 404, code: "APIG.3001" });
    const { message } = await failureOf(cloud.engine.refresh(made));
    assert.match(
      message,
      /the gateway still lists it\. Run the command again later\. .*`pulumi state delete '/,
    );
  });

  it("is no end of a device group whose deletion finds none, while the list has it", async () => {
    const made = await make(IOA);
    const code = "ResourceNotFound.NotFound";
    cloud.emulator.inject({ kind: "error", operation: IOA.remove, code });
    assert.match((await failureOf(cloud.engine.destroy(made))).message, /ResourceNotFound\.NotFound/);
    await cloud.engine.destroy(made);
    assert.ok(!IOA.names(cloud).includes("group"));
  });
});

describe("A dedicated gateway that is gone", () => {
  const cloud = useCloud();

  async function onGone(): Promise<Deployed> {
    const made = await cloud.engine.create(APIG.kind, { ...APIG.args("group"), instanceId: "instance-1" });
    return { ...made, outs: { ...made.outs, instanceId: "instance-9" } };
  }

  it("takes its groups out of the state, and lets them be destroyed, where the project lists others", async () => {
    const made = await onGone();
    assert.equal(await cloud.engine.refresh(made), undefined);
    await cloud.engine.destroy(made);
  });

  it("is not proven to be gone by a project without any: a wrong project would say the same", async () => {
    const made = await onGone();
    cloud.emulator.inject({ kind: "empty", operation: "listInstances", times: 0 });
    for (const step of [cloud.engine.refresh(made), cloud.engine.destroy(made)]) {
      assert.match(
        (await failureOf(step)).message,
        /APIG\.3030: .* The project has no dedicated gateway at all: check huaweicloud:projectId and huaweicloud:region\. If the group is gone, remove it from the state: `pulumi state delete '?[^`]*`/,
      );
    }
  });

  it("is not gone while the list has it", async () => {
    const made = await cloud.engine.create(APIG.kind, { ...APIG.args("group"), instanceId: "instance-1" });
    cloud.emulator.inject({ kind: "error", operation: APIG.read, status: 404, code: "APIG.3030" });
    const { message } = await failureOf(cloud.engine.refresh(made));
    assert.match(message, /The list of gateways still has it: run the command again later/);
    assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
  });
});

describe("A list in pages", () => {
  const cloud = useCloud();
  const mids = Array.from({ length: 120 }, (_, at) => `mid-${at + 100}`);
  const NAME = { deviceVirtualGroupName: "office" };

  const devicesOf = () =>
    Object.values(cloud.account.ioa.groups).find(({ name }) => name === "office")!.devices;

  for (const ioaPageTotals of ["zero", "counted"] as const) {
    it(`is a set, whatever comes meanwhile: nothing of it is taken out of the group (totals ${ioaPageTotals})`, async () => {
      cloud.emulator.seed({ first: { ioa: { devices: mids.map((mid) => ({ mid })) } } });
      const made = await cloud.engine.create(IOA.kind, { ...NAME, devices: lines(mids) });
      cloud.emulator.configure({ ioaArrivals: 3, ioaPageTotals, ioaPageCap: 50 });
      const found = await cloud.engine.refresh(made);
      const devices = String(found?.inputs["devices"]).trim().split("\n");
      assert.equal(new Set(devices).size, devices.length);
      for (const mid of mids) assert.ok(devices.includes(mid), mid);
      await cloud.engine.update(found!, { ...NAME, devices: lines(mids) });
      for (const mid of mids) assert.ok(devicesOf().includes(mid), mid);
    });
  }

  it("is read to its end where the cloud gives fewer than it is asked for", async () => {
    cloud.emulator.configure({ ioaPageCap: 50, apigPageCap: 2, ramPageCap: 2 });
    cloud.emulator.seed({ first: { ioa: { devices: mids.map((mid) => ({ mid })) } } });
    const made = await cloud.engine.create(IOA.kind, { ...NAME, devices: lines(mids) });
    assert.equal((await cloud.engine.refresh(made))?.inputs["devices"], lines(mids));
    const members = ["alice", "bob", "carol", "dave", "erin"];
    const apis = members.map((name) => ({ name, published: true }));
    cloud.emulator.seed({
      first: {
        ram: { groups: [{ name: "group", members }] },
        apig: {
          groups: [
            { name: "group", apis },
            { name: "group", apis, instanceId: "instance-1" },
          ],
        },
      },
    });
    const forced = { adopt: true, forceDestroy: true };
    const groups = await Promise.all([
      cloud.engine.create(RAM.kind, { ...RAM.args("group"), ...forced }),
      cloud.engine.create(APIG.kind, { ...APIG.args("group"), ...forced }),
      cloud.engine.create(APIG.kind, { ...APIG.args("group"), ...forced, instanceId: "instance-1" }),
    ]);
    await cloud.engine.destroy(...groups);
    assert.deepEqual(RAM.names(cloud), []);
    assert.ok(!APIG.names(cloud).includes("group"));
  });
});

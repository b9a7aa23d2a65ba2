import assert from "node:assert/strict";

import { DiffResponse } from "@pulumi/pulumi/proto/provider_pb";

import type { Values } from "../support/providerProcess";
import { failureOf, HASTY, useCloud } from "./support/cloud";
import { afterPartial, type Deployed } from "./support/engine";
import { APIG, IOA, type Kind, RAM } from "./support/kinds";

const DEVICES = { devices: "mid-windows-1\n" };

describe("An update whose outcome stays unknown", () => {
  const patient = useCloud();
  const hasty = useCloud(HASTY);

  /** The state after an update of which every call of an operation is carried out and loses its answer. */
  async function lostUpdate(
    kind: Kind,
    args: Values,
    news: Values,
    operation = kind.update,
  ): Promise<[Deployed, Deployed]> {
    const made = await patient.engine.create(kind.kind, args);
    hasty.emulator.inject({ kind: "disconnect", applied: true, operation, times: 0 });
    const error = await failureOf(hasty.engine.update(made, news));
    hasty.emulator.clearFaults();
    assert.match(error.message, /^\w+: outcome unknown: .*`pulumi up`/);
    const inputs = await patient.engine.checked(kind.kind, news);
    return [made, afterPartial(kind.kind, inputs, error)];
  }

  /** Whether the engine is told to update although the arguments are those that the state has. */
  async function isUpdated({ kind, id, outs }: Deployed, args: Values): Promise<boolean> {
    const inputs = await patient.engine.checked(kind, args);
    const { changes } = await patient.engine.provider.diff(kind, id, outs, inputs);
    return changes === DiffResponse.DiffChanges.DIFF_SOME;
  }

  for (const kind of [APIG, IOA]) {
    it(`is undone where the old arguments are declared again: ${kind.kind}`, async () => {
      const args = kind.args("before");
      const [made, kept] = await lostUpdate(kind, args, kind.args("after"));
      assert.deepEqual(kind.names(patient).includes("after"), true);
      assert.deepEqual({ ...kept.outs, isUncertain: undefined }, { ...made.outs, isUncertain: undefined });
      assert.ok(await isUpdated(kept, args));
      const undone = await patient.engine.update(kept, args);
      assert.deepEqual(kind.names(patient).includes("before"), true);
      assert.equal(await isUpdated(undone, args), false);
    });
  }

  it("is undone where the old arguments are declared again: RamGroup", async () => {
    const args = RAM.args("before");
    const made = await patient.engine.create("RamGroup", args);
    hasty.emulator.inject([
      { kind: "disconnect", applied: true, operation: "UpdateGroup", times: 0 },
      { kind: "disconnect", operation: "GetGroup", skip: 1, times: 0 },
    ]);
    const error = await failureOf(hasty.engine.update(made, { ...args, comments: "after" }));
    assert.match(error.message, /Run `pulumi up` again: it finds out whether the change took effect$/);
    hasty.emulator.clearFaults();
    assert.equal(patient.account.ram.groups["before"]?.comments, "after");
    const undone = await patient.engine.update(afterPartial("RamGroup", args, error), args);
    assert.deepEqual((await patient.engine.refresh(undone))?.inputs, args);
  });

  it("has the devices read that a device group really holds, also after a refresh", async () => {
    const args = { ...IOA.args("office"), ...DEVICES };
    const both = { ...args, devices: "mid-windows-1\nmid-windows-2\n" };
    const [, kept] = await lostUpdate(IOA, args, both, "ModifyVirtualDeviceGroups");
    assert.equal(kept.outs["devices"], DEVICES.devices);
    const found = await patient.engine.refresh(kept);
    assert.equal(found?.inputs["devices"], both.devices);
    // No read tells a description, so that the doubt about it stays.
    assert.ok(await isUpdated(found, both));
    for (const state of [kept, found]) {
      await patient.engine.update(state, args);
      const { devices } = Object.values(patient.account.ioa.groups).find(({ name }) => name === "office")!;
      assert.deepEqual(devices, ["mid-windows-1"]);
    }
  });

  it("leaves a remark that the gateway kept in the state, with the new name", async () => {
    patient.emulator.configure({ apigEmptyRemark: "keep" });
    const made = await patient.engine.create("ApigGroup", APIG.args("before"));
    const error = await failureOf(patient.engine.update(made, { name: "after" }));
    assert.match(
      error.message,
      /RemarkKept: .*declare a remark of at least one character\. Everything else is as declared$/,
    );
    const kept = afterPartial("ApigGroup", { name: "after" }, error);
    assert.deepEqual([kept.outs["name"], kept.outs["remark"]], ["after", "remark of before"]);
    await patient.engine.update(kept, { name: "after", remark: "remark of before" });
  });
});

describe("An ApigGroup to whose group somebody adds an API while it is destroyed", () => {
  const cloud = useCloud();

  it("is emptied again with forceDestroy", async () => {
    const made = await cloud.engine.create("ApigGroup", { name: "payments", forceDestroy: true });
    cloud.emulator.inject({ kind: "error", operation: "deleteApiGroup", status: 403, code: "APIG.3415" });
    const calls = await cloud.callsOf(() => cloud.engine.destroy(made));
    assert.deepEqual(calls, ["listApis", "deleteApiGroup", "listApis", "deleteApiGroup"]);
  });
});

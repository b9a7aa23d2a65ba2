import assert from "node:assert/strict";

import type { Values } from "../support/providerProcess";
import { failureOf, IMPATIENT, useCloud } from "./support/cloud";
import { afterPartial, type Deployed } from "./support/engine";
import { forEach, type Kind, RAM } from "./support/kinds";

/** Ways to lose an answer, before and after the call took effect. */
const LOSSES = (["disconnect", "hang", "garble"] as const).flatMap((kind) => [
  { kind, applied: false },
  { kind, applied: true },
]);

describe("A lost answer", () => {
  const cloud = useCloud(IMPATIENT);

  /** Does the same with a group of each kind for each way to lose an answer, side by side. */
  async function forEachLoss(
    step: (kind: Kind, name: string, lose: (operation: string, match: Values) => void) => Promise<void>,
  ): Promise<void> {
    await forEach(async (kind) => {
      const all = LOSSES.map((loss, at) =>
        step(kind, `group_${at}`, (operation, match) => {
          cloud.emulator.inject({ ...loss, operation, match });
        }),
      );
      await Promise.all(all);
    });
    assert.deepEqual(cloud.emulator.faults(), [], "every answer that was to be lost was lost");
  }

  it("to a creation ends with exactly one group", () =>
    forEachLoss(async (kind, name, lose) => {
      lose(kind.create, kind.atCreation(name));
      const made = await cloud.engine.create(kind.kind, kind.args(name));
      assert.equal(kind.names(cloud).filter((one) => one === name).length, 1);
      assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
    }));

  it("to a rename ends with the group renamed", () =>
    forEachLoss(async (kind, name, lose) => {
      const made = await cloud.engine.create(kind.kind, kind.args(name));
      lose(kind.update, kind.afterwards(made));
      const renamed = await cloud.engine.update(made, kind.args(`new_${name}`));
      assert.deepEqual(
        kind.names(cloud).filter((one) => one.endsWith(name)),
        [`new_${name}`],
      );
      assert.deepEqual((await cloud.engine.refresh(renamed))?.inputs, renamed.inputs);
    }));

  it("to a deletion ends with the group gone", () =>
    forEachLoss(async (kind, name, lose) => {
      const made = await cloud.engine.create(kind.kind, kind.args(name));
      lose(kind.remove, kind.afterwards(made));
      await cloud.engine.destroy(made);
      assert.equal(kind.names(cloud).includes(name), false);
    }));
});

describe("An answer whose connection breaks", () => {
  const cloud = useCloud();

  it("to CreateGroup is settled by looking once, or by making the call again", async () => {
    cloud.emulator.inject({ kind: "disconnect", applied: true, operation: "CreateGroup" });
    const found = await cloud.callsOf(() => cloud.engine.create("RamGroup", { groupName: "finance" }));
    assert.deepEqual(found, ["CreateGroup", "GetGroup"]);
    cloud.emulator.inject({ kind: "disconnect", operation: "CreateGroup" });
    const again = await cloud.callsOf(() => cloud.engine.create("RamGroup", { groupName: "billing" }));
    assert.deepEqual(again, ["CreateGroup", "GetGroup", "CreateGroup"]);
  });

  it("to CreateGroup is settled although the new group cannot be seen yet", async () => {
    cloud.emulator.configure({ ramVisibleAfterReads: 1 });
    cloud.emulator.inject({ kind: "disconnect", applied: true, operation: "CreateGroup" });
    const calls = await cloud.callsOf(() => cloud.engine.create("RamGroup", RAM.args("finance")));
    assert.deepEqual(calls, ["CreateGroup", "GetGroup", "CreateGroup", "GetGroup"]);
    assert.deepEqual(RAM.names(cloud), ["finance"]);
  });

  it("to createApiGroup is settled although the new group is not listed yet", async () => {
    cloud.emulator.configure({ apigVisibleAfterLists: 1 });
    cloud.emulator.inject({ kind: "disconnect", applied: true, operation: "createApiGroup" });
    const calls = await cloud.callsOf(() => cloud.engine.create("ApigGroup", { name: "payments" }));
    assert.deepEqual(calls, ["createApiGroup", "listApiGroups", "createApiGroup", "listApiGroups"]);
  });

  it("to CreateDeviceVirtualGroup is settled among any number of groups of like names", async () => {
    const groups = Array.from({ length: 150 }, (_, at) => ({ name: `office ${at}` }));
    cloud.emulator.seed({ first: { ioa: { groups } } });
    cloud.emulator.inject({ kind: "disconnect", applied: true, operation: "CreateDeviceVirtualGroup" });
    const { id } = await cloud.engine.create("DeviceVirtualGroup", { deviceVirtualGroupName: "office" });
    assert.equal(cloud.account.ioa.groups[id]?.name, "office");
  });

  it("to CreateGroup does not take somebody else's group of that name for the new one", async () => {
    cloud.emulator.seed({ first: { ram: { groups: [{ name: "finance", comments: "somebody's" }] } } });
    cloud.emulator.inject({ kind: "disconnect", operation: "CreateGroup" });
    const error = await failureOf(cloud.engine.create("RamGroup", RAM.args("finance")));
    assert.match(error.message, /^CreateGroup was refused: EntityAlreadyExists\.Group: .*Set `adopt: true`/);
    assert.equal(cloud.account.ram.groups["finance"]?.comments, "somebody's");
  });

  it("to a rename is settled by the group's id under the new name", async () => {
    const made = await cloud.engine.create("RamGroup", RAM.args("finance"));
    cloud.emulator.inject({ kind: "disconnect", applied: true, operation: "UpdateGroup" });
    const calls = await cloud.callsOf(() => cloud.engine.update(made, RAM.args("billing")));
    assert.deepEqual(calls, ["GetGroup", "UpdateGroup", "GetGroup"]);
    assert.deepEqual(Object.keys(cloud.account.ram.groups), ["billing"]);
  });

  it("that comes again and again ends in an error that says that the outcome is unknown", async () => {
    cloud.emulator.inject({ kind: "disconnect", operation: "CreateGroup", times: 0 });
    const error = await failureOf(cloud.engine.create("RamGroup", RAM.args("finance")));
    assert.match(error.message, /^CreateGroup: outcome unknown: ConnectionLost: /);
    assert.deepEqual(RAM.names(cloud), []);
  });

  it("to a creation that cannot be looked for either is an error that says both", async () => {
    cloud.emulator.inject([
      { kind: "disconnect", operation: "CreateGroup" },
      { kind: "error", operation: "GetGroup", code: "NoPermission", status: 403, message: "not you" },
    ]);
    const error = await failureOf(cloud.engine.create("RamGroup", RAM.args("finance")));
    assert.match(
      error.message,
      /^CreateGroup: outcome unknown: ConnectionLost: .*; looking failed as well: GetGroup was refused: NoPermission: /,
    );
  });
});

describe("A rename whose answer is lost and which cannot be looked for", () => {
  const cloud = useCloud();

  /** What the state has after it. */
  async function lostRename(applied: boolean): Promise<Deployed> {
    const made = await cloud.engine.create("RamGroup", RAM.args("finance"));
    cloud.emulator.inject([
      { kind: "disconnect", applied, operation: "UpdateGroup" },
      { kind: "error", operation: "GetGroup", skip: 1, code: "NoPermission", status: 403 },
    ]);
    const error = await failureOf(cloud.engine.update(made, RAM.args("billing")));
    assert.match(
      error.message,
      /^UpdateGroup: outcome unknown: .*Run `pulumi up` again: it finds out whether the rename took effect/,
    );
    assert.equal(error.partial?.id, made.id);
    return afterPartial("RamGroup", made.inputs, error);
  }

  for (const applied of [true, false]) {
    const outcome = applied ? "carried out" : "not carried out";

    it(`leaves a group that a refresh finds (${outcome})`, async () => {
      const kept = await lostRename(applied);
      const found = await cloud.engine.refresh(kept);
      assert.deepEqual(found?.inputs, RAM.args(applied ? "billing" : "finance"));
      assert.equal(found.outs["renaming"], undefined);
    });

    it(`leaves a group that the next update renames, be it to a third name (${outcome})`, async () => {
      const renamed = await cloud.engine.update(await lostRename(applied), RAM.args("audit"));
      assert.deepEqual(RAM.names(cloud), ["audit"]);
      assert.equal(renamed.outs["renaming"], undefined);
    });

    it(`leaves a group that can be destroyed (${outcome})`, async () => {
      await cloud.engine.destroy(await lostRename(applied));
      assert.deepEqual(RAM.names(cloud), []);
    });
  }
});

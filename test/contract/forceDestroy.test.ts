import assert from "node:assert/strict";

import { failureOf, useCloud } from "./support/cloud";

const POLICIES = [
  { type: "System", name: "ReadOnlyAccess" },
  { type: "Custom", name: "bills" },
] as const;

describe("A destroy with forceDestroy", () => {
  const cloud = useCloud();

  it("stops where a member or a policy cannot be taken out, and goes on from there the next time", async () => {
    const seeded = { name: "finance", members: ["alice", "bob"], policies: POLICIES };
    cloud.emulator.seed({ first: { ram: { groups: [seeded] } } });
    const args = { groupName: "finance", adopt: true, forceDestroy: true };
    const made = await cloud.engine.create("RamGroup", args);
    const denied = { kind: "error", skip: 1, status: 403, code: "NoPermission" } as const;
    cloud.emulator.inject([
      { ...denied, operation: "RemoveUserFromGroup" },
      { ...denied, operation: "DetachPolicyFromGroup" },
    ]);
    const held = () => {
      const { members, policies } = cloud.account.ram.groups["finance"]!;
      return [members.length, policies.length];
    };
    const users = await cloud.callsOf(() => failureOf(cloud.engine.destroy(made)));
    assert.deepEqual(users.slice(1), ["ListUsersForGroup", "RemoveUserFromGroup", "RemoveUserFromGroup"]);
    assert.deepEqual(held(), [1, 2]);
    const policies = await cloud.callsOf(() => failureOf(cloud.engine.destroy(made)));
    assert.equal(policies.at(-1), "DetachPolicyFromGroup");
    assert.deepEqual(held(), [0, 1]);
    await cloud.engine.destroy(made);
    assert.deepEqual(cloud.account.ram.groups, {});
  });

  it("stops where an API cannot be taken offline or deleted, and goes on from there the next time", async () => {
    const apis = [{ name: "pay", published: true }, { name: "refund" }, { name: "draft" }];
    cloud.emulator.seed({ first: { apig: { groups: [{ name: "payments", apis }] } } });
    const made = await cloud.engine.create("ApigGroup", {
      name: "payments",
      adopt: true,
      forceDestroy: true,
    });
    const denied = { kind: "error", status: 403, code: "APIG.1101" } as const;
    cloud.emulator.inject([
      { ...denied, operation: "publishApi" },
      { ...denied, operation: "deleteApi", skip: 1 },
    ]);
    const left = () => Object.keys(cloud.account.apig.groups[made.id]?.apis ?? {}).length;
    const offline = await cloud.callsOf(() => failureOf(cloud.engine.destroy(made)));
    assert.deepEqual(offline, ["listApis", "publishApi"]);
    assert.equal(left(), 3);
    const deleted = await cloud.callsOf(() => failureOf(cloud.engine.destroy(made)));
    assert.deepEqual(deleted, ["listApis", "publishApi", "deleteApi", "deleteApi"]);
    assert.equal(left(), 2);
    await cloud.engine.destroy(made);
    assert.ok(!(made.id in cloud.account.apig.groups));
  });
});

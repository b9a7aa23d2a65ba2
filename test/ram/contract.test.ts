import assert from "node:assert/strict";

import type { Values } from "../support/providerProcess";
import { failureOf, useCloud } from "../contract/support/cloud";
import { afterPartial, type Deployed, visible } from "../contract/support/engine";

const READ_ONLY = { type: "System", name: "ReadOnlyAccess" } as const;

describe("RamGroup", () => {
  const cloud = useCloud();
  const groups = () => cloud.account.ram.groups;
  const group = (name: string) => groups()[name]!;

  /** A group that was made and seen since, so that nobody waits for it to become visible. */
  async function seen(args: Values): Promise<Deployed> {
    const found = await cloud.engine.refresh(await cloud.engine.create("RamGroup", args));
    assert.ok(found);
    return found;
  }

  it("is made with one call, and its id is the group's own", async () => {
    const calls = await cloud.callsOf(async () => {
      const made = await cloud.engine.create("RamGroup", { groupName: "finance", comments: "pays" });
      const { id: groupId, createDate } = group("finance");
      assert.equal(made.id, groupId);
      assert.deepEqual(visible(made.outs), { groupName: "finance", comments: "pays", groupId, createDate });
    });
    assert.deepEqual(calls, ["CreateGroup"]);
  });

  it("is read with one call, and gives back the inputs that made it", async () => {
    for (const args of [
      { groupName: "bare" },
      { groupName: "empty", comments: "" },
      { groupName: "all", comments: "pays", adopt: true, forceDestroy: true },
    ]) {
      const made = await cloud.engine.create("RamGroup", args);
      const calls = await cloud.callsOf(async () => {
        const found = await cloud.engine.refresh(made);
        assert.deepEqual(found?.inputs, made.inputs);
        assert.deepEqual(found.outs, { ...made.outs, updateDate: group(args.groupName).updateDate });
      });
      assert.deepEqual(calls, ["GetGroup"]);
    }
  });

  it("shows comments that somebody else changed as a changed input", async () => {
    const made = await cloud.engine.create("RamGroup", { groupName: "finance", comments: "pays" });
    await cloud.engine.update(made, { groupName: "finance", comments: "collects" });
    const found = await cloud.engine.refresh(made);
    assert.deepEqual(found?.inputs, { groupName: "finance", comments: "collects" });
    await cloud.engine.update(found, { groupName: "finance", comments: "pays" });
    assert.equal(group("finance").comments, "pays");
  });

  it("leaves the state where it is gone, also where another one has its name", async () => {
    const made = await cloud.engine.create("RamGroup", { groupName: "finance" });
    cloud.emulator.seed({ first: { ram: { groups: [{ name: "finance", comments: "somebody's" }] } } });
    assert.equal(await cloud.engine.refresh(made), undefined);
    const another = await seen({ groupName: "billing" });
    await cloud.engine.destroy(another);
    assert.equal(await cloud.engine.refresh(another), undefined);
  });

  it("is renamed in place: members, policies, groupId and id stay", async () => {
    cloud.emulator.seed({
      first: { ram: { groups: [{ name: "finance", members: ["alice"], policies: [READ_ONLY] }] } },
    });
    const made = await cloud.engine.create("RamGroup", { groupName: "finance", adopt: true });
    cloud.engine.beginRun();
    const calls = await cloud.callsOf(async () => {
      const renamed = await cloud.engine.update(made, { groupName: "billing", adopt: true });
      assert.equal(renamed.id, group("billing").id);
      assert.equal(renamed.outs["groupId"], made.outs["groupId"]);
      assert.equal(renamed.outs["groupName"], "billing");
      assert.deepEqual((await cloud.engine.refresh(renamed))?.inputs, renamed.inputs);
    });
    assert.deepEqual(calls, ["GetGroup", "UpdateGroup", "GetGroup"]);
    assert.deepEqual(Object.keys(groups()), ["billing"]);
    assert.deepEqual(group("billing").members, ["alice"]);
    assert.deepEqual(group("billing").policies, [READ_ONLY]);
  });

  it("keeps its old name in the state where the new one is taken", async () => {
    const made = await cloud.engine.create("RamGroup", { groupName: "finance" });
    cloud.emulator.seed({ first: { ram: { groups: [{ name: "billing" }] } } });
    const error = await failureOf(cloud.engine.update(made, { groupName: "billing" }));
    assert.match(error.message, /^UpdateGroup was refused: EntityAlreadyExists\.Group: .*\(request id \S+\)/);
    assert.equal(error.partial, undefined);
    assert.deepEqual(Object.keys(groups()).sort(), ["billing", "finance"]);
  });

  it("has its comments changed and cleared with one UpdateGroup", async () => {
    const made = await cloud.engine.create("RamGroup", { groupName: "finance", comments: "pays" });
    const calls = await cloud.callsOf(async () => {
      const changed = await cloud.engine.update(made, { groupName: "finance", comments: "collects" });
      assert.equal(group("finance").comments, "collects");
      const cleared = await cloud.engine.update(changed, { groupName: "finance" });
      assert.equal(group("finance").comments, "");
      assert.deepEqual((await cloud.engine.refresh(cleared))?.inputs, { groupName: "finance" });
    });
    assert.deepEqual(calls, ["GetGroup", "UpdateGroup", "GetGroup", "UpdateGroup", "GetGroup"]);
  });

  for (const ramEmptyComments of ["refuse", "ignore"] as const) {
    it(`says what to declare where RAM does not clear comments (${ramEmptyComments})`, async () => {
      cloud.emulator.configure({ ramEmptyComments });
      const made = await cloud.engine.create("RamGroup", { groupName: "finance", comments: "pays" });
      const error = await failureOf(cloud.engine.update(made, { groupName: "finance" }));
      assert.match(
        error.message,
        /RAM does not clear comments here: declare comments of at least one character/,
      );
      assert.equal(group("finance").comments, "pays");
    });
  }

  it("is only looked at where nothing but forceDestroy changes", async () => {
    const made = await cloud.engine.create("RamGroup", { groupName: "finance" });
    const calls = await cloud.callsOf(async () => {
      const changed = await cloud.engine.update(made, { groupName: "finance", forceDestroy: true });
      assert.equal(changed.outs["forceDestroy"], true);
    });
    assert.deepEqual(calls, ["GetGroup"]);
  });

  it("says to refresh where it is gone or has become another's", async () => {
    const made = await cloud.engine.create("RamGroup", { groupName: "finance" });
    cloud.emulator.seed({ first: { ram: { groups: [{ name: "finance" }] } } });
    const error = await failureOf(cloud.engine.update(made, { groupName: "finance", comments: "pays" }));
    assert.match(
      error.message,
      /finance is another one \(g-\w+\), created after ours was deleted\. Run `pulumi refresh`/,
    );
    assert.equal(group("finance").comments, "");
  });

  it("does not take an existing group unasked, and says how to", async () => {
    cloud.emulator.seed({ first: { ram: { groups: [{ name: "finance", comments: "somebody's" }] } } });
    const error = await failureOf(
      cloud.engine.create("RamGroup", { groupName: "finance", comments: "pays" }),
    );
    assert.match(
      error.message,
      /^CreateGroup was refused: EntityAlreadyExists\.Group: .*\. Set `adopt: true` to take over the existing group$/,
    );
    assert.equal(error.partial, undefined);
    assert.equal(group("finance").comments, "somebody's");
  });

  it("takes an existing group over with adopt, and sets what is declared", async () => {
    cloud.emulator.seed({ first: { ram: { groups: [{ name: "finance", comments: "somebody's" }] } } });
    const { id: groupId } = group("finance");
    const args = { groupName: "finance", comments: "pays", adopt: true };
    const made = await cloud.engine.create("RamGroup", args);
    assert.equal(made.outs["groupId"], groupId);
    assert.equal(group("finance").comments, "pays");
    assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
  });

  it("is looked at and deleted with two calls, and being gone already is no error", async () => {
    const made = await seen({ groupName: "finance" });
    assert.deepEqual(await cloud.callsOf(() => cloud.engine.destroy(made)), ["GetGroup", "DeleteGroup"]);
    assert.deepEqual(groups(), {});
    // A list without any group is looked at twice.
    const again = await cloud.callsOf(() => cloud.engine.destroy(made));
    assert.deepEqual(again, ["GetGroup", "ListGroups", "ListGroups"]);
  });

  it("leaves another's group of its name alone when it is destroyed", async () => {
    const made = await cloud.engine.create("RamGroup", { groupName: "finance" });
    cloud.emulator.seed({ first: { ram: { groups: [{ name: "finance", comments: "somebody's" }] } } });
    await cloud.engine.destroy(made);
    assert.equal(group("finance").comments, "somebody's");
  });

  it("is not deleted while it has members or policies, which the error lists", async () => {
    const members = Array.from({ length: 12 }, (_, at) => `user-${at + 10}`);
    cloud.emulator.seed({
      first: { ram: { groups: [{ name: "finance", members, policies: [READ_ONLY] }] } },
    });
    const made = await cloud.engine.create("RamGroup", { groupName: "finance", adopt: true });
    const error = await failureOf(cloud.engine.destroy(made));
    assert.match(
      error.message,
      /^DeleteGroup was refused: DeleteConflict\.Group\.User: the group still has /,
    );
    assert.match(
      error.message,
      /12 members \(user-10, .*, user-19 and 2 more\) and 1 policy \(ReadOnlyAccess\)/,
    );
    assert.match(
      error.message,
      /\. Set `forceDestroy: true` and run `pulumi up`, then `pulumi destroy`: it removes the members and policies first$/,
    );
    assert.equal(group("finance").members.length, 12);
  });

  it("has all its members counted, page after page", async () => {
    const members = Array.from({ length: 1001 }, (_, at) => `user-${at}`);
    cloud.emulator.seed({ first: { ram: { groups: [{ name: "finance", members }] } } });
    const made = await cloud.engine.create("RamGroup", { groupName: "finance", adopt: true });
    const error = await failureOf(cloud.engine.destroy(made));
    assert.match(error.message, /the group still has 1001 members \(/);
  });

  it("says what RAM says where it lists nothing that is in the way", async () => {
    const made = await cloud.engine.create("RamGroup", { groupName: "finance" });
    cloud.emulator.inject({
      kind: "error",
      operation: "DeleteGroup",
      status: 409,
      code: "DeleteConflict.Group.Policy",
      message: "Detach first.",
    });
    const error = await failureOf(cloud.engine.destroy(made));
    assert.match(
      error.message,
      /^DeleteGroup was refused: DeleteConflict\.Group\.Policy: Detach first \(request id /,
    );
  });

  it("has members and policies taken out first with forceDestroy", async () => {
    cloud.emulator.seed({
      first: { ram: { groups: [{ name: "finance", members: ["alice", "bob"], policies: [READ_ONLY] }] } },
    });
    const made = await cloud.engine.create("RamGroup", {
      groupName: "finance",
      adopt: true,
      forceDestroy: true,
    });
    assert.deepEqual(await cloud.callsOf(() => cloud.engine.destroy(made)), [
      "GetGroup",
      "ListUsersForGroup",
      "RemoveUserFromGroup",
      "RemoveUserFromGroup",
      "ListPoliciesForGroup",
      "DetachPolicyFromGroup",
      "DeleteGroup",
    ]);
    assert.deepEqual(groups(), {});
    assert.deepEqual(cloud.account.ram.users, ["alice", "bob"]);
  });

  it("that somebody else renamed is found by its id, renamed back, and destroyed", async () => {
    const made = await seen({ groupName: "finance", comments: "pays" });
    await cloud.engine.update(made, { groupName: "theirs", comments: "pays" });
    const names = Array.from({ length: 250 }, (_, at) => ({ name: `a-group-${at}` }));
    cloud.emulator.seed({ first: { ram: { groups: names } } });
    const calls = await cloud.callsOf(async () => {
      const found = await cloud.engine.refresh(made);
      assert.deepEqual(found?.inputs, { groupName: "theirs", comments: "pays" });
    });
    assert.deepEqual(calls, ["GetGroup", "ListGroups", "ListGroups", "ListGroups"]);
    const renamed = await cloud.engine.update(made, { groupName: "finance", comments: "pays" });
    assert.equal(renamed.outs["groupId"], group("finance").id);
    await cloud.engine.update(renamed, { groupName: "theirs" });
    await cloud.engine.destroy(renamed);
    assert.equal(Object.keys(groups()).length, 250);
  });

  it("that somebody else renamed is ours although another one has its name by now", async () => {
    const made = await seen({ groupName: "finance" });
    await cloud.engine.update(made, { groupName: "theirs" });
    await cloud.engine.create("RamGroup", { groupName: "finance", comments: "another" });
    assert.equal((await cloud.engine.refresh(made))?.inputs["groupName"], "theirs");
    await cloud.engine.destroy(made);
    assert.deepEqual(Object.keys(groups()), ["finance"]);
    assert.equal(group("finance").comments, "another");
  });

  it("is waited for where it was just made and cannot be seen yet", async () => {
    cloud.emulator.configure({ ramVisibleAfterReads: 2 });
    const made = await cloud.engine.create("RamGroup", { groupName: "finance" });
    const calls = await cloud.callsOf(async () => {
      assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
    });
    assert.deepEqual(calls, ["GetGroup", "GetGroup", "GetGroup"]);
  });

  it("has its new name in the state where RAM took that and kept the comments", async () => {
    cloud.emulator.configure({ ramEmptyComments: "ignore" });
    const made = await cloud.engine.create("RamGroup", { groupName: "finance", comments: "pays" });
    const error = await failureOf(cloud.engine.update(made, { groupName: "billing" }));
    assert.match(
      error.message,
      /CommentsKept: .*declare comments of at least one character\. Everything else is as declared$/,
    );
    const kept = afterPartial("RamGroup", made.inputs, error);
    assert.deepEqual([kept.outs["groupName"], kept.outs["comments"]], ["billing", "pays"]);
    const finished = await cloud.engine.update(kept, { groupName: "billing", comments: "-" });
    assert.equal(group("billing").comments, "-");
    assert.equal(finished.outs["groupId"], made.outs["groupId"]);
  });

  it("is emptied again with forceDestroy where RAM still sees, or has again, what was taken out", async () => {
    cloud.emulator.seed({ first: { ram: { groups: [{ name: "finance", members: ["alice"] }] } } });
    const args = { groupName: "finance", adopt: true, forceDestroy: true };
    const made = await cloud.engine.create("RamGroup", args);
    const conflict = { status: 409, code: "DeleteConflict.Group.User" };
    cloud.emulator.inject({ kind: "error", operation: "DeleteGroup", times: 2, ...conflict });
    const calls = await cloud.callsOf(() => cloud.engine.destroy(made));
    const count = (name: string) => calls.filter((operation) => operation === name).length;
    assert.deepEqual(
      [count("RemoveUserFromGroup"), count("ListUsersForGroup"), count("DeleteGroup")],
      [1, 3, 3],
    );
    assert.deepEqual(groups(), {});
  });

  it("is not tried again with forceDestroy where RAM lists nothing that could be taken out", async () => {
    const made = await cloud.engine.create("RamGroup", { groupName: "finance", forceDestroy: true });
    const conflict = { status: 409, code: "DeleteConflict.Group.Policy", message: "Detach first." };
    cloud.emulator.inject({ kind: "error", operation: "DeleteGroup", times: 0, ...conflict });
    const calls = await cloud.callsOf(async () => {
      const error = await failureOf(cloud.engine.destroy(made));
      assert.match(
        error.message,
        /DeleteConflict\.Group\.Policy: Detach first .* attached within a resource group$/,
      );
    });
    assert.equal(calls.filter((operation) => operation === "DeleteGroup").length, 1);
  });

  it("is known by its time of creation where RAM tells no ids, as it did in its early days", async () => {
    cloud.emulator.configure({ ramGroupIds: "omitted" });
    const made = await seen({ groupName: "finance", comments: "pays" });
    assert.equal(made.outs["groupId"], undefined);
    const renamed = await cloud.engine.update(made, { groupName: "billing", comments: "pays" });
    assert.deepEqual((await cloud.engine.refresh(renamed))?.inputs, renamed.inputs);
    await cloud.engine.destroy(renamed);
    assert.deepEqual(groups(), {});
  });
});

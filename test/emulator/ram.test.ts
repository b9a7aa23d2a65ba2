import assert from "node:assert/strict";

import type { Seed } from "../../emulator";
import { callersOf } from "./support/callers";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused } from "./support/refused";

interface GroupAnswer {
  readonly GroupId?: string;
  readonly GroupName: string;
  readonly Comments: string;
  readonly CreateDate: string;
  readonly UpdateDate?: string;
}

describe("the emulator's RAM", () => {
  const emulator = useEmulator();

  const { ram: call } = callersOf(emulator);

  async function group(action: string, parameters: object): Promise<GroupAnswer> {
    return (await answerOf(call(action, parameters)))["Group"] as GroupAnswer;
  }

  function seedGroups(groups: NonNullable<NonNullable<Seed["first"]>["ram"]>["groups"] & object): void {
    emulator.running.seed({ first: { ram: { groups } } });
  }

  function names(): string[] {
    return Object.keys(emulator.running.state().accounts.first.ram.groups);
  }

  describe("CreateGroup and GetGroup", () => {
    it("make and tell a group, without a Code in the answer", async () => {
      const answer = await answerOf(call("CreateGroup", { GroupName: "Dev-Team", Comments: "开发团队" }));
      assert.equal("Code" in answer, false);
      assert.match(String(answer["RequestId"]), /^[0-9A-F-]{36}$/);
      const made = answer["Group"] as GroupAnswer;
      assert.match(made.GroupId ?? "", /^g-/);
      assert.equal("UpdateDate" in made, false);
      assert.match(made.CreateDate, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      const told = await group("GetGroup", { GroupName: "Dev-Team" });
      assert.deepEqual(told, { ...made, UpdateDate: made.CreateDate });
    });

    it("check names and comments", async () => {
      await assertRefused(call("CreateGroup"), "MissingGroupName", 400);
      await assertRefused(
        call("CreateGroup", { GroupName: "a b" }),
        "InvalidParameter.GroupName.InvalidChars",
        400,
      );
      const long = "a".repeat(65);
      await assertRefused(call("CreateGroup", { GroupName: long }), "InvalidParameter.GroupName.Length", 400);
      const comments = { GroupName: "dev", Comments: "注".repeat(129) };
      await assertRefused(call("CreateGroup", comments), "InvalidParameter.Comments.Length", 400);
      await group("CreateGroup", { GroupName: "a".repeat(64), Comments: "注".repeat(128) });
    });

    it("refuse a second group of a name, and know none that does not exist", async () => {
      await group("CreateGroup", { GroupName: "dev" });
      await assertRefused(call("CreateGroup", { GroupName: "dev" }), "EntityAlreadyExists.Group", 409);
      const { message } = await assertRefused(
        call("GetGroup", { GroupName: "Dev" }),
        "EntityNotExist.Group",
        404,
      );
      assert.equal(message, "The group does not exist.");
    });

    it("take Dev and dev for one group where ramNames says so", async () => {
      emulator.running.configure({ ramNames: "insensitive" });
      await group("CreateGroup", { GroupName: "dev" });
      await assertRefused(call("CreateGroup", { GroupName: "Dev" }), "EntityAlreadyExists.Group", 409);
      assert.equal((await group("GetGroup", { GroupName: "DEV" })).GroupName, "dev");
    });

    it("leave out GroupId where ramGroupIds says so", async () => {
      emulator.running.configure({ ramGroupIds: "omitted" });
      assert.equal("GroupId" in (await group("CreateGroup", { GroupName: "dev" })), false);
      assert.equal("GroupId" in (await group("GetGroup", { GroupName: "dev" })), false);
    });

    it("make as many groups as ramMaxGroups says and no more", async () => {
      emulator.running.configure({ ramMaxGroups: 50 });
      seedGroups(Array.from({ length: 49 }, (_, index) => ({ name: `group-${index}` })));
      await group("CreateGroup", { GroupName: "last" });
      await assertRefused(call("CreateGroup", { GroupName: "more" }), "LimitExceeded.Group", 409);
      emulator.running.configure({ ramMaxGroups: 51 });
      await group("CreateGroup", { GroupName: "more" });
    });

    it("hide a new group for as many reads as ramVisibleAfterReads says", async () => {
      emulator.running.configure({ ramVisibleAfterReads: 2 });
      await group("CreateGroup", { GroupName: "dev" });
      await assertRefused(call("GetGroup", { GroupName: "dev" }), "EntityNotExist.Group", 404);
      assert.deepEqual((await answerOf(call("ListGroups")))["Groups"], { Group: [] });
      await assertRefused(call("GetGroup", { GroupName: "dev" }), "EntityNotExist.Group", 404);
      await group("GetGroup", { GroupName: "dev" });
    });
  });

  describe("UpdateGroup", () => {
    it("renames in place: id, members and policies stay", async () => {
      seedGroups([
        { name: "dev", members: ["alice"], policies: [{ name: "ReadOnlyAccess", type: "System" }] },
      ]);
      const before = emulator.running.state().accounts.first.ram.groups["dev"];
      const renamed = await group("UpdateGroup", { GroupName: "dev", NewGroupName: "ops" });
      assert.equal(renamed.GroupId, before?.id);
      assert.equal(renamed.GroupName, "ops");
      const after = emulator.running.state().accounts.first.ram.groups;
      assert.deepEqual(Object.keys(after), ["ops"]);
      assert.deepEqual(after["ops"]?.members, ["alice"]);
      await assertRefused(call("GetGroup", { GroupName: "dev" }), "EntityNotExist.Group", 404);
    });

    it("changes comments alone", async () => {
      seedGroups([{ name: "dev", comments: "old" }]);
      const { GroupName, Comments } = await group("UpdateGroup", { GroupName: "dev", NewComments: "new" });
      assert.deepEqual([GroupName, Comments], ["dev", "new"]);
    });

    it("names each parameter that is wrong", async () => {
      seedGroups([{ name: "dev" }, { name: "ops" }]);
      const refusals: [object, string, number][] = [
        [{ GroupName: "d v" }, "InvalidParameter.GroupName.InvalidChars", 400],
        [{ GroupName: "d".repeat(65) }, "InvalidParameter.GroupName.Length", 400],
        [{ GroupName: "dev", NewGroupName: "d v" }, "InvalidParameter.NewGroupName.InvalidChars", 400],
        [{ GroupName: "dev", NewGroupName: "d".repeat(65) }, "InvalidParameter.NewGroupName.Length", 400],
        [{ GroupName: "dev", NewComments: "c".repeat(129) }, "InvalidParameter.NewComments.Length", 400],
        [{ GroupName: "nobody", NewGroupName: "x" }, "EntityNotExist.Group", 404],
        [{ GroupName: "dev", NewGroupName: "ops" }, "EntityAlreadyExists.Group", 409],
      ];
      for (const [parameters, code, status] of refusals)
        await assertRefused(call("UpdateGroup", parameters), code, status);
    });

    it("clears, refuses or ignores empty comments as ramEmptyComments says", async () => {
      const clear = { GroupName: "dev", NewComments: "" };
      seedGroups([{ name: "dev", comments: "old" }]);
      emulator.running.configure({ ramEmptyComments: "refuse" });
      await assertRefused(call("UpdateGroup", clear), "InvalidParameter.NewComments.Length", 400);
      emulator.running.configure({ ramEmptyComments: "ignore" });
      assert.equal((await group("UpdateGroup", clear)).Comments, "old");
      emulator.running.configure({ ramEmptyComments: "clear" });
      assert.equal((await group("UpdateGroup", clear)).Comments, "");
    });

    it("accepts or refuses its own name as ramRenameToSelf says", async () => {
      seedGroups([{ name: "dev" }]);
      const rename = { GroupName: "dev", NewGroupName: "dev" };
      await group("UpdateGroup", rename);
      emulator.running.configure({ ramRenameToSelf: "refuse" });
      await assertRefused(call("UpdateGroup", rename), "EntityAlreadyExists.Group", 409);
      assert.deepEqual(names(), ["dev"]);
    });
  });

  describe("DeleteGroup", () => {
    it("deletes an empty group, once", async () => {
      seedGroups([{ name: "dev" }]);
      await answerOf(call("DeleteGroup", { GroupName: "dev" }));
      assert.deepEqual(names(), []);
      await assertRefused(call("DeleteGroup", { GroupName: "dev" }), "EntityNotExist.Group", 404);
    });

    it("waits for members and policies to be taken out", async () => {
      const policy = { PolicyName: "ReadOnlyAccess", PolicyType: "System" };
      await group("CreateGroup", { GroupName: "dev" });
      await answerOf(call("AddUserToGroup", { GroupName: "dev", UserName: "alice" }));
      await answerOf(call("AttachPolicyToGroup", { GroupName: "dev", ...policy }));
      await assertRefused(call("DeleteGroup", { GroupName: "dev" }), "DeleteConflict.Group.User", 409);
      await answerOf(call("RemoveUserFromGroup", { GroupName: "dev", UserName: "alice" }));
      await assertRefused(call("DeleteGroup", { GroupName: "dev" }), "DeleteConflict.Group.Policy", 409);
      await answerOf(call("DetachPolicyFromGroup", { GroupName: "dev", ...policy }));
      await answerOf(call("DeleteGroup", { GroupName: "dev" }));
    });
  });

  it("names the request in its refusals, as the call log does", async () => {
    const { requestId } = await assertRefused(
      call("GetGroup", { GroupName: "nobody" }),
      "EntityNotExist.Group",
    );
    assert.equal(requestId, emulator.running.calls().at(-1)?.requestId);
  });
});

import assert from "node:assert/strict";

import type { Seed } from "../../emulator";
import type { RpcAnswer } from "./support/alibaba";
import { callersOf } from "./support/callers";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused } from "./support/refused";

describe("the emulator's RAM", () => {
  const emulator = useEmulator();
  const { ram: call } = callersOf(emulator);

  function seedGroups(groups: NonNullable<NonNullable<Seed["first"]>["ram"]>["groups"] & object): void {
    emulator.running.seed({ first: { ram: { groups } } });
  }

  describe("members and policies", () => {
    it("are told with the time they came", async () => {
      seedGroups([{ name: "dev", members: ["bob", "alice"], policies: [{ name: "own", type: "Custom" }] }]);
      const { Users, IsTruncated } = await answerOf(call("ListUsersForGroup", { GroupName: "dev" }));
      const users = (Users as { User: { UserName: string; JoinDate: string }[] }).User;
      assert.deepEqual(
        users.map(({ UserName }) => UserName),
        ["alice", "bob"],
      );
      assert.equal(IsTruncated, false);
      assert.match(users[0]?.JoinDate ?? "", /Z$/);
      const { Policies } = await answerOf(call("ListPoliciesForGroup", { GroupName: "dev" }));
      const [policy] = (Policies as { Policy: Record<string, string>[] }).Policy;
      assert.deepEqual([policy?.["PolicyName"], policy?.["PolicyType"]], ["own", "Custom"]);
    });

    it("say which of group, user and policy is missing or there already", async () => {
      seedGroups([
        { name: "dev", members: ["alice"], policies: [{ name: "ReadOnlyAccess", type: "System" }] },
      ]);
      const policy = { PolicyName: "ReadOnlyAccess", PolicyType: "System" };
      const refusals: [string, object, string, number][] = [
        ["AddUserToGroup", { GroupName: "dev", UserName: "alice" }, "EntityAlreadyExists.User.Group", 409],
        ["AddUserToGroup", { GroupName: "dev", UserName: "eve" }, "EntityNotExist.User", 404],
        ["AddUserToGroup", { GroupName: "ops", UserName: "bob" }, "EntityNotExist.Group", 404],
        ["AddUserToGroup", { GroupName: "dev" }, "MissingUserName", 400],
        ["RemoveUserFromGroup", { GroupName: "dev", UserName: "bob" }, "EntityNotExist.User.Group", 404],
        ["RemoveUserFromGroup", { GroupName: "dev", UserName: "eve" }, "EntityNotExist.User", 404],
        ["AttachPolicyToGroup", { GroupName: "dev", ...policy }, "EntityAlreadyExists.Group.Policy", 409],
        [
          "AttachPolicyToGroup",
          { GroupName: "dev", ...policy, PolicyName: "x" },
          "EntityNotExist.Policy",
          404,
        ],
        [
          "AttachPolicyToGroup",
          { GroupName: "dev", ...policy, PolicyType: "x" },
          "InvalidParameter.PolicyType",
          400,
        ],
        ["DetachPolicyFromGroup", { GroupName: "ops", ...policy }, "EntityNotExist.Group", 404],
        ["ListUsersForGroup", { GroupName: "ops" }, "EntityNotExist.Group", 404],
        ["ListPoliciesForGroup", { GroupName: "ops" }, "EntityNotExist.Group", 404],
      ];
      for (const [action, parameters, code, status] of refusals)
        await assertRefused(call(action, parameters), code, status);
      await answerOf(call("DetachPolicyFromGroup", { GroupName: "dev", ...policy }));
      await assertRefused(
        call("DetachPolicyFromGroup", { GroupName: "dev", ...policy }),
        "EntityNotExist.Group.Policy",
        404,
      );
    });
  });

  describe("lists", () => {
    async function pages(
      action: string,
      parameters: object,
      read: (answer: RpcAnswer) => string[],
    ): Promise<string[][]> {
      const all: string[][] = [];
      let Marker: string | undefined;
      do {
        const answer = await answerOf(
          call(action, { ...parameters, ...(Marker === undefined ? {} : { Marker }) }),
        );
        all.push(read(answer));
        assert.equal("Marker" in answer, answer["IsTruncated"] === true);
        Marker = answer["Marker"] as string | undefined;
      } while (Marker !== undefined);
      return all;
    }

    const groupNames = (answer: RpcAnswer): string[] =>
      (answer["Groups"] as { Group: { GroupName: string }[] }).Group.map(({ GroupName }) => GroupName);
    const userNames = (answer: RpcAnswer): string[] =>
      (answer["Users"] as { User: { UserName: string }[] }).User.map(({ UserName }) => UserName);

    it("come in pages, each named by the marker of the one before", async () => {
      seedGroups(["e", "d", "c", "b", "a"].map((name) => ({ name })));
      assert.deepEqual(await pages("ListGroups", { MaxItems: 2 }, groupNames), [
        ["a", "b"],
        ["c", "d"],
        ["e"],
      ]);
      assert.deepEqual(await pages("ListGroups", { MaxItems: 5 }, groupNames), [["a", "b", "c", "d", "e"]]);
    });

    it("have 100 items a page by default, which ramMaxItemsDefault changes", async () => {
      const members = Array.from({ length: 101 }, (_, index) => `user-${String(index).padStart(3, "0")}`);
      seedGroups([{ name: "dev", members }]);
      const [first, second] = await pages("ListUsersForGroup", { GroupName: "dev" }, userNames);
      assert.deepEqual([first?.length, second], [100, ["user-100"]]);
      emulator.running.configure({ ramMaxItemsDefault: 60 });
      const smaller = await pages("ListUsersForGroup", { GroupName: "dev" }, userNames);
      assert.deepEqual(
        smaller.map((page) => page.length),
        [60, 41],
      );
    });

    it("refuse page sizes and markers that they do not know", async () => {
      seedGroups([{ name: "dev" }]);
      for (const MaxItems of [0, 101, "many"])
        await assertRefused(call("ListGroups", { MaxItems }), "InvalidParameter.MaxItems.Range", 400);
      await answerOf(call("ListUsersForGroup", { GroupName: "dev", MaxItems: 1000 }));
      const tooMany = { GroupName: "dev", MaxItems: 1001 };
      await assertRefused(call("ListUsersForGroup", tooMany), "InvalidParameter.MaxItems.Range", 400);
      await assertRefused(call("ListGroups", { Marker: "elsewhere" }), "InvalidParameter.Marker", 400);
    });
  });
});

import assert from "node:assert/strict";

import { callersOf } from "./support/callers";
import { useEmulator } from "./support/emulator";
import { phoneNumbers } from "./support/numbers";
import { answerOf, assertRefused } from "./support/refused";

const POOL = "FC123456";
const GROUP = 1234;

describe("the emulator's AXG groups", () => {
  const emulator = useEmulator();
  const { dypls: call } = callersOf(emulator);

  function groupsHeld() {
    return emulator.running.state().accounts.first.dypls.pools[POOL]?.groups ?? {};
  }

  describe("CreateAxgGroup", () => {
    it("makes a group with its first numbers and gives it an id of 13 digits", async () => {
      const answer = await answerOf(
        call("CreateAxgGroup", {
          PoolKey: POOL,
          Name: "客服",
          Remark: "热线",
          Numbers: "15800000000,15900000000",
        }),
      );
      assert.equal(answer["Code"], "OK");
      assert.equal(answer["GroupId"], 2_000_000_000_001);
      assert.deepEqual(groupsHeld()["2000000000001"], {
        name: "客服",
        remark: "热线",
        numbers: ["15800000000", "15900000000"],
        bound: false,
      });
    });

    it("names a group after its id, and lets names be used twice", async () => {
      await answerOf(call("CreateAxgGroup", { PoolKey: POOL }));
      await answerOf(call("CreateAxgGroup", { PoolKey: POOL, Name: "2000000000001" }));
      const groups = groupsHeld();
      assert.equal(groups["2000000000001"]?.name, "2000000000001");
      assert.equal(groups["2000000000002"]?.name, "2000000000001");
    });

    it("refuses a name of another group where axgRepeatedName says so", async () => {
      emulator.running.configure({ axgRepeatedName: "refuse" });
      await answerOf(call("CreateAxgGroup", { PoolKey: POOL, Name: "a" }));
      await assertRefused(call("CreateAxgGroup", { PoolKey: POOL, Name: "a" }), "isv.GROUP_NUMBER_STATE");
      await answerOf(call("CreateAxgGroup", { PoolKey: POOL }));
    });

    it("takes 200 numbers, a name of 16 and a remark of 50 characters, and no more", async () => {
      const most = {
        PoolKey: POOL,
        Name: "组".repeat(16),
        Remark: "注".repeat(50),
        Numbers: phoneNumbers(200).join(),
      };
      await answerOf(call("CreateAxgGroup", most));
      await assertRefused(
        call("CreateAxgGroup", { ...most, Name: "组".repeat(17) }),
        "isv.INVALID_PARAMETERS",
      );
      await assertRefused(
        call("CreateAxgGroup", { ...most, Remark: "注".repeat(51) }),
        "isv.INVALID_PARAMETERS",
      );
      const tooMany = phoneNumbers(201).join();
      await assertRefused(call("CreateAxgGroup", { ...most, Numbers: tooMany }), "isv.ILLEGAL_ARGUMENT");
      emulator.running.configure({ axgNameMaxLength: 128, axgRemarkMaxLength: 256 });
      await answerOf(call("CreateAxgGroup", { ...most, Name: "组".repeat(128), Remark: "注".repeat(256) }));
    });

    it("makes no group of numbers that it refuses", async () => {
      const parameters = { PoolKey: POOL, Numbers: "15800000000,1" };
      await assertRefused(call("CreateAxgGroup", parameters), "isv.MOBILE_NUMBER_ILLEGAL");
      assert.deepEqual(Object.keys(groupsHeld()), ["1234"]);
    });

    it("refuses pools that do not exist or hold no groups", async () => {
      await assertRefused(call("CreateAxgGroup", { PoolKey: "FC999" }), "isv.POOLKEY_NOT_EXISTS", 200);
      await assertRefused(call("CreateAxgGroup", { PoolKey: "FC000AXB" }), "isv.FORBIDDEN_ACTION", 200);
      await assertRefused(call("CreateAxgGroup"), "MissingPoolKey", 400);
    });

    it("makes 2000 groups a pool and no more", async () => {
      const groups = Array.from({ length: 1998 }, () => ({}));
      emulator.running.seed({ first: { dypls: { pools: [{ key: POOL, groups }] } } });
      await answerOf(call("CreateAxgGroup", { PoolKey: POOL }));
      await assertRefused(call("CreateAxgGroup", { PoolKey: POOL }), "isv.FORBIDDEN_ACTION");
      emulator.running.configure({ axgMaxGroups: 2001 });
      await answerOf(call("CreateAxgGroup", { PoolKey: POOL }));
    });
  });

  describe("DeleteAxgGroup", () => {
    it("deletes a group with its numbers, once", async () => {
      const groups = [{ id: GROUP, numbers: ["15800000000"] }];
      emulator.running.seed({ first: { dypls: { pools: [{ key: POOL, groups }] } } });
      const answer = await answerOf(call("DeleteAxgGroup", { PoolKey: POOL, GroupId: GROUP }));
      assert.equal(answer["Code"], "OK");
      assert.equal(answer["Message"], "SUCCESS");
      assert.deepEqual(groupsHeld(), {});
      await assertRefused(call("DeleteAxgGroup", { PoolKey: POOL, GroupId: GROUP }), "isv.ILLEGAL_ARGUMENT");
      emulator.running.configure({ axgDeleteAbsentGroupCode: "isv.NO_NOT_EXIST" });
      await assertRefused(call("DeleteAxgGroup", { PoolKey: POOL, GroupId: GROUP }), "isv.NO_NOT_EXIST");
    });

    it("does not delete a group with bindings", async () => {
      const groups = [{ id: GROUP, bound: true }];
      emulator.running.seed({ first: { dypls: { pools: [{ key: POOL, groups }] } } });
      await assertRefused(call("DeleteAxgGroup", { PoolKey: POOL, GroupId: GROUP }), "isv.FORBIDDEN_ACTION");
      emulator.running.configure({ axgBoundGroupCode: "isv.BIND_CONFLICT" });
      await assertRefused(call("DeleteAxgGroup", { PoolKey: POOL, GroupId: GROUP }), "isv.BIND_CONFLICT");
      assert.deepEqual(Object.keys(groupsHeld()), ["1234"]);
    });
  });
});

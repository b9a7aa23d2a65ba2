import assert from "node:assert/strict";

import type { Settings } from "../../emulator";
import { DYPLS_VERSION, type RpcAnswer, rpcCaller } from "./support/alibaba";
import { callersOf } from "./support/callers";
import { useEmulator } from "./support/emulator";
import { phoneNumbers } from "./support/numbers";
import { answerOf, assertRefused, type Outcome, refusalOf } from "./support/refused";

const POOL = "FC123456";
const GROUP = 1234;

describe("the emulator's Dyplsapi", () => {
  const emulator = useEmulator();

  const { dypls: call } = callersOf(emulator);

  function operate(
    OperateType: string,
    numbers: readonly string[],
    GroupId: unknown = GROUP,
  ): Promise<Outcome<RpcAnswer>> {
    return call("OperateAxgGroup", { PoolKey: POOL, GroupId, OperateType, Numbers: numbers.join(",") });
  }

  function held(id: string | number = GROUP): readonly string[] | undefined {
    return emulator.running.state().accounts.first.dypls.pools[POOL]?.groups[id]?.numbers;
  }

  function hold(numbers: readonly string[], settings: Partial<Settings> = {}): void {
    emulator.running.reset({
      first: { dypls: { pools: [{ key: POOL, groups: [{ id: GROUP, numbers }] }] } },
    });
    emulator.running.configure(settings);
  }

  describe("OperateAxgGroup", () => {
    it("lets a group hold so many numbers and no more, where a limit is set", async () => {
      hold(phoneNumbers(3), { axgMaxNumbers: 4 });
      await assertRefused(operate("addNumbers", ["15900000000", "15800000000"]), "isv.GROUP_NUMBER_STATE");
      await answerOf(operate("addNumbers", ["15900000000", phoneNumbers(3)[0]!]));
      await assertRefused(operate("overwriteNumbers", phoneNumbers(5)), "isv.GROUP_NUMBER_STATE");
      assert.equal(held()?.length, 4);
    });

    it("adds, deletes and overwrites numbers", async () => {
      await answerOf(operate("addNumbers", ["15900000000", "15800000000"]));
      assert.deepEqual(held(), ["15800000000", "15900000000"]);
      await answerOf(operate("deleteNumbers", ["15900000000"]));
      assert.deepEqual(held(), ["15800000000"]);
      await answerOf(operate("overwriteNumbers", ["13800000001", "13800000002"]));
      assert.deepEqual(held(), ["13800000001", "13800000002"]);
    });

    it("answers as the documents' example does", async () => {
      const { RequestId, ...rest } = await answerOf(operate("addNumbers", ["15800000000"]));
      assert.deepEqual(rest, { Code: "OK", Message: "OK" });
      assert.match(String(RequestId), /^[0-9A-F-]{36}$/);
    });

    it("takes its parameters from the query as well", async () => {
      const { url, credentials } = emulator.running;
      const parameters = { PoolKey: POOL, GroupId: GROUP, OperateType: "addNumbers", Numbers: "15800000000" };
      await answerOf(
        rpcCaller(url, DYPLS_VERSION, credentials.alicloud)("OperateAxgGroup", parameters, "GET"),
      );
      assert.deepEqual(held(), ["15800000000"]);
    });

    for (const type of ["addNumbers", "deleteNumbers", "overwriteNumbers"]) {
      it(`takes 200 numbers a call and refuses 201 (${type})`, async () => {
        hold(phoneNumbers(200));
        await answerOf(operate(type, phoneNumbers(200)));
        hold(["15800000000"]);
        await assertRefused(operate(type, phoneNumbers(201)), "isv.ILLEGAL_ARGUMENT", 200);
        assert.deepEqual(held(), ["15800000000"]);
      });
    }

    it("overwrites a group of 200 and refuses one of 201", async () => {
      hold(phoneNumbers(200));
      await answerOf(operate("overwriteNumbers", ["15800000000"]));
      hold(phoneNumbers(201));
      await assertRefused(operate("overwriteNumbers", ["15800000000"]), "isv.ILLEGAL_ARGUMENT");
      assert.equal(held()?.length, 201);
    });

    for (const bad of [
      "1380",
      "138000000000000000000",
      "138-0000-0000",
      " 13800000000",
      "+8613800000000",
      "",
    ])
      it(`refuses "${bad}" as a number, and with it the whole call`, async () => {
        await assertRefused(operate("addNumbers", ["15800000000", bad]), "isv.MOBILE_NUMBER_ILLEGAL", 200);
        assert.deepEqual(held(), []);
      });

    it("refuses a number that stands twice", async () => {
      await assertRefused(operate("addNumbers", ["15800000000", "15800000000"]), "isv.ILLEGAL_ARGUMENT");
    });

    it("refuses what it cannot work with", async () => {
      const good = { PoolKey: POOL, GroupId: GROUP, OperateType: "addNumbers", Numbers: "15800000000" };
      const refusals: [object, string, number][] = [
        [{ PoolKey: "" }, "MissingPoolKey", 400],
        [{ GroupId: "" }, "MissingGroupId", 400],
        [{ OperateType: "" }, "MissingOperateType", 400],
        [{ Numbers: "" }, "MissingNumbers", 400],
        [{ PoolKey: "FC999" }, "isv.POOLKEY_NOT_EXISTS", 200],
        [{ PoolKey: "FC000AXB" }, "isv.FORBIDDEN_ACTION", 200],
        [{ GroupId: "12a" }, "isv.INVALID_PARAMETERS", 200],
        [{ GroupId: "9223372036854775808" }, "isv.INVALID_PARAMETERS", 200],
        [{ GroupId: 4321 }, "isv.ILLEGAL_ARGUMENT", 200],
        [{ OperateType: "addnumbers" }, "isv.ILLEGAL_ARGUMENT", 200],
      ];
      for (const [change, code, status] of refusals)
        await assertRefused(call("OperateAxgGroup", { ...good, ...change }), code, status);
    });

    it("holds what the documents say nothing of: adding again and deleting the absent succeed by default", async () => {
      hold(["15800000000"]);
      await answerOf(operate("addNumbers", ["15800000000", "15800000001"]));
      await answerOf(operate("deleteNumbers", ["15800000001", "15800000002"]));
      assert.deepEqual(held(), ["15800000000"]);
      await answerOf(operate("deleteNumbers", ["15800000000"]));
      assert.deepEqual(held(), []);
    });

    it("refuses adding again where axgRepeatedAdd says so", async () => {
      hold(["15800000000"], { axgRepeatedAdd: "refuse" });
      const { message } = await assertRefused(
        operate("addNumbers", ["15800000000", "15800000001"]),
        "isv.GROUP_NUMBER_STATE",
      );
      assert.match(message, /15800000000/);
      assert.deepEqual(held(), ["15800000000"]);
    });

    it("refuses deleting the absent where axgAbsentDelete says so, with the code that is set", async () => {
      hold(["15800000000", "15800000001"], {
        axgAbsentDelete: "refuse",
        axgUndocumentedCode: "isv.NO_NOT_EXIST",
      });
      await assertRefused(operate("deleteNumbers", ["15800000000", "15800000002"]), "isv.NO_NOT_EXIST");
      assert.deepEqual(held(), ["15800000000", "15800000001"]);
    });

    it("refuses deleting the last number where axgLastNumber says so", async () => {
      hold(["15800000000", "15800000001"], { axgLastNumber: "refuse" });
      await assertRefused(operate("deleteNumbers", ["15800000000", "15800000001"]), "isv.GROUP_NUMBER_STATE");
      await answerOf(operate("deleteNumbers", ["15800000000"]));
      assert.deepEqual(held(), ["15800000001"]);
    });

    it("lets the good numbers of a refused call take effect where axgRefusal is partial", async () => {
      hold(["15800000000"], {
        axgRefusal: "partial",
        axgRepeatedAdd: "refuse",
        axgBlockedNumbers: ["13900000000"],
      });
      await assertRefused(operate("addNumbers", ["15800000000", "15800000001"]), "isv.GROUP_NUMBER_STATE");
      assert.deepEqual(held(), ["15800000000", "15800000001"]);
      await assertRefused(
        operate("overwriteNumbers", ["13900000000", "15800000002"]),
        "isv.MOBILE_NUMBER_ILLEGAL",
      );
      assert.deepEqual(held(), ["15800000002"]);
      await assertRefused(operate("deleteNumbers", ["13900000000"]), "isv.MOBILE_NUMBER_ILLEGAL");
      assert.deepEqual(
        emulator.running.calls().map(({ applied }) => applied),
        [true, true, false],
      );
    });

    it("takes a number that stands twice once where axgRepeatedInCall says so", async () => {
      emulator.running.configure({ axgRepeatedInCall: "accept" });
      await answerOf(operate("addNumbers", ["15800000000", "15800000000"]));
      assert.deepEqual(held(), ["15800000000"]);
    });

    it("refuses to work on a group without numbers where axgEmptyGroup says so", async () => {
      emulator.running.configure({ axgEmptyGroup: "refuse" });
      await assertRefused(operate("addNumbers", ["15800000000"]), "isv.GROUP_NUMBER_STATE");
      hold(["15800000000"], { axgEmptyGroup: "refuse" });
      await answerOf(operate("addNumbers", ["15800000001"]));
    });

    it("refuses blocked numbers as illegal", async () => {
      emulator.running.configure({ axgBlockedNumbers: ["13900000000"] });
      await assertRefused(operate("addNumbers", ["13900000000"]), "isv.MOBILE_NUMBER_ILLEGAL");
      await answerOf(operate("addNumbers", ["13900000001"]));
    });

    it("names an absent group by the code that is set", async () => {
      emulator.running.configure({ axgAbsentGroupCode: "isv.GROUP_NOT_EXIST" });
      await assertRefused(operate("addNumbers", ["15800000000"], 4321), "isv.GROUP_NOT_EXIST");
    });
  });

  it("has no operation that reads, and says which operations it does not have", async () => {
    const { status } = await assertRefused(
      call("QueryAxgGroup", { PoolKey: POOL }),
      "InvalidApi.NotFound",
      404,
    );
    assert.equal(status, 404);
  });

  it("keeps the accounts apart", async () => {
    const { url, accounts } = emulator.running;
    const second = rpcCaller(url, DYPLS_VERSION, accounts[1].keys[0].alicloud);
    const parameters = { PoolKey: POOL, GroupId: GROUP, OperateType: "addNumbers", Numbers: "15800000000" };
    await answerOf(second("OperateAxgGroup", parameters));
    assert.deepEqual(held(), []);
    const { pools } = emulator.running.state().accounts.second.dypls;
    assert.deepEqual(pools[POOL]?.groups["1234"]?.numbers, ["15800000000"]);
  });

  it("tells the numbers that it refuses, as the real one might", async () => {
    const { message } = await refusalOf(operate("addNumbers", ["123"]));
    assert.match(message, /123/);
  });

  it("holds two hundred thousand numbers and is still quick with one more", async () => {
    hold(phoneNumbers(200_000));
    await answerOf(operate("addNumbers", ["15800000000"]));
    assert.equal(held()?.length, 200_001);
  });
});

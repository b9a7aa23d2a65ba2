import assert from "node:assert/strict";

import { ioaCalls, RULES } from "./support/ioaCalls";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused } from "./support/refused";

describe("the emulator's iOA", () => {
  const emulator = useEmulator();

  const { call, create, stateOf, configure } = ioaCalls(emulator);

  describe("CreateDeviceVirtualGroup", () => {
    it("makes a manual group of Windows devices by default", async () => {
      const id = await create({ DeviceVirtualGroupName: "研发", Description: "详情" });
      const { itime, utime, ...group } = stateOf(id) ?? {};
      assert.deepEqual(group, {
        name: "研发",
        description: "详情",
        osType: 0,
        timeType: 0,
        autoMinute: 0,
        autoRules: null,
        deviceBlacklist: [],
        deviceWhitelist: [],
        domainInstanceId: "1",
        builtIn: false,
        devices: [],
      });
      assert.match(itime ?? "", /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      assert.equal(utime, itime);
    });

    it("makes an automatic group by rules", async () => {
      const id = await create({
        DeviceVirtualGroupName: "auto00",
        OsType: 1,
        TimeType: 3,
        AutoMinute: 10,
        AutoRules: RULES,
      });
      const group = stateOf(id);
      assert.deepEqual([group?.timeType, group?.autoMinute, group?.osType], [3, 10, 1]);
      assert.deepEqual(group?.autoRules, RULES);
    });

    it("refuses what the documents exclude", async () => {
      const name = { DeviceVirtualGroupName: "dev" };
      const item = (change: object): object => ({
        ...name,
        TimeType: 1,
        AutoRules: {
          SimpleRules: [
            { Expressions: [{ Items: [{ Key: "mid", Operate: "等于", Value: "1", ...change }] }] },
          ],
        },
      });
      const refusals: [object, string][] = [
        [{}, "MissingParameter"],
        [{ DeviceVirtualGroupName: "" }, "InvalidParameter.RequestParam"],
        [{ ...name, OsType: 6 }, "InvalidParameter.RequestParam"],
        [{ ...name, OsType: "0" }, "InvalidParameter.RequestParam"],
        [{ ...name, TimeType: 4 }, "InvalidParameter.RequestParam"],
        [{ ...name, TimeType: 3 }, "InvalidParameter.RequestParam"],
        [{ ...name, TimeType: 1, AutoMinute: 10 }, "InvalidParameter.RequestParam"],
        [{ ...name, AutoRules: RULES }, "InvalidParameter.AutoRuleParameterError"],
        [item({ Key: "colour" }), "InvalidParameter.AutoRuleParameterError"],
        [item({ Operate: "equals" }), "InvalidParameter.AutoRuleParameterError"],
        [item({ Key: "criticalvullistcount", Operate: "包含" }), "InvalidParameter.AutoRuleParameterError"],
        [item({ Value: "" }), "InvalidParameter.AutoRuleParameterError"],
        [item({ Colour: "red" }), "UnknownParameter"],
        [{ ...name, Name: "dev" }, "UnknownParameter"],
      ];
      for (const [body, code] of refusals) await assertRefused(call("CreateDeviceVirtualGroup", body), code);
      assert.deepEqual(Object.keys(emulator.running.state().accounts.first.ioa.groups), ["2", "3", "4"]);
    });

    it("takes device lists where ioaCreateLists says so", async () => {
      const body = {
        DeviceVirtualGroupName: "auto",
        TimeType: 1,
        DeviceBlacklist: [1],
        DeviceWhitelist: [2],
      };
      await assertRefused(call("CreateDeviceVirtualGroup", body), "UnknownParameter");
      configure({ ioaCreateLists: "accept" });
      const both = { ...body, DeviceWhitelist: [1, 2] };
      await assertRefused(
        call("CreateDeviceVirtualGroup", both),
        "InvalidParameter.DuplicateIdInBlackWhiteList",
      );
      const group = stateOf(await create(body));
      assert.deepEqual([group?.deviceBlacklist, group?.deviceWhitelist], [[1], [2]]);
    });

    it("wants a name that no other group of the OsType has, or of the account if ioaNameScope says so", async () => {
      await create({ DeviceVirtualGroupName: "dev" });
      const again = call("CreateDeviceVirtualGroup", { DeviceVirtualGroupName: "dev" });
      await assertRefused(again, "InvalidParameter.DuplicateDeviceVirtualGroupName");
      await create({ DeviceVirtualGroupName: "dev", OsType: 1 });
      configure({ ioaNameScope: "account" });
      await assertRefused(
        call("CreateDeviceVirtualGroup", { DeviceVirtualGroupName: "dev", OsType: 2 }),
        "InvalidParameter.DuplicateDeviceVirtualGroupName",
      );
    });
  });

  describe("ModifyDeviceVirtualGroup", () => {
    it("sets everything that it is given", async () => {
      const id = await create({ DeviceVirtualGroupName: "auto", TimeType: 1, AutoRules: RULES });
      const answer = await answerOf(
        call("ModifyDeviceVirtualGroup", {
          DeviceVirtualGroupId: id,
          DeviceVirtualGroupName: "renamed",
          Description: "xxxxx",
          OsType: 0,
          TimeType: 3,
          AutoMinute: 10,
          AutoRules: { SimpleRules: [] },
          DeviceBlacklist: [1],
          DeviceWhitelist: [2, 3],
        }),
      );
      assert.deepEqual(Object.keys(answer), ["RequestId"]);
      const { name, description, timeType, autoMinute, autoRules, deviceBlacklist, deviceWhitelist } =
        stateOf(id) ?? {};
      assert.deepEqual(
        { name, description, timeType, autoMinute, autoRules, deviceBlacklist, deviceWhitelist },
        {
          name: "renamed",
          description: "xxxxx",
          timeType: 3,
          autoMinute: 10,
          autoRules: null,
          deviceBlacklist: [1],
          deviceWhitelist: [2, 3],
        },
      );
    });

    it("keeps or resets what it is not given, as ioaOmittedFields says", async () => {
      const id = await create({
        DeviceVirtualGroupName: "auto",
        Description: "old",
        TimeType: 2,
        AutoRules: RULES,
      });
      const modify = { DeviceVirtualGroupId: id, DeviceVirtualGroupName: "auto" };
      await answerOf(call("ModifyDeviceVirtualGroup", modify));
      assert.deepEqual([stateOf(id)?.description, stateOf(id)?.timeType], ["old", 2]);
      configure({ ioaOmittedFields: "reset" });
      // TimeType counts as 0 then, which an automatic group must not become.
      await assertRefused(
        call("ModifyDeviceVirtualGroup", modify),
        "InvalidParameter.DeviceVirtualGroupTypeNotModify",
      );
      await answerOf(call("ModifyDeviceVirtualGroup", { ...modify, TimeType: 2 }));
      assert.deepEqual([stateOf(id)?.description, stateOf(id)?.autoRules], ["", null]);
    });

    it("clears or keeps what it is given empty, as ioaEmptyFields says", async () => {
      const group = {
        id: 7,
        name: "auto",
        timeType: 1,
        autoRules: RULES,
        deviceBlacklist: [1],
        deviceWhitelist: [2],
      };
      emulator.running.seed({ first: { ioa: { groups: [group] } } });
      const lists = { DeviceBlacklist: [], DeviceWhitelist: [] };
      const empty = { DeviceVirtualGroupId: 7, DeviceVirtualGroupName: "auto", AutoRules: {}, ...lists };
      configure({ ioaEmptyFields: "keep" });
      await answerOf(call("ModifyDeviceVirtualGroup", empty));
      assert.deepEqual([stateOf(7)?.autoRules, stateOf(7)?.deviceBlacklist], [RULES, [1]]);
      configure({ ioaEmptyFields: "clear" });
      await answerOf(call("ModifyDeviceVirtualGroup", empty));
      assert.deepEqual([stateOf(7)?.autoRules, stateOf(7)?.deviceBlacklist], [null, []]);
    });

    it("accepts or refuses its own name as ioaRenameToSelf says", async () => {
      const id = await create({ DeviceVirtualGroupName: "dev" });
      const same = { DeviceVirtualGroupId: id, DeviceVirtualGroupName: "dev" };
      await answerOf(call("ModifyDeviceVirtualGroup", same));
      configure({ ioaRenameToSelf: "refuse" });
      await assertRefused(
        call("ModifyDeviceVirtualGroup", same),
        "InvalidParameter.DuplicateDeviceVirtualGroupName",
      );
    });

    it("does as the documents' first example does: id, description and name alone", async () => {
      emulator.running.seed({ first: { ioa: { groups: [{ id: 358, name: "分组", osType: 2 }] } } });
      await answerOf(
        call("ModifyDeviceVirtualGroup", {
          DeviceVirtualGroupId: 358,
          Description: "修改时的详情",
          DeviceVirtualGroupName: "已修改分组",
        }),
      );
      assert.deepEqual([stateOf(358)?.name, stateOf(358)?.description], ["已修改分组", "修改时的详情"]);
    });

    it("refuses what the documents exclude", async () => {
      await create({ DeviceVirtualGroupName: "other" });
      const manual = await create({ DeviceVirtualGroupName: "manual" });
      const auto = await create({ DeviceVirtualGroupName: "auto", TimeType: 1 });
      const change = {
        DeviceVirtualGroupId: manual,
        DeviceVirtualGroupName: "manual",
        OsType: 0,
        TimeType: 0,
      };
      const typeChange = "InvalidParameter.DeviceVirtualGroupTypeNotModify";
      const refusals: [object, string][] = [
        [{ ...change, TimeType: 1 }, typeChange],
        [{ ...change, DeviceVirtualGroupId: auto, DeviceVirtualGroupName: "auto" }, typeChange],
        [{ ...change, DeviceVirtualGroupName: "other" }, "InvalidParameter.DuplicateDeviceVirtualGroupName"],
        [{ ...change, DeviceVirtualGroupId: 9999 }, "ResourceNotFound.NotFound"],
        [{ ...change, OsType: 1 }, "ResourceNotFound.NotFound"],
        [{ ...change, DeviceWhitelist: [1] }, "InvalidParameter.RequestParam"],
        [{ ...change, AutoRules: RULES }, "InvalidParameter.AutoRuleParameterError"],
        [
          { ...change, DeviceVirtualGroupId: auto, TimeType: 1, DeviceBlacklist: [7], DeviceWhitelist: [7] },
          "InvalidParameter.DuplicateIdInBlackWhiteList",
        ],
        [{ ...change, DeviceVirtualGroupId: 2 }, "UnauthorizedOperation.NoResourcePermissions"],
        [{ ...change, Remark: "?" }, "UnknownParameter"],
      ];
      for (const [body, code] of refusals) await assertRefused(call("ModifyDeviceVirtualGroup", body), code);
    });

    it("can be missing on the public endpoint, but not in a private deployment", async () => {
      configure({ ioaModify: "unavailable" });
      const id = await create({ DeviceVirtualGroupName: "dev" });
      const body = { DeviceVirtualGroupId: id, DeviceVirtualGroupName: "ops" };
      await assertRefused(call("ModifyDeviceVirtualGroup", body), "InvalidAction");
      await answerOf(call("ModifyDeviceVirtualGroup", body, "/capi/Assets/Device/ModifyDeviceVirtualGroup"));
      assert.equal(stateOf(id)?.name, "ops");
    });
  });

  describe("DeleteDeviceVirtualGroup", () => {
    it("deletes a group of the OsType that it is given, with its devices, once", async () => {
      const [group] = [{ id: 500, name: "linux", osType: 1, devices: ["mid-linux-1"] }];
      emulator.running.seed({ first: { ioa: { groups: [group] } } });
      await assertRefused(
        call("DeleteDeviceVirtualGroup", { DeviceVirtualGroupId: 500 }),
        "ResourceNotFound.NotFound",
      );
      await answerOf(call("DeleteDeviceVirtualGroup", { DeviceVirtualGroupId: 500, OsType: 1 }));
      assert.equal(stateOf(500), undefined);
      await assertRefused(
        call("DeleteDeviceVirtualGroup", { DeviceVirtualGroupId: 500, OsType: 1 }),
        "ResourceNotFound.NotFound",
      );
    });

    it("does not delete built-in groups", async () => {
      await assertRefused(
        call("DeleteDeviceVirtualGroup", { DeviceVirtualGroupId: 2, OsType: 0 }),
        "UnauthorizedOperation.NoResourcePermissions",
      );
    });
  });
});

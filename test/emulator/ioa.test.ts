import assert from "node:assert/strict";

import type { Settings } from "../../emulator";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused, type Outcome } from "./support/refused";
import { ioaCaller, type TencentAnswer } from "./support/tencent";

const RULES = {
  SimpleRules: [{ Expressions: [{ Items: [{ Key: "mid", Operate: "不包含", Value: "2222111" }] }] }],
};

interface Item {
  readonly Id: number;
  readonly DeviceVirtualGroupName: string;
  readonly DeviceCount: number;
  readonly OsType: number;
  readonly Itime: string;
  readonly Utime: string;
}

describe("the emulator's iOA", () => {
  const emulator = useEmulator();

  function call(action: string, body: object = {}, path = "/"): Promise<Outcome<TencentAnswer>> {
    const { url, credentials } = emulator.running;
    return ioaCaller(url, credentials.tencentcloud, { path })(action, body);
  }

  async function create(body: object): Promise<number> {
    const { Data } = await answerOf(call("CreateDeviceVirtualGroup", body));
    return (Data as { Id: number }).Id;
  }

  async function describeGroups(body: object): Promise<readonly Item[]> {
    const { Data } = await answerOf(call("DescribeDeviceVirtualGroups", body));
    return (Data as { Items: Item[] }).Items;
  }

  function stateOf(id: number) {
    return emulator.running.state().accounts.first.ioa.groups[id];
  }

  function configure(settings: Partial<Settings>): void {
    emulator.running.configure(settings);
  }

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

  describe("DescribeDeviceVirtualGroups", () => {
    it("tells names and times, of OsType 0 and with the built-in groups, but no more", async () => {
      const id = await create({ DeviceVirtualGroupName: "dev", Description: "hidden" });
      await create({ DeviceVirtualGroupName: "linux", OsType: 1 });
      const items = await describeGroups({});
      assert.deepEqual(
        items.map((item) => item.Id),
        [2, 3, 4, id],
      );
      assert.deepEqual([items[0]?.Itime, items[0]?.Utime], ["", ""]);
      assert.deepEqual(Object.keys(items[3] ?? {}).sort(), [
        "DeviceCount",
        "DeviceVirtualGroupName",
        "Id",
        "Itime",
        "OsType",
        "Utime",
      ]);
      assert.deepEqual(
        (await describeGroups({ OsType: 1 })).map((item) => item.DeviceVirtualGroupName),
        ["linux"],
      );
      assert.equal((await describeGroups({ OsType: -1 })).length, 5);
    });

    it("filters by part of a name, by the whole name in a filter group, and by ids", async () => {
      const [dev, dev2] = [
        await create({ DeviceVirtualGroupName: "dev" }),
        await create({ DeviceVirtualGroupName: "dev2" }),
      ];
      const found = async (Condition: object): Promise<number[]> =>
        (await describeGroups({ Condition })).map((item) => item.Id);
      const filter = (Operator: string, Field = "DeviceVirtualGroupName"): object => ({
        Field,
        Operator,
        Values: ["dev"],
      });
      assert.deepEqual(await found({ Filters: [filter("like")] }), [dev, dev2]);
      assert.deepEqual(await found({ Filters: [filter("like", "Name")] }), [dev, dev2]);
      assert.deepEqual(await found({ FilterGroups: [{ Filters: [filter("eq")] }] }), [dev]);
      const byId = await describeGroups({ VirtualGroupIds: [dev2, 9999] });
      assert.deepEqual(
        byId.map((item) => item.Id),
        [dev2],
      );
      await assertRefused(
        call("DescribeDeviceVirtualGroups", { Condition: { Filters: [filter("eq")] } }),
        "InvalidParameter.RequestParam",
      );
      await assertRefused(
        call("DescribeDeviceVirtualGroups", { Condition: { Filters: [filter("like", "Description")] } }),
        "InvalidParameter.RequestParam",
      );
    });

    it("comes in pages whose totals cannot be relied on", async () => {
      const groups = Array.from({ length: 4 }, (_, index) => ({ id: 200 + index, name: `group-${index}` }));
      emulator.running.seed({ first: { ioa: { groups } } });
      const page = async (PageNum: number, PageSize: number): Promise<[unknown, number[]]> => {
        const { Data } = await answerOf(
          call("DescribeDeviceVirtualGroups", { Condition: { PageNum, PageSize } }),
        );
        const { Page, Items } = Data as { Page: unknown; Items: Item[] };
        return [Page, Items.map((item) => item.Id)];
      };
      assert.deepEqual(await page(1, 3), [{ PageSize: 3, PageNum: 1, PageCount: 0, Total: 0 }, [2, 3, 4]]);
      assert.deepEqual((await page(3, 3))[1], [203]);
      assert.deepEqual((await page(4, 3))[1], []);
      assert.deepEqual((await page(0, 0))[0], { PageSize: 1000, PageNum: 1, PageCount: 0, Total: 0 });
      configure({ ioaPageTotals: "counted" });
      assert.deepEqual((await page(3, 3))[0], { PageSize: 3, PageNum: 3, PageCount: 3, Total: 7 });
      const tooMany = { Condition: { PageSize: 5001 } };
      await assertRefused(call("DescribeDeviceVirtualGroups", tooMany), "InvalidParameter.RequestParam");
    });

    it("sees only the groups of the management domain that it is given", async () => {
      await create({ DeviceVirtualGroupName: "here", DomainInstanceId: "7" });
      const names = (items: readonly Item[]): string[] => items.map((item) => item.DeviceVirtualGroupName);
      assert.deepEqual(names(await describeGroups({ DomainInstanceId: "7" })), ["here"]);
      assert.equal(names(await describeGroups({ DomainInstanceId: "1" })).includes("here"), true);
      assert.deepEqual(names(await describeGroups({ DomainInstanceId: "8" })), []);
    });
  });

  describe("DescribeAutoVirtualGroupRule", () => {
    const path = "/capi/Assets/Device/DescribeAutoVirtualGroupRule";

    it("tells what an automatic group is made by, in private deployments or where ioaDescribeRule says so", async () => {
      const id = await create({
        DeviceVirtualGroupName: "auto",
        TimeType: 3,
        AutoMinute: 10,
        AutoRules: RULES,
      });
      const body = { VirtualGroupId: id, OsType: 0 };
      await assertRefused(call("DescribeAutoVirtualGroupRule", body), "InvalidAction");
      const { Data } = await answerOf(call("DescribeAutoVirtualGroupRule", body, path));
      assert.deepEqual(Data, {
        IsAuto: true,
        VirtualGroupId: id,
        RuleId: id,
        TimeType: 3,
        AutoMinute: 10,
        AutoRules: RULES,
        DeviceBlacklist: [],
        DeviceWhitelist: [],
      });
      configure({ ioaDescribeRule: "available" });
      await answerOf(call("DescribeAutoVirtualGroupRule", body));
    });

    it("wants id and OsType, and finds nothing of another OsType", async () => {
      await assertRefused(
        call("DescribeAutoVirtualGroupRule", { VirtualGroupId: 2 }, path),
        "MissingParameter",
      );
      const other = { VirtualGroupId: 2, OsType: 1 };
      await assertRefused(call("DescribeAutoVirtualGroupRule", other, path), "ResourceNotFound.NotFound");
    });
  });

  describe("in a private deployment", () => {
    it("answers on each operation's own path and no other", async () => {
      await answerOf(call("DescribeVirtualDevices", {}, "/capi/Assets/DescribeVirtualDevices"));
      await answerOf(
        call("DescribeDeviceVirtualGroups", {}, "/capi/Assets/Device/DescribeDeviceVirtualGroups"),
      );
      for (const path of [
        "/capi/Assets/Device/DescribeVirtualDevices",
        "/capi/Assets/DescribeDeviceVirtualGroups",
      ])
        await assertRefused(call(path.split("/").at(-1) ?? "", {}, path), "InvalidAction");
    });

    it("takes the operation from the path", async () => {
      await answerOf(call("Anything", {}, "/capi/Assets/Device/DescribeDeviceVirtualGroups"));
      assert.equal(emulator.running.calls().at(-1)?.operation, "DescribeDeviceVirtualGroups");
    });
  });

  it("says which actions it does not have", async () => {
    await assertRefused(call("DescribeDevices"), "InvalidAction");
  });
});

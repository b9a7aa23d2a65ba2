import assert from "node:assert/strict";

import { ioaCalls, RULES } from "./support/ioaCalls";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused } from "./support/refused";

interface Item {
  readonly Id: number;
  readonly DeviceVirtualGroupName: string;
  readonly DeviceCount: number;
  readonly OsType: number;
  readonly Itime: string;
  readonly Utime: string;
}

describe("what the emulator's iOA tells of device groups", () => {
  const emulator = useEmulator();
  const { call, create, configure } = ioaCalls(emulator);

  async function describeGroups(body: object): Promise<readonly Item[]> {
    const { Data } = await answerOf(call("DescribeDeviceVirtualGroups", body));
    return (Data as { Items: Item[] }).Items;
  }

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

    it("writes times with a zone where ioaTimes says so", async () => {
      await create({ DeviceVirtualGroupName: "dev" });
      assert.match((await describeGroups({}))[3]?.Itime ?? "", /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      configure({ ioaTimes: "rfc3339" });
      const items = await describeGroups({});
      const { Itime = "" } = items[3] ?? {};
      assert.match(Itime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/);
      assert.ok(Math.abs(Date.parse(Itime) - Date.now()) < 60_000);
      assert.equal(items[0]?.Itime, "");
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
});

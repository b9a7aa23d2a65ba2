import assert from "node:assert/strict";

import { callersOf } from "./support/callers";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused } from "./support/refused";

const MANUAL = 501;
const OTHER = 502;
const AUTO = 503;

describe("the emulator's iOA devices", () => {
  const emulator = useEmulator();
  const { ioa: call } = callersOf(emulator);

  beforeEach(() => {
    const groups = [
      { id: MANUAL, name: "manual", devices: ["mid-windows-1"] },
      { id: OTHER, name: "other" },
      { id: AUTO, name: "auto", timeType: 1, deviceWhitelist: [1002] },
      { id: 504, name: "linux", osType: 1, devices: ["mid-linux-1"] },
    ];
    emulator.running.seed({ first: { ioa: { groups } } });
  });

  function devicesOf(id: number): readonly string[] | undefined {
    return emulator.running.state().accounts.first.ioa.groups[id]?.devices;
  }

  async function mids(body: object): Promise<string[]> {
    const { Data } = await answerOf(call("DescribeVirtualDevices", body));
    return (Data as { Items: { Mid: string }[] }).Items.map(({ Mid }) => Mid);
  }

  describe("ModifyVirtualDeviceGroups", () => {
    const add = (DeviceMid: string): object => ({ DeviceMid, Operation: 1 });
    const remove = (DeviceMid: string): object => ({ DeviceMid, Operation: 0 });

    it("adds devices to a group and takes others out", async () => {
      const DeviceList = [
        add("mid-windows-2"),
        add("mid-windows-2"),
        remove("mid-windows-1"),
        remove("mid-windows-3"),
      ];
      await answerOf(call("ModifyVirtualDeviceGroups", { DeviceVirtualGroupId: MANUAL, DeviceList }));
      assert.deepEqual(devicesOf(MANUAL), ["mid-windows-2"]);
    });

    it("works on several groups, or on the one that is named first", async () => {
      const DeviceList = [add("mid-windows-3")];
      await answerOf(
        call("ModifyVirtualDeviceGroups", { DeviceVirtualGroupIds: [MANUAL, OTHER], DeviceList }),
      );
      assert.deepEqual(devicesOf(MANUAL), ["mid-windows-1", "mid-windows-3"]);
      assert.deepEqual(devicesOf(OTHER), ["mid-windows-3"]);
      await answerOf(
        call("ModifyVirtualDeviceGroups", {
          DeviceVirtualGroupId: OTHER,
          DeviceVirtualGroupIds: [MANUAL],
          DeviceList: [remove("mid-windows-3")],
        }),
      );
      assert.deepEqual(devicesOf(MANUAL), ["mid-windows-1", "mid-windows-3"]);
      assert.deepEqual(devicesOf(OTHER), []);
    });

    it("refuses groups and devices that do not exist or do not fit, and then changes nothing", async () => {
      const DeviceList = [add("mid-windows-2")];
      const refusals: [object, string][] = [
        [{ DeviceVirtualGroupId: 999, DeviceList }, "InvalidParameterValue.VirtualDeviceGroupNotFound"],
        [
          { DeviceVirtualGroupId: MANUAL, OsType: 1, DeviceList },
          "InvalidParameterValue.VirtualDeviceGroupNotFound",
        ],
        [{ DeviceVirtualGroupId: AUTO, DeviceList }, "InvalidParameter.RequestParam"],
        [
          { DeviceVirtualGroupId: MANUAL, DeviceList: [...DeviceList, add("nobody")] },
          "ResourceNotFound.NotFound",
        ],
        [{ DeviceVirtualGroupId: MANUAL, DeviceList: [add("mid-linux-1")] }, "ResourceNotFound.NotFound"],
        [{ DeviceVirtualGroupId: MANUAL }, "MissingParameter"],
        [{ DeviceList }, "InvalidParameter.RequestParam"],
        [
          { DeviceVirtualGroupId: MANUAL, DeviceList: [{ DeviceMid: "mid-windows-2", Operation: 2 }] },
          "InvalidParameter.RequestParam",
        ],
        [{ DeviceVirtualGroupId: MANUAL, DeviceList, Devices: [] }, "UnknownParameter"],
      ];
      for (const [body, code] of refusals) await assertRefused(call("ModifyVirtualDeviceGroups", body), code);
      assert.deepEqual(devicesOf(MANUAL), ["mid-windows-1"]);
    });
  });

  describe("DescribeVirtualDevices", () => {
    it("tells the devices of a group, of its OsType", async () => {
      assert.deepEqual(await mids({ DeviceVirtualGroupId: MANUAL }), ["mid-windows-1"]);
      assert.deepEqual(await mids({ DeviceVirtualGroupId: 504, OsType: 1 }), ["mid-linux-1"]);
      await assertRefused(
        call("DescribeVirtualDevices", { DeviceVirtualGroupId: 504 }),
        "ResourceNotFound.NotFound",
      );
    });

    it("tells the devices on an automatic group's white list", async () => {
      assert.deepEqual(await mids({ DeviceVirtualGroupId: AUTO }), ["mid-windows-2"]);
    });

    it("tells the devices of all groups for id 0", async () => {
      assert.deepEqual(await mids({}), ["mid-windows-1", "mid-windows-2"]);
      assert.deepEqual(await mids({ OsType: -1 }), ["mid-windows-1", "mid-windows-2", "mid-linux-1"]);
    });

    it("filters, sorts and pages", async () => {
      const devices = ["mid-c", "mid-a", "mid-B"];
      emulator.running.seed({ first: { ioa: { groups: [{ id: MANUAL, name: "manual", devices }] } } });
      const find = (Condition: object): Promise<string[]> =>
        mids({ DeviceVirtualGroupId: MANUAL, Condition });
      const filter = (Operator: string, value: string): object => ({
        Filters: [{ Field: "Mid", Operator, Values: [value] }],
      });
      assert.deepEqual(await find(filter("eq", "mid-a")), ["mid-a"]);
      assert.deepEqual(await find(filter("like", "b")), []);
      assert.deepEqual(await find(filter("ilike", "b")), ["mid-B"]);
      const Sort = { Field: "Mid", Order: "desc" };
      assert.deepEqual(await find({ Sort }), ["mid-c", "mid-a", "mid-B"]);
      assert.deepEqual(await find({ Sort, PageSize: 2, PageNum: 2 }), ["mid-B"]);
      await assertRefused(
        call("DescribeVirtualDevices", { Condition: { Sort: { Field: "RiskCount" } } }),
        "InvalidParameter.RequestParam",
      );
    });

    it("tells who is online", async () => {
      const devices = ["mid-windows-1", "mid-windows-3"];
      emulator.running.seed({ first: { ioa: { groups: [{ id: MANUAL, name: "manual", devices }] } } });
      const find = (OnlineStatus: number): Promise<string[]> =>
        mids({ DeviceVirtualGroupId: MANUAL, OnlineStatus });
      assert.deepEqual(await find(2), ["mid-windows-1"]);
      assert.deepEqual(await find(0), ["mid-windows-3"]);
    });
  });
});

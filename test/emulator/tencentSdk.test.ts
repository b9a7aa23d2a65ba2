import assert from "node:assert/strict";

import { CommonClient } from "tencentcloud-sdk-nodejs/tencentcloud/common/common_client";
import { Client } from "tencentcloud-sdk-nodejs/tencentcloud/services/ioa/v20220601/ioa_client";
import type {
  ComplexRule,
  DeviceDetail,
  DeviceVirtualDeviceGroupsDetail,
  Paging,
} from "tencentcloud-sdk-nodejs/tencentcloud/services/ioa/v20220601/ioa_models";

import { useEmulator } from "./support/emulator";
import { sdkConfig } from "./support/tencent";

const MIDS = ["mid-windows-1", "mid-windows-2"];
const RULES: ComplexRule = {
  SimpleRules: [{ Expressions: [{ Items: [{ Key: "hostname", Operate: "包含", Value: "build" }] }] }],
};

/** Lists exactly these fields: the compiler refuses one that the SDK does not have. */
function assertFields<Item extends object>(item: Item | undefined, fields: (keyof Item)[]): void {
  assert.deepEqual(Object.keys(item ?? {}).sort(), fields.toSorted());
}

/** The emulator is held to the SDK as Tencent publishes it, with its types. */
describe("the emulator's iOA, called by Tencent's own SDK", () => {
  const emulator = useEmulator();
  const config = () => sdkConfig(emulator.running.url, emulator.running.credentials.tencentcloud);
  const ioa = () => new Client(config());

  async function create(name: string): Promise<number> {
    const { Data } = await ioa().CreateDeviceVirtualGroup({ DeviceVirtualGroupName: name });
    return Data?.Id ?? NaN;
  }

  async function devicesOf(id: number): Promise<DeviceDetail[]> {
    const { Data } = await ioa().DescribeVirtualDevices({ DeviceVirtualGroupId: id, OsType: 0 });
    return Data?.Items ?? [];
  }

  it("makes groups and lists them with the fields that the SDK knows", async () => {
    const { Data, RequestId } = await ioa().CreateDeviceVirtualGroup({
      DeviceVirtualGroupName: "研发",
      DomainInstanceId: "1",
      Description: "详情",
      OsType: 0,
      TimeType: 3,
      AutoMinute: 10,
      AutoRules: RULES,
    });
    assert.match(RequestId ?? "", /./);
    const { Data: listed } = await ioa().DescribeDeviceVirtualGroups({
      DomainInstanceId: "1",
      OsType: 0,
      VirtualGroupIds: [BigInt(Data?.Id ?? 0)],
      Condition: {
        Filters: [{ Field: "DeviceVirtualGroupName", Operator: "like", Values: ["研"] }],
        PageSize: 100,
        PageNum: 1,
      },
    });
    const [group, ...others]: DeviceVirtualDeviceGroupsDetail[] = listed?.Items ?? [];
    assert.deepEqual([group?.Id, group?.DeviceVirtualGroupName, others], [Data?.Id, "研发", []]);
    assertFields(group, ["Id", "DeviceVirtualGroupName", "DeviceCount", "OsType", "Itime", "Utime"]);
    assertFields<Paging>(listed?.Page, ["PageSize", "PageNum", "PageCount", "Total"]);
  });

  it("puts devices into a group, lists them and takes them out", async () => {
    const id = await create("dev");
    const change = (Operation: number) =>
      ioa().ModifyVirtualDeviceGroups({
        DeviceVirtualGroupIds: [id],
        OsType: 0,
        DeviceList: MIDS.map((DeviceMid) => ({ DeviceMid, Operation })),
      });
    await change(1);
    const devices = await devicesOf(id);
    assert.deepEqual(
      devices.map(({ Mid }) => Mid),
      MIDS,
    );
    assertFields(devices[0], ["Id", "Mid", "Name", "ComputerName", "GroupId", "OsType", "OnlineStatus"]);
    await change(0);
    assert.deepEqual(await devicesOf(id), []);
  });

  it("changes a group by the common client, since the typed one lacks the call", async () => {
    assert.ok(!("ModifyDeviceVirtualGroup" in Client.prototype), "the typed client has it now: call it here");
    const id = await create("before");
    const common = new CommonClient("", "2022-06-01", config());
    const body = { DeviceVirtualGroupId: id, DeviceVirtualGroupName: "after", OsType: 0, TimeType: 0 };
    const answer = (await common.request("ModifyDeviceVirtualGroup", body)) as object;
    assert.deepEqual(Object.keys(answer), ["RequestId"]);
    const { Data } = await ioa().DescribeDeviceVirtualGroups({ VirtualGroupIds: [id] });
    assert.equal(Data?.Items?.[0]?.DeviceVirtualGroupName, "after");
  });

  it("deletes a group, and refuses to delete it again", async () => {
    const id = await create("gone");
    const request = { DomainInstanceId: "1", DeviceVirtualGroupId: id, OsType: 0 };
    assert.deepEqual(Object.keys(await ioa().DeleteDeviceVirtualGroup(request)), ["RequestId"]);
    await assert.rejects(ioa().DeleteDeviceVirtualGroup(request), { code: "ResourceNotFound.NotFound" });
  });

  it("refuses with a code, a message and the request's id", async () => {
    await create("taken");
    await assert.rejects(
      create("taken"),
      (error: { code?: string; message?: string; requestId?: string }) => {
        assert.equal(error.code, "InvalidParameter.DuplicateDeviceVirtualGroupName");
        assert.match(error.message ?? "", /taken/);
        assert.match(error.requestId ?? "", /./);
        return true;
      },
    );
  });

  it("knows the rule payload of a condition, but does not evaluate one", async () => {
    const list = (RulePayload: object) =>
      ioa().DescribeDeviceVirtualGroups({ Condition: { RulePayload, RulePayloadMode: 1 } });
    assert.ok(Array.isArray((await list({ Groups: [], RelateOption: "and" })).Data?.Items));
    await assert.rejects(list({ Groups: [{}], RelateOption: "and" }), { code: "UnsupportedOperation" });
  });
});

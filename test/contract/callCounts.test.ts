import assert from "node:assert/strict";

import type { Values } from "../support/dynamicProvider";
import { someNumbers } from "../support/numbers";
import { useCloud } from "./support/cloud";
import { axgArgs, lines } from "./support/kinds";

/** A group, a change of it, and the calls that each step of its life takes, in order. A preview takes none, changed or not. */
interface Case {
  readonly name: string;
  readonly kind: string;
  readonly args: Values;
  /** What the change sets; for a group with a name that and its remark, comments or description. */
  readonly change: Values;
  readonly create: readonly string[];
  readonly refresh: readonly string[];
  readonly update: readonly string[];
  readonly destroy: readonly string[];
}

const APIG = {
  kind: "ApigGroup",
  args: { name: "payments", remark: "all" },
  change: { name: "billing", remark: "some" },
  create: ["createApiGroup"],
  refresh: ["getApiGroup"],
  update: ["updateApiGroup"],
  destroy: ["listApis", "deleteApiGroup"],
} as const;

const IOA = {
  kind: "DeviceVirtualGroup",
  change: { deviceVirtualGroupName: "head office", description: "others" },
  destroy: ["DeleteDeviceVirtualGroup"],
} as const;
const OFFICE = { deviceVirtualGroupName: "office", description: "ours" };
const DEVICES = { devices: lines(["mid-windows-1", "mid-windows-2", "mid-windows-3"]) };
const LISTS = { timeType: 1, deviceBlacklist: "1001\n", deviceWhitelist: "1002\n" };

const CASES: readonly Case[] = [
  {
    name: "RamGroup",
    kind: "RamGroup",
    args: { groupName: "finance", comments: "pays" },
    change: { groupName: "billing", comments: "collects" },
    create: ["CreateGroup"],
    refresh: ["GetGroup"],
    update: ["GetGroup", "UpdateGroup"],
    destroy: ["GetGroup", "DeleteGroup"],
  },
  { ...APIG, name: "ApigGroup of the shared gateway" },
  {
    ...APIG,
    name: "ApigGroup of a dedicated gateway",
    args: { ...APIG.args, instanceId: "instance-1" },
  },
  {
    ...IOA,
    name: "DeviceVirtualGroup with three devices",
    args: { ...OFFICE, ...DEVICES },
    create: ["CreateDeviceVirtualGroup", "ModifyVirtualDeviceGroups"],
    refresh: ["DescribeDeviceVirtualGroups", "DescribeVirtualDevices"],
    update: ["ModifyDeviceVirtualGroup"],
  },
  {
    ...IOA,
    name: "DeviceVirtualGroup with lists",
    args: { ...OFFICE, ...LISTS },
    create: ["CreateDeviceVirtualGroup", "ModifyDeviceVirtualGroup"],
    refresh: ["DescribeDeviceVirtualGroups", "DescribeAutoVirtualGroupRule"],
    update: ["ModifyDeviceVirtualGroup"],
  },
  {
    ...IOA,
    name: "DeviceVirtualGroup with neither",
    args: OFFICE,
    create: ["CreateDeviceVirtualGroup"],
    refresh: ["DescribeDeviceVirtualGroups"],
    update: ["ModifyDeviceVirtualGroup"],
  },
  {
    name: "AxgGroupNumbers",
    kind: "AxgGroupNumbers",
    args: axgArgs(someNumbers(3)),
    change: { numbers: lines(someNumbers(3, 1)) },
    create: ["OperateAxgGroup"],
    refresh: [],
    update: ["OperateAxgGroup", "OperateAxgGroup"],
    destroy: ["OperateAxgGroup"],
  },
  {
    name: "AxgGroup",
    kind: "AxgGroup",
    args: { poolKey: "FC123456", numbers: lines(someNumbers(3)) },
    change: { numbers: lines(someNumbers(3, 1)) },
    create: ["CreateAxgGroup"],
    refresh: [],
    update: ["OperateAxgGroup", "OperateAxgGroup"],
    destroy: ["DeleteAxgGroup"],
  },
];

describe("The calls of a group", () => {
  const cloud = useCloud();

  beforeEach(() => {
    cloud.emulator.configure({ ioaDescribeRule: "available" });
  });

  for (const { name, kind, args, change, ...expected } of CASES) {
    it(`are these and no more: ${name}`, async () => {
      const { engine } = cloud;
      const called = async <T>(calls: readonly string[], step: () => Promise<T>): Promise<T> => {
        let result: { readonly value: T } | undefined;
        assert.deepEqual(await cloud.callsOf(async () => (result = { value: await step() })), calls);
        return result!.value;
      };
      const changed = { ...args, ...change };

      const made = await called(expected.create, () => engine.create(kind, args));
      for (const declared of [args, changed])
        await called([], async () => {
          const inputs = await engine.checked(kind, declared, made.inputs);
          await engine.provider.diff(kind, made.id, made.outs, inputs);
        });
      const found = await called(expected.refresh, () => engine.refresh(made));
      const updated = await called(expected.update, () => engine.update(found!, changed));
      await called(expected.destroy, () => engine.destroy(updated));
    });
  }
});

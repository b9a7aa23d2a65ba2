import assert from "node:assert/strict";

import { plannedCalls } from "../../provider/axg/plannedCalls";
import type { Values } from "../support/providerProcess";
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

const operateCalls = (count: number) => Array.from({ length: count }, () => "OperateAxgGroup");

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
    name: "DeviceVirtualGroup whose devices change",
    args: { ...OFFICE, devices: lines(["mid-windows-1", "mid-windows-2"]) },
    change: { devices: lines(["mid-windows-1", "mid-windows-3"]) },
    create: ["CreateDeviceVirtualGroup", "ModifyVirtualDeviceGroups"],
    refresh: ["DescribeDeviceVirtualGroups", "DescribeVirtualDevices"],
    update: ["ModifyDeviceVirtualGroup", "ModifyVirtualDeviceGroups", "ModifyVirtualDeviceGroups"],
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
    name: "AxgGroupNumbers of several calls",
    kind: "AxgGroupNumbers",
    args: axgArgs(someNumbers(450)),
    change: { numbers: lines(someNumbers(450, 250)) },
    create: operateCalls(3),
    refresh: [],
    update: operateCalls(4),
    destroy: operateCalls(3),
  },
  {
    name: "AxgGroupNumbers that take a group over",
    kind: "AxgGroupNumbers",
    args: axgArgs(someNumbers(200), { takeOver: true }),
    change: { numbers: lines(someNumbers(150, 200)), strategy: "fewestCalls" },
    create: operateCalls(1),
    refresh: [],
    update: operateCalls(1),
    destroy: operateCalls(1),
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
  {
    name: "AxgGroup of several calls",
    kind: "AxgGroup",
    args: { poolKey: "FC123456", numbers: lines(someNumbers(401)) },
    change: { deletionLimit: 1 },
    create: ["CreateAxgGroup", ...operateCalls(2)],
    refresh: [],
    update: [],
    destroy: ["DeleteAxgGroup"],
  },
];

describe("The calls of a group", () => {
  const cloud = useCloud();

  beforeEach(() => {
    cloud.emulator.configure({ ioaDescribeRule: "available", ioaPageTotals: "counted" });
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

      const planned = plannedCalls[kind];
      if (planned === undefined) return;
      const counts = [
        planned.create(made.inputs),
        planned.update(found!.outs, updated.inputs),
        planned.delete(updated.outs),
      ];
      const steps = [expected.create, expected.update, expected.destroy];
      assert.deepEqual(
        counts,
        steps.map(({ length }) => length),
      );
    });
  }
});

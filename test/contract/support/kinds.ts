import assert from "node:assert/strict";

import { encodeNumbers } from "../../../provider/axg/contents";
import { digestNumbers } from "../../../provider/axg/journal";
import type { Values } from "../../support/providerProcess";
import type { Cloud } from "./cloud";
import type { Deployed } from "./engine";

/** The pool and the group that every emulator has. */
export const AXG_PLACE = { poolKey: "FC123456", groupId: "1234" } as const;

/** Numbers as the program side hands them over: ascending, one a line. */
export function lines(numbers: readonly string[]): string {
  return numbers.map((number) => `${number}\n`).join("");
}

/** The arguments of an AxgGroupNumbers in the emulator's group. */
export function axgArgs(numbers: readonly string[], others: Values = {}): Values {
  return { ...AXG_PLACE, numbers: lines(numbers), ...others };
}

/** What a program hands over for the journal of a set in a group. */
export function journalArgs(numbers: readonly string[], group: Values = AXG_PLACE): Values {
  return { ...group, numbers: digestNumbers(lines(numbers)), __set: encodeNumbers(numbers) };
}

/** The calls of a step on that group, as `addNumbers 200`. */
export async function axgCallsOf({ emulator }: Cloud, step: () => Promise<unknown>): Promise<string[]> {
  const since = emulator.calls().at(-1)?.sequence ?? 0;
  await step();
  return emulator.calls(since).map(({ operation, request }) => {
    assert.equal(operation, "OperateAxgGroup");
    assert.deepEqual([request["PoolKey"], request["GroupId"]], [AXG_PLACE.poolKey, AXG_PLACE.groupId]);
    return `${String(request["OperateType"])} ${String(request["Numbers"]).split(",").length}`;
  });
}

/** A kind of group that can be looked up, for tests that say the same of all three. */
export interface Kind {
  readonly kind: string;
  /** The operations that create, read, change and delete it. */
  readonly create: string;
  readonly read: string;
  readonly update: string;
  readonly remove: string;
  /** The operation that looks its name up. */
  readonly find: string;
  /** The arguments of a group of this name. */
  readonly args: (name: string) => Values;
  /** The parameters that single out a group's creation, its reads, and the calls that change it. */
  readonly atCreation: (name: string) => Values;
  readonly atRead: (made: Deployed) => Values;
  readonly afterwards: (made: Deployed) => Values;
  /** The names of the groups that the first account holds. */
  readonly names: (cloud: Cloud) => string[];
}

export const RAM: Kind = {
  kind: "RamGroup",
  create: "CreateGroup",
  read: "GetGroup",
  update: "UpdateGroup",
  remove: "DeleteGroup",
  find: "GetGroup",
  args: (name) => ({ groupName: name, comments: `comments of ${name}` }),
  atCreation: (name) => ({ GroupName: name }),
  atRead: ({ inputs }) => ({ GroupName: inputs["groupName"] }),
  afterwards: ({ inputs }) => ({ GroupName: inputs["groupName"] }),
  names: ({ account }) => Object.keys(account.ram.groups),
};

export const APIG: Kind = {
  kind: "ApigGroup",
  create: "createApiGroup",
  read: "getApiGroup",
  update: "updateApiGroup",
  remove: "deleteApiGroup",
  find: "listApiGroups",
  args: (name) => ({ name, remark: `remark of ${name}` }),
  atCreation: (name) => ({ name }),
  atRead: ({ id }) => ({ group_id: id }),
  afterwards: ({ id }) => ({ group_id: id }),
  names: ({ account }) => Object.values(account.apig.groups).map(({ name }) => name),
};

export const IOA: Kind = {
  kind: "DeviceVirtualGroup",
  create: "CreateDeviceVirtualGroup",
  read: "DescribeDeviceVirtualGroups",
  update: "ModifyDeviceVirtualGroup",
  remove: "DeleteDeviceVirtualGroup",
  find: "DescribeDeviceVirtualGroups",
  args: (name) => ({ deviceVirtualGroupName: name, description: `description of ${name}` }),
  atCreation: (name) => ({ DeviceVirtualGroupName: name }),
  atRead: ({ id }) => ({ VirtualGroupIds: [Number(id)] }),
  afterwards: ({ id }) => ({ DeviceVirtualGroupId: Number(id) }),
  names: ({ account }) => Object.values(account.ioa.groups).map(({ name }) => name),
};

/** The kinds whose groups can be looked up. */
const READABLE = [RAM, APIG, IOA] as const;

/** Does the same with one group of each kind that can be looked up, side by side. */
export async function forEach(step: (kind: Kind) => Promise<void>): Promise<void> {
  await Promise.all(READABLE.map(step));
}

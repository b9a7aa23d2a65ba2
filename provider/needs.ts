import type { ApiOperation } from "./core/permissions";

/** What a resource goes through, and the two arguments that make it call more: `adopt` in a create, `forceDestroy` in a delete. */
export const STEPS = ["create", "read", "update", "delete", "adopt", "forceDestroy"] as const;
export type Step = (typeof STEPS)[number];

/** The calls that each step may make, retries, looking after a lost answer and all. `domain/permissions.ts` has their permissions. */
export type Needs = Readonly<Record<Step, readonly ApiOperation[]>>;

const NOTHING: Needs = { create: [], read: [], update: [], delete: [], adopt: [], forceDestroy: [] };

/**
 * What a process may ask once besides, of any kind: whose keys it has. It needs no permission, as Alibaba Cloud (STS) and Huawei Cloud (IAM)
 * say; Tencent Cloud's documents name none. Where it is refused, everything goes on without.
 */
export const identityCalls = ["sts GetCallerIdentity", "iam validateToken"] as const;

/** What each kind of resource needs: no more, no less than it calls. */
export const needs: Readonly<Record<string, Needs>> = {
  AxgGroupNumbers: {
    ...NOTHING,
    create: ["OperateAxgGroup"],
    update: ["OperateAxgGroup"],
    delete: ["OperateAxgGroup"],
  },

  AxgGroup: {
    ...NOTHING,
    // The second for what does not go into the first: over 200 numbers.
    create: ["CreateAxgGroup", "OperateAxgGroup"],
    update: ["OperateAxgGroup"],
    // The first for a group that stays, since another resource of the program declares numbers of it.
    delete: ["OperateAxgGroup", "DeleteAxgGroup"],
  },

  // For the numbers that an update which was killed may have left.
  AxgGroupJournal: { ...NOTHING, delete: ["OperateAxgGroup"] },
  AxgGroupNumbersJournal: { ...NOTHING, delete: ["OperateAxgGroup"] },

  DeviceVirtualGroup: {
    ...NOTHING,
    // A create takes no lists and no devices: they follow in calls of their own.
    create: [
      "CreateDeviceVirtualGroup",
      "DescribeDeviceVirtualGroups",
      "ModifyDeviceVirtualGroup",
      "ModifyVirtualDeviceGroups",
    ],
    // The devices' call also says whether a group is gone that no list shows.
    read: ["DescribeDeviceVirtualGroups", "DescribeAutoVirtualGroupRule", "DescribeVirtualDevices"],
    // The devices are read where an earlier call's outcome is unknown, and the group is looked up or made where that is its creation's.
    update: [
      "ModifyDeviceVirtualGroup",
      "ModifyVirtualDeviceGroups",
      "DescribeVirtualDevices",
      "DescribeDeviceVirtualGroups",
      "CreateDeviceVirtualGroup",
    ],
    // A group whose creation's outcome is unknown is looked up first, and one that is said to be gone afterwards.
    delete: ["DescribeDeviceVirtualGroups", "DeleteDeviceVirtualGroup"],
    adopt: ["DescribeAutoVirtualGroupRule", "DescribeVirtualDevices"],
  },

  ApigGroup: {
    create: ["createApiGroup", "listApiGroups"],
    // The list confirms that a group is gone, and that of the gateways that its gateway is. A group whose creation's outcome is unknown has
    // no id and is looked up by its name.
    read: ["getApiGroup", "listApiGroups", "listInstances"],
    // A protected group whose creation's outcome is unknown is made by an update.
    update: ["updateApiGroup", "listApiGroups", "createApiGroup"],
    delete: ["listApiGroups", "listApis", "deleteApiGroup", "listInstances"],
    adopt: ["updateApiGroup"],
    forceDestroy: ["publishApi", "deleteApi"],
  },

  RamGroup: {
    create: ["CreateGroup", "GetGroup"],
    // ListGroups finds a group by its id that has neither name which the state or the program has.
    read: ["GetGroup", "ListGroups"],
    // A protected group whose creation's outcome is unknown is made by an update.
    update: ["GetGroup", "ListGroups", "UpdateGroup", "CreateGroup"],
    // The lists of members and policies say what is in the way of a group that RAM does not delete.
    delete: ["GetGroup", "ListGroups", "DeleteGroup", "ListUsersForGroup", "ListPoliciesForGroup"],
    adopt: ["UpdateGroup"],
    forceDestroy: ["RemoveUserFromGroup", "DetachPolicyFromGroup"],
  },
};

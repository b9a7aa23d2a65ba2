import { type KindPermissions, type Needs, NO_CALLS, type Permissions } from "../core/permissions";

/**
 * The calls of iOA. Their actions are named after them, as the page on iOA among the services that Cloud Access Management supports says
 * (cloud.tencent.com/document/product/598/82002): it grants by operation.
 */
export const ioaCalls = {
  CreateDeviceVirtualGroup: { api: "ioa", actions: ["ioa:CreateDeviceVirtualGroup"] },
  DescribeDeviceVirtualGroups: { api: "ioa", actions: ["ioa:DescribeDeviceVirtualGroups"] },
  DescribeAutoVirtualGroupRule: {
    api: "ioa",
    actions: ["ioa:DescribeAutoVirtualGroupRule"],
    unconfirmed: ["ioa:DescribeAutoVirtualGroupRule"],
  },
  DescribeVirtualDevices: { api: "ioa", actions: ["ioa:DescribeVirtualDevices"] },
  ModifyDeviceVirtualGroup: { api: "ioa", actions: ["ioa:ModifyDeviceVirtualGroup"] },
  ModifyVirtualDeviceGroups: { api: "ioa", actions: ["ioa:ModifyVirtualDeviceGroups"] },
  DeleteDeviceVirtualGroup: { api: "ioa", actions: ["ioa:DeleteDeviceVirtualGroup"] },
} as const satisfies Permissions;

const deviceVirtualGroupNeeds: Needs<keyof typeof ioaCalls> = {
  ...NO_CALLS,
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
};

export const deviceVirtualGroupPermissions: KindPermissions = {
  calls: ioaCalls,
  needs: deviceVirtualGroupNeeds,
};

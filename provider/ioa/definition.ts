import { z } from "zod";

import type { KindDefinition } from "../core/definition";
import { deviceVirtualGroupRules, type deviceVirtualGroupShape } from "./arguments";

/** What iOA gives out of a group. */
export const deviceVirtualGroupOutputs = {
  deviceVirtualGroupId: z.int().describe("The id that iOA gave the group, as a number."),
};

export const deviceVirtualGroupDefinition: KindDefinition<
  typeof deviceVirtualGroupShape,
  typeof deviceVirtualGroupOutputs
> = {
  rules: deviceVirtualGroupRules,
  about: {
    what: `A device virtual group of Tencent Cloud iOA.

The public API returns a group's name and devices, but not its description, rules or lists: if somebody changes those outside Pulumi, a refresh does not detect it. Warning: iOA deletes a group even if it has devices and grants. Use \`protect: true\` to prevent that.`,
    life: "Id: the group's id.",
    source:
      "iOA 2022-06-01, CreateDeviceVirtualGroup, ModifyDeviceVirtualGroup, ModifyVirtualDeviceGroups, DescribeDeviceVirtualGroups and DeleteDeviceVirtualGroup",
  },
  outputs: deviceVirtualGroupOutputs,
  lookup: ["domainInstanceId", "osType"],
};

import { z } from "zod";

import { adopt, type ArgumentRules, withMetadata } from "../core/check";

export const ramGroupShape = {
  groupName: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 letters, digits, ".", "_" or "-"')
    .describe("The group's name, unique in the account. Renamed in place: members and policies stay"),
  comments: withMetadata(
    z
      .string()
      .max(128, "must be at most 128 characters long")
      .optional()
      .describe("What the group is for. Removing it clears it"),
    { text: "trimmed" },
  ),
  adopt,
  forceDestroy: z
    .boolean()
    .optional()
    .describe(
      "On destroy, first remove members and policies (default false: a group in use is not destroyed)",
    ),
};

/** The arguments of RamGroup: RAM 2015-05-01, CreateGroup and UpdateGroup. */
export const ramGroupRules: ArgumentRules<typeof ramGroupShape> = {
  shapeFor: () => ramGroupShape,
  identity: { names: ["groupName"] },
};

import { z } from "zod";

import { adoptArgument, type ArgumentRules, withMetadata } from "../core/check";

export const ramGroupShape = {
  groupName: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 letters, digits, ".", "_" or "-"')
    .describe(
      "The group's name, unique in the account: 1 to 64 letters, digits, `.`, `_` or `-`. Renamed in place: members and policies stay.",
    ),
  comments: withMetadata(
    z
      .string()
      .max(128, "must be at most 128 characters long")
      .optional()
      .describe("What the group is for: at most 128 characters. Default: none. Removing them clears them."),
    { text: "trimmed" },
  ),
  adopt: adoptArgument("set its comments"),
  forceDestroy: z
    .boolean()
    .optional()
    .describe(
      "On destroy, first remove members and policies. Default false: a group in use is not destroyed, and the error lists what it holds.",
    ),
};

/** The arguments of RamGroup: RAM 2015-05-01, CreateGroup and UpdateGroup. */
export const ramGroupRules: ArgumentRules<typeof ramGroupShape> = {
  shapeFor: () => ramGroupShape,
  identity: { names: ["groupName"] },
};

import { z } from "zod";

import { type ArgumentRules, withMetadata } from "../../core/check";
import { numbersShape, poolKey } from "./numbers";

export const axgGroupShape = {
  poolKey,
  groupName: withMetadata(
    z
      .string()
      .min(1, "must not be empty")
      .max(128, "must be at most 128 characters long")
      .optional()
      .describe("The group's name (default: its GID). A change replaces the group"),
    { text: "trimmed" },
  ),
  remark: withMetadata(
    z
      .string()
      .max(256, "must be at most 256 characters long")
      .optional()
      .describe("What the group is for. A change replaces the group"),
    { text: "noneIfEmpty" },
  ),
  ...numbersShape,
};

/** The arguments of AxgGroup: Dyplsapi 2017-05-25, CreateAxgGroup and OperateAxgGroup. */
export const axgGroupRules: ArgumentRules<typeof axgGroupShape> = { shapeFor: () => axgGroupShape };

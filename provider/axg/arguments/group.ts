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
      .describe(
        "The group's name: at most 16 characters by the current documents, 128 by older ones. Default: the GID.",
      ),
    { text: "trimmed", replaces: true },
  ),
  remark: withMetadata(
    z
      .string()
      .max(256, "must be at most 256 characters long")
      .optional()
      .describe(
        "A remark: at most 50 characters by the current documents, 256 by older ones. Default: none.",
      ),
    { text: "noneIfEmpty", replaces: true },
  ),
  ...numbersShape,
};

/** The arguments of AxgGroup: Dyplsapi 2017-05-25, CreateAxgGroup and OperateAxgGroup. */
export const axgGroupRules: ArgumentRules<typeof axgGroupShape> = { shapeFor: () => axgGroupShape };

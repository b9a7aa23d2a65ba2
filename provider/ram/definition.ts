import { z } from "zod";

import { withMetadata } from "../core/check";
import type { KindDefinition } from "../core/definition";
import { ramGroupRules, type ramGroupShape } from "./arguments";

/** What RAM gives out of a group. */
export const ramGroupOutputs = {
  groupId: z.string().optional().describe("The id that RAM gave the group, `g-…`. It never changes."),
  createDate: z
    .string()
    .optional()
    .describe("When the group was created, as ISO 8601 in UTC, like `2026-01-31T08:00:00Z`."),
  updateDate: withMetadata(
    z.string().optional().describe("When the group was last changed, in the format of `createDate`."),
    { mayChange: true },
  ),
};

export const ramGroupDefinition: KindDefinition<typeof ramGroupShape, typeof ramGroupOutputs> = {
  rules: ramGroupRules,
  about: {
    what: "An Alibaba Cloud RAM user group. It does not manage members or policies: only `forceDestroy` removes them.",
    life:
      "Id: the group's own, `g-…`, which a rename does not change; it tells our group from a later one of the same name. " +
      "A refresh detects a new name, new comments and a deleted group.",
    source: "RAM 2015-05-01, CreateGroup, GetGroup, ListGroups, UpdateGroup and DeleteGroup",
  },
  outputs: ramGroupOutputs,
  lookup: [],
};

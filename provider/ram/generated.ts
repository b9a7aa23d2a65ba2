// Made of the definitions: do not edit it. UPDATE_DOCS=1 npm test -- test/generated.test.ts writes it anew.

import type * as pulumi from "@pulumi/pulumi";

import { CloudGroup } from "../core/program";

/** The arguments of {@link RamGroup}. */
export interface RamGroupArgs {
  /** The group's name, unique in the account: 1 to 64 letters, digits, `.`, `_` or `-`. Renamed in place: members and policies stay. */
  groupName: pulumi.Input<string>;
  /** What the group is for: at most 128 characters. Default: none. Removing them clears them. */
  comments?: pulumi.Input<string | undefined>;
  /** On create, take over an existing group of this name and set its comments, instead of failing. Default false. */
  adopt?: pulumi.Input<boolean | undefined>;
  /** On destroy, first remove members and policies. Default false: a group in use is not destroyed, and the error lists what it holds. */
  forceDestroy?: pulumi.Input<boolean | undefined>;
}

/** What each RamGroup gives out. */
export abstract class RamGroupProperties extends CloudGroup {
  /** The group's name, unique in the account: 1 to 64 letters, digits, `.`, `_` or `-`. Renamed in place: members and policies stay. */
  declare readonly groupName: pulumi.Output<string>;
  /** What the group is for: at most 128 characters. Default: none. Removing them clears them. */
  declare readonly comments: pulumi.Output<string | undefined>;
  /** On create, take over an existing group of this name and set its comments, instead of failing. Default false. */
  declare readonly adopt: pulumi.Output<boolean | undefined>;
  /** On destroy, first remove members and policies. Default false: a group in use is not destroyed, and the error lists what it holds. */
  declare readonly forceDestroy: pulumi.Output<boolean | undefined>;
  /** The id that RAM gave the group, `g-…`. It never changes. */
  declare readonly groupId: pulumi.Output<string | undefined>;
  /** When the group was created, as ISO 8601 in UTC, like `2026-01-31T08:00:00Z`. */
  declare readonly createDate: pulumi.Output<string | undefined>;
  /** When the group was last changed, in the format of `createDate`. */
  declare readonly updateDate: pulumi.Output<string | undefined>;
}

/** What the class is made of. */
export const RAM_GROUP = {
  kind: "RamGroup",
  isReadable: true,
  properties: ["groupName", "comments", "adopt", "forceDestroy", "groupId", "createDate", "updateDate"],
};

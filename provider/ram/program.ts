import type * as pulumi from "@pulumi/pulumi";

import { CloudGroup, type LookupOptions, lookupOptions } from "../core/program";

/** The arguments of {@link RamGroup}. No change of any of them replaces the group. */
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

/**
 * An Alibaba Cloud RAM user group. It does not manage members or policies: only `forceDestroy` removes them.
 *
 * No change replaces the group. Id: the group's own, `g-…`, which a rename does not change; it tells our group from a later one of the same
 * name. A refresh detects a new name, new comments and a deleted group.
 *
 * Invalid arguments fail the preview, before any call: the error names the argument, its value and the rule. A call that the cloud refuses
 * fails the update: the error names the operation, code, message and request id, and says what to do.
 *
 * Source: RAM 2015-05-01, CreateGroup, GetGroup, ListGroups, UpdateGroup and DeleteGroup.
 *
 * @example
 * ```ts
 * import { RamGroup } from "pulumi-cloud-groups";
 *
 * const readers = new RamGroup("readers", { groupName: "bill-readers", comments: "Reads bills" });
 * export const readersId = readers.groupId;
 * ```
 */
export class RamGroup extends CloudGroup {
  /** The group's name. */
  declare readonly groupName: pulumi.Output<string>;
  /** The group's comments. */
  declare readonly comments: pulumi.Output<string | undefined>;
  /** Whether a create takes over an existing group. Default false. */
  declare readonly adopt: pulumi.Output<boolean | undefined>;
  /** Whether a destroy empties the group first. Default false. */
  declare readonly forceDestroy: pulumi.Output<boolean | undefined>;
  /** The id that RAM gave the group, `g-…`. It never changes. */
  declare readonly groupId: pulumi.Output<string | undefined>;
  /** When the group was created, as ISO 8601 in UTC, like `2026-01-31T08:00:00Z`. */
  declare readonly createDate: pulumi.Output<string | undefined>;
  /** When the group was last changed, in the format of `createDate`. */
  declare readonly updateDate: pulumi.Output<string | undefined>;

  /**
   * Looks up an existing group, in previews too, without managing it: Pulumi never changes or deletes it.
   *
   * @param name of the resource in the stack
   * @param id the group's id, `g-…`, or its name, like `finance`
   * @param opts the options that every resource has
   * @throws pulumi.RunError if the id is empty. If there is no such group, the preview or the update fails
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): RamGroup {
    return new RamGroup(name, undefined, lookupOptions(id, opts));
  }

  /**
   * Declares a group.
   *
   * @param name of the resource in the stack; the group's own is `groupName`
   * @param args what the group should be
   * @param opts the options that every resource has
   * @throws Error if the package is not a direct dependency of the program
   */
  constructor(name: string, args: RamGroupArgs, opts?: pulumi.CustomResourceOptions);
  /** Looks up a group; see {@link RamGroup.get}. */
  constructor(name: string, args: Partial<RamGroupArgs> | undefined, opts: LookupOptions);
  constructor(name: string, args?: Partial<RamGroupArgs>, opts?: pulumi.CustomResourceOptions) {
    super("RamGroup", name, PROPERTIES, args, opts);
  }
}

const PROPERTIES = [
  "groupName",
  "comments",
  "adopt",
  "forceDestroy",
  "groupId",
  "createDate",
  "updateDate",
] satisfies (keyof RamGroup)[];

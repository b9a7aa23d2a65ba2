import type * as pulumi from "@pulumi/pulumi";

import { CloudGroup, type LookupOptions, lookupOptions } from "../core/program";

/** The arguments of {@link RamGroup}. No change of any of them replaces the group. */
export interface RamGroupArgs {
  /** The group's name, unique in the account: 1 to 64 letters, digits, `.`, `_` or `-`. Renamed in place: members and policies stay. */
  groupName: pulumi.Input<string>;
  /** What the group is for: at most 128 characters. Default none; removing them clears them. */
  comments?: pulumi.Input<string | undefined>;
  /** On create, take over a group of this name that exists, and set its comments, instead of an error. Default false. */
  adopt?: pulumi.Input<boolean | undefined>;
  /** On destroy, first take out members and policies. Default false: a group in use is not destroyed, and the error says who is in it. */
  forceDestroy?: pulumi.Input<boolean | undefined>;
}

/**
 * An Alibaba Cloud RAM user group. Its members and policies are not this resource's: it changes none of them, but for
 * `forceDestroy`.
 *
 * Nothing replaces it. Id: the group's own, `g-…`, which no rename changes. It proves which group is ours when another one has its name.
 * A refresh sees other comments, another name, and a group that is gone.
 *
 * Wrong arguments end the preview with an error that names the argument, its value and the rule, before any call. A call that
 * the cloud refuses ends the update with its operation, code, message and request id, and with what to do.
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
  /** As declared. */
  declare readonly adopt: pulumi.Output<boolean | undefined>;
  /** As declared. */
  declare readonly forceDestroy: pulumi.Output<boolean | undefined>;
  /** The id that RAM gave the group, `g-…`: the same for its whole life. */
  declare readonly groupId: pulumi.Output<string | undefined>;
  /** When the group was made, as ISO 8601 in UTC, like `2026-01-31T08:00:00Z`. */
  declare readonly createDate: pulumi.Output<string | undefined>;
  /** When the group was last changed, as `createDate`. */
  declare readonly updateDate: pulumi.Output<string | undefined>;

  /**
   * Looks an existing group up, in the preview too, without taking it over: Pulumi never changes or deletes it.
   *
   * @param name of the resource in the stack
   * @param id the group's id, `g-…`, or its name, like `finance`
   * @param opts as of any resource
   * @throws pulumi.RunError where the id is empty; where there is no such group, the preview or the update ends with an error
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): RamGroup {
    return new RamGroup(name, undefined, lookupOptions(id, opts));
  }

  /**
   * Declares a group.
   *
   * @param name of the resource in the stack; the group's own is `groupName`
   * @param args what is declared
   * @param opts as of any resource
   * @throws Error where the package is not a direct dependency of the program
   */
  constructor(name: string, args: RamGroupArgs, opts?: pulumi.CustomResourceOptions);
  /** Looks a group up; see {@link RamGroup.get}. */
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

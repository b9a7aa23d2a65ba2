import type * as pulumi from "@pulumi/pulumi";

import { CloudGroup, type LookupOptions, lookupOptions } from "./cloudGroup";

/** The arguments of RamGroup. */
export interface RamGroupArgs {
  /** 1 to 64 letters, digits, `.`, `_` or `-`. Renamed in place: members and policies stay. */
  groupName: pulumi.Input<string>;
  /** At most 128 characters. Removing them clears them. */
  comments?: pulumi.Input<string | undefined>;
  /** Take over a group of this name that exists, instead of an error. Default false. */
  adopt?: pulumi.Input<boolean | undefined>;
  /** On destroy, first take out members and policies. Default false: a group in use is not destroyed. */
  forceDestroy?: pulumi.Input<boolean | undefined>;
}

/**
 * An Alibaba Cloud RAM user group.
 *
 * Id: the name that the group was made with; after a rename every call uses the name in the state, and `groupId` proves that
 * it is the same group. Source: RAM 2015-05-01, Create-, Get-, Update- and DeleteGroup.
 */
export class RamGroup extends CloudGroup {
  declare readonly groupName: pulumi.Output<string>;
  declare readonly comments: pulumi.Output<string | undefined>;
  declare readonly adopt: pulumi.Output<boolean | undefined>;
  declare readonly forceDestroy: pulumi.Output<boolean | undefined>;
  /** `g-…`: the same for the group's whole life. */
  declare readonly groupId: pulumi.Output<string | undefined>;
  declare readonly createDate: pulumi.Output<string | undefined>;
  declare readonly updateDate: pulumi.Output<string | undefined>;

  /**
   * Looks an existing group up, without taking it over. An error where there is none.
   *
   * @param id the group's name, like `finance`
   */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): RamGroup {
    return new RamGroup(name, undefined, lookupOptions(id, opts));
  }

  constructor(name: string, args: RamGroupArgs, opts?: pulumi.CustomResourceOptions);
  /** Looks a group up; see `get`. */
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

import type * as pulumi from "@pulumi/pulumi";

import { type LookupOptions, lookupOptions } from "../core/program";
import { RAM_GROUP, type RamGroupArgs, RamGroupProperties } from "./generated";

/**
 * An Alibaba Cloud RAM user group. It does not manage members or policies: only `forceDestroy` removes them.
 *
 * No change replaces the resource. Id: the group's own, `g-…`, which a rename does not change; it tells our group from a later one of the
 * same name. A refresh detects a new name, new comments and a deleted group.
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
export class RamGroup extends RamGroupProperties {
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
    super(RAM_GROUP, name, args, opts);
  }
}

import type * as pulumi from "@pulumi/pulumi";

import { setInput } from "../../core/program";
import type { Strategy } from "../plan";
import { AxgResource } from "./resource";

/** The arguments of {@link AxgGroup}. A change of `poolKey`, `groupName` or `remark` replaces the group. */
export interface AxgGroupArgs {
  /** The number pool's key, like `FC123456`: 1 to 64 letters, digits, `_` or `-`. The pool must be of type AXG. A change replaces the group. */
  poolKey: pulumi.Input<string>;
  /** The group's name: at most 16 characters by the current documents, 128 by older ones. Default: the GID. A change replaces the group. */
  groupName?: pulumi.Input<string | undefined>;
  /** A remark: at most 50 characters by the current documents, 256 by older ones. Default: none. A change replaces the group. */
  remark?: pulumi.Input<string | undefined>;
  /** The group's numbers, in any order: digits only, 5 to 20 each, without duplicates. A million numbers are fine. */
  numbers: pulumi.Input<pulumi.Input<string>[]>;
  /** How changes are sent; see {@link Strategy}. Default: `auto`. */
  strategy?: pulumi.Input<Strategy | undefined>;
  /** Maximum deletions per update. A larger change fails at preview. Default: no limit. */
  deletionLimit?: pulumi.Input<number | undefined>;
  /** Whether an update may delete all numbers of the group. Default: false, and such a change fails at preview. */
  allowEmpty?: pulumi.Input<boolean | undefined>;
}

/**
 * An AXG group (G group) of Alibaba Cloud's number privacy service, with its numbers. No API reads either back: the stack's state is the
 * only record, and a refresh does not see changes made in the console. Each update makes as few API calls as is safe, of at most 200
 * numbers each.
 *
 * A change of `poolKey`, `groupName` or `remark` replaces the group: the new one is created first. A group with bindings cannot be deleted:
 * release them first. Id: `POOLKEY/GROUPID`. The stack also contains the group's journal, `NAME-journal`, so that the next update can
 * finish one that was killed.
 *
 * Wrong arguments fail the preview, before any call, with an error that names the argument, its value and the rule. A call that the cloud
 * refuses fails the update with its operation, code, message and request id, and with what to do.
 * Numbers in messages are masked (`138****0000`). If an update fails midway or an answer is lost, run `pulumi up` again to continue. If the
 * answer to the creation is lost, no API can find the group: the error says what to look for in the console.
 *
 * Source: Dyplsapi 2017-05-25, CreateAxgGroup, OperateAxgGroup and DeleteAxgGroup.
 *
 * @example
 * ```ts
 * import { AxgGroup } from "pulumi-cloud-groups";
 *
 * const drivers = new AxgGroup("drivers", {
 *   poolKey: "FC123456",
 *   groupName: "drivers",
 *   numbers: ["10020000011", "10020000012"],
 * });
 * export const gid = drivers.groupId;
 * ```
 */
export class AxgGroup extends AxgResource {
  /** The group's name; undefined where the GID is its name. */
  declare readonly groupName: pulumi.Output<string | undefined>;
  /** The group's remark; undefined where it has none. */
  declare readonly remark: pulumi.Output<string | undefined>;

  /**
   * Declares a group and its numbers.
   *
   * @param name of the resource in the stack; the group's own is `groupName`
   * @param args the arguments
   * @param opts the options of any resource, except `id`: no API reads a group
   * @throws Error if the package is not a direct dependency of the program
   * @throws pulumi.RunError if `opts.id` is given
   */
  constructor(name: string, args: AxgGroupArgs, opts?: pulumi.CustomResourceOptions) {
    const { poolKey, groupName, remark } = args;
    const properties = ["groupName", "remark", "groupId"];
    super(
      "AxgGroup",
      name,
      properties,
      { ...args, numbers: setInput(args.numbers) },
      { poolKey, groupName, remark },
      opts,
    );
  }
}

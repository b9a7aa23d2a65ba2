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
  /** A remark: at most 50 characters by the current documents, 256 by older ones. Default none. A change replaces the group. */
  remark?: pulumi.Input<string | undefined>;
  /** The numbers that the group holds, in any order: digits only, 5 to 20 of them each, none twice. A million of them are no trouble. */
  numbers: pulumi.Input<pulumi.Input<string>[]>;
  /** How a change is sent; see {@link Strategy}. Default `auto`. */
  strategy?: pulumi.Input<Strategy | undefined>;
  /** The most numbers that an update may delete: one that would delete more is refused in the preview already. Default: no limit. */
  deletionLimit?: pulumi.Input<number | undefined>;
  /** Lets an update delete all numbers of a group that held some. Default false: such an update is refused in the preview already. */
  allowEmpty?: pulumi.Input<boolean | undefined>;
}

/**
 * An AXG group (G group) of Alibaba Cloud's number privacy service and its numbers. No API reads either back: the stack's state is
 * the only record, and a refresh sees no change that somebody makes in the console. A call carries at most 200 numbers.
 *
 * A change of `poolKey`, `groupName` or `remark` replaces the group, the new one first. A group with bindings cannot be deleted:
 * release them before. Id: `POOLKEY/GROUPID`. Beside it stands its journal in the stack, `NAME-journal`, so that an update that was
 * killed can be finished.
 *
 * Wrong arguments end the preview with an error that names the argument, its value and the rule, before any call. A call that
 * the cloud refuses ends the update with its operation, code, message and request id, and with what to do.
 * Numbers in messages are masked (`138****0000`). Where it failed midway, or a call's answer was lost, the state says so and the next
 * `pulumi up` goes on from there. Where the answer to the creation is lost, no API finds the group: the error says what to look for in
 * the console.
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
  /** As declared. */
  declare readonly groupName: pulumi.Output<string | undefined>;
  /** As declared. */
  declare readonly remark: pulumi.Output<string | undefined>;

  /**
   * Declares a group and its numbers.
   *
   * @param name of the resource in the stack; the group's own is `groupName`
   * @param args what is declared
   * @param opts as of any resource, but for `id`: no API reads a group
   * @throws Error where the package is not a direct dependency of the program
   * @throws pulumi.RunError where `opts.id` is given
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

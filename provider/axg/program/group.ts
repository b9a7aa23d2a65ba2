import type * as pulumi from "@pulumi/pulumi";

import { setInput } from "../../core/program";
import { AXG_GROUP, type AxgGroupArgs, AxgGroupProperties } from "./generated";

/**
 * An AXG group (G group) of Alibaba Cloud's number privacy service, with its numbers. No API reads them back: the stack's state is the only
 * record, and a refresh does not see changes made in the console. Each update makes as few API calls as is safe, of at most 200 numbers
 * each.
 *
 * A change of `poolKey`, `groupName` or `remark` replaces the resource. The new group is created first. A group with bindings cannot be
 * deleted: release them first. Id: `POOLKEY/GROUPID`. The stack also contains the group's journal, `NAME-journal`, so that the next update
 * can finish one that was killed.
 *
 * Invalid arguments fail the preview, before any call: the error names the argument, its value and the rule. A call that the cloud refuses
 * fails the update: the error names the operation, code, message and request id, and says what to do. Numbers in messages are masked
 * (`138****0000`). If an update fails midway or an answer is lost, run `pulumi up` again to continue. If the answer to the creation is
 * lost, no API can find the group: the error says what to look for in the console.
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
export class AxgGroup extends AxgGroupProperties {
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
    super(
      AXG_GROUP,
      name,
      { ...args, numbers: setInput(args.numbers) },
      { poolKey, groupName, remark },
      opts,
    );
  }
}

import * as pulumi from "@pulumi/pulumi";

import { setInput } from "../../core/program";
import { AXG_GROUP_NUMBERS, type AxgGroupNumbersArgs, AxgGroupNumbersProperties } from "./generated";

/**
 * The numbers of an existing AXG group (G group) of Alibaba Cloud's number privacy service. No API reads them back: the stack's state is
 * the only record, and a refresh does not see changes made in the console. Each update makes as few API calls as is safe, of at most 200
 * numbers each.
 *
 * A change of `poolKey` or `groupId` replaces the resource. Id: `POOLKEY/GROUPID`. A destroy deletes the declared numbers and keeps the
 * group. The stack also contains the resource's journal, `NAME-journal`, so that the next update can finish one that was killed.
 *
 * Invalid arguments fail the preview, before any call: the error names the argument, its value and the rule. A call that the cloud refuses
 * fails the update: the error names the operation, code, message and request id, and says what to do. Numbers in messages are masked
 * (`138****0000`). If an update fails midway or an answer is lost, run `pulumi up` again to continue.
 *
 * Source: Dyplsapi 2017-05-25, OperateAxgGroup.
 *
 * @example
 * ```ts
 * import { readFileSync } from "node:fs";
 *
 * import { AxgGroupNumbers } from "pulumi-cloud-groups";
 *
 * const callers = new AxgGroupNumbers("callers", {
 *   poolKey: "FC123456",
 *   groupId: "1234",
 *   numbers: readFileSync("numbers.txt", "utf8").split(/\s+/).filter(Boolean),
 *   deletionLimit: 100,
 * });
 * export const count = callers.numberCount;
 * ```
 */
export class AxgGroupNumbers extends AxgGroupNumbersProperties {
  /**
   * Declares a group's numbers.
   *
   * @param name of the resource in the stack
   * @param args the arguments
   * @param opts the options of any resource, except `id`: no API reads a group
   * @throws Error if the package is not a direct dependency of the program
   * @throws pulumi.RunError if `opts.id` is given
   */
  constructor(name: string, args: AxgGroupNumbersArgs, opts?: pulumi.CustomResourceOptions) {
    const groupId = pulumi.output(args.groupId).apply((id) => (Number.isSafeInteger(id) ? String(id) : id));
    const named = { poolKey: args.poolKey, groupId: groupId.apply(String) };
    const numbers = setInput(args.numbers);
    super(AXG_GROUP_NUMBERS, name, { ...args, groupId, numbers }, named, opts);
  }
}

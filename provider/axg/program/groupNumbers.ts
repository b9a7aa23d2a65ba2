import * as pulumi from "@pulumi/pulumi";

import { setInput } from "../../core/program";
import type { Strategy } from "../plan";
import { AxgResource } from "./resource";

/** The arguments of {@link AxgGroupNumbers}. A change of `poolKey` or `groupId` replaces the resource. */
export interface AxgGroupNumbersArgs {
  /** The number pool's key, like `FC123456`: 1 to 64 letters, digits, `_` or `-`. A change replaces the resource. */
  poolKey: pulumi.Input<string>;
  /** The group's GID as the console shows it: a string of digits, or a whole number up to 9007199254740991. A change replaces the resource. */
  groupId: pulumi.Input<string | number>;
  /** The group's numbers, in any order: digits only, 5 to 20 each, without duplicates. A million numbers are fine. */
  numbers: pulumi.Input<pulumi.Input<string>[]>;
  /** How changes are sent; see {@link Strategy}. Default: `auto`. */
  strategy?: pulumi.Input<Strategy | undefined>;
  /** Whether a create replaces whatever the group holds (at most 200 numbers) instead of adding to it. Default: false. */
  takeOver?: pulumi.Input<boolean | undefined>;
  /** Maximum deletions per update. A larger change fails at preview. Default: no limit. */
  deletionLimit?: pulumi.Input<number | undefined>;
  /** Whether an update may delete all numbers of the group. Default: false, and such a change fails at preview. */
  allowEmpty?: pulumi.Input<boolean | undefined>;
}

/**
 * The numbers of an existing AXG group (G group) of Alibaba Cloud's number privacy service. No API reads them back: the stack's state is
 * the only record, and a refresh does not see changes made in the console. Each update makes as few API calls as is safe, of at most 200
 * numbers each.
 *
 * A change of `poolKey` or `groupId` replaces the resource. Id: `POOLKEY/GROUPID`. A destroy deletes the declared numbers and keeps the
 * group. The stack also contains the resource's journal, `NAME-journal`, so that the next update can finish one that was killed.
 *
 * Wrong arguments fail the preview, before any call, with an error that names the argument, its value and the rule. A call that the cloud
 * refuses fails the update with its operation, code, message and request id, and with what to do.
 * Numbers in messages are masked (`138****0000`). If an update fails midway or an answer is lost, run `pulumi up` again to continue.
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
export class AxgGroupNumbers extends AxgResource {
  /** Whether the create replaced whatever the group held; undefined means false. */
  declare readonly takeOver: pulumi.Output<boolean | undefined>;

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
    super("AxgGroupNumbers", name, ["takeOver"], { ...args, groupId, numbers }, named, opts);
  }
}

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
  /** The numbers that the group holds, in any order: digits only, 5 to 20 of them each, none twice. A million of them are no trouble. */
  numbers: pulumi.Input<pulumi.Input<string>[]>;
  /** How a change is sent; see {@link Strategy}. Default `auto`. */
  strategy?: pulumi.Input<Strategy | undefined>;
  /** On create, replace whatever the group holds (at most 200 numbers) instead of adding to it. Default false. */
  takeOver?: pulumi.Input<boolean | undefined>;
  /** The most numbers that an update may delete: one that would delete more is refused in the preview already. Default: no limit. */
  deletionLimit?: pulumi.Input<number | undefined>;
  /** Lets an update delete all numbers of a group that held some. Default false: such an update is refused in the preview already. */
  allowEmpty?: pulumi.Input<boolean | undefined>;
}

/**
 * The numbers of an existing AXG group (G group) of Alibaba Cloud's number privacy service. No API reads them back: the stack's
 * state is the only record, and a refresh sees no change that somebody makes in the console. A call carries at most 200 numbers.
 *
 * A change of `poolKey` or `groupId` replaces the resource. Id: `POOLKEY/GROUPID`. A destroy deletes the declared numbers and leaves
 * the group. Beside it stands its journal in the stack, `NAME-journal`, so that an update that was killed can be finished.
 *
 * Wrong arguments end the preview with an error that names the argument, its value and the rule, before any call. A call that
 * the cloud refuses ends the update with its operation, code, message and request id, and with what to do.
 * Numbers in messages are masked (`138****0000`). Where it failed midway, or a call's answer was lost, the state says so and the next
 * `pulumi up` goes on from there.
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
  /** As declared. */
  declare readonly takeOver: pulumi.Output<boolean | undefined>;

  /**
   * Declares a group's numbers.
   *
   * @param name of the resource in the stack
   * @param args what is declared
   * @param opts as of any resource, but for `id`: no API reads a group
   * @throws Error where the package is not a direct dependency of the program
   * @throws pulumi.RunError where `opts.id` is given
   */
  constructor(name: string, args: AxgGroupNumbersArgs, opts?: pulumi.CustomResourceOptions) {
    const groupId = pulumi.output(args.groupId).apply((id) => (Number.isSafeInteger(id) ? String(id) : id));
    const named = { poolKey: args.poolKey, groupId: groupId.apply(String) };
    const numbers = setInput(args.numbers);
    super("AxgGroupNumbers", name, ["takeOver"], { ...args, groupId, numbers }, named, opts);
  }
}

import * as pulumi from "@pulumi/pulumi";

import type { Strategy } from "../domain/axgPlan";
import { countOf, membersOf } from "../domain/memberText";
import { newPlaceOf } from "../resources/axg/target";
import { journalOf } from "./axgGroupJournal";
import { CloudGroup, numbersOptions, setText } from "./cloudGroup";

/** The arguments of AxgGroup. */
export interface AxgGroupArgs {
  /** The number pool's key, like `FC123456`; the pool must be of type AXG. A change replaces the group. */
  poolKey: pulumi.Input<string>;
  /** At most 16 characters by the current documents, 128 by older ones; not given: the GID. A change replaces the group. */
  groupName?: pulumi.Input<string | undefined>;
  /** At most 50 characters by the current documents, 256 by older ones. A change replaces the group. */
  remark?: pulumi.Input<string | undefined>;
  /** The numbers that the group holds, in any order: digits only, 5 to 20 of them, none twice. */
  numbers: pulumi.Input<pulumi.Input<string>[]>;
  /** How a change is sent (default `auto`); see `AxgGroupNumbersArgs`. */
  strategy?: pulumi.Input<Strategy | undefined>;
  /** An update that deletes more numbers than this is refused before any call. Default: no limit. */
  deletionLimit?: pulumi.Input<number | undefined>;
}

/**
 * An AXG group (G group) of Alibaba Cloud's number privacy service and its numbers. No API reads either back: the stack's state is
 * the only record. A replacement makes the new group first; a group with bindings cannot be deleted.
 *
 * Id: `POOLKEY/GROUPID`. Source: Dyplsapi 2017-05-25, Create-, Operate- and DeleteAxgGroup.
 */
export class AxgGroup extends CloudGroup {
  declare readonly poolKey: pulumi.Output<string>;
  declare readonly groupName: pulumi.Output<string | undefined>;
  declare readonly remark: pulumi.Output<string | undefined>;
  /** The numbers in ascending order, one a line, so that a preview shows exactly the lines that come and go. */
  declare readonly numbers: pulumi.Output<string>;
  declare readonly strategy: pulumi.Output<Strategy | undefined>;
  declare readonly deletionLimit: pulumi.Output<number | undefined>;
  /** The group's GID. */
  declare readonly groupId: pulumi.Output<string>;
  /** Numbers that the group may hold, as text: those of a call whose answer was lost. The next update settles them. */
  declare readonly unconfirmed: pulumi.Output<string | undefined>;

  constructor(name: string, args: AxgGroupArgs, opts?: pulumi.CustomResourceOptions) {
    const numbers = setText(args.numbers);
    const place = pulumi
      .all([args.poolKey, args.groupName, args.remark])
      .apply(([poolKey, groupName, remark]) => newPlaceOf({ poolKey, groupName, remark }));
    super(
      "AxgGroup",
      name,
      ["groupName", "remark", "strategy", "deletionLimit", "groupId", "unconfirmed"],
      { ...args, numbers, __journal: journalOf("AxgGroup", name, place, numbers, opts) },
      numbersOptions(opts),
    );
  }

  /** The numbers in ascending order. */
  get numberList(): pulumi.Output<string[]> {
    return this.numbers.apply((text) => membersOf(text).members);
  }

  /** How many numbers there are. */
  get numberCount(): pulumi.Output<number> {
    return this.numbers.apply(countOf);
  }
}

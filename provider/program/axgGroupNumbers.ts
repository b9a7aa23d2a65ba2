import * as pulumi from "@pulumi/pulumi";

import type { Strategy } from "../domain/axgPlan";
import { countOf, membersOf } from "../domain/memberText";
import { placeOf } from "../resources/axg/target";
import { journalOf } from "./axgGroupJournal";
import { CloudGroup, numbersOptions, setText } from "./cloudGroup";

/** The arguments of AxgGroupNumbers. */
export interface AxgGroupNumbersArgs {
  /** The number pool's key, like `FC123456`. A change replaces the resource. */
  poolKey: pulumi.Input<string>;
  /** The group's GID, as a string or a safe integer. A change replaces the resource. */
  groupId: pulumi.Input<string | number>;
  /** The numbers that the group holds, in any order: digits only, 5 to 20 of them, none twice. */
  numbers: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * How a change is sent (default `auto`): `incremental` adds, then deletes, so that no number that stays is ever missing;
   * `overwrite` replaces all at once, for a group of at most 200; `fewestCalls` takes the plan with fewest calls; `auto` is
   * `incremental` but for one `overwriteNumbers` where no number stays and it saves calls.
   */
  strategy?: pulumi.Input<Strategy | undefined>;
  /** On create, replace whatever the group holds (at most 200 numbers) instead of adding to it. Default false. */
  takeOver?: pulumi.Input<boolean | undefined>;
  /** An update that deletes more numbers than this is refused before any call. Default: no limit. */
  deletionLimit?: pulumi.Input<number | undefined>;
}

/**
 * The numbers of an existing AXG group (G group) of Alibaba Cloud's number privacy service, kept by OperateAxgGroup. No API
 * reads them back: the stack's state is the only record.
 *
 * Id: `POOLKEY/GROUPID`. Source: Dyplsapi 2017-05-25, OperateAxgGroup.
 */
export class AxgGroupNumbers extends CloudGroup {
  declare readonly poolKey: pulumi.Output<string>;
  declare readonly groupId: pulumi.Output<string>;
  /** The numbers in ascending order, one a line, so that a preview shows exactly the lines that come and go. */
  declare readonly numbers: pulumi.Output<string>;
  declare readonly strategy: pulumi.Output<Strategy | undefined>;
  declare readonly takeOver: pulumi.Output<boolean | undefined>;
  declare readonly deletionLimit: pulumi.Output<number | undefined>;
  /** Numbers that the group may hold, as text: those of a call whose answer was lost. The next update settles them. */
  declare readonly unconfirmed: pulumi.Output<string | undefined>;

  constructor(name: string, args: AxgGroupNumbersArgs, opts?: pulumi.CustomResourceOptions) {
    const groupId = pulumi.output(args.groupId).apply((id) => (Number.isSafeInteger(id) ? String(id) : id));
    const numbers = setText(args.numbers);
    const place = pulumi
      .all([args.poolKey, groupId])
      .apply(([poolKey, id]) => placeOf({ poolKey, groupId: String(id) }));
    super(
      "AxgGroupNumbers",
      name,
      ["strategy", "takeOver", "deletionLimit", "unconfirmed"],
      { ...args, groupId, numbers, __journal: journalOf("AxgGroupNumbers", name, place, numbers, opts) },
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

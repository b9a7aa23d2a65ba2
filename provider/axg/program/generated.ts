// Made of the definitions: do not edit it. UPDATE_DOCS=1 npm test -- test/generated.test.ts writes it anew.

import type * as pulumi from "@pulumi/pulumi";

import type { Strategy } from "../plan";
import { AxgResource } from "./resource";

/** The arguments of {@link AxgGroup}. */
export interface AxgGroupArgs {
  /**
   * The number pool's key, like `FC123456`: 1 to 64 letters, digits, `_` or `-`. The pool must be of type AXG. A change replaces the
   * resource.
   */
  poolKey: pulumi.Input<string>;
  /**
   * The group's name: at most 16 characters by the current documents, 128 by older ones. Default: the GID. A change replaces the resource.
   */
  groupName?: pulumi.Input<string | undefined>;
  /** A remark: at most 50 characters by the current documents, 256 by older ones. Default: none. A change replaces the resource. */
  remark?: pulumi.Input<string | undefined>;
  /** The group's numbers, in any order: digits only, 5 to 20 each, without duplicates. A million numbers are fine. */
  numbers: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * How changes are sent, in calls of at most 200 numbers. Default: `auto`.
   *
   * - `incremental`: additions, then deletions. Unchanged numbers are never missing, and the group is never empty.
   * - `overwrite`: one `overwriteNumbers` with 200 numbers, then additions. Fails if the group holds more than 200.
   * - `fewestCalls`: the plan with the fewest calls, which may first delete down to 200 numbers and then overwrite.
   * - `auto`: `incremental`. If the group belongs to this resource alone (`AxgGroup`, or `takeOver: true`), one `overwriteNumbers` where no
   *   number stays and it saves calls, or where numbers are uncertain and the group has at most 200.
   */
  strategy?: pulumi.Input<Strategy | undefined>;
  /** Maximum deletions per update. A larger change fails at preview, and before any call with `--skip-preview`. Default: no limit. */
  deletionLimit?: pulumi.Input<number | undefined>;
  /** Whether an update may delete all numbers of the group. Default: false, and such a change fails at preview. */
  allowEmpty?: pulumi.Input<boolean | undefined>;
}

/** What each AxgGroup gives out. */
export abstract class AxgGroupProperties extends AxgResource {
  /** The number pool's key, like `FC123456`: 1 to 64 letters, digits, `_` or `-`. The pool must be of type AXG. */
  declare readonly poolKey: pulumi.Output<string>;
  /** The group's name: at most 16 characters by the current documents, 128 by older ones. Default: the GID. */
  declare readonly groupName: pulumi.Output<string | undefined>;
  /** A remark: at most 50 characters by the current documents, 256 by older ones. Default: none. */
  declare readonly remark: pulumi.Output<string | undefined>;
  /** The numbers, so that a preview shows exactly the lines that are added and deleted. As text: one a line, in ascending order. */
  declare readonly numbers: pulumi.Output<string>;
  /** How changes are sent; none declared means `auto`. */
  declare readonly strategy: pulumi.Output<Strategy | undefined>;
  /** Maximum deletions per update. A larger change fails at preview, and before any call with `--skip-preview`. Default: no limit. */
  declare readonly deletionLimit: pulumi.Output<number | undefined>;
  /** Whether an update may delete all numbers of the group. Default: false, and such a change fails at preview. */
  declare readonly allowEmpty: pulumi.Output<boolean | undefined>;
  /** The group's GID, as text. */
  declare readonly groupId: pulumi.Output<string>;
  /** Numbers of which it is not known whether the group holds them, one a line. The next update settles them. */
  declare readonly uncertain: pulumi.Output<string | undefined>;
}

/** What the class is made of. */
export const AXG_GROUP = {
  kind: "AxgGroup",
  isReadable: false,
  properties: [
    "poolKey",
    "groupName",
    "remark",
    "numbers",
    "strategy",
    "deletionLimit",
    "allowEmpty",
    "groupId",
    "uncertain",
  ],
};

/** The arguments of {@link AxgGroupNumbers}. */
export interface AxgGroupNumbersArgs {
  /**
   * The number pool's key, like `FC123456`: 1 to 64 letters, digits, `_` or `-`. The pool must be of type AXG. A change replaces the
   * resource.
   */
  poolKey: pulumi.Input<string>;
  /**
   * The group's GID as the console shows it: a string of digits, or a whole number up to 9007199254740991. A change replaces the resource.
   */
  groupId: pulumi.Input<string | number>;
  /** Whether a create replaces whatever the group holds (at most 200 numbers) instead of adding to it. Default: false. */
  takeOver?: pulumi.Input<boolean | undefined>;
  /** The group's numbers, in any order: digits only, 5 to 20 each, without duplicates. A million numbers are fine. */
  numbers: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * How changes are sent, in calls of at most 200 numbers. Default: `auto`.
   *
   * - `incremental`: additions, then deletions. Unchanged numbers are never missing, and the group is never empty.
   * - `overwrite`: one `overwriteNumbers` with 200 numbers, then additions. Fails if the group holds more than 200.
   * - `fewestCalls`: the plan with the fewest calls, which may first delete down to 200 numbers and then overwrite.
   * - `auto`: `incremental`. If the group belongs to this resource alone (`AxgGroup`, or `takeOver: true`), one `overwriteNumbers` where no
   *   number stays and it saves calls, or where numbers are uncertain and the group has at most 200.
   */
  strategy?: pulumi.Input<Strategy | undefined>;
  /** Maximum deletions per update. A larger change fails at preview, and before any call with `--skip-preview`. Default: no limit. */
  deletionLimit?: pulumi.Input<number | undefined>;
  /** Whether an update may delete all numbers of the group. Default: false, and such a change fails at preview. */
  allowEmpty?: pulumi.Input<boolean | undefined>;
}

/** What each AxgGroupNumbers gives out. */
export abstract class AxgGroupNumbersProperties extends AxgResource {
  /** The number pool's key, like `FC123456`: 1 to 64 letters, digits, `_` or `-`. The pool must be of type AXG. */
  declare readonly poolKey: pulumi.Output<string>;
  /** The group's GID, as text. */
  declare readonly groupId: pulumi.Output<string>;
  /** Whether a create replaces whatever the group holds (at most 200 numbers) instead of adding to it. Default: false. */
  declare readonly takeOver: pulumi.Output<boolean | undefined>;
  /** The numbers, so that a preview shows exactly the lines that are added and deleted. As text: one a line, in ascending order. */
  declare readonly numbers: pulumi.Output<string>;
  /** How changes are sent; none declared means `auto`. */
  declare readonly strategy: pulumi.Output<Strategy | undefined>;
  /** Maximum deletions per update. A larger change fails at preview, and before any call with `--skip-preview`. Default: no limit. */
  declare readonly deletionLimit: pulumi.Output<number | undefined>;
  /** Whether an update may delete all numbers of the group. Default: false, and such a change fails at preview. */
  declare readonly allowEmpty: pulumi.Output<boolean | undefined>;
  /** Numbers of which it is not known whether the group holds them, one a line. The next update settles them. */
  declare readonly uncertain: pulumi.Output<string | undefined>;
}

/** What the class is made of. */
export const AXG_GROUP_NUMBERS = {
  kind: "AxgGroupNumbers",
  isReadable: false,
  properties: [
    "poolKey",
    "groupId",
    "takeOver",
    "numbers",
    "strategy",
    "deletionLimit",
    "allowEmpty",
    "uncertain",
  ],
};

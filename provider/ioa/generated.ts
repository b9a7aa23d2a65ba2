// Made of the definitions: do not edit it. UPDATE_DOCS=1 npm test -- test/generated.test.ts writes it anew.

import type * as pulumi from "@pulumi/pulumi";

import { CloudGroup } from "../core/program";
import type { OsType, TimeType } from "./deviceGroup";

/** The arguments of {@link DeviceVirtualGroup}. */
export interface DeviceVirtualGroupArgs {
  /** The group's name: unique, not blank. Renamed in place. */
  deviceVirtualGroupName: pulumi.Input<string>;
  /** What the group is for. Default: none. Removing it clears it. */
  description?: pulumi.Input<string | undefined>;
  /** The operating system of the devices. Default: Windows. A change replaces the resource. */
  osType?: pulumi.Input<OsType | undefined>;
  /** When the rules run. Default: `Manual`, which is never. A change between manual and the others replaces the resource. */
  timeType?: pulumi.Input<TimeType | undefined>;
  /**
   * Minutes between two runs of the rules: a whole number, at least 1. Required with `Custom` as `timeType`, and not allowed without it.
   */
  autoMinute?: pulumi.Input<number | undefined>;
  /** The rules that an automatic group is filled by (the API's ComplexRule). Default: none. Removing them clears them. */
  autoRules?: pulumi.Input<AutoRules | undefined>;
  /**
   * Ids of devices that an automatic group never holds: whole numbers above 0, each once, and in one of the two lists only. Order does not
   * matter. Default: none.
   */
  deviceBlacklist?: pulumi.Input<pulumi.Input<number>[] | undefined>;
  /** Ids of devices that an automatic group always holds, with the same rules. Default: none. */
  deviceWhitelist?: pulumi.Input<pulumi.Input<number>[] | undefined>;
  /**
   * Mids of the devices of a manual group, without spaces, each once. Order does not matter. Default: the group's devices are left alone.
   */
  devices?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The id of the management domain. Default: the root domain, which iOA chooses. A change replaces the resource. */
  domainInstanceId?: pulumi.Input<string | undefined>;
  /** On create, take over an existing group of this name and set what is declared and clear the rest, instead of failing. Default false. */
  adopt?: pulumi.Input<boolean | undefined>;
}

/** Where {@link DeviceVirtualGroup.get} looks for the group. */
export interface DeviceVirtualGroupLookup {
  /** The id of the management domain. Default: the root domain, which iOA chooses. */
  domainInstanceId?: pulumi.Input<string | undefined>;
  /** The operating system of the devices. Default: Windows. */
  osType?: pulumi.Input<OsType | undefined>;
}

/** What each DeviceVirtualGroup gives out. */
export abstract class DeviceVirtualGroupProperties extends CloudGroup {
  /** The group's name: unique, not blank. Renamed in place. */
  declare readonly deviceVirtualGroupName: pulumi.Output<string>;
  /** The description that was last declared: no API returns it. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** The operating system of the devices. Default: Windows. */
  declare readonly osType: pulumi.Output<OsType | undefined>;
  /** When the rules run. Default: `Manual`, which is never. */
  declare readonly timeType: pulumi.Output<TimeType | undefined>;
  /**
   * Minutes between two runs of the rules: a whole number, at least 1. Required with `Custom` as `timeType`, and not allowed without it.
   */
  declare readonly autoMinute: pulumi.Output<number | undefined>;
  /** The rules that an automatic group is filled by (the API's ComplexRule). Default: none. Removing them clears them. */
  declare readonly autoRules: pulumi.Output<AutoRules | undefined>;
  /**
   * Ids of devices that an automatic group never holds: whole numbers above 0, each once, and in one of the two lists only. Order does not
   * matter. Default: none. As text: one a line, in ascending order.
   */
  declare readonly deviceBlacklist: pulumi.Output<string | undefined>;
  /** Ids of devices that an automatic group always holds, with the same rules. Default: none. As text: one a line, in ascending order. */
  declare readonly deviceWhitelist: pulumi.Output<string | undefined>;
  /**
   * Mids of the devices of a manual group, without spaces, each once. Order does not matter. Default: the group's devices are left alone.
   * As text: one a line, in ascending order.
   */
  declare readonly devices: pulumi.Output<string | undefined>;
  /** The id of the management domain. Default: the root domain, which iOA chooses. */
  declare readonly domainInstanceId: pulumi.Output<string | undefined>;
  /** On create, take over an existing group of this name and set what is declared and clear the rest, instead of failing. Default false. */
  declare readonly adopt: pulumi.Output<boolean | undefined>;
  /** The id that iOA gave the group, as a number. */
  declare readonly deviceVirtualGroupId: pulumi.Output<number>;
}

/** What the class is made of. */
export const DEVICE_VIRTUAL_GROUP = {
  kind: "DeviceVirtualGroup",
  isReadable: true,
  properties: [
    "deviceVirtualGroupName",
    "description",
    "osType",
    "timeType",
    "autoMinute",
    "autoRules",
    "deviceBlacklist",
    "deviceWhitelist",
    "devices",
    "domainInstanceId",
    "adopt",
    "deviceVirtualGroupId",
  ],
};

/** One condition on a device: a property of it, compared with a value or several. */
export interface RuleItem {
  /** The device's property, such as `hostname`, `mid`, `ip` or `tags`. */
  key?: string | undefined;
  /** How it is compared: `等于` (equals), `不等于` (does not equal), `包含` (contains) or `不包含` (does not contain). */
  operate?: string | undefined;
  /** What it is compared with. */
  value?: string | undefined;
  /** Several values, in the place of `value`. */
  values?: string[] | undefined;
}

/** Conditions, and how they are related. */
export interface RuleExpression {
  /** The conditions. */
  items?: RuleItem[] | undefined;
  /** `并且`: all must hold; `或者`: any. */
  relation?: string | undefined;
}

/** Expressions, and how they are related. */
export interface SimpleRule {
  /** The expressions. */
  expressions?: RuleExpression[] | undefined;
  /** `并且`: all must hold; `或者`: any. */
  relation?: string | undefined;
}

/** The rules that an automatic group is filled by (the API's ComplexRule). Default: none. Removing them clears them. */
export interface AutoRules {
  /** The rules. */
  simpleRules?: SimpleRule[] | undefined;
  /** `并且`: all must hold; `或者`: any. */
  relation?: string | undefined;
}

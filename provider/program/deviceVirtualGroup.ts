import type * as pulumi from "@pulumi/pulumi";

import type { AutoRules, OsType, TimeType } from "../domain/deviceGroup";
import { CloudGroup, type LookupOptions, lookupOptions, optionalSetText } from "./cloudGroup";

/** The arguments of DeviceVirtualGroup. */
export interface DeviceVirtualGroupArgs {
  /** The group's name, unique. Renamed in place. */
  deviceVirtualGroupName: pulumi.Input<string>;
  /** What the group is for. */
  description?: pulumi.Input<string | undefined>;
  /** The operating system of the devices (default `OsType.Windows`). A change replaces the group. */
  osType?: pulumi.Input<OsType | undefined>;
  /** When rules are applied (default `TimeType.Manual`: never). Between manual and the others a change replaces the group. */
  timeType?: pulumi.Input<TimeType | undefined>;
  /** Minutes between two runs of the rules; with `TimeType.Custom` alone, and required there. */
  autoMinute?: pulumi.Input<number | undefined>;
  /** The rules of an automatic group. */
  autoRules?: pulumi.Input<AutoRules | undefined>;
  /** Ids of devices that an automatic group never holds, in any order. */
  deviceBlacklist?: pulumi.Input<pulumi.Input<number>[] | undefined>;
  /** Ids of devices that an automatic group always holds, in any order. */
  deviceWhitelist?: pulumi.Input<pulumi.Input<number>[] | undefined>;
  /** Mids of the devices of a manual group, in any order. Not given: the group's devices are left alone. */
  devices?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The management domain. A change replaces the group. */
  domainInstanceId?: pulumi.Input<string | undefined>;
  /** Take over a group of this name that exists, instead of an error. Default false. */
  adopt?: pulumi.Input<boolean | undefined>;
}

/** Where DeviceVirtualGroup.get looks: iOA shows a group to no one who asks for another operating system or domain. */
export interface DeviceVirtualGroupLookup {
  /** The operating system of the group's devices (default `OsType.Windows`). */
  osType?: pulumi.Input<OsType | undefined>;
  /** The group's management domain. */
  domainInstanceId?: pulumi.Input<string | undefined>;
}

/**
 * A device virtual group of Tencent Cloud iOA.
 *
 * The public API tells a group's name and devices, but neither its description nor its rules and lists: a change of those
 * behind Pulumi's back is not seen there.
 *
 * Id: the group's id. Source: iOA 2022-06-01, Create-, Modify- and DeleteDeviceVirtualGroup.
 */
export class DeviceVirtualGroup extends CloudGroup {
  declare readonly deviceVirtualGroupName: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly osType: pulumi.Output<OsType | undefined>;
  declare readonly timeType: pulumi.Output<TimeType | undefined>;
  declare readonly autoMinute: pulumi.Output<number | undefined>;
  declare readonly autoRules: pulumi.Output<AutoRules | undefined>;
  /** As text: ids in ascending order of their text, one a line. */
  declare readonly deviceBlacklist: pulumi.Output<string | undefined>;
  /** As text: ids in ascending order of their text, one a line. */
  declare readonly deviceWhitelist: pulumi.Output<string | undefined>;
  /** As text: mids in ascending order, one a line. */
  declare readonly devices: pulumi.Output<string | undefined>;
  declare readonly domainInstanceId: pulumi.Output<string | undefined>;
  declare readonly adopt: pulumi.Output<boolean | undefined>;
  /** The group's id as a number. */
  declare readonly deviceVirtualGroupId: pulumi.Output<number>;

  /**
   * Looks an existing group up, without taking it over. An error where there is none of that operating system and domain.
   *
   * @param id the group's id, a whole number as text
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    lookup?: DeviceVirtualGroupLookup,
    opts?: pulumi.CustomResourceOptions,
  ): DeviceVirtualGroup {
    return new DeviceVirtualGroup(name, lookup, lookupOptions(id, opts));
  }

  constructor(name: string, args: DeviceVirtualGroupArgs, opts?: pulumi.CustomResourceOptions);
  /** Looks a group up; see `get`. */
  constructor(name: string, args: Partial<DeviceVirtualGroupArgs> | undefined, opts: LookupOptions);
  constructor(name: string, args: Partial<DeviceVirtualGroupArgs> = {}, opts?: pulumi.CustomResourceOptions) {
    const sets = {
      deviceBlacklist: optionalSetText(args.deviceBlacklist, String),
      deviceWhitelist: optionalSetText(args.deviceWhitelist, String),
      devices: optionalSetText(args.devices),
    };
    super("DeviceVirtualGroup", name, PROPERTIES, { ...args, ...sets }, opts);
  }
}

const PROPERTIES = [
  "deviceVirtualGroupName",
  "description",
  "osType",
  "timeType",
  "autoMinute",
  "autoRules",
  "domainInstanceId",
  "adopt",
  "deviceVirtualGroupId",
] satisfies (keyof DeviceVirtualGroup)[];

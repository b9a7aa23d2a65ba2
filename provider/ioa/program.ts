import type * as pulumi from "@pulumi/pulumi";

import type { AutoRules, OsType, TimeType } from "./deviceGroup";
import { CloudGroup, type LookupOptions, lookupOptions, optionalSetInput } from "../core/program";

/**
 * The arguments of {@link DeviceVirtualGroup}. A change of `osType` or `domainInstanceId` replaces the group, and so does one of
 * `timeType` between manual and the others.
 */
export interface DeviceVirtualGroupArgs {
  /** The group's name: unique, and not blank. Renamed in place. */
  deviceVirtualGroupName: pulumi.Input<string>;
  /** What the group is for. Default none; removing it clears it. */
  description?: pulumi.Input<string | undefined>;
  /** The operating system of the devices (default `OsType.Windows`). A change replaces the group. */
  osType?: pulumi.Input<OsType | undefined>;
  /** When rules are applied (default `TimeType.Manual`: never). A change between manual and the others replaces the group. */
  timeType?: pulumi.Input<TimeType | undefined>;
  /** Minutes between two runs of the rules, a whole number from 1 on. With `TimeType.Custom` alone, and required there. */
  autoMinute?: pulumi.Input<number | undefined>;
  /** The rules of an automatic group. Default none; removing them clears them. */
  autoRules?: pulumi.Input<AutoRules | undefined>;
  /** Ids of devices that an automatic group never holds, in any order: whole numbers above 0, none twice, none in both lists. Default none. */
  deviceBlacklist?: pulumi.Input<pulumi.Input<number>[] | undefined>;
  /** Ids of devices that an automatic group always holds, likewise. Default none. */
  deviceWhitelist?: pulumi.Input<pulumi.Input<number>[] | undefined>;
  /** Mids of the devices of a manual group, in any order: no spaces in them, none twice. Not given: the group's devices are left alone. */
  devices?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The id of the management domain. Default: the one that iOA chooses, the root. A change replaces the group. */
  domainInstanceId?: pulumi.Input<string | undefined>;
  /** On create, take over a group of this name that exists, set all that is declared and clear the rest, instead of an error. Default false. */
  adopt?: pulumi.Input<boolean | undefined>;
}

/** Where {@link DeviceVirtualGroup.get} looks: iOA shows a group to no one who asks for another operating system or domain. */
export interface DeviceVirtualGroupLookup {
  /** The operating system of the group's devices (default `OsType.Windows`). */
  osType?: pulumi.Input<OsType | undefined>;
  /** The id of the group's management domain, where there are several. */
  domainInstanceId?: pulumi.Input<string | undefined>;
}

/**
 * A device virtual group of Tencent Cloud iOA.
 *
 * The public API tells a group's name and devices, but neither its description nor its rules and lists: a change of those
 * behind Pulumi's back is not seen there. iOA deletes a group with devices and grants, so that a destroy asks nothing: `protect: true`
 * keeps a group from it.
 *
 * A change of `osType` or `domainInstanceId` replaces the group, and so does one of `timeType` between manual and the others. Id: the
 * group's id.
 *
 * Wrong arguments end the preview with an error that names the argument, its value and the rule, before any call. A call that
 * the cloud refuses ends the update with its operation, code, message and request id, and with what to do.
 *
 * Source: iOA 2022-06-01, CreateDeviceVirtualGroup, ModifyDeviceVirtualGroup, ModifyVirtualDeviceGroups, DescribeDeviceVirtualGroups and
 * DeleteDeviceVirtualGroup.
 *
 * @example
 * ```ts
 * import { DeviceVirtualGroup, OsType, TimeType } from "pulumi-cloud-groups";
 *
 * const kiosks = new DeviceVirtualGroup("kiosks", {
 *   deviceVirtualGroupName: "kiosks",
 *   devices: ["mid-windows-1", "mid-windows-2"],
 * });
 *
 * const macs = new DeviceVirtualGroup("macs", {
 *   deviceVirtualGroupName: "design-macs",
 *   osType: OsType.MacOS,
 *   timeType: TimeType.Custom,
 *   autoMinute: 10,
 *   autoRules: {
 *     simpleRules: [{ expressions: [{ items: [{ key: "hostname", operate: "包含", value: "design-" }] }] }],
 *   },
 * });
 * export const ids = [kiosks.deviceVirtualGroupId, macs.deviceVirtualGroupId];
 * ```
 */
export class DeviceVirtualGroup extends CloudGroup {
  /** The group's name. */
  declare readonly deviceVirtualGroupName: pulumi.Output<string>;
  /** As declared: no API tells it. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** As declared. */
  declare readonly osType: pulumi.Output<OsType | undefined>;
  /** As declared. */
  declare readonly timeType: pulumi.Output<TimeType | undefined>;
  /** As declared. */
  declare readonly autoMinute: pulumi.Output<number | undefined>;
  /** The rules, where the endpoint tells them; else as declared. */
  declare readonly autoRules: pulumi.Output<AutoRules | undefined>;
  /** As text: ids in ascending order of their text, one a line. */
  declare readonly deviceBlacklist: pulumi.Output<string | undefined>;
  /** As text: ids in ascending order of their text, one a line. */
  declare readonly deviceWhitelist: pulumi.Output<string | undefined>;
  /** As text: mids in ascending order, one a line. */
  declare readonly devices: pulumi.Output<string | undefined>;
  /** As declared. */
  declare readonly domainInstanceId: pulumi.Output<string | undefined>;
  /** As declared. */
  declare readonly adopt: pulumi.Output<boolean | undefined>;
  /** The id that iOA gave the group, as a number. */
  declare readonly deviceVirtualGroupId: pulumi.Output<number>;

  /**
   * Looks an existing group up, in the preview too, without taking it over: Pulumi never changes or deletes it.
   *
   * @param name of the resource in the stack
   * @param id the group's id, a whole number as text
   * @param lookup where it is
   * @param opts as of any resource
   * @throws pulumi.RunError where the id is empty; where there is no such group of that operating system and domain, the preview or
   *   the update ends with an error
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    lookup?: DeviceVirtualGroupLookup,
    opts?: pulumi.CustomResourceOptions,
  ): DeviceVirtualGroup {
    return new DeviceVirtualGroup(name, lookup, lookupOptions(id, opts));
  }

  /**
   * Declares a group.
   *
   * @param name of the resource in the stack; the group's own is `deviceVirtualGroupName`
   * @param args what is declared
   * @param opts as of any resource
   * @throws Error where the package is not a direct dependency of the program
   */
  constructor(name: string, args: DeviceVirtualGroupArgs, opts?: pulumi.CustomResourceOptions);
  /** Looks a group up; see {@link DeviceVirtualGroup.get}. */
  constructor(name: string, args: Partial<DeviceVirtualGroupArgs> | undefined, opts: LookupOptions);
  constructor(name: string, args: Partial<DeviceVirtualGroupArgs> = {}, opts?: pulumi.CustomResourceOptions) {
    const sets = {
      deviceBlacklist: optionalSetInput(args.deviceBlacklist, String),
      deviceWhitelist: optionalSetInput(args.deviceWhitelist, String),
      devices: optionalSetInput(args.devices),
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

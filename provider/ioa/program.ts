import type * as pulumi from "@pulumi/pulumi";

import type { AutoRules, OsType, TimeType } from "./deviceGroup";
import { CloudGroup, type LookupOptions, lookupOptions, optionalSetInput } from "../core/program";

/**
 * The arguments of {@link DeviceVirtualGroup}. A change of `osType` or `domainInstanceId` replaces the group, and so does one of
 * `timeType` between manual and the others.
 */
export interface DeviceVirtualGroupArgs {
  /** The group's name: unique, not blank. Renamed in place. */
  deviceVirtualGroupName: pulumi.Input<string>;
  /** What the group is for. Default: none. Removing it clears it. */
  description?: pulumi.Input<string | undefined>;
  /** The operating system of the devices (default `OsType.Windows`). A change replaces the group. */
  osType?: pulumi.Input<OsType | undefined>;
  /** When the rules run (default `TimeType.Manual`: never). A change between manual and the others replaces the group. */
  timeType?: pulumi.Input<TimeType | undefined>;
  /** Minutes between two runs of the rules: a whole number, at least 1. Required with `TimeType.Custom`, and not allowed without it. */
  autoMinute?: pulumi.Input<number | undefined>;
  /** The rules of an automatic group. Default: none. Removing them clears them. */
  autoRules?: pulumi.Input<AutoRules | undefined>;
  /** Ids of devices that an automatic group never holds: whole numbers above 0, each once, and in one of the two lists only. Order does not matter. Default: none. */
  deviceBlacklist?: pulumi.Input<pulumi.Input<number>[] | undefined>;
  /** Ids of devices that an automatic group always holds, with the same rules. Default: none. */
  deviceWhitelist?: pulumi.Input<pulumi.Input<number>[] | undefined>;
  /** Mids of the devices of a manual group, without spaces, each once. Order does not matter. Default: the group's devices are left alone. */
  devices?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** The id of the management domain. Default: the root domain, which iOA chooses. A change replaces the group. */
  domainInstanceId?: pulumi.Input<string | undefined>;
  /** On create, take over an existing group of this name, set what is declared and clear the rest, instead of failing. Default false. */
  adopt?: pulumi.Input<boolean | undefined>;
}

/** Where {@link DeviceVirtualGroup.get} looks: iOA finds a group only by its own operating system and domain. */
export interface DeviceVirtualGroupLookup {
  /** The operating system of the group's devices (default `OsType.Windows`). */
  osType?: pulumi.Input<OsType | undefined>;
  /** The id of the group's management domain, if there are several. */
  domainInstanceId?: pulumi.Input<string | undefined>;
}

/**
 * A device virtual group of Tencent Cloud iOA.
 *
 * The public API returns a group's name and devices, but not its description, rules or lists: if somebody changes those outside Pulumi, a
 * refresh does not detect it. Warning: iOA deletes a group even if it has devices and grants. Use `protect: true` to prevent that.
 *
 * A change of `osType` or `domainInstanceId` replaces the group, and so does one of `timeType` between manual and the others. Id: the
 * group's id.
 *
 * Invalid arguments fail the preview, before any call: the error names the argument, its value and the rule. A call that the cloud refuses
 * fails the update: the error names the operation, code, message and request id, and says what to do.
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
  /** The description that was last declared: no API returns it. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** The operating system of the devices; undefined means Windows. */
  declare readonly osType: pulumi.Output<OsType | undefined>;
  /** When the rules run; undefined means never: a manual group. */
  declare readonly timeType: pulumi.Output<TimeType | undefined>;
  /** Minutes between two runs of the rules; undefined without `TimeType.Custom`. */
  declare readonly autoMinute: pulumi.Output<number | undefined>;
  /** The group's rules; where the endpoint does not return them, the rules that were last declared. */
  declare readonly autoRules: pulumi.Output<AutoRules | undefined>;
  /** As text: ids in ascending order of their text, one a line. */
  declare readonly deviceBlacklist: pulumi.Output<string | undefined>;
  /** As text: ids in ascending order of their text, one a line. */
  declare readonly deviceWhitelist: pulumi.Output<string | undefined>;
  /** As text: mids in ascending order, one a line. */
  declare readonly devices: pulumi.Output<string | undefined>;
  /** The id of the management domain; undefined means the root domain. */
  declare readonly domainInstanceId: pulumi.Output<string | undefined>;
  /** Whether a create takes over an existing group. Default false. */
  declare readonly adopt: pulumi.Output<boolean | undefined>;
  /** The id that iOA gave the group, as a number. */
  declare readonly deviceVirtualGroupId: pulumi.Output<number>;

  /**
   * Looks up an existing group, in previews too, without managing it: Pulumi never changes or deletes it.
   *
   * @param name of the resource in the stack
   * @param id the group's id, a whole number as text
   * @param lookup the group's operating system and domain
   * @param opts the options that every resource has
   * @throws pulumi.RunError if the id is empty. If there is no such group of that operating system and domain, the preview or the update
   *   fails
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
   * @param args what the group should be
   * @param opts the options that every resource has
   * @throws Error if the package is not a direct dependency of the program
   */
  constructor(name: string, args: DeviceVirtualGroupArgs, opts?: pulumi.CustomResourceOptions);
  /** Looks up a group; see {@link DeviceVirtualGroup.get}. */
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

import type * as pulumi from "@pulumi/pulumi";

import { type LookupOptions, lookupOptions, optionalSetInput } from "../core/program";
import {
  DEVICE_VIRTUAL_GROUP,
  type DeviceVirtualGroupArgs,
  type DeviceVirtualGroupLookup,
  DeviceVirtualGroupProperties,
} from "./generated";

/**
 * A device virtual group of Tencent Cloud iOA.
 *
 * The public API returns a group's name and devices, but not its description, rules or lists: if somebody changes those outside Pulumi, a
 * refresh does not detect it. Warning: iOA deletes a group even if it has devices and grants. Use `protect: true` to prevent that.
 *
 * A change of `osType` or `domainInstanceId` replaces the resource, and so does one of `timeType` between manual and the others. Id: the
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
export class DeviceVirtualGroup extends DeviceVirtualGroupProperties {
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
    super(DEVICE_VIRTUAL_GROUP, name, { ...args, ...sets }, opts);
  }
}

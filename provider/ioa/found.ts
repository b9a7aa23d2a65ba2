import { unlessRefused } from "../core/calls/answers";
import { UnprovenAbsenceError } from "../core/calls/errors";
import type { Found } from "../core/lifecycle/lifecycle";
import { omitUndefined } from "../core/properties";
import { type DeclaredDeviceGroup, declaredDeviceGroup, isAutomatic } from "./arguments";
import type { DeviceVirtualGroupFacts, IoaClient } from "./client";
import { TimeType } from "./deviceGroup";
import { type Lookup, outsOf, scopeOf, withDevices, withRule } from "./state";

/** What a look-up returns: everything that the API does, which is the rule if it is offered, and the devices of a manual group. */
export async function describeLookup(
  ioa: IoaClient,
  known: Lookup,
  group: DeviceVirtualGroupFacts,
): Promise<Found> {
  // No document says what the API answers for the rule of a manual group.
  const rule = await unlessRefused("ResourceNotFound.*", () => ioa.findRule(group.id, scopeOf(known)));
  const asked = isAutomatic(rule?.timeType)
    ? { ...known, timeType: TimeType.Hourly, devices: undefined }
    : { ...known, timeType: undefined, devices: "" };
  return describeGroup(ioa, asked, group);
}

/** What a read returns: the API's values replace the state's. Anything that the API does not return keeps its last known value. */
export async function describeGroup(
  ioa: IoaClient,
  known: Lookup,
  group: DeviceVirtualGroupFacts,
): Promise<Found> {
  const before: DeclaredDeviceGroup = {
    ...declaredDeviceGroup.partial().parse(known),
    deviceVirtualGroupName: group.name,
  };
  const rule = isAutomatic(before.timeType) ? await ioa.findRule(group.id, scopeOf(known)) : undefined;
  const declared = await withDevices(ioa, group.id, rule === undefined ? before : withRule(before, rule));
  const { deviceCount = 0 } = group;
  if (declared.devices === "" && deviceCount > 0)
    throw new UnprovenAbsenceError(
      "DescribeVirtualDevices",
      `each device of the group ${group.id}`,
      `iOA counts ${deviceCount} devices and lists none`,
      "Check which groups the calling user can see, and run the command again",
    );
  // A create takes no lists, and no read returns everything, so the next update sends everything.
  const isUncertain = known.isUncertain === true || known.creating !== undefined;
  const { __incarnation } = known;
  const outs = outsOf({ ...declared, isUncertain: isUncertain || undefined, __incarnation }, group.id);
  return { id: String(group.id), inputs: omitUndefined(declared), outs };
}

import { unlessRefused } from "../core/calls/answers";
import { UnprovenAbsenceError } from "../core/calls/errors";
import type { Found } from "../core/lifecycle/lifecycle";
import { omitUndefined } from "../core/properties";
import { type DeclaredDeviceGroup, declaredDeviceGroup, isAutomatic } from "./arguments";
import type { DeviceVirtualGroupFacts, IoaClient } from "./client";
import { TimeType } from "./deviceGroup";
import { type Lookup, outsOf, scopeOf, withDevices, withRule } from "./state";

/** A look-up tells all that the API does: the rule where it is offered, and the devices of a group that has none. */
export async function describeLookup(
  ioa: IoaClient,
  known: Lookup,
  group: DeviceVirtualGroupFacts,
): Promise<Found> {
  // No document says what the rule of a manual group is answered by.
  const rule = await unlessRefused("ResourceNotFound.*", () => ioa.findRule(group.id, scopeOf(known)));
  const asked = isAutomatic(rule?.timeType)
    ? { ...known, timeType: TimeType.Hourly, devices: undefined }
    : { ...known, timeType: undefined, devices: "" };
  return describeGroup(ioa, asked, group);
}

/** What the API tells replaces what the state has; what it does not tell stays as the state has it. */
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
      `iOA says that it has ${deviceCount}, and lists none`,
      "Check which groups the calling user can see, and run the command again",
    );
  // Create takes no lists, and no read tells all, so that the next update sends the whole.
  const isUncertain = known.isUncertain === true || known.creating !== undefined;
  const { __incarnation } = known;
  const outs = outsOf({ ...declared, isUncertain: isUncertain || undefined, __incarnation }, group.id);
  return { id: String(group.id), inputs: omitUndefined(declared), outs };
}

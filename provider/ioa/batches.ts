import { decodeSet } from "../sets/memberText";
import { setDifference, slices } from "../sets/memberSet";

/** How many devices one call of ModifyVirtualDeviceGroups carries. No document gives a limit. */
const DEVICES_PER_CALL = 100;

/** What one call of ModifyVirtualDeviceGroups changes. */
export interface DeviceChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** The calls that change a group's devices from one set to another, both as text. Nothing changes if no devices are declared. */
export function deviceBatches(from: string | undefined, to: string | undefined): DeviceChange[] {
  if (to === undefined) return [];
  const { added, deleted } = setDifference(decodeSet(from ?? "").members, decodeSet(to).members);
  return [
    ...slices(added, DEVICES_PER_CALL).map((add) => ({ add, remove: [] })),
    ...slices(deleted, DEVICES_PER_CALL).map((remove) => ({ add: [], remove })),
  ];
}

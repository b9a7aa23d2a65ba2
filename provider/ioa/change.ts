import { type DeclaredDeviceGroup } from "./arguments";
import type { Properties } from "../core/properties";
import { CloudGroupsError, isRefusal, RefusedError } from "../core/calls/errors";
import type { IoaClient } from "./client";
import { decodeSet, encodeSet } from "../sets/memberText";
import type { Declared, GroupUpdate } from "../core/lifecycle/namedKind";
import { NAME_TAKEN } from "../core/lifecycle/renaming";
import { FINISH_GROUP, PartialFailure, SEND_AGAIN } from "../core/lifecycle/partialFailure";
import { type DeviceChange, deviceBatches } from "./batches";
import { bodyOf, clearedArguments } from "./body";
import { outsOf, scopeOf, type State } from "./state";

/** The code that iOA refuses a taken name with. */
export const TAKEN = "InvalidParameter.DuplicateDeviceVirtualGroupName";

/** A group that exists and may not yet be what is declared. */
export interface CurrentGroup {
  readonly id: number;
  /** What it has so far, so that `converge` knows what is left to do. */
  readonly current: DeclaredDeviceGroup;
  /** Whether the state does not have it yet. */
  readonly isNew: boolean;
  /** Whether it may differ from `current` in anything but its devices. */
  readonly isUncertain: boolean;
}

/** The update of a group that may have to step aside on its way to another name. Each of its steps saves its own progress. */
export class DeviceGroupUpdate implements GroupUpdate {
  readonly taken = TAKEN;

  constructor(
    private readonly ioa: IoaClient,
    private group: CurrentGroup,
    private readonly declared: Declared<DeclaredDeviceGroup>,
  ) {}

  update(): Promise<Properties> {
    return converge(this.ioa, this.group, this.declared);
  }

  async stepAside(deviceVirtualGroupName: string): Promise<void> {
    const aside = { ...this.declared, deviceVirtualGroupName, devices: this.group.current.devices };
    await converge(this.ioa, this.group, aside);
    // The state has another name, so any failure must be saved.
    this.group = { ...this.group, current: aside, isNew: true };
  }

  toPartialFailure(error: unknown): unknown {
    return error;
  }
}

/** Brings a group to what is declared. A failure saves what was reached, if anything was. */
export async function converge(
  ioa: IoaClient,
  { id, current, isNew, isUncertain }: CurrentGroup,
  declared: Declared<DeclaredDeviceGroup>,
): Promise<Properties> {
  const { __incarnation } = declared;
  let reached: State = current;
  try {
    const isSame = JSON.stringify(bodyOf(current)) === JSON.stringify(bodyOf(declared));
    const batches = deviceBatches(current.devices, declared.devices);
    // No API returns a description, so an update of anything else cannot know whether somebody changed it.
    if (isUncertain || !isSame || (!isNew && batches.length > 0)) {
      await unlessNotOffered(isSame && !isUncertain, () => modifyGroup(ioa, id, declared, current));
      reached = { ...declared, devices: current.devices };
    }
    for (const change of batches) {
      await ioa.modifyDevices(id, scopeOf(declared), change);
      reached = { ...reached, devices: applyChange(reached.devices, change) };
    }
  } catch (error) {
    const isKnown = error instanceof CloudGroupsError && error.effect === "not applied";
    if (isKnown && reached === current && !isNew) throw error;
    const isOpen = !isKnown || (isUncertain && reached === current);
    const outs = outsOf({ ...reached, isUncertain: isOpen || undefined, __incarnation }, id);
    const next = reached === current && !isNew ? SEND_AGAIN : FINISH_GROUP;
    throw new PartialFailure(String(id), outs, error, next);
  }
  return outsOf(declared, id);
}

/** Runs ModifyDeviceVirtualGroup. An endpoint without it can still change devices, if nothing else differs. */
async function unlessNotOffered(isDispensable: boolean, modify: () => Promise<void>): Promise<void> {
  try {
    await modify();
  } catch (error) {
    if (!isDispensable || !isRefusal(error, "InvalidAction", "UnsupportedOperation")) throw error;
  }
}

export async function modifyGroup(
  ioa: IoaClient,
  id: number,
  declared: DeclaredDeviceGroup,
  before: DeclaredDeviceGroup,
): Promise<void> {
  try {
    await ioa.modifyGroup({ DeviceVirtualGroupId: id, ...bodyOf(declared, before) });
  } catch (error) {
    const advice =
      error instanceof RefusedError ? adviceFor(error, clearedArguments(declared, before)) : undefined;
    throw advice === undefined ? error : new RefusedError(error as RefusedError, advice);
  }
}

function adviceFor({ code }: RefusedError, cleared: readonly string[]): string | undefined {
  if (code === "ResourceNotFound.NotFound") return "Run `pulumi refresh`";
  if (code === TAKEN) return NAME_TAKEN;
  if (code === "InvalidParameter.DeviceVirtualGroupTypeNotModify")
    return "The existing group is of the other type, manual or automatic, which cannot be changed: choose another name, or delete that group first";
  const mayBeEmptiness = cleared.length > 0 && /^InvalidParameter(Value)?(\.RequestParam)?$/.test(code);
  return mayBeEmptiness
    ? `iOA may refuse to clear ${cleared.join(", ")}: declare it, or replace the group`
    : undefined;
}

function applyChange(devices: string | undefined, { add, remove }: DeviceChange): string {
  const removed = new Set(remove);
  return encodeSet([...decodeSet(devices ?? "").members.filter((mid) => !removed.has(mid)), ...add]);
}

import { type DeclaredDeviceGroup, isAutomatic } from "./arguments";
import type { Properties } from "../core/properties";
import { CloudGroupsError, isRefusal, RefusedError } from "../core/calls/errors";
import type { DeviceVirtualGroupFacts, IoaClient, IoaScope } from "./client";
import type { Operation } from "../core/calls/operation";
import { decodeSet, encodeSet } from "../sets/memberText";
import type { PendingCreation } from "../core/run/run";
import { type Candidate, createOnce, type Maker } from "../core/lifecycle/creation";
import type { Incarnation } from "../core/lifecycle/ownership";
import { NAME_TAKEN } from "../core/lifecycle/renaming";
import { PartialFailure } from "../core/lifecycle/partialFailure";
import { type DeviceChange, deviceBatches } from "./batches";
import { bodyOf, clearedBy } from "./body";
import { outsOf, scopeOf, type State, withDevices, withRule } from "./state";

/** The code by which iOA says that a group's name is taken. */
export const TAKEN = "InvalidParameter.DuplicateDeviceVirtualGroupName";

/** A group that exists and may not yet be what is declared. */
export interface Begun {
  readonly id: number;
  /** What it is so far, so that `finish` sees what is left to do. */
  readonly made: DeclaredDeviceGroup;
  /** Whether the state does not have it yet. */
  readonly isNew: boolean;
  /** Whether it may be otherwise than `made` says, but for its devices. */
  readonly isUncertain: boolean;
}

/** The same as a resource of the stack. */
export type BegunResource = Begun & Incarnation;

/** Makes the group, or adopts it. */
export async function createGroup(
  operation: Operation,
  ioa: IoaClient,
  declared: DeclaredDeviceGroup,
  incarnation: Incarnation,
  begun: PendingCreation | undefined,
): Promise<Begun> {
  const scope = scopeOf(declared);
  // Create takes no lists; Modify sets them afterwards.
  const creatable = {
    ...declared,
    deviceBlacklist: undefined,
    deviceWhitelist: undefined,
    devices: undefined,
  };
  const maker: Maker<number> = {
    remark: "",
    clock: ioa.clock,
    taken: TAKEN,
    make: () => ioa.createGroup(bodyOf(creatable)),
    find: async () => {
      const candidate = await candidateNamed(ioa, declared.deviceVirtualGroupName, scope);
      return candidate === undefined ? undefined : { ...candidate, group: candidate.group.id };
    },
  };
  try {
    const { group: id, isAsDeclared } = await createOnce(operation, begun, maker, (creating) => ({
      id: `creating/${declared.deviceVirtualGroupName}`,
      outs: { ...declared, ...incarnation, creating },
    }));
    return { id, made: creatable, isNew: true, isUncertain: !isAsDeclared };
  } catch (error) {
    if (!isRefusal(error, TAKEN)) throw error;
    if (!declared.adopt) throw new RefusedError(error, "Set adopt: true to take the existing group over");
    return adoptGroup(operation, ioa, declared, error);
  }
}

/** A group as the API tells it, which has no word of what else was sent. */
export async function candidateNamed(
  ioa: IoaClient,
  name: string,
  scope: IoaScope,
): Promise<Candidate<DeviceVirtualGroupFacts> | undefined> {
  return candidateOf(await ioa.findGroupNamed(name, scope));
}

export function candidateOf(
  group: DeviceVirtualGroupFacts | undefined,
): Candidate<DeviceVirtualGroupFacts> | undefined {
  return group === undefined ? undefined : { group, created: group.created, remark: undefined };
}

/** What an existing group is made by cannot be read everywhere, so all that is declared is set at once. */
async function adoptGroup(
  operation: Operation,
  ioa: IoaClient,
  declared: DeclaredDeviceGroup,
  taken: RefusedError,
): Promise<Begun> {
  const scope = scopeOf(declared);
  const group = await ioa.findGroupNamed(declared.deviceVirtualGroupName, scope);
  if (group === undefined) {
    const hidden =
      `iOA lists no group of that name with osType ${scope.osType}: one of another osType has it, ` +
      "or one that the calling user may not see";
    throw new RefusedError(taken, hidden);
  }
  if (group.created === "")
    throw new RefusedError(taken, "The group of that name is built in: choose another name");
  await modifyGroup(ioa, group.id, declared, await whatMayBeThere(ioa, group.id, declared));
  const made = await withDevices(ioa, group.id, declared);
  operation.notice(`took over the existing group ${group.id}`);
  return { id: group.id, made, isNew: true, isUncertain: false };
}

/** What an automatic group has, or, where the API does not tell, something of all that it can have, so that it is cleared. */
async function whatMayBeThere(
  ioa: IoaClient,
  id: number,
  declared: DeclaredDeviceGroup,
): Promise<DeclaredDeviceGroup> {
  if (!isAutomatic(declared.timeType)) return declared;
  const rule = await ioa.findRule(id, scopeOf(declared));
  if (rule !== undefined) return withRule(declared, rule);
  return { ...declared, autoRules: {}, deviceBlacklist: encodeSet(["1"]), deviceWhitelist: encodeSet(["1"]) };
}

/** Takes a group from what it is to what is declared. A failure keeps what was reached, if there is anything to keep. */
export async function finish(
  ioa: IoaClient,
  begun: BegunResource,
  declared: DeclaredDeviceGroup,
): Promise<Properties> {
  const { id, made, isNew, isUncertain, __incarnation } = begun;
  let reached: State = made;
  try {
    const isSame = JSON.stringify(bodyOf(made)) === JSON.stringify(bodyOf(declared));
    const batches = deviceBatches(made.devices, declared.devices);
    // No API tells a description, so that an update of anything else never knows whether somebody changed it.
    if (isUncertain || !isSame || (!isNew && batches.length > 0)) {
      await unlessNotOffered(isSame && !isUncertain, () => modifyGroup(ioa, id, declared, made));
      reached = { ...declared, devices: made.devices };
    }
    for (const change of batches) {
      await ioa.modifyDevices(id, scopeOf(declared), change);
      reached = { ...reached, devices: withChange(reached.devices, change) };
    }
  } catch (error) {
    const isKnown = error instanceof CloudGroupsError && error.effect === "not applied";
    if (isKnown && reached === made && !isNew) throw error;
    const isOpen = !isKnown || (isUncertain && reached === made);
    const outs = outsOf({ ...reached, isUncertain: isOpen || undefined, __incarnation }, id);
    const next =
      reached === made && !isNew
        ? "The state has what was before, and the next pulumi up sends it again"
        : "The group exists and the state has what was reached; the next pulumi up finishes it";
    throw new PartialFailure(String(id), outs, error, next);
  }
  return outsOf({ ...declared, __incarnation }, id);
}

/** An endpoint without ModifyDeviceVirtualGroup still changes devices, where nothing else differs. */
async function unlessNotOffered(isDispensable: boolean, modify: () => Promise<void>): Promise<void> {
  try {
    await modify();
  } catch (error) {
    if (!isDispensable || !isRefusal(error, "InvalidAction", "UnsupportedOperation")) throw error;
  }
}

async function modifyGroup(
  ioa: IoaClient,
  id: number,
  declared: DeclaredDeviceGroup,
  before: DeclaredDeviceGroup,
): Promise<void> {
  try {
    await ioa.modifyGroup({ DeviceVirtualGroupId: id, ...bodyOf(declared, before) });
  } catch (error) {
    const advice = error instanceof RefusedError ? adviceFor(error, clearedBy(declared, before)) : undefined;
    throw advice === undefined ? error : new RefusedError(error as RefusedError, advice);
  }
}

function adviceFor({ code }: RefusedError, cleared: readonly string[]): string | undefined {
  if (code === "ResourceNotFound.NotFound") return "Run pulumi refresh";
  if (code === TAKEN) return NAME_TAKEN;
  if (code === "InvalidParameter.DeviceVirtualGroupTypeNotModify")
    return "The group is of the other type, manual or automatic, and stays so: choose another name, or delete it first";
  const mayBeEmptiness = cleared.length > 0 && /^InvalidParameter(Value)?(\.RequestParam)?$/.test(code);
  return mayBeEmptiness
    ? `iOA may not take ${cleared.join(", ")} empty: declare it, or replace the group`
    : undefined;
}

function withChange(devices: string | undefined, { add, remove }: DeviceChange): string {
  const removed = new Set(remove);
  return encodeSet([...decodeSet(devices ?? "").members.filter((mid) => !removed.has(mid)), ...add]);
}

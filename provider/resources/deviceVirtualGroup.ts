import { z } from "zod";

import { CloudGroupsError, isRefusal, RefusedError } from "../clients/errors";
import {
  type AutoRuleFacts,
  type DeviceVirtualGroupFacts,
  ioaClient,
  type IoaClient,
  type IoaScope,
} from "../clients/ioa";
import { setDifference } from "../domain/setDifference";
import { slices } from "../domain/slices";
import { membersOf, textOf } from "../domain/memberText";
import { checkArguments, parseProperties } from "./arguments";
import {
  bodyOf,
  declaredShape,
  type Declared,
  isAutomatic,
  normalizedRules,
  rulesAcross,
  shape,
} from "./deviceVirtualGroupArguments";
import {
  changedArguments,
  defined,
  type Found,
  isUnknown,
  type Lifecycle,
  type Properties,
} from "./lifecycle";
import { PartialFailure } from "./partialFailure";
import { madeSince, settle } from "./settle";

const stateShape = declaredShape.extend({ deviceVirtualGroupId: z.number().optional() });
const lookupShape = stateShape.partial();
type Lookup = z.infer<typeof lookupShape>;

/** How many devices one call of ModifyVirtualDeviceGroups carries; no document names a limit. */
const DEVICES_PER_CALL = 100;

/** The life of a device virtual group of Tencent Cloud iOA 2022-06-01. */
export const deviceVirtualGroup: Lifecycle = {
  check: (news) => checkArguments(shape, news, rulesAcross),

  diff(olds, news) {
    const replaces = changedArguments(
      { ...olds, osType: olds["osType"] ?? 0 },
      { ...news, osType: news["osType"] ?? 0 },
      ["osType", "domainInstanceId"],
    );
    const wasAutomatic = isAutomatic(olds["timeType"]);
    if (!isUnknown(news["timeType"]) && wasAutomatic !== isAutomatic(news["timeType"]))
      replaces.push("timeType");
    // A name is taken until its group is gone.
    const sameName = olds["deviceVirtualGroupName"] === news["deviceVirtualGroupName"];
    return { replaces, deleteBeforeReplace: replaces.length > 0 && sameName };
  },

  async create(properties, operation) {
    const declared = parseProperties("DeviceVirtualGroup's inputs", declaredShape, properties);
    const ioa = ioaClient(operation);
    const begun = await createGroup(ioa, declared);
    return { id: String(begun.id), outs: await finish(ioa, begun, declared) };
  },

  async read(id, properties, operation) {
    const isLookup = properties["deviceVirtualGroupId"] === undefined;
    const known = parseProperties("DeviceVirtualGroup's state", lookupShape, properties);
    const scope = scopeOf(known);
    const ioa = ioaClient(operation);
    const group = await ioa.findGroup(Number(id), scope);
    if (group !== undefined) return foundOf(ioa, known, group);
    if (!isLookup) return undefined;
    const detail = `there is no device virtual group with the id ${id} and osType ${scope.osType}`;
    throw new RefusedError({
      operation: "DescribeDeviceVirtualGroups",
      code: "ResourceNotFound.NotFound",
      detail,
    });
  },

  async update(id, olds, news, operation) {
    const state = parseProperties("DeviceVirtualGroup's state", stateShape, olds);
    const declared = parseProperties("DeviceVirtualGroup's inputs", declaredShape, news);
    return finish(ioaClient(operation), { id: Number(id), made: state, isNew: false }, declared);
  },

  async delete(id, properties, operation) {
    const state = parseProperties("DeviceVirtualGroup's state", stateShape, properties);
    await ioaClient(operation).deleteGroup(Number(id), scopeOf(state));
  },
};

function scopeOf({
  osType = 0,
  domainInstanceId,
}: {
  osType?: number | undefined;
  domainInstanceId?: string | undefined;
}): IoaScope {
  return { osType, domainInstanceId };
}

/** A group that exists and may not yet be what is declared. */
interface Begun {
  readonly id: number;
  /** What it is so far, so that `finish` sees what is left to do. */
  readonly made: Declared;
  /** Whether the state does not have it yet. */
  readonly isNew: boolean;
}

/** Makes the group, or adopts it. */
async function createGroup(ioa: IoaClient, declared: Declared): Promise<Begun> {
  const startedAt = Date.now();
  const scope = scopeOf(declared);
  // Create takes no lists; Modify sets them afterwards.
  const creatable = {
    ...declared,
    deviceBlacklist: undefined,
    deviceWhitelist: undefined,
    devices: undefined,
  };
  try {
    const id = await settle(
      () => ioa.createGroup(bodyOf(creatable)),
      async () => {
        const [group] = await ioa.findGroupsNamed(declared.deviceVirtualGroupName, scope);
        return group !== undefined && madeSince(group.created, startedAt) ? group.id : undefined;
      },
    );
    return { id, made: creatable, isNew: true };
  } catch (error) {
    if (!isRefusal(error, "InvalidParameter.DuplicateDeviceVirtualGroupName")) throw error;
    if (!declared.adopt) throw new RefusedError(error, "Set adopt: true to take the existing group over");
    return adoptGroup(ioa, declared, error);
  }
}

/** What an existing group is made by cannot be read everywhere, so all that is declared is set at once. */
async function adoptGroup(ioa: IoaClient, declared: Declared, taken: RefusedError): Promise<Begun> {
  const scope = scopeOf(declared);
  const [group] = await ioa.findGroupsNamed(declared.deviceVirtualGroupName, scope);
  if (group === undefined) throw taken;
  if (group.created === "")
    throw new RefusedError(taken, "The group of that name is built in: choose another name");
  await ioa.modifyGroup({ DeviceVirtualGroupId: group.id, ...bodyOf(declared) });
  const devices = declared.devices === undefined ? undefined : textOf(await ioa.listDevices(group.id, scope));
  return { id: group.id, made: { ...declared, devices }, isNew: true };
}

/** Takes a group from what it is to what is declared. A failure keeps what was reached, if there is anything to keep. */
async function finish(ioa: IoaClient, { id, made, isNew }: Begun, declared: Declared): Promise<Properties> {
  let reached = made;
  try {
    if (JSON.stringify(bodyOf(made)) !== JSON.stringify(bodyOf(declared))) {
      await modifyGroup(ioa, id, bodyOf(declared, made));
      reached = { ...declared, devices: made.devices };
    }
    for (const change of deviceBatches(made.devices, declared.devices)) {
      await ioa.modifyDevices(id, scopeOf(declared), change);
      reached = { ...reached, devices: withChange(reached.devices, change) };
    }
  } catch (error) {
    const isUnchanged =
      error instanceof CloudGroupsError && error.effect === "not applied" && reached === made;
    if (isUnchanged && !isNew) throw error;
    const next = "The group exists and the state has what was reached; the next pulumi up finishes it";
    throw new PartialFailure(String(id), outsOf(reached, id), error, next);
  }
  return outsOf(declared, id);
}

async function modifyGroup(ioa: IoaClient, id: number, body: Properties): Promise<void> {
  try {
    await ioa.modifyGroup({ DeviceVirtualGroupId: id, ...body });
  } catch (error) {
    if (!isRefusal(error, "ResourceNotFound.NotFound")) throw error;
    throw new RefusedError(error, "Run pulumi refresh");
  }
}

interface DeviceChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** Devices that are not declared at all are left alone. */
function deviceBatches(from: string | undefined, to: string | undefined): DeviceChange[] {
  if (to === undefined) return [];
  const { added, deleted } = setDifference(membersOf(from ?? "").members, membersOf(to).members);
  return [
    ...slices(added, DEVICES_PER_CALL).map((add) => ({ add, remove: [] })),
    ...slices(deleted, DEVICES_PER_CALL).map((remove) => ({ add: [], remove })),
  ];
}

function withChange(devices: string | undefined, { add, remove }: DeviceChange): string {
  const removed = new Set(remove);
  return textOf([...membersOf(devices ?? "").members.filter((mid) => !removed.has(mid)), ...add]);
}

function outsOf(declared: Declared, id: number): Properties {
  return defined({ ...declared, deviceVirtualGroupId: id });
}

/** What the API tells replaces what the state has; what it does not tell stays as the state has it. */
async function foundOf(ioa: IoaClient, known: Lookup, group: DeviceVirtualGroupFacts): Promise<Found> {
  const scope = scopeOf(known);
  let declared: Declared = { ...declaredShape.partial().parse(known), deviceVirtualGroupName: group.name };
  const rule = isAutomatic(declared.timeType) ? await ioa.findRule(group.id, scope) : undefined;
  if (rule !== undefined) declared = withRule(declared, rule);
  if (declared.devices !== undefined) {
    declared = { ...declared, devices: textOf(await ioa.listDevices(group.id, scope)) };
  }
  return { id: String(group.id), inputs: defined(declared), outs: outsOf(declared, group.id) };
}

function withRule(declared: Declared, rule: AutoRuleFacts): Declared {
  const list = (ids: readonly number[], before: string | undefined) =>
    ids.length === 0 && before === undefined ? undefined : textOf(ids.map(String));
  return {
    ...declared,
    timeType: declaredShape.shape.timeType.parse(rule.timeType),
    autoMinute: rule.autoMinute === 0 ? undefined : rule.autoMinute,
    autoRules: normalizedRules(rule.autoRules) ?? (declared.autoRules === undefined ? undefined : {}),
    deviceBlacklist: list(rule.deviceBlacklist, declared.deviceBlacklist),
    deviceWhitelist: list(rule.deviceWhitelist, declared.deviceWhitelist),
  };
}

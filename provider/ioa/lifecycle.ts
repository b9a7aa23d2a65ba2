import type { z } from "zod";

import {
  type DeclaredDeviceGroup,
  declaredDeviceGroup,
  deviceVirtualGroupRules,
  isAutomatic,
} from "./arguments";
import { omitUndefined, isUnknown, type Properties } from "../core/properties";
import { unlessRefused } from "../core/calls/answers";
import { RefusedError, UnprovenAbsenceError } from "../core/calls/errors";
import { type DeviceVirtualGroupFacts, ioaClient, type IoaClient, type IoaScope } from "./client";
import { TimeType } from "./deviceGroup";
import type { Operation } from "../core/calls/operation";
import type { EngineRun, PendingCreation } from "../core/run/run";
import {
  isHandedOver,
  findSettledCreation,
  takePendingCreation,
  unsettledDiff,
} from "../core/lifecycle/creation";
import { changedArguments, type Found, type Lifecycle } from "../core/lifecycle/lifecycle";
import { namedChecks, newIncarnation, noticeStaleId } from "../core/lifecycle/ownership";
import { parseProperties } from "../core/lifecycle/parse";
import { createAmongOthers, NameChange, updateAmongOthers } from "../core/lifecycle/renaming";
import { findGroup, unproven } from "./absence";
import { candidateNamed, candidateOf, createGroup, finish, TAKEN } from "./change";
import { outsOf, ownership, scopeOf, stateShape, withDevices, withRule } from "./state";

const lookupShape = stateShape.partial();
type Lookup = z.infer<typeof lookupShape>;

/** The life of a device virtual group of Tencent Cloud iOA 2022-06-01. */
export const deviceVirtualGroup: Lifecycle = {
  cloud: "tencentcloud",

  groupOf: (olds) => ownership.groupOf(lookupShape.parse(olds).deviceVirtualGroupId),

  ...namedChecks(ownership, deviceVirtualGroupRules),

  diff(olds, news, run) {
    const { creating, deviceVirtualGroupId, __incarnation } = lookupShape.parse(olds);
    if (creating !== undefined) {
      const places = [ownership.placeOf(olds), ownership.placeOf(news)] as const;
      return unsettledDiff(run, creating, ...places, "deviceVirtualGroupName");
    }
    const replaces = changedArguments(
      { ...olds, osType: olds["osType"] ?? 0 },
      { ...news, osType: news["osType"] ?? 0 },
      ["osType", "domainInstanceId"],
    );
    const wasAutomatic = isAutomatic(olds["timeType"]);
    if (!isUnknown(news["timeType"]) && wasAutomatic !== isAutomatic(news["timeType"]))
      replaces.push("timeType");
    const isLeft =
      ownership.isDeleted(run, deviceVirtualGroupId) || ownership.isWantedByOthers(run, olds, news);
    if (replaces.length === 0 && isLeft)
      return { replaces: ["deviceVirtualGroupName"], deleteBeforeReplace: false, isNeeded: true };
    if (replaces.length > 0) ownership.giveUp(run, __incarnation);
    else if (deviceVirtualGroupId !== undefined) ownership.claimNamed(run, deviceVirtualGroupId, olds, news);
    // A name is taken until its group is gone.
    const sameName = olds["deviceVirtualGroupName"] === news["deviceVirtualGroupName"];
    return {
      replaces,
      deleteBeforeReplace: replaces.length > 0 && sameName,
      ...(olds["isUncertain"] === true ? { isNeeded: true } : {}),
    };
  },

  async create(properties, operation, run) {
    const declared = parseProperties("DeviceVirtualGroup's inputs", declaredDeviceGroup, properties);
    const begun = takePendingCreation(run, ownership.placeOf(declared));
    return createAmongOthers(operation, run, ownership, { declared, taken: TAKEN }, () =>
      created(operation, run, declared, begun),
    );
  },

  async read(id, properties, operation, run) {
    const isLookup = properties["deviceVirtualGroupId"] === undefined && properties["creating"] === undefined;
    const known = parseProperties("DeviceVirtualGroup's state", lookupShape, properties);
    const scope = scopeOf(known);
    const ioa = ioaClient(operation);
    if (isLookup && !/^\d{1,15}$/.test(id)) throw noneToLookUp(id, scope);
    const { deviceVirtualGroupId = Number(id) } = known;
    const group =
      known.creating === undefined
        ? await (isLookup
            ? ioa.findGroup(deviceVirtualGroupId, scope)
            : findGroup(operation, ioa, deviceVirtualGroupId, scope))
        : await unsettled(operation, ioa, known);
    if (group !== undefined && isLookup) ownership.claimLookedUp(run, group.id);
    if (group !== undefined) return isLookup ? lookedUp(ioa, known, group) : foundOf(ioa, known, group);
    if (isLookup) throw noneToLookUp(id, scope);
    return undefined;
  },

  async update(id, olds, news, operation, run) {
    const state = parseProperties("DeviceVirtualGroup's state", stateShape, olds);
    const declared = parseProperties("DeviceVirtualGroup's inputs", declaredDeviceGroup, news);
    if (state.creating !== undefined) return updateUnsettled(operation, run, id, state, declared);
    const { deviceVirtualGroupId: groupId = Number(id), __incarnation = newIncarnation().__incarnation } =
      state;
    const ioa = ioaClient(operation);
    await ownership.assertOwn(run, groupId, state, declared);
    ownership.claim(run, groupId, __incarnation);
    const made = state.isUncertain ? await withDevices(ioa, groupId, state) : state;
    let begun = { id: groupId, made, isNew: false, isUncertain: state.isUncertain ?? false, __incarnation };
    return updateAmongOthers(operation, new NameChange(run, ownership, olds, news), {
      taken: TAKEN,
      update: () => finish(ioa, begun, declared),
      stepAside: async (deviceVirtualGroupName) => {
        const { devices } = made;
        const aside = { ...declared, deviceVirtualGroupName };
        await finish(ioa, begun, { ...aside, devices });
        // The state has another name, so that whatever fails is kept.
        begun = { ...begun, made: { ...aside, devices }, isNew: true };
      },
    });
  },

  async delete(id, properties, operation, run) {
    const state = parseProperties("DeviceVirtualGroup's state", stateShape, properties);
    if (state.creating !== undefined && isHandedOver(run, ownership.placeOf(state))) return;
    const ioa = ioaClient(operation);
    const { deviceVirtualGroupId = Number(id) } = state;
    const groupId =
      state.creating === undefined ? deviceVirtualGroupId : (await unsettled(operation, ioa, state))?.id;
    if (groupId === undefined || (await ownership.isLeftToOthers(run, operation, groupId, state))) return;
    await ioa.deleteGroup(groupId, scopeOf(state));
    ownership.recordDeleted(run, groupId);
  },
};

async function created(
  operation: Operation,
  run: EngineRun,
  declared: DeclaredDeviceGroup,
  begun: PendingCreation | undefined,
): Promise<{ id: string; outs: Properties }> {
  const ioa = ioaClient(operation);
  const incarnation = newIncarnation();
  const group = { ...(await createGroup(operation, ioa, declared, incarnation, begun)), ...incarnation };
  ownership.claim(run, group.id, group.__incarnation);
  return { id: String(group.id), outs: await finish(ioa, group, declared) };
}

/** The update of a resource whose creation has an unknown outcome and that Pulumi protects from being replaced. */
async function updateUnsettled(
  operation: Operation,
  run: EngineRun,
  id: string,
  state: Lookup,
  declared: DeclaredDeviceGroup,
): Promise<Properties> {
  const ioa = ioaClient(operation);
  const group = await unsettled(operation, ioa, state);
  if (group === undefined) {
    const { id: groupId, outs } = await created(operation, run, declared, undefined);
    noticeStaleId(operation, id, groupId);
    return outs;
  }
  const incarnation = newIncarnation();
  ownership.claim(run, group.id, incarnation.__incarnation);
  // No read tells all, so that the whole is sent.
  const made = await withDevices(ioa, group.id, declared);
  const outs = await finish(
    ioa,
    { id: group.id, made, isNew: true, isUncertain: true, ...incarnation },
    declared,
  );
  noticeStaleId(operation, id, group.id);
  return outs;
}

/** What a creation made whose outcome was unknown. */
async function unsettled(
  operation: Operation,
  ioa: IoaClient,
  state: Lookup,
): Promise<DeviceVirtualGroupFacts | undefined> {
  const { creating, deviceVirtualGroupName: name = "" } = state;
  if (creating === undefined) return undefined;
  const scope = scopeOf(state);
  return findSettledCreation(
    operation,
    creating,
    () => candidateNamed(ioa, name, scope),
    async () => {
      const all = await ioa.listGroups(scope);
      if (all.length === 0) throw unproven(operation, `a device virtual group named ${name}`, scope);
      return candidateOf(all.find((group) => group.name === name));
    },
  );
}

/** The error for a look-up that finds nothing. */
function noneToLookUp(id: string, { osType, domainInstanceId }: IoaScope): RefusedError {
  const domain =
    domainInstanceId === undefined ? "no domainInstanceId" : `domainInstanceId ${domainInstanceId}`;
  const detail = `there is no device virtual group with the id ${id}, osType ${osType} and ${domain}`;
  return new RefusedError(
    { operation: "DescribeDeviceVirtualGroups", code: "ResourceNotFound.NotFound", detail },
    "iOA shows a group only to who asks for its osType (0, Windows, unless given) and domain. The id is a number, not the name",
  );
}

/** A look-up tells all that the API does: the rule where it is offered, and the devices of a group that has none. */
async function lookedUp(ioa: IoaClient, known: Lookup, group: DeviceVirtualGroupFacts): Promise<Found> {
  // No document says what the rule of a manual group is answered by.
  const rule = await unlessRefused("ResourceNotFound.*", () => ioa.findRule(group.id, scopeOf(known)));
  const asked = isAutomatic(rule?.timeType)
    ? { ...known, timeType: TimeType.Hourly, devices: undefined }
    : { ...known, timeType: undefined, devices: "" };
  return foundOf(ioa, asked, group);
}

/** What the API tells replaces what the state has; what it does not tell stays as the state has it. */
async function foundOf(ioa: IoaClient, known: Lookup, group: DeviceVirtualGroupFacts): Promise<Found> {
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
      "Check what the calling user may see, and run the command again",
    );
  // Create takes no lists, and no read tells all, so that the next update sends the whole.
  const isUncertain = known.isUncertain === true || known.creating !== undefined;
  const { __incarnation } = known;
  const outs = outsOf({ ...declared, isUncertain: isUncertain || undefined, __incarnation }, group.id);
  return { id: String(group.id), inputs: omitUndefined(declared), outs };
}

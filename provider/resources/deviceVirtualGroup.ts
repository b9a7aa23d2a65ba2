import type { z } from "zod";

import { checkArguments } from "../arguments/check";
import {
  type DeclaredDeviceGroup,
  declaredDeviceGroup,
  deviceVirtualGroupRules,
  isAutomatic,
} from "../arguments/deviceVirtualGroup";
import { defined, isUnknown } from "../arguments/properties";
import { unlessRefused } from "../clients/answers";
import { RefusedError } from "../clients/errors";
import { type DeviceVirtualGroupFacts, ioaClient, type IoaClient, type IoaScope } from "../clients/ioa";
import { TimeType } from "../domain/deviceGroup";
import { creatingShape, isHandedOver, sightingOf, unsettledDiff } from "./common/creation";
import { changedArguments, type Found, type Lifecycle } from "./common/lifecycle";
import { parseProperties } from "./common/parse";
import { candidateNamed, createGroup, finish } from "./device/change";
import { outsOf, placeOf, scopeOf, stateShape, withDevices, withRule } from "./device/state";

const lookupShape = stateShape.partial();
type Lookup = z.infer<typeof lookupShape>;

/** The life of a device virtual group of Tencent Cloud iOA 2022-06-01. */
export const deviceVirtualGroup: Lifecycle = {
  check: (news) => checkArguments(deviceVirtualGroupRules, news),

  diff(olds, news) {
    const { data: creating } = creatingShape.safeParse(olds["creating"]);
    if (creating !== undefined)
      return unsettledDiff(creating, placeOf(olds), placeOf(news), "deviceVirtualGroupName");
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
    return {
      replaces,
      deleteBeforeReplace: replaces.length > 0 && sameName,
      ...(olds["inDoubt"] === true ? { isNeeded: true } : {}),
    };
  },

  async create(properties, operation) {
    const declared = parseProperties("DeviceVirtualGroup's inputs", declaredDeviceGroup, properties);
    const ioa = ioaClient(operation);
    const begun = await createGroup(operation, ioa, declared);
    return { id: String(begun.id), outs: await finish(ioa, begun, declared) };
  },

  async read(id, properties, operation) {
    const isLookup = properties["deviceVirtualGroupId"] === undefined && properties["creating"] === undefined;
    const known = parseProperties("DeviceVirtualGroup's state", lookupShape, properties);
    const scope = scopeOf(known);
    const ioa = ioaClient(operation);
    if (isLookup && !/^\d{1,15}$/.test(id)) throw noneToLookUp(id, scope);
    const group =
      known.creating === undefined ? await ioa.findGroup(Number(id), scope) : await unsettled(ioa, known);
    if (group !== undefined) return isLookup ? lookedUp(ioa, known, group) : foundOf(ioa, known, group);
    if (isLookup) throw noneToLookUp(id, scope);
    return undefined;
  },

  async update(id, olds, news, operation) {
    const state = parseProperties("DeviceVirtualGroup's state", stateShape, olds);
    const declared = parseProperties("DeviceVirtualGroup's inputs", declaredDeviceGroup, news);
    const ioa = ioaClient(operation);
    const made = state.inDoubt ? await withDevices(ioa, Number(id), state) : state;
    return finish(ioa, { id: Number(id), made, isNew: false, inDoubt: state.inDoubt ?? false }, declared);
  },

  async delete(id, properties, operation) {
    const state = parseProperties("DeviceVirtualGroup's state", stateShape, properties);
    if (state.creating !== undefined && isHandedOver(placeOf(state))) return;
    const ioa = ioaClient(operation);
    const groupId = state.creating === undefined ? Number(id) : (await unsettled(ioa, state))?.id;
    if (groupId !== undefined) await ioa.deleteGroup(groupId, scopeOf(state));
  },
};

/** What a creation made whose outcome was unknown. */
async function unsettled(ioa: IoaClient, state: Lookup): Promise<DeviceVirtualGroupFacts | undefined> {
  const { creating, deviceVirtualGroupName: name = "" } = state;
  if (creating === undefined) return undefined;
  const seen = sightingOf(await candidateNamed(ioa, name, scopeOf(state)), creating);
  return typeof seen === "object" ? seen.ours : undefined;
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
  // Create takes no lists, and no read tells all, so that the next update sends the whole.
  const inDoubt = known.inDoubt === true || known.creating !== undefined;
  const outs = outsOf({ ...declared, inDoubt: inDoubt || undefined }, group.id);
  return { id: String(group.id), inputs: defined(declared), outs };
}

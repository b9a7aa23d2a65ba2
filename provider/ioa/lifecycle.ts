import {
  type DeclaredDeviceGroup,
  declaredDeviceGroup,
  deviceVirtualGroupRules,
  type deviceVirtualGroupShape,
} from "./arguments";
import type { Properties } from "../core/properties";
import { RefusedError } from "../core/calls/errors";
import type { CloudClock } from "../core/calls/clock";
import { type DeviceVirtualGroupFacts, ioaClient, type IoaClient, type IoaScope } from "./client";
import type { Operation } from "../core/calls/operation";
import type { Candidate } from "../core/lifecycle/creation";
import type { Found, Lifecycle } from "../core/lifecycle/lifecycle";
import type {
  Declared,
  ExistingGroup,
  GroupUpdate,
  NamedGroups,
  NamedKind,
  UpdateOf,
} from "../core/lifecycle/namedKind";
import { namedLifecycle } from "../core/lifecycle/namedLifecycle";
import { findGroup, unprovenError } from "./absence";
import { adoptGroup } from "./adoption";
import { bodyOf } from "./body";
import { converge, DeviceGroupUpdate, TAKEN } from "./change";
import { describeGroup, describeLookup } from "./found";
import { type Lookup, lookupShape, ownership, scopeOf, type State, stateShape, withDevices } from "./state";

/** A group that a create ends with. iOA answers with the id only; the devices of an adopted group are read. */
interface Created {
  readonly id: number;
  readonly devices?: string | undefined;
}

const kind: NamedKind<
  typeof deviceVirtualGroupShape,
  DeclaredDeviceGroup,
  State,
  DeviceVirtualGroupFacts,
  Created
> = {
  ownership,
  rules: deviceVirtualGroupRules,
  inputsShape: declaredDeviceGroup,
  stateShape,
  knownShape: lookupShape,
  mark: "deviceVirtualGroupId",
  taken: TAKEN,
  groupIdOf: ({ deviceVirtualGroupId }) => deviceVirtualGroupId,
  // A name stays taken until its group is deleted.
  mustGoFirst: (olds, news) => olds["deviceVirtualGroupName"] === news["deviceVirtualGroupName"],
  connect: (operation) => new DeviceGroups(operation),
};

/** The life of a device virtual group of Tencent Cloud iOA 2022-06-01. */
export const deviceVirtualGroup: Lifecycle = namedLifecycle(kind);

class DeviceGroups implements NamedGroups<DeclaredDeviceGroup, State, DeviceVirtualGroupFacts, Created> {
  private readonly ioa: IoaClient;
  readonly clock: CloudClock;

  constructor(private readonly operation: Operation) {
    this.ioa = ioaClient(operation);
    this.clock = this.ioa.clock;
  }

  idOf({ id }: Created): number {
    return id;
  }

  async create(declared: DeclaredDeviceGroup): Promise<Created> {
    return { id: await this.ioa.createGroup(bodyOf(withoutLists(declared))) };
  }

  /** The API does not return the description, so it cannot be compared. */
  remarkOf(): string {
    return "";
  }

  findByName(declared: DeclaredDeviceGroup): Promise<DeviceVirtualGroupFacts | undefined> {
    return this.ioa.findGroupNamed(declared.deviceVirtualGroupName, scopeOf(declared));
  }

  async findInList(declared: DeclaredDeviceGroup): Promise<DeviceVirtualGroupFacts | undefined> {
    const { deviceVirtualGroupName: name } = declared;
    const all = await this.ioa.listGroups(scopeOf(declared));
    if (all.length === 0)
      throw unprovenError(this.operation, `a device virtual group named ${name}`, scopeOf(declared));
    return all.find((group) => group.name === name);
  }

  candidateOf(group: DeviceVirtualGroupFacts): Candidate<DeviceVirtualGroupFacts> {
    return { group, created: group.created, remark: undefined };
  }

  hiddenError(refusal: RefusedError, declared: DeclaredDeviceGroup): Error {
    const hidden =
      `iOA lists no group of that name with osType ${scopeOf(declared).osType}: a group of another osType has it, ` +
      "or one that the calling user cannot see";
    return new RefusedError(refusal, hidden);
  }

  async adopt(
    existing: DeviceVirtualGroupFacts,
    declared: DeclaredDeviceGroup,
    refusal: RefusedError,
  ): Promise<{ group: Created; note: string }> {
    await adoptGroup(this.ioa, existing, declared, refusal);
    const { devices } = await withDevices(this.ioa, existing.id, declared);
    return { group: { id: existing.id, devices }, note: "" };
  }

  async converge(
    { group: { id, devices }, origin, isInState }: ExistingGroup<Created>,
    declared: Declared<DeclaredDeviceGroup>,
  ): Promise<Properties> {
    const asCreated = isInState ? await withDevices(this.ioa, id, declared) : withoutLists(declared);
    const current = origin === "adopted" ? { ...declared, devices } : asCreated;
    // No read returns everything, so everything is sent to a group that is found.
    const existing = { id, current, isNew: true, isUncertain: origin === "found" };
    return converge(this.ioa, existing, declared);
  }

  find(id: string, state: State): Promise<DeviceVirtualGroupFacts | undefined> {
    const { deviceVirtualGroupId = Number(id) } = state;
    return findGroup(this.operation, this.ioa, deviceVirtualGroupId, scopeOf(state));
  }

  describe(_id: string, state: State, group: DeviceVirtualGroupFacts): Promise<Found> {
    return describeGroup(this.ioa, state, group);
  }

  async lookUp(id: string, known: Lookup): Promise<DeviceVirtualGroupFacts> {
    const scope = scopeOf(known);
    const isId = /^\d{1,15}$/.test(id);
    const group = isId ? await this.ioa.findGroup(Number(id), scope) : undefined;
    if (group === undefined) throw nothingFoundError(id, scope);
    return group;
  }

  describeLookup(_id: string, known: Lookup, group: DeviceVirtualGroupFacts): Promise<Found> {
    return describeLookup(this.ioa, known, group);
  }

  groupToUpdate(id: string, state: State): Promise<Created> {
    return this.groupToDelete(id, state);
  }

  async startUpdate(
    { id }: Created,
    { state, inputs }: UpdateOf<DeclaredDeviceGroup, State>,
  ): Promise<GroupUpdate> {
    const { isUncertain = false } = state;
    const current = isUncertain ? await withDevices(this.ioa, id, state) : state;
    return new DeviceGroupUpdate(this.ioa, { id, current, isNew: false, isUncertain }, inputs);
  }

  groupToDelete(id: string, { deviceVirtualGroupId = Number(id) }: State): Promise<Created> {
    return Promise.resolve({ id: deviceVirtualGroupId });
  }

  delete({ id }: Created, state: State): Promise<void> {
    return this.ioa.deleteGroup(id, scopeOf(state));
  }
}

/** A create takes no lists; later calls set them. */
function withoutLists<T extends DeclaredDeviceGroup>(declared: T): T {
  return { ...declared, deviceBlacklist: undefined, deviceWhitelist: undefined, devices: undefined };
}

/** The error for a look-up that finds nothing. */
function nothingFoundError(id: string, { osType, domainInstanceId }: IoaScope): RefusedError {
  const domain =
    domainInstanceId === undefined ? "no domainInstanceId" : `domainInstanceId ${domainInstanceId}`;
  const detail = `there is no device virtual group with the id ${id}, osType ${osType} and ${domain}`;
  return new RefusedError(
    { operation: "DescribeDeviceVirtualGroups", code: "ResourceNotFound.NotFound", detail },
    "iOA finds a group only by its own osType (default 0, Windows) and domain: pass both. The id is a number, not the name",
  );
}

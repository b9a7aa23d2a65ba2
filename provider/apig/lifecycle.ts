import { apigGroupRules, type apigGroupShape } from "./arguments";
import { formatValue } from "../core/check";
import type { Properties } from "../core/properties";
import { apigClient, type ApigClient, type ApigGroupFacts } from "./client";
import { RefusedError } from "../core/calls/errors";
import type { CloudClock } from "../core/calls/clock";
import type { Operation } from "../core/calls/operation";
import { findGroup, unlessGatewayIsGone } from "./absence";
import { ApigGroupUpdate, TAKEN, updateGroup } from "./change";
import { deleteGroup } from "./deletion";
import {
  describeGroup,
  type Inputs,
  inputsShape,
  type Lookup,
  lookupShape,
  outsOf,
  ownership,
  type State,
  stateShape,
} from "./state";
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
import { FINISH_GROUP, PartialFailure } from "../core/lifecycle/partialFailure";

/** What an update or a delete needs to know about a group. */
type Handle = Pick<ApigGroupFacts, "id">;

const kind: NamedKind<typeof apigGroupShape, Inputs, State, ApigGroupFacts, ApigGroupFacts, Handle> = {
  ownership,
  rules: apigGroupRules,
  inputsShape,
  stateShape,
  knownShape: lookupShape,
  mark: "registerTime",
  taken: TAKEN,
  groupIdOf: ({ groupId }) => groupId,
  // Names are unique on one gateway: a group on another gateway never waits for the old one to be deleted.
  connect: (operation, { instanceId }) => new ApigGroups(operation, instanceId),
};

/** The life of an API-gateway group: v1.0 of the shared gateway, v2 of a dedicated one. */
export const apigGroup: Lifecycle = namedLifecycle(kind);

class ApigGroups implements NamedGroups<Inputs, State, ApigGroupFacts, ApigGroupFacts, Handle> {
  constructor(
    private readonly operation: Operation,
    private readonly instanceId: string | undefined,
  ) {}

  /** Created only when a call is made: an update without a call needs no endpoint. */
  private get apig(): ApigClient {
    return apigClient(this.operation, this.instanceId);
  }

  get clock(): CloudClock {
    return this.apig.clock;
  }

  idOf({ id }: Handle): string {
    return id;
  }

  create(inputs: Inputs): Promise<ApigGroupFacts> {
    return this.apig.createGroup(inputs.name, this.remarkOf(inputs));
  }

  remarkOf({ remark = "" }: Inputs): string {
    return remark;
  }

  findByName({ name }: Inputs): Promise<ApigGroupFacts | undefined> {
    return this.apig.findGroupNamed(name);
  }

  async findInList({ name }: Inputs): Promise<ApigGroupFacts | undefined> {
    return (await this.apig.listGroups()).find((group) => group.name === name);
  }

  candidateOf(group: ApigGroupFacts): Candidate<ApigGroupFacts> {
    return { group, created: group.registerTime ?? "", remark: group.remark };
  }

  async adopt(existing: ApigGroupFacts, inputs: Inputs): Promise<{ group: ApigGroupFacts; note: string }> {
    if (existing.remark === this.remarkOf(inputs)) return { group: existing, note: "" };
    const group = await updateGroup(this.apig, existing.id, inputs);
    return { group, note: `, whose remark was ${formatValue(existing.remark)}` };
  }

  async converge(
    { group, origin }: ExistingGroup<ApigGroupFacts>,
    inputs: Declared<Inputs>,
  ): Promise<Properties> {
    const isSame = group.name === inputs.name && group.remark === this.remarkOf(inputs);
    if (isSame || origin !== "found") return outsOf(inputs, group);
    try {
      return outsOf(inputs, await updateGroup(this.apig, group.id, inputs));
    } catch (error) {
      const outs = { ...outsOf({ ...inputs, remark: group.remark }, group), isUncertain: true };
      throw new PartialFailure(group.id, outs, error, FINISH_GROUP);
    }
  }

  find(id: string, { groupId = id }: State): Promise<ApigGroupFacts | undefined> {
    return findGroup(this.operation, this.apig, groupId);
  }

  describe(_id: string, state: State, group: ApigGroupFacts): Found {
    return describeGroup(state, group);
  }

  async lookUp(id: string): Promise<ApigGroupFacts> {
    const group = await this.apig.getGroup(id);
    if (group === undefined) throw nothingFoundError(id, this.instanceId);
    return group;
  }

  /** An empty remark is returned, too: a preview would take a missing one for not known yet. */
  describeLookup(_id: string, known: Lookup, group: ApigGroupFacts): Found {
    return describeGroup({ ...known, remark: "" }, group);
  }

  groupToUpdate(id: string, state: State): Promise<Handle> {
    return this.groupToDelete(id, state);
  }

  startUpdate({ id }: Handle, update: UpdateOf<Inputs, State>): GroupUpdate {
    return new ApigGroupUpdate(() => this.apig, id, update);
  }

  groupToDelete(id: string, { groupId = id }: State): Promise<Handle> {
    return Promise.resolve({ id: groupId });
  }

  delete({ id }: Handle, { forceDestroy = false }: State): Promise<void> {
    return deleteGroup(this.operation, this.apig, id, forceDestroy);
  }

  unlessPlaceIsGone<T>({ instanceId }: State, step: () => Promise<T>): Promise<T | undefined> {
    return unlessGatewayIsGone(this.operation, this.apig, instanceId, step);
  }
}

/** The error for a look-up that finds nothing. */
function nothingFoundError(id: string, instanceId: string | undefined): RefusedError {
  const [gateway, advice] =
    instanceId === undefined
      ? ["the shared gateway", "To look up a group on a dedicated gateway, pass its instanceId"]
      : [
          `the gateway ${instanceId}`,
          "If it is on another gateway, pass that gateway's instanceId, or none for the shared gateway",
        ];
  return new RefusedError(
    {
      operation: "getApiGroup",
      code: "APIG.3001",
      detail: `there is no API group with the id ${id} on ${gateway}`,
    },
    `${advice}. The id is not the name, and belongs to one project and region`,
  );
}

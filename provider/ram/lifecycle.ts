import { formatValue } from "../core/check";
import type { Properties } from "../core/properties";
import { ramGroupRules, type ramGroupShape } from "./arguments";
import type { Operation } from "../core/calls/operation";
import { ramClient, type RamClient, type RamGroupFacts } from "./client";
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
import { Ownership } from "../core/lifecycle/ownership";
import { FINISH_GROUP, PartialFailure } from "../core/lifecycle/partialFailure";
import { changeGroup, RamGroupUpdate, TAKEN } from "./change";
import { deleteGroup } from "./deletion";
import { findOurs, missingError, nothingFoundError } from "./identity";
import { describeGroup, type Inputs, inputsShape, outsOf, type State, stateShape } from "./state";

const kind: NamedKind<typeof ramGroupShape, Inputs, State, RamGroupFacts> = {
  ownership: new Ownership("RamGroup", "alicloud", "groupName", ({ groupName }) => ["RamGroup", groupName]),
  rules: ramGroupRules,
  inputsShape,
  stateShape,
  knownShape: stateShape.partial(),
  mark: "createDate",
  taken: TAKEN,
  groupIdOf: ({ groupId }) => groupId,
  connect: (operation) => new RamGroups(operation),
};

/** The life of a RAM user group: CreateGroup, GetGroup, UpdateGroup and DeleteGroup of RAM 2015-05-01. */
export const ramGroup: Lifecycle = namedLifecycle(kind);

class RamGroups implements NamedGroups<Inputs, State, RamGroupFacts> {
  private readonly ram: RamClient;
  readonly clock;

  constructor(private readonly operation: Operation) {
    this.ram = ramClient(operation);
    this.clock = this.ram.clock;
  }

  /** Old versions of the API do not return the id; then the name has to suffice. */
  idOf({ groupId, groupName }: RamGroupFacts): string {
    return groupId ?? groupName;
  }

  create({ groupName, comments }: Inputs): Promise<RamGroupFacts> {
    return this.ram.createGroup(groupName, comments);
  }

  remarkOf({ comments = "" }: Inputs): string {
    return comments;
  }

  findByName({ groupName }: Inputs): Promise<RamGroupFacts | undefined> {
    return this.ram.getGroup(groupName);
  }

  findInList(declared: Inputs): Promise<RamGroupFacts | undefined> {
    return this.findByName(declared);
  }

  candidateOf(group: RamGroupFacts): Candidate<RamGroupFacts> {
    return { group, created: group.createDate, remark: group.comments };
  }

  async adopt(existing: RamGroupFacts, inputs: Inputs): Promise<{ group: RamGroupFacts; note: string }> {
    const group = await changeGroup(this.operation, this.ram, existing, inputs);
    const note =
      group.comments === existing.comments ? "" : `, whose comments were ${formatValue(existing.comments)}`;
    return { group, note };
  }

  async converge(
    { group, origin }: ExistingGroup<RamGroupFacts>,
    inputs: Declared<Inputs>,
  ): Promise<Properties> {
    if (origin !== "found") return outsOf(inputs, group);
    try {
      return outsOf(inputs, await changeGroup(this.operation, this.ram, group, inputs));
    } catch (error) {
      const outs = outsOf({ ...inputs, comments: group.comments }, group);
      throw new PartialFailure(this.idOf(group), outs, error, FINISH_GROUP);
    }
  }

  async find(_id: string, state: State): Promise<RamGroupFacts | undefined> {
    return (await findOurs(this.operation, this.ram, state)).group;
  }

  /** A group that is looked up keeps the id or name that the program gives for it. */
  describe(id: string, state: State, group: RamGroupFacts): Found {
    return describeGroup(state.__incarnation === undefined ? id : this.idOf(group), state, group);
  }

  /** A name may look like an id, so a search by id that finds nothing is followed by one by name. */
  async lookUp(idOrName: string): Promise<RamGroupFacts> {
    const search = idOrName.startsWith("g-") ? await this.ram.findGroupById(idOrName) : undefined;
    const group = search?.group ?? (await this.ram.getGroup(idOrName));
    if (group === undefined) throw nothingFoundError(idOrName);
    return group;
  }

  /** Empty comments are returned, too: a preview would take missing ones for not known yet. */
  describeLookup(id: string, _known: unknown, group: RamGroupFacts): Found {
    return describeGroup(id, { groupName: group.groupName, comments: "" }, group);
  }

  async groupToUpdate(_id: string, state: State, inputs: Inputs): Promise<RamGroupFacts> {
    const { group, other } = await findOurs(this.operation, this.ram, state, inputs.groupName);
    if (group === undefined) throw missingError(state.groupName, other);
    return group;
  }

  startUpdate(group: RamGroupFacts, update: UpdateOf<Inputs, State>): GroupUpdate {
    return new RamGroupUpdate(this.operation, this.ram, group, update);
  }

  groupToDelete(id: string, state: State): Promise<RamGroupFacts | undefined> {
    return this.find(id, state);
  }

  delete({ groupName }: RamGroupFacts, { forceDestroy = false }: State): Promise<void> {
    return deleteGroup(this.operation, this.ram, groupName, forceDestroy);
  }
}

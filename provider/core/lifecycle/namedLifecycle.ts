import type { ArgumentShape } from "../check";
import { replacedArguments } from "../definition";
import type { Properties } from "../properties";
import { isRefusal, RefusedError } from "../calls/errors";
import type { Operation } from "../calls/operation";
import type { EngineRun, PendingCreation } from "../run/run";
import {
  createOnce,
  findSettledCreation,
  isHandedOver,
  type Creator,
  takePendingCreation,
  unsettledDiff,
} from "./creation";
import type { Diff, Found, Lifecycle } from "./lifecycle";
import type { Declared, ExistingGroup, NamedGroups, NamedInputs, NamedKind, NamedState } from "./namedKind";
import { namedChecks, newIncarnation, noticeStaleId } from "./ownership";
import { parseProperties } from "./parse";
import { createAmongOthers, NameChange, updateAmongOthers } from "./renaming";

/** What a create gives the engine. */
type CreateResult = Awaited<ReturnType<Lifecycle["create"]>>;

/**
 * The life of a kind of groups that have names. A create makes the group or adopts it, and then brings it to what is declared; an update
 * is that last step alone.
 */
export function namedLifecycle<
  Shape extends ArgumentShape,
  Inputs extends NamedInputs,
  State extends NamedState,
  Facts extends Created,
  Created extends Handle,
  Handle,
>(kind: NamedKind<Shape, Inputs, State, Facts, Created, Handle>): Lifecycle {
  const { ownership } = kind;
  const steps = new NamedSteps(kind);
  return {
    cloud: ownership.cloud,
    groupOf: (olds) => ownership.groupOf(kind.groupIdOf(kind.knownShape.parse(olds))),
    ...namedChecks(ownership, kind.rules),
    diff: (olds, news, run) => steps.diff(olds, news, run),
    create: (inputs, operation, run) => steps.create(inputs, operation, run),
    read: (id, outs, operation, run) => steps.read(id, outs, operation, run),
    update: (id, olds, news, operation, run) => steps.update(id, olds, news, operation, run),
    delete: (id, outs, operation, run) => steps.delete(id, outs, operation, run),
  };
}

class NamedSteps<
  Shape extends ArgumentShape,
  Inputs extends NamedInputs,
  State extends NamedState,
  Facts extends Created,
  Created extends Handle,
  Handle,
> {
  constructor(private readonly kind: NamedKind<Shape, Inputs, State, Facts, Created, Handle>) {}

  diff(olds: Properties, news: Properties, run: EngineRun): Diff {
    const { ownership } = this.kind;
    const known = this.kind.knownShape.parse(olds);
    const { creating, __incarnation: incarnation } = known;
    if (creating !== undefined) {
      const nameKeys = [ownership.nameKeyOf(olds), ownership.nameKeyOf(news)] as const;
      return unsettledDiff(run, creating, ...nameKeys, ownership.nameArgument);
    }
    const groupId = this.kind.groupIdOf(known);
    const replaces = replacedArguments(this.kind.rules, olds, news);
    const deleteBeforeReplace = replaces.length > 0 && (this.kind.mustGoFirst?.(olds, news) ?? false);
    const isLeft = ownership.isDeleted(run, groupId) || ownership.isWantedByOthers(run, olds, news);
    if (replaces.length === 0 && isLeft)
      return { replaces: [ownership.nameArgument], deleteBeforeReplace: false, isNeeded: true };
    if (replaces.length > 0) ownership.giveUp(run, incarnation);
    else if (groupId !== undefined) ownership.claimNamed(run, groupId, olds, news);
    return { replaces, deleteBeforeReplace, ...(known.isUncertain === true ? { isNeeded: true } : {}) };
  }

  async create(properties: Properties, operation: Operation, run: EngineRun): Promise<CreateResult> {
    const { ownership, taken } = this.kind;
    const declared = { ...this.parseInputs(properties), ...newIncarnation() };
    const pending = takePendingCreation(run, ownership.nameKeyOf(declared));
    return createAmongOthers(operation, run, ownership, { declared, taken }, () =>
      this.createGroup(operation, run, declared, pending),
    );
  }

  async read(
    id: string,
    properties: Properties,
    operation: Operation,
    run: EngineRun,
  ): Promise<Found | undefined> {
    const { ownership, mark } = this.kind;
    const isLookup = properties[mark] === undefined && properties["creating"] === undefined;
    if (isLookup) {
      const known = parseProperties(`${ownership.kind}'s state`, this.kind.knownShape, properties);
      const groups = this.kind.connect(operation, known);
      const group = await groups.lookUp(id, known);
      ownership.claimLookedUp(run, groups.idOf(group));
      return groups.describeLookup(id, known, group);
    }
    const state = this.parseState(properties);
    const groups = this.kind.connect(operation, state);
    const group = await unlessPlaceIsGone(groups, state, () =>
      state.creating === undefined
        ? groups.find(id, state)
        : this.findPending(operation, groups, state, state.creating),
    );
    return group === undefined ? undefined : groups.describe(id, state, group);
  }

  async update(
    id: string,
    olds: Properties,
    news: Properties,
    operation: Operation,
    run: EngineRun,
  ): Promise<Properties> {
    const { ownership } = this.kind;
    const state = this.parseState(olds);
    const { __incarnation = newIncarnation().__incarnation } = state;
    const inputs = { ...this.parseInputs(news), __incarnation };
    if (state.creating !== undefined)
      return this.updatePending(id, state, state.creating, inputs, operation, run);
    const groups = this.kind.connect(operation, inputs);
    const group = await groups.groupToUpdate(id, state, inputs);
    await ownership.assertOwn(run, groups.idOf(group), olds, news);
    ownership.claim(run, groups.idOf(group), __incarnation);
    const update = await groups.startUpdate(group, { id, olds, state, inputs });
    try {
      return await updateAmongOthers(operation, new NameChange(run.names, ownership, olds, news), update);
    } catch (error) {
      throw update.toPartialFailure(error);
    }
  }

  async delete(id: string, properties: Properties, operation: Operation, run: EngineRun): Promise<void> {
    const { ownership } = this.kind;
    const state = this.parseState(properties);
    if (state.creating !== undefined && isHandedOver(run, ownership.nameKeyOf(state))) return;
    const groups = this.kind.connect(operation, state);
    await unlessPlaceIsGone(groups, state, async () => {
      const group: Handle | undefined = await (state.creating === undefined
        ? groups.groupToDelete(id, state)
        : this.findPending(operation, groups, state, state.creating));
      if (group === undefined) return;
      const groupId = groups.idOf(group);
      if (await ownership.isLeftToOthers(run, operation, groupId, state)) return;
      await groups.delete(group, state);
      ownership.recordDeleted(run, groupId);
    });
  }

  /** The update of a resource whose creation has an unknown outcome and that Pulumi protects from being replaced. */
  private async updatePending(
    id: string,
    state: State,
    creating: PendingCreation,
    inputs: Declared<Inputs>,
    operation: Operation,
    run: EngineRun,
  ): Promise<Properties> {
    const groups = this.kind.connect(operation, inputs);
    const group = await this.findPending(operation, groups, state, creating);
    const { id: groupId, outs } = await (group === undefined
      ? this.createGroup(operation, run, inputs, undefined)
      : this.finish(run, groups, { group, origin: "found", isInState: true }, inputs));
    noticeStaleId(operation, id, groupId);
    return outs;
  }

  private async createGroup(
    operation: Operation,
    run: EngineRun,
    inputs: Declared<Inputs>,
    pending: PendingCreation | undefined,
  ): Promise<CreateResult> {
    const groups = this.kind.connect(operation, inputs);
    return this.finish(run, groups, await this.createOrAdopt(operation, groups, inputs, pending), inputs);
  }

  private async createOrAdopt(
    operation: Operation,
    groups: NamedGroups<Inputs, State, Facts, Created, Handle>,
    inputs: Declared<Inputs>,
    pending: PendingCreation | undefined,
  ): Promise<ExistingGroup<Created>> {
    const { taken, ownership } = this.kind;
    const creator: Creator<Created> = {
      remark: groups.remarkOf(inputs),
      clock: groups.clock,
      taken,
      create: () => groups.create(inputs),
      find: async () => {
        const group = await groups.findByName(inputs);
        return group && groups.candidateOf(group);
      },
    };
    try {
      const { group, isAsDeclared } = await createOnce(operation, pending, creator, (creating) => ({
        id: `creating/${String(inputs[ownership.nameArgument])}`,
        outs: { ...inputs, creating },
      }));
      return { group, origin: isAsDeclared ? "created" : "found", isInState: false };
    } catch (error) {
      if (!isRefusal(error, taken)) throw error;
      if (!inputs.adopt) throw new RefusedError(error, "Set `adopt: true` to take over the existing group");
      const existing = await groups.findByName(inputs);
      if (existing === undefined) throw groups.hiddenError?.(error, inputs) ?? error;
      const { group, note } = await groups.adopt(existing, inputs, error);
      operation.notice(`took over the existing group ${groups.idOf(existing)}${note}`);
      return { group, origin: "adopted", isInState: false };
    }
  }

  private async finish(
    run: EngineRun,
    groups: NamedGroups<Inputs, State, Facts, Created, Handle>,
    existing: ExistingGroup<Created>,
    inputs: Declared<Inputs>,
  ): Promise<CreateResult> {
    const groupId = groups.idOf(existing.group);
    this.kind.ownership.claim(run, groupId, inputs.__incarnation);
    return { id: String(groupId), outs: await groups.converge(existing, inputs) };
  }

  private parseInputs(properties: Properties): Inputs {
    return parseProperties(`${this.kind.ownership.kind}'s inputs`, this.kind.inputsShape, properties);
  }

  private parseState(properties: Properties): State {
    return parseProperties(`${this.kind.ownership.kind}'s state`, this.kind.stateShape, properties);
  }

  /** The group that a creation with an unknown outcome has made; nothing where it made none. */
  private findPending(
    operation: Operation,
    groups: NamedGroups<Inputs, State, Facts, Created, Handle>,
    state: State,
    creating: PendingCreation,
  ): Promise<Facts | undefined> {
    const candidateOf = (group: Facts | undefined) => group && groups.candidateOf(group);
    return findSettledCreation(
      operation,
      creating,
      async () => candidateOf(await groups.findByName(state)),
      async () => candidateOf(await groups.findInList(state)),
    );
  }
}

/** Runs a step, or nothing where a kind says that what the group is in is gone. */
function unlessPlaceIsGone<State extends NamedState, T>(
  groups: Pick<NamedGroups<NamedInputs, State, unknown>, "unlessPlaceIsGone">,
  state: State,
  step: () => Promise<T>,
): Promise<T | undefined> {
  return groups.unlessPlaceIsGone?.(state, step) ?? step();
}

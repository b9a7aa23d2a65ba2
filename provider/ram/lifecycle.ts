import { z } from "zod";

import { formatValue } from "../core/check";
import { omitUndefined, type Properties } from "../core/properties";
import { ramGroupRules, ramGroupShape } from "./arguments";
import { CloudGroupsError, isRefusal, RefusedError } from "../core/calls/errors";
import type { Operation } from "../core/calls/operation";
import { ramClient, type RamClient, type RamGroupFacts } from "./client";
import type { EngineRun, PendingCreation } from "../core/run/run";
import {
  type Candidate,
  createOnce,
  creatingShape,
  isHandedOver,
  type Maker,
  findSettledCreation,
  takePendingCreation,
  unsettledDiff,
} from "../core/lifecycle/creation";
import type { Found, Lifecycle } from "../core/lifecycle/lifecycle";
import {
  incarnationShape,
  namedChecks,
  newIncarnation,
  Ownership,
  noticeStaleId,
} from "../core/lifecycle/ownership";
import { parseProperties } from "../core/lifecycle/parse";
import { asideText, createAmongOthers, NameChange, updateAmongOthers } from "../core/lifecycle/renaming";
import { PartialFailure } from "../core/lifecycle/partialFailure";
import { changeGroup, CommentsKept, GroupChange, TAKEN } from "./change";
import { deleteGroup } from "./deletion";
import { findOurs, noneToLookUp, notThere, type Search } from "./identity";

const inputsShape = z.object(ramGroupShape);
type Inputs = z.infer<typeof inputsShape>;

/** What the state has. `groupId` proves that the group of that name is still the one that was made. */
const stateShape = inputsShape.extend({
  groupId: z.string().optional(),
  createDate: z.string().optional(),
  updateDate: z.string().optional(),
  /** The name that it may have instead: that of a rename whose outcome is unknown. */
  renaming: z.string().optional(),
  /** Where it is unknown whether there is a group. */
  creating: creatingShape.optional(),
  ...incarnationShape,
});
type State = z.infer<typeof stateShape>;
type Declared = Inputs & Pick<State, "__incarnation">;

/** What is said where a create fails and the group is there. */
const EXISTS = "The group exists, and the next pulumi up finishes it";

const ownership = new Ownership("RamGroup", "alicloud", "groupName", ({ groupName }) => [
  "RamGroup",
  groupName,
]);

/** The life of a RAM user group: CreateGroup, GetGroup, UpdateGroup and DeleteGroup of RAM 2015-05-01. */
export const ramGroup: Lifecycle = {
  cloud: "alicloud",

  groupOf: (olds) => ownership.groupOf(stateShape.partial().parse(olds).groupId),

  ...namedChecks(ownership, ramGroupRules),

  diff(olds, news, run) {
    const state = stateShape.partial().parse(olds);
    if (state.creating !== undefined)
      return unsettledDiff(
        run,
        state.creating,
        ownership.placeOf(olds),
        ownership.placeOf(news),
        "groupName",
      );
    if (ownership.isDeleted(run, state.groupId) || ownership.isWantedByOthers(run, olds, news))
      return { replaces: ["groupName"], deleteBeforeReplace: false, isNeeded: true };
    if (state.groupId !== undefined) ownership.claimNamed(run, state.groupId, olds, news);
    return { replaces: [], deleteBeforeReplace: false };
  },

  async create(properties, operation, run) {
    const inputs = parseProperties("RamGroup's inputs", inputsShape, properties);
    const begun = takePendingCreation(run, ownership.placeOf(inputs));
    return createAmongOthers(operation, run, ownership, { declared: inputs, taken: TAKEN }, () =>
      createGroup(operation, run, ramClient(operation), inputs, begun),
    );
  },

  async read(id, properties, operation, run) {
    const ram = ramClient(operation);
    const isLookup = properties["createDate"] === undefined && properties["creating"] === undefined;
    if (isLookup) {
      const group = await lookUp(ram, id);
      if (group === undefined) throw noneToLookUp(id);
      ownership.claimLookedUp(run, idOf(group));
      // Comments that are empty are named, or a preview would take them for not known yet.
      return foundOf(id, { groupName: group.groupName, comments: "" }, group);
    }
    const state = parseProperties("RamGroup's state", stateShape, properties);
    const group = await groupOf(operation, ram, state);
    // A group that is looked up keeps the id or the name that the program has for it.
    const isOurs = state.__incarnation !== undefined;
    return group === undefined ? undefined : foundOf(isOurs ? idOf(group) : id, state, group);
  },

  async update(id, olds, news, operation, run) {
    const state = parseProperties("RamGroup's state", stateShape, olds);
    const inputs = parseProperties("RamGroup's inputs", inputsShape, news);
    const ram = ramClient(operation);
    const { group, other } = await currentGroup(operation, ram, state, inputs.groupName);
    if (group === undefined && state.creating !== undefined) {
      const created = await createGroup(operation, run, ram, inputs, undefined);
      noticeStaleId(operation, id, created.id);
      return created.outs;
    }
    if (group === undefined) throw notThere(state.groupName, other);
    const { __incarnation = newIncarnation().__incarnation } = state;
    await ownership.assertOwn(run, idOf(group), state, inputs);
    ownership.claim(run, idOf(group), __incarnation);
    const changing = new GroupChange(operation, ram, group, inputs);
    try {
      const changed = await updateAmongOthers(
        operation,
        new NameChange(run, ownership, olds, news),
        changing,
      );
      if (state.creating !== undefined) noticeStaleId(operation, id, idOf(changed));
      return outsOf({ ...inputs, __incarnation }, changed);
    } catch (error) {
      const before = { ...state, ...changing.current, creating: undefined, __incarnation };
      if (changing.isAside && !(error instanceof CommentsKept)) {
        const outs = { ...before, renaming: inputs.groupName };
        throw new PartialFailure(id, outs, error, asideText(before.groupName));
      }
      throw kept(error, id, before, inputs);
    }
  },

  async delete(_id, properties, operation, run) {
    const state = parseProperties("RamGroup's state", stateShape, properties);
    if (state.creating !== undefined && isHandedOver(run, ownership.placeOf(state))) return;
    const ram = ramClient(operation);
    const group = await groupOf(operation, ram, state);
    if (group === undefined || (await ownership.isLeftToOthers(run, operation, idOf(group), state))) return;
    await deleteGroup(operation, ram, group.groupName, state.forceDestroy ?? false);
    ownership.recordDeleted(run, idOf(group));
  },
};

/** Answers of the API's early days lack the id; then the name has to do. */
function idOf({ groupId, groupName }: RamGroupFacts): string {
  return groupId ?? groupName;
}

/** The group of an id or a name. An id is what no name need look like, and a name may look like one. */
async function lookUp(ram: RamClient, idOrName: string): Promise<RamGroupFacts | undefined> {
  const search = idOrName.startsWith("g-") ? await ram.findGroupById(idOrName) : undefined;
  return search?.group ?? ram.getGroup(idOrName);
}

/** The group that an update is about: where nobody knows yet whether it was made, only a group of that time and name is. */
async function currentGroup(
  operation: Operation,
  ram: RamClient,
  state: State,
  declaredName: string,
): Promise<Search> {
  if (state.creating === undefined) return findOurs(operation, ram, state, declaredName);
  const group = await groupOf(operation, ram, state);
  return group === undefined ? {} : { group };
}

/** The group that a state means, be it that nobody knows yet whether it was made. */
async function groupOf(
  operation: Operation,
  ram: RamClient,
  state: State,
): Promise<RamGroupFacts | undefined> {
  if (state.creating === undefined) return (await findOurs(operation, ram, state)).group;
  const look = () => candidateNamed(ram, state.groupName);
  return findSettledCreation(operation, state.creating, look, look);
}

async function candidateNamed(
  ram: RamClient,
  groupName: string,
): Promise<Candidate<RamGroupFacts> | undefined> {
  const group = await ram.getGroup(groupName);
  return group === undefined ? undefined : { group, created: group.createDate, remark: group.comments };
}

async function createGroup(
  operation: Operation,
  run: EngineRun,
  ram: RamClient,
  inputs: Inputs,
  begun: PendingCreation | undefined,
): Promise<{ id: string; outs: Properties }> {
  const incarnation = newIncarnation();
  const group = await madeOrAdopted(operation, ram, { ...inputs, ...incarnation }, begun);
  ownership.claim(run, idOf(group), incarnation.__incarnation);
  return { id: idOf(group), outs: outsOf({ ...inputs, ...incarnation }, group) };
}

async function madeOrAdopted(
  operation: Operation,
  ram: RamClient,
  inputs: Declared,
  begun: PendingCreation | undefined,
): Promise<RamGroupFacts> {
  const maker: Maker<RamGroupFacts> = {
    remark: inputs.comments ?? "",
    clock: ram.clock,
    taken: TAKEN,
    make: () => ram.createGroup(inputs.groupName, inputs.comments),
    find: () => candidateNamed(ram, inputs.groupName),
  };
  try {
    const { group, isAsDeclared } = await createOnce(operation, begun, maker, (creating) => ({
      id: `creating/${inputs.groupName}`,
      outs: { ...inputs, creating },
    }));
    return isAsDeclared ? group : await finishGroup(operation, ram, group, inputs);
  } catch (error) {
    if (!isRefusal(error, TAKEN)) throw error;
    if (!inputs.adopt) throw new RefusedError(error, "Set adopt: true to take the existing group over");
    const group = await ram.getGroup(inputs.groupName);
    if (group === undefined) throw error;
    return adoptGroup(operation, ram, group, inputs);
  }
}

/** Brings what an earlier update made to what is declared now. Whatever fails, the state has it from now on. */
async function finishGroup(
  operation: Operation,
  ram: RamClient,
  group: RamGroupFacts,
  inputs: Declared,
): Promise<RamGroupFacts> {
  try {
    return await changeGroup(operation, ram, group, inputs);
  } catch (error) {
    const outs = outsOf({ ...inputs, comments: group.comments }, group);
    throw new PartialFailure(idOf(group), outs, error, EXISTS);
  }
}

async function adoptGroup(
  operation: Operation,
  ram: RamClient,
  group: RamGroupFacts,
  inputs: Inputs,
): Promise<RamGroupFacts> {
  const adopted = await changeGroup(operation, ram, group, inputs);
  const were =
    adopted.comments === group.comments ? "" : `, whose comments were ${formatValue(group.comments)}`;
  operation.notice(`took over the existing group ${group.groupId ?? group.groupName}${were}`);
  return adopted;
}

/** What an update that failed leaves in the state, if there is anything to say that the state does not have. */
function kept(error: unknown, id: string, state: State & RamGroupFacts, inputs: Inputs): unknown {
  if (error instanceof CommentsKept) {
    const { __incarnation } = state;
    const outs = outsOf({ ...inputs, comments: error.group.comments, __incarnation }, error.group);
    return new PartialFailure(id, outs, error, "All else is as declared");
  }
  if (!(error instanceof CloudGroupsError) || error.effect === "not applied") return error;
  const { groupName } = inputs;
  const isRenamed = groupName !== state.groupName;
  const next = `The state has ${isRenamed ? "both names" : "what was before"}, and the next pulumi up finds out`;
  return new PartialFailure(id, { ...state, ...(isRenamed ? { renaming: groupName } : {}) }, error, next);
}

function outsOf(inputs: Declared, group: RamGroupFacts): Found["outs"] {
  return omitUndefined({
    ...inputs,
    groupName: group.groupName,
    groupId: group.groupId,
    createDate: group.createDate,
    updateDate: group.updateDate,
  });
}

function foundOf(id: string, state: State, group: RamGroupFacts): Found {
  const inputs: Inputs = {
    groupName: group.groupName,
    comments: group.comments === "" && state.comments !== "" ? undefined : group.comments,
    adopt: state.adopt,
    forceDestroy: state.forceDestroy,
  };
  return {
    id,
    inputs: omitUndefined(inputs),
    outs: outsOf({ ...inputs, __incarnation: state.__incarnation }, group),
  };
}

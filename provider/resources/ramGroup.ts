import { z } from "zod";

import { checkArguments, shown } from "../arguments/check";
import { defined, type Properties } from "../arguments/properties";
import { ramGroupRules, ramGroupShape } from "../arguments/ramGroup";
import { CloudGroupsError, isRefusal, RefusedError } from "../clients/errors";
import type { Operation } from "../clients/operation";
import { ramClient, type RamClient, type RamGroupFacts } from "../clients/ram";
import {
  type Candidate,
  createOnce,
  creatingShape,
  isHandedOver,
  type Maker,
  sightingOf,
  unsettledDiff,
} from "./common/creation";
import type { Found, Lifecycle } from "./common/lifecycle";
import { parseProperties } from "./common/parse";
import { PartialFailure } from "./common/partialFailure";
import { settle } from "./common/settle";
import { deleteGroup } from "./ram/deletion";
import { findOurs, isSame, noneToLookUp, notThere } from "./ram/identity";

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
});
type State = z.infer<typeof stateShape>;

/** What is said where a create fails and the group is there. */
const EXISTS = "The group exists, and the next pulumi up finishes it";

/** The code by which RAM says that a group's name is taken. */
const TAKEN = "EntityAlreadyExists.Group";

/** The life of a RAM user group: CreateGroup, GetGroup, UpdateGroup and DeleteGroup of RAM 2015-05-01. */
export const ramGroup: Lifecycle = {
  check: (news) => checkArguments(ramGroupRules, news),

  diff(olds, news) {
    const { data: creating } = creatingShape.safeParse(olds["creating"]);
    if (creating === undefined) return { replaces: [], deleteBeforeReplace: false };
    return unsettledDiff(creating, placeOf(olds), placeOf(news), "groupName");
  },

  async create(properties, operation) {
    const inputs = parseProperties("RamGroup's inputs", inputsShape, properties);
    const group = await createGroup(operation, ramClient(operation), inputs);
    return { id: group.groupName, outs: outsOf(inputs, group) };
  },

  async read(id, properties, operation) {
    const isLookup = properties["createDate"] === undefined && properties["creating"] === undefined;
    // Comments that are empty are named, or a preview would take them for not known yet.
    const state = isLookup
      ? { groupName: id, comments: "" }
      : parseProperties("RamGroup's state", stateShape, properties);
    const group = await groupOf(operation, ramClient(operation), state);
    if (group === undefined && isLookup) throw noneToLookUp(id);
    return group === undefined ? undefined : foundOf(id, state, group);
  },

  async update(id, olds, news, operation) {
    const state = parseProperties("RamGroup's state", stateShape, olds);
    const inputs = parseProperties("RamGroup's inputs", inputsShape, news);
    const ram = ramClient(operation);
    const { group, other } = await findOurs(operation, ram, state, inputs.groupName);
    if (group === undefined) throw notThere(state.groupName, other);
    try {
      return outsOf(inputs, await changeGroup(operation, ram, group, inputs));
    } catch (error) {
      throw kept(error, id, { ...state, ...group }, inputs);
    }
  },

  async delete(_id, properties, operation) {
    const state = parseProperties("RamGroup's state", stateShape, properties);
    if (state.creating !== undefined && isHandedOver(placeOf(state))) return;
    const ram = ramClient(operation);
    const group = await groupOf(operation, ram, state);
    if (group !== undefined) await deleteGroup(operation, ram, group.groupName, state.forceDestroy ?? false);
  },
};

function placeOf({ groupName }: Properties): readonly unknown[] {
  return ["RamGroup", groupName];
}

/** The group that a state means, be it that nobody knows yet whether it was made. */
async function groupOf(
  operation: Operation,
  ram: RamClient,
  state: State,
): Promise<RamGroupFacts | undefined> {
  if (state.creating === undefined) return (await findOurs(operation, ram, state)).group;
  const seen = sightingOf(await candidateNamed(ram, state.groupName), state.creating);
  return typeof seen === "object" ? seen.ours : undefined;
}

async function candidateNamed(
  ram: RamClient,
  groupName: string,
): Promise<Candidate<RamGroupFacts> | undefined> {
  const group = await ram.getGroup(groupName);
  return group === undefined ? undefined : { group, created: group.createDate, remark: group.comments };
}

async function createGroup(operation: Operation, ram: RamClient, inputs: Inputs): Promise<RamGroupFacts> {
  const maker: Maker<RamGroupFacts> = {
    place: placeOf(inputs),
    remark: inputs.comments ?? "",
    clock: ram.clock,
    taken: TAKEN,
    make: () => ram.createGroup(inputs.groupName, inputs.comments),
    find: () => candidateNamed(ram, inputs.groupName),
  };
  try {
    const { group, isAsDeclared } = await createOnce(operation, maker, (creating) => ({
      id: inputs.groupName,
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
  inputs: Inputs,
): Promise<RamGroupFacts> {
  try {
    return await changeGroup(operation, ram, group, inputs);
  } catch (error) {
    const outs = outsOf({ ...inputs, comments: group.comments }, group);
    throw new PartialFailure(group.groupName, outs, error, EXISTS);
  }
}

async function adoptGroup(
  operation: Operation,
  ram: RamClient,
  group: RamGroupFacts,
  inputs: Inputs,
): Promise<RamGroupFacts> {
  const adopted = await changeGroup(operation, ram, group, inputs);
  const were = adopted.comments === group.comments ? "" : `, whose comments were ${shown(group.comments)}`;
  operation.tell(`took over the existing group ${group.groupId ?? group.groupName}${were}`);
  return adopted;
}

/** Brings a group to its declared name and comments. */
async function changeGroup(
  operation: Operation,
  ram: RamClient,
  current: RamGroupFacts,
  inputs: Inputs,
): Promise<RamGroupFacts> {
  const isRenamed = current.groupName !== inputs.groupName;
  const comments = inputs.comments ?? "";
  if (!isRenamed && current.comments === comments) return current;
  const change = {
    ...(isRenamed ? { newGroupName: inputs.groupName } : {}),
    ...(current.comments === comments ? {} : { newComments: comments }),
  };
  const changed = await settle(operation, {
    attempt: () => updateGroup(ram, current.groupName, change),
    look: async () => {
      const group = await ram.getGroup(inputs.groupName);
      if (group === undefined) return "nothing";
      // A rename sets the comments along with the name.
      return isSame(current, group) && (isRenamed || group.comments === comments)
        ? { ours: group }
        : "another's";
    },
    // The old name is nobody's once the group has the new one.
    repeated: "EntityNotExist.Group",
  });
  const facts = { ...current, ...(defined({ ...changed }) as Partial<RamGroupFacts>) };
  if (comments === "" && facts.comments !== "") throw new CommentsKept(facts);
  return facts;
}

/** UpdateGroup went through, and the comments that it should have cleared are still there. */
class CommentsKept extends RefusedError {
  constructor(readonly group: RamGroupFacts) {
    super(
      { operation: "UpdateGroup", code: "CommentsKept", detail: "RAM kept the old comments" },
      NO_CLEARING,
    );
  }
}

const NO_CLEARING = "RAM does not clear comments here: declare comments of at least one character";

async function updateGroup(
  ram: RamClient,
  groupName: string,
  change: { newGroupName?: string; newComments?: string },
): Promise<RamGroupFacts> {
  try {
    return await ram.updateGroup(groupName, change);
  } catch (error) {
    const isClearing = change.newComments === "";
    if (isClearing && isRefusal(error, "InvalidParameter.NewComments.*", "InvalidParameter.Comments.*"))
      throw new RefusedError(error, NO_CLEARING);
    throw error;
  }
}

/** What an update that failed leaves in the state, if there is anything to say that the state does not have. */
function kept(error: unknown, id: string, state: State & RamGroupFacts, inputs: Inputs): unknown {
  if (error instanceof CommentsKept) {
    const outs = outsOf({ ...inputs, comments: error.group.comments }, error.group);
    return new PartialFailure(id, outs, error, "All else is as declared");
  }
  if (!(error instanceof CloudGroupsError) || error.effect === "not applied") return error;
  const { groupName } = inputs;
  const isRenamed = groupName !== state.groupName;
  const next = `The state has ${isRenamed ? "both names" : "what was before"}, and the next pulumi up finds out`;
  return new PartialFailure(id, { ...state, ...(isRenamed ? { renaming: groupName } : {}) }, error, next);
}

function outsOf(inputs: Inputs, group: RamGroupFacts): Found["outs"] {
  return defined({
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
  return { id, inputs: defined(inputs), outs: outsOf(inputs, group) };
}

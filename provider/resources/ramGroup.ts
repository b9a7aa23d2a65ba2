import { z } from "zod";

import { isRefusal, RefusedError, UnknownOutcomeError } from "../clients/errors";
import { ramClient, type RamClient, type RamGroupFacts } from "../clients/ram";
import { countedList } from "../domain/countedList";
import { checkArguments, parseProperties } from "./arguments";
import { defined, type Found, type Lifecycle } from "./lifecycle";
import { PartialFailure } from "./partialFailure";
import { madeSince, settle } from "./settle";

const shape = {
  groupName: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 letters, digits, ".", "_" or "-"'),
  comments: z.string().max(128, "must be at most 128 characters long").optional(),
  adopt: z.boolean().optional(),
  forceDestroy: z.boolean().optional(),
};
const inputsShape = z.object(shape);
type Inputs = z.infer<typeof inputsShape>;

/** What the state has. `groupId` proves that the group of that name is still the one that was made. */
const stateShape = inputsShape.extend({
  groupId: z.string().optional(),
  createDate: z.string().optional(),
  /** The name that it may have instead: that of a rename whose outcome is unknown. */
  renaming: z.string().optional(),
});
type State = z.infer<typeof stateShape>;

/** The life of a RAM user group: CreateGroup, GetGroup, UpdateGroup and DeleteGroup of RAM 2015-05-01. */
export const ramGroup: Lifecycle = {
  check: (news) => checkArguments(shape, news),

  diff: () => ({ replaces: [], deleteBeforeReplace: false }),

  async create(properties, operation) {
    const inputs = parseProperties("RamGroup's inputs", inputsShape, properties);
    const ram = ramClient(operation);
    const group = await createGroup(ram, inputs);
    return { id: group.groupName, outs: outsOf(inputs, group) };
  },

  async read(id, properties, operation) {
    const isLookup = properties["groupName"] === undefined || properties["createDate"] === undefined;
    const state = isLookup ? { groupName: id } : parseProperties("RamGroup's state", stateShape, properties);
    const { group } = await findOurs(ramClient(operation), state);
    if (group === undefined && isLookup) throw notThere(state.groupName);
    return group === undefined ? undefined : foundOf(id, state, group);
  },

  async update(id, olds, news, operation) {
    const state = parseProperties("RamGroup's state", stateShape, olds);
    const inputs = parseProperties("RamGroup's inputs", inputsShape, news);
    try {
      return outsOf(inputs, await changeGroup(ramClient(operation), state, inputs));
    } catch (error) {
      const isLost = error instanceof UnknownOutcomeError && error.operation === "UpdateGroup";
      if (!isLost || inputs.groupName === state.groupName) throw error;
      const outs = { ...state, renaming: inputs.groupName };
      throw new PartialFailure(id, outs, error, "The state has both names, and the next pulumi up finds out");
    }
  },

  async delete(_id, properties, operation) {
    const state = parseProperties("RamGroup's state", stateShape, properties);
    const ram = ramClient(operation);
    const { group } = await findOurs(ram, state);
    if (group !== undefined) await deleteGroup(ram, { ...state, groupName: group.groupName });
  },
};

async function createGroup(ram: RamClient, inputs: Inputs): Promise<RamGroupFacts> {
  const startedAt = Date.now();
  const comments = inputs.comments ?? "";
  try {
    return await settle(
      () => ram.createGroup(inputs.groupName, inputs.comments),
      async () => {
        const group = await ram.getGroup(inputs.groupName);
        return group?.comments === comments && madeSince(group.createDate, startedAt) ? group : undefined;
      },
    );
  } catch (error) {
    if (!isRefusal(error, "EntityAlreadyExists.Group")) throw error;
    if (!inputs.adopt) throw new RefusedError(error, "Set adopt: true to take the existing group over");
    const group = await ram.getGroup(inputs.groupName);
    if (group === undefined) throw error;
    return changeGroup(ram, { ...group }, inputs);
  }
}

/** Brings a group to its declared name and comments, after making sure that it is the one that the state means. */
async function changeGroup(ram: RamClient, state: State, inputs: Inputs): Promise<RamGroupFacts> {
  const { group: current, other } = await findOurs(ram, state, inputs.groupName);
  if (current === undefined) throw notThere(state.groupName, other);
  const rename = current.groupName !== inputs.groupName;
  const comments = inputs.comments ?? "";
  if (!rename && current.comments === comments) return current;
  const change = {
    ...(rename ? { newGroupName: inputs.groupName } : {}),
    ...(current.comments === comments ? {} : { newComments: comments }),
  };
  const changed = await settle(
    () => updateGroup(ram, current.groupName, change),
    async () => {
      const group = await ram.getGroup(inputs.groupName);
      return group !== undefined && isSame(current, group) && group.comments === comments ? group : undefined;
    },
  );
  return { ...current, ...definedFacts(changed) };
}

async function updateGroup(
  ram: RamClient,
  groupName: string,
  change: { newGroupName?: string; newComments?: string },
): Promise<RamGroupFacts> {
  try {
    const group = await ram.updateGroup(groupName, change);
    if (change.newComments !== "" || group.comments === "") return group;
    throw clearingRefused("UpdateGroup", "CommentsKept", "RAM kept the old comments");
  } catch (error) {
    if (
      change.newComments === "" &&
      isRefusal(error, "InvalidParameter.NewComments.*", "InvalidParameter.Comments.*")
    ) {
      throw clearingRefused(error.operation, error.code, error.detail);
    }
    throw error;
  }
}

function clearingRefused(operation: string, code: string, detail: string): RefusedError {
  return new RefusedError(
    { operation, code, detail },
    "RAM does not clear comments here: declare comments of at least one character",
  );
}

/**
 * Finds the group under its name in the state or, where a rename's answer was lost, under the new one. A group of its name
 * that is not ours was made by somebody else after ours had gone.
 */
async function findOurs(
  ram: RamClient,
  state: State,
  declaredName?: string,
): Promise<{ readonly group?: RamGroupFacts; readonly other?: RamGroupFacts }> {
  const other = await ram.getGroup(state.groupName);
  if (other !== undefined && isSame(state, other)) return { group: other };
  for (const name of new Set([state.renaming, declaredName])) {
    if (name === undefined || name === state.groupName || state.groupId === undefined) continue;
    const renamed = await ram.getGroup(name);
    if (renamed !== undefined && isSame(state, renamed)) return { group: renamed };
  }
  return other === undefined ? {} : { other };
}

function notThere(groupName: string, other?: RamGroupFacts): RefusedError {
  const detail =
    other === undefined
      ? `there is no group named ${groupName}`
      : `the group named ${groupName} is another one (${other.groupId ?? other.createDate}), made after ours was gone`;
  return new RefusedError(
    { operation: "GetGroup", code: "EntityNotExist.Group", detail },
    "Run pulumi refresh",
  );
}

/** `groupId` is the proof; answers of the API's early days lack it, and then the time of creation must do. */
function isSame(state: Pick<State, "groupId" | "createDate">, group: RamGroupFacts): boolean {
  if (state.groupId !== undefined && group.groupId !== undefined) return state.groupId === group.groupId;
  return state.createDate === undefined || state.createDate === group.createDate;
}

async function deleteGroup(ram: RamClient, state: State): Promise<void> {
  if (state.forceDestroy) {
    for (const user of await ram.listUsers(state.groupName)) await ram.removeUser(state.groupName, user);
    for (const policy of await ram.listPolicies(state.groupName))
      await ram.detachPolicy(state.groupName, policy);
  }
  try {
    await ram.deleteGroup(state.groupName);
  } catch (error) {
    if (!isRefusal(error, "DeleteConflict.*")) throw error;
    const { operation, code, requestId } = error;
    const detail = (await inTheWay(ram, state.groupName)) ?? error.detail;
    throw new RefusedError(
      { operation, code, requestId, detail },
      "Set forceDestroy: true to take them out first",
    );
  }
}

/** What keeps a group from being deleted; nothing where RAM does not list it. */
async function inTheWay(ram: RamClient, groupName: string): Promise<string | undefined> {
  const users = await ram.listUsers(groupName);
  const policies = (await ram.listPolicies(groupName)).map((policy) => policy.policyName);
  const kinds = [
    users.length === 0 ? [] : [countedList(users, "member", "members")],
    policies.length === 0 ? [] : [countedList(policies, "policy", "policies")],
  ].flat();
  return kinds.length === 0 ? undefined : `the group still has ${kinds.join(" and ")}`;
}

function definedFacts(group: RamGroupFacts): RamGroupFacts {
  return defined({ ...group }) as unknown as RamGroupFacts;
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

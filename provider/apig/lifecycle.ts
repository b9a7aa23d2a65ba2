import type { z } from "zod";

import { apigGroupRules } from "./arguments";
import { formatValue } from "../core/check";
import { omitUndefined, type Properties } from "../core/properties";
import { apigClient, type ApigClient, type ApigGroupFacts } from "./client";
import { CloudGroupsError, isRefusal, RefusedError } from "../core/calls/errors";
import type { Operation } from "../core/calls/operation";
import type { EngineRun, PendingCreation } from "../core/run/run";
import { findGroup, unlessGatewayIsGone } from "./absence";
import { deleteGroup } from "./deletion";
import {
  type Declared,
  foundOf,
  type Inputs,
  inputsShape,
  type Lookup,
  lookupShape,
  outsOf,
  ownership,
  stateShape,
} from "./state";
import {
  type Candidate,
  createOnce,
  isHandedOver,
  type Maker,
  findSettledCreation,
  takePendingCreation,
  unsettledDiff,
} from "../core/lifecycle/creation";
import { changedArguments, type Lifecycle } from "../core/lifecycle/lifecycle";
import { namedChecks, newIncarnation, noticeStaleId } from "../core/lifecycle/ownership";
import { parseProperties } from "../core/lifecycle/parse";
import {
  asideText,
  createAmongOthers,
  NAME_TAKEN,
  NameChange,
  updateAmongOthers,
} from "../core/lifecycle/renaming";
import { PartialFailure } from "../core/lifecycle/partialFailure";

/** The code by which the gateway says that a group's name is taken. */
const TAKEN = "APIG.3201";

/** The life of an API-gateway group: v1.0 of the shared gateway, v2 of a dedicated one. */
export const apigGroup: Lifecycle = {
  cloud: "huaweicloud",

  groupOf: (olds) => ownership.groupOf(lookupShape.parse(olds).groupId),

  ...namedChecks(ownership, apigGroupRules),

  // Names are unique within one gateway, so a group on another gateway never waits for the old one to go.
  diff(olds, news, run) {
    const state = lookupShape.parse(olds);
    if (state.creating !== undefined)
      return unsettledDiff(run, state.creating, ownership.placeOf(olds), ownership.placeOf(news), "name");
    const replaces = changedArguments(olds, news, ["instanceId"]);
    const isLeft = ownership.isDeleted(run, state.groupId) || ownership.isWantedByOthers(run, olds, news);
    if (replaces.length === 0 && isLeft)
      return { replaces: ["name"], deleteBeforeReplace: false, isNeeded: true };
    if (replaces.length > 0) ownership.giveUp(run, state.__incarnation);
    else if (state.groupId !== undefined) ownership.claimNamed(run, state.groupId, olds, news);
    return {
      replaces,
      deleteBeforeReplace: false,
      ...(state.isUncertain === true ? { isNeeded: true } : {}),
    };
  },

  async create(properties, operation, run) {
    const inputs = parseProperties("ApigGroup's inputs", inputsShape, properties);
    const begun = takePendingCreation(run, ownership.placeOf(inputs));
    return createAmongOthers(operation, run, ownership, { declared: inputs, taken: TAKEN }, () =>
      createGroup(operation, run, inputs, begun),
    );
  },

  async read(id, properties, operation, run) {
    const isLookup = properties["registerTime"] === undefined && properties["creating"] === undefined;
    const stored = parseProperties("ApigGroup's state", lookupShape, properties);
    // A remark that is empty is named, or a preview would take it for not known yet.
    const known = isLookup ? { ...stored, remark: "" } : stored;
    const apig = apigClient(operation, known.instanceId);
    const group = isLookup
      ? await apig.getGroup(id)
      : await unlessGatewayIsGone(operation, apig, known.instanceId, () =>
          groupOf(operation, apig, id, known),
        );
    if (group !== undefined && isLookup) ownership.claimLookedUp(run, group.id);
    if (group !== undefined) return foundOf(known, group);
    if (isLookup) throw noneToLookUp(id, known.instanceId);
    return undefined;
  },

  async update(id, olds, news, operation, run) {
    const inputs = parseProperties("ApigGroup's inputs", inputsShape, news);
    const state = parseProperties("ApigGroup's state", stateShape, olds);
    if (state.creating !== undefined) return updateUnsettled(operation, run, id, state, inputs);
    const { groupId = id, __incarnation = newIncarnation().__incarnation } = state;
    await ownership.assertOwn(run, groupId, olds, inputs);
    ownership.claim(run, groupId, __incarnation);
    const isAsDeclared =
      state.name === inputs.name &&
      (state.remark ?? "") === (inputs.remark ?? "") &&
      state.isUncertain !== true;
    if (isAsDeclared) {
      const { remark, adopt, forceDestroy } = inputs;
      return omitUndefined({ ...olds, remark, adopt, forceDestroy });
    }
    const apig = apigClient(operation, inputs.instanceId);
    let before = olds;
    try {
      const updated = await updateAmongOthers(operation, new NameChange(run, ownership, olds, news), {
        taken: TAKEN,
        update: () => updateGroup(apig, groupId, inputs),
        stepAside: async (name) => {
          await apig.updateGroup(groupId, name, inputs.remark ?? "");
          before = { ...olds, name, isUncertain: true };
        },
      });
      return outsOf({ ...inputs, __incarnation }, updated);
    } catch (error) {
      const failure = isRefusal(error, TAKEN) ? new RefusedError(error, NAME_TAKEN) : error;
      if (before !== olds && !(failure instanceof RemarkKept))
        throw new PartialFailure(id, before, failure, asideText(String(before["name"])));
      throw kept(failure, id, olds, { ...inputs, __incarnation });
    }
  },

  async delete(id, properties, operation, run) {
    const state = parseProperties("ApigGroup's state", stateShape, properties);
    if (state.creating !== undefined && isHandedOver(run, ownership.placeOf(state))) return;
    const apig = apigClient(operation, state.instanceId);
    await unlessGatewayIsGone(operation, apig, state.instanceId, async () => {
      const groupId =
        state.creating === undefined
          ? (state.groupId ?? id)
          : (await groupOf(operation, apig, id, state))?.id;
      if (groupId === undefined || (await ownership.isLeftToOthers(run, operation, groupId, state))) return;
      await deleteGroup(operation, apig, groupId, state.forceDestroy ?? false);
      ownership.recordDeleted(run, groupId);
    });
  },
};

/** The update of a resource whose creation has an unknown outcome and that Pulumi protects from being replaced. */
async function updateUnsettled(
  operation: Operation,
  run: EngineRun,
  id: string,
  state: z.infer<typeof stateShape>,
  inputs: Inputs,
): Promise<Properties> {
  const apig = apigClient(operation, inputs.instanceId);
  const group = await groupOf(operation, apig, id, state);
  if (group === undefined) {
    const created = await createGroup(operation, run, inputs, undefined);
    noticeStaleId(operation, id, created.id);
    return created.outs;
  }
  const incarnation = newIncarnation();
  ownership.claim(run, group.id, incarnation.__incarnation);
  const outs = outsOf(
    { ...inputs, ...incarnation },
    await broughtToDeclared(apig, group, { ...inputs, ...incarnation }),
  );
  noticeStaleId(operation, id, group.id);
  return outs;
}

/** The group that a state means, be it that nobody knows yet whether it was made. */
async function groupOf(
  operation: Operation,
  apig: ApigClient,
  id: string,
  state: Lookup,
): Promise<ApigGroupFacts | undefined> {
  const { creating, name = "" } = state;
  if (creating === undefined) return findGroup(operation, apig, state.groupId ?? id);
  const listed = async () => candidateOf((await apig.listGroups()).find((group) => group.name === name));
  return findSettledCreation(operation, creating, () => candidateNamed(apig, name), listed);
}

async function candidateNamed(
  apig: ApigClient,
  name: string,
): Promise<Candidate<ApigGroupFacts> | undefined> {
  return candidateOf(await apig.findGroupNamed(name));
}

function candidateOf(group: ApigGroupFacts | undefined): Candidate<ApigGroupFacts> | undefined {
  return group === undefined ? undefined : { group, created: group.registerTime ?? "", remark: group.remark };
}

async function createGroup(
  operation: Operation,
  run: EngineRun,
  inputs: Inputs,
  begun: PendingCreation | undefined,
): Promise<{ id: string; outs: Properties }> {
  const incarnation = newIncarnation();
  const apig = apigClient(operation, inputs.instanceId);
  const group = await madeOrAdopted(operation, apig, { ...inputs, ...incarnation }, begun);
  ownership.claim(run, group.id, incarnation.__incarnation);
  return { id: group.id, outs: outsOf({ ...inputs, ...incarnation }, group) };
}

async function madeOrAdopted(
  operation: Operation,
  apig: ApigClient,
  inputs: Declared,
  begun: PendingCreation | undefined,
): Promise<ApigGroupFacts> {
  const remark = inputs.remark ?? "";
  const maker: Maker<ApigGroupFacts> = {
    remark,
    clock: apig.clock,
    taken: TAKEN,
    make: () => apig.createGroup(inputs.name, remark),
    find: () => candidateNamed(apig, inputs.name),
  };
  try {
    const { group, isAsDeclared } = await createOnce(operation, begun, maker, (creating) => ({
      id: `creating/${inputs.name}`,
      outs: { ...inputs, creating },
    }));
    return isAsDeclared ? group : await broughtToDeclared(apig, group, inputs);
  } catch (error) {
    if (!isRefusal(error, TAKEN)) throw error;
    if (!inputs.adopt) throw new RefusedError(error, "Set adopt: true to take the existing group over");
    const group = await apig.findGroupNamed(inputs.name);
    if (group === undefined) throw error;
    const adopted = group.remark === remark ? group : await updateGroup(apig, group.id, inputs);
    const was = group.remark === remark ? "" : `, whose remark was ${formatValue(group.remark)}`;
    operation.notice(`took over the existing group ${group.id}${was}`);
    return adopted;
  }
}

/** Brings what an earlier update made to what is declared now. Whatever fails, the state has it from now on. */
async function broughtToDeclared(
  apig: ApigClient,
  group: ApigGroupFacts,
  inputs: Declared,
): Promise<ApigGroupFacts> {
  if (group.name === inputs.name && group.remark === (inputs.remark ?? "")) return group;
  return updateGroup(apig, group.id, inputs).catch((error: unknown) => unfinished(error, inputs, group));
}

function unfinished(error: unknown, inputs: Declared, group: ApigGroupFacts): never {
  const outs = { ...outsOf({ ...inputs, remark: group.remark }, group), isUncertain: true };
  throw new PartialFailure(group.id, outs, error, "The group exists, and the next pulumi up finishes it");
}

/** The gateway took a PUT, and the remark that it should have cleared is still there. */
class RemarkKept extends RefusedError {
  constructor(readonly group: ApigGroupFacts) {
    super(
      { operation: "updateApiGroup", code: "RemarkKept", detail: "the gateway kept the old remark" },
      "It does not clear remarks: declare a remark of at least one character",
    );
  }
}

/** A PUT may lack what a GET tells, so what it answers is laid over nothing but the id. */
async function updateGroup(apig: ApigClient, id: string, inputs: Inputs): Promise<ApigGroupFacts> {
  const remark = inputs.remark ?? "";
  const group = await apig.updateGroup(id, inputs.name, remark);
  if (group.remark !== remark) throw new RemarkKept(group);
  return group;
}

/** What an update that failed leaves in the state, if there is anything to say that the state does not have. */
function kept(error: unknown, id: string, olds: Properties, inputs: Declared): unknown {
  if (error instanceof RemarkKept) {
    const outs = outsOf({ ...inputs, remark: error.group.remark }, error.group);
    return new PartialFailure(id, outs, error, "All else is as declared");
  }
  if (!(error instanceof CloudGroupsError) || error.effect === "not applied") return error;
  const next = "The state has what was before, and the next pulumi up sends it again";
  return new PartialFailure(id, { ...olds, isUncertain: true }, error, next);
}

/** The error for a look-up that finds nothing. */
function noneToLookUp(id: string, instanceId: string | undefined): RefusedError {
  const [gateway, advice] =
    instanceId === undefined
      ? ["the shared gateway", "A group of a dedicated gateway is found with its instanceId alone"]
      : [
          `the gateway ${instanceId}`,
          "Is it on another gateway? Then give its instanceId, or none for the shared one",
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

import { z } from "zod";

import { apigGroupRules, apigGroupShape } from "../arguments/apigGroup";
import { checkArguments, shown } from "../arguments/check";
import { defined, type Properties } from "../arguments/properties";
import { apigClient, type ApigClient, type ApigGroupFacts } from "../clients/apig";
import { CloudGroupsError, isRefusal, RefusedError } from "../clients/errors";
import type { Operation } from "../clients/operation";
import { deleteGroup } from "./apig/deletion";
import {
  type Candidate,
  createOnce,
  creatingShape,
  isHandedOver,
  type Maker,
  sightingOf,
  unsettledDiff,
} from "./common/creation";
import { changedArguments, type Found, type Lifecycle } from "./common/lifecycle";
import { parseProperties } from "./common/parse";
import { PartialFailure } from "./common/partialFailure";

const inputsShape = z.object(apigGroupShape);
type Inputs = z.infer<typeof inputsShape>;

const stateShape = inputsShape.extend({
  /** Where it is unknown whether there is a group; its id is unknown, too. */
  creating: creatingShape.optional(),
  /** Whether an update's outcome is unknown. */
  inDoubt: z.boolean().optional(),
});
/** A group that is looked up by its id alone may have no arguments. */
const lookupShape = stateShape.partial();
type Lookup = z.infer<typeof lookupShape>;

/** The code by which the gateway says that a group's name is taken. */
const TAKEN = "APIG.3201";

/** The life of an API-gateway group: v1.0 of the shared gateway, v2 of a dedicated one. */
export const apigGroup: Lifecycle = {
  check: (news) => checkArguments(apigGroupRules, news),

  // Names are unique within one gateway, so a group on another gateway never waits for the old one to go.
  diff(olds, news) {
    const { data: creating } = creatingShape.safeParse(olds["creating"]);
    if (creating !== undefined) return unsettledDiff(creating, placeOf(olds), placeOf(news), "name");
    const replaces = changedArguments(olds, news, ["instanceId"]);
    return { replaces, deleteBeforeReplace: false, ...(olds["inDoubt"] === true ? { isNeeded: true } : {}) };
  },

  async create(properties, operation) {
    const inputs = parseProperties("ApigGroup's inputs", inputsShape, properties);
    const apig = apigClient(operation, inputs.instanceId);
    const group = await createGroup(operation, apig, inputs);
    return { id: group.id, outs: outsOf(inputs, group) };
  },

  async read(id, properties, operation) {
    const isLookup = properties["registerTime"] === undefined && properties["creating"] === undefined;
    const stored = parseProperties("ApigGroup's state", lookupShape, properties);
    // A remark that is empty is named, or a preview would take it for not known yet.
    const known = isLookup ? { ...stored, remark: "" } : stored;
    const group = await groupOf(apigClient(operation, known.instanceId), id, known);
    if (group !== undefined) return foundOf(known, group);
    if (isLookup) throw noneToLookUp(id, known.instanceId);
    return undefined;
  },

  async update(id, olds, news, operation) {
    const inputs = parseProperties("ApigGroup's inputs", inputsShape, news);
    const apig = apigClient(operation, inputs.instanceId);
    const isAsDeclared =
      olds["name"] === inputs.name &&
      (olds["remark"] ?? "") === (inputs.remark ?? "") &&
      olds["inDoubt"] !== true;
    if (isAsDeclared) {
      const { remark, adopt, forceDestroy } = inputs;
      return defined({ ...olds, remark, adopt, forceDestroy });
    }
    try {
      return outsOf(inputs, await updateGroup(apig, id, inputs));
    } catch (error) {
      throw kept(error, id, olds, inputs);
    }
  },

  async delete(id, properties, operation) {
    const state = parseProperties("ApigGroup's state", stateShape, properties);
    if (state.creating !== undefined && isHandedOver(placeOf(state))) return;
    const apig = apigClient(operation, state.instanceId);
    const isMade = state.creating === undefined;
    const groupId = isMade ? id : (await groupOf(apig, id, state))?.id;
    if (groupId !== undefined) await deleteGroup(operation, apig, groupId, state.forceDestroy ?? false);
  },
};

function placeOf({ name, instanceId = null }: Properties): readonly unknown[] {
  return ["ApigGroup", instanceId, name];
}

/** The group that a state means, be it that nobody knows yet whether it was made. */
async function groupOf(apig: ApigClient, id: string, state: Lookup): Promise<ApigGroupFacts | undefined> {
  if (state.creating === undefined) return apig.getGroup(id);
  const seen = sightingOf(await candidateNamed(apig, state.name ?? ""), state.creating);
  return typeof seen === "object" ? seen.ours : undefined;
}

async function candidateNamed(
  apig: ApigClient,
  name: string,
): Promise<Candidate<ApigGroupFacts> | undefined> {
  const [group] = await apig.findGroupsNamed(name);
  return group === undefined ? undefined : { group, created: group.registerTime ?? "", remark: group.remark };
}

async function createGroup(operation: Operation, apig: ApigClient, inputs: Inputs): Promise<ApigGroupFacts> {
  const remark = inputs.remark ?? "";
  const maker: Maker<ApigGroupFacts> = {
    place: placeOf(inputs),
    remark,
    clock: apig.clock,
    taken: TAKEN,
    make: () => apig.createGroup(inputs.name, remark),
    find: () => candidateNamed(apig, inputs.name),
  };
  const declared = (group: ApigGroupFacts) =>
    group.remark === remark ? Promise.resolve(group) : updateGroup(apig, group.id, inputs);
  try {
    const { group, isAsDeclared } = await createOnce(operation, maker, (creating) => ({
      id: `creating/${inputs.name}`,
      outs: { ...inputs, creating },
    }));
    return isAsDeclared
      ? group
      : await declared(group).catch((error: unknown) => unfinished(error, inputs, group));
  } catch (error) {
    if (!isRefusal(error, TAKEN)) throw error;
    if (!inputs.adopt) throw new RefusedError(error, "Set adopt: true to take the existing group over");
    const [group] = await apig.findGroupsNamed(inputs.name);
    if (group === undefined) throw error;
    const adopted = await declared(group);
    const was = group.remark === remark ? "" : `, whose remark was ${shown(group.remark)}`;
    operation.tell(`took over the existing group ${group.id}${was}`);
    return adopted;
  }
}

/** What an earlier update made could not be brought to what is declared now. Whatever failed, the state has it from now on. */
function unfinished(error: unknown, inputs: Inputs, group: ApigGroupFacts): never {
  const outs = { ...outsOf({ ...inputs, remark: group.remark }, group), inDoubt: true };
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
function kept(error: unknown, id: string, olds: Properties, inputs: Inputs): unknown {
  if (error instanceof RemarkKept) {
    const outs = outsOf({ ...inputs, remark: error.group.remark }, error.group);
    return new PartialFailure(id, outs, error, "All else is as declared");
  }
  if (!(error instanceof CloudGroupsError) || error.effect === "not applied") return error;
  const next = "The state has what was before, and the next pulumi up sends it again";
  return new PartialFailure(id, { ...olds, inDoubt: true }, error, next);
}

function outsOf(inputs: Lookup, group: ApigGroupFacts): Properties {
  const { id, remark, ...facts } = group;
  return defined({
    ...inputs,
    ...facts,
    remark: remark === "" && !inputs.remark ? inputs.remark : remark,
    groupId: id,
  });
}

function foundOf(known: Lookup, group: ApigGroupFacts): Found {
  const inputs = {
    ...inputsShape.partial().parse(known),
    name: group.name,
    remark: group.remark === "" && !known.remark ? known.remark : group.remark,
  };
  return { id: group.id, inputs: defined(inputs), outs: outsOf(inputs, group) };
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

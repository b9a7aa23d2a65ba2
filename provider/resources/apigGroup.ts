import { z } from "zod";

import { apigClient, type ApigClient, type ApigGroupFacts } from "../clients/apig";
import { isRefusal, RefusedError } from "../clients/errors";
import { countedList } from "../domain/countedList";
import { checkArguments, parseProperties } from "./arguments";
import {
  changedArguments,
  defined,
  type Found,
  isUnknown,
  type Lifecycle,
  type Properties,
} from "./lifecycle";
import { madeSince, settle } from "./settle";

const shape = {
  name: z.string().min(1, "must not be empty"),
  remark: z.string().optional(),
  instanceId: z.string().min(1, "must not be empty").optional(),
  adopt: z.boolean().optional(),
  forceDestroy: z.boolean().optional(),
};
const inputsShape = z.object(shape);
type Inputs = z.infer<typeof inputsShape>;

/** A group that is looked up by its id alone may have no arguments. */
const lookupShape = inputsShape.partial();
type Lookup = z.infer<typeof lookupShape>;

/** The rules of the two versions of the API, which differ. Chinese characters count as one. */
const RULES = {
  shared: {
    name: /^[\p{Script=Han}A-Za-z][\p{Script=Han}A-Za-z0-9_]{2,63}$/u,
    nameRule:
      'must be 3 to 64 Chinese characters, letters, digits or "_", starting with a Chinese character or a letter',
    remarkLength: 255,
  },
  dedicated: {
    name: /^[\p{Script=Han}A-Za-z0-9][\p{Script=Han}A-Za-z0-9_./:：、()（）-]{2,254}$/u,
    nameRule:
      "must be 3 to 255 Chinese characters, letters, digits or any of -_./:()：（）、, starting with a Chinese character, a letter or a digit",
    remarkLength: 1000,
  },
} as const;

/** The life of an API-gateway group: v1.0 of the shared gateway, v2 of a dedicated one. */
export const apigGroup: Lifecycle = {
  check: (news) => {
    const rules =
      isUnknown(news["instanceId"]) || news["instanceId"] !== undefined ? RULES.dedicated : RULES.shared;
    const strict = {
      ...shape,
      name: shape.name.regex(rules.name, rules.nameRule),
      remark: z
        .string()
        .max(rules.remarkLength, `must be at most ${rules.remarkLength} characters long`)
        .optional(),
    };
    return checkArguments(strict, news);
  },

  // Names are unique within one gateway, so a group on another gateway never waits for the old one to go.
  diff: (olds, news) => ({
    replaces: changedArguments(olds, news, ["instanceId"]),
    deleteBeforeReplace: false,
  }),

  async create(properties, operation) {
    const inputs = parseProperties("ApigGroup's inputs", inputsShape, properties);
    const group = await createGroup(apigClient(operation, inputs.instanceId), inputs);
    return { id: group.id, outs: outsOf(inputs, group) };
  },

  async read(id, properties, operation) {
    const isLookup = properties["registerTime"] === undefined;
    const known = parseProperties("ApigGroup's state", lookupShape, properties);
    const group = await apigClient(operation, known.instanceId).getGroup(id);
    if (group !== undefined) return foundOf(known, group);
    if (isLookup) {
      throw new RefusedError({
        operation: "getApiGroup",
        code: "APIG.3001",
        detail: `there is no API group with the id ${id}`,
      });
    }
    return undefined;
  },

  async update(id, olds, news, operation) {
    const inputs = parseProperties("ApigGroup's inputs", inputsShape, news);
    const apig = apigClient(operation, inputs.instanceId);
    if (olds["name"] === inputs.name && (olds["remark"] ?? "") === (inputs.remark ?? "")) {
      return defined({
        ...olds,
        remark: inputs.remark,
        adopt: inputs.adopt,
        forceDestroy: inputs.forceDestroy,
      });
    }
    return outsOf(inputs, await updateGroup(apig, id, inputs));
  },

  async delete(id, properties, operation) {
    const state = parseProperties("ApigGroup's state", inputsShape, properties);
    await deleteGroup(apigClient(operation, state.instanceId), id, state);
  },
};

async function createGroup(apig: ApigClient, inputs: Inputs): Promise<ApigGroupFacts> {
  const startedAt = Date.now();
  const remark = inputs.remark ?? "";
  try {
    return await settle(
      () => apig.createGroup(inputs.name, remark),
      async () => {
        const [group] = await apig.findGroupsNamed(inputs.name);
        return group?.remark === remark && madeSince(group.registerTime ?? "", startedAt) ? group : undefined;
      },
    );
  } catch (error) {
    if (!isRefusal(error, "APIG.3201")) throw error;
    if (!inputs.adopt) throw new RefusedError(error, "Set adopt: true to take the existing group over");
    const [group] = await apig.findGroupsNamed(inputs.name);
    if (group === undefined) throw error;
    return group.remark === remark ? group : updateGroup(apig, group.id, inputs);
  }
}

/** A PUT may lack what a GET tells, so what it answers is laid over nothing but the id. */
async function updateGroup(apig: ApigClient, id: string, inputs: Inputs): Promise<ApigGroupFacts> {
  const remark = inputs.remark ?? "";
  const group = await apig.updateGroup(id, inputs.name, remark);
  if (group.remark === remark) return group;
  const failure = {
    operation: "updateApiGroup",
    code: "RemarkKept",
    detail: "the gateway kept the old remark",
  };
  throw new RefusedError(failure, "It does not clear remarks: declare a remark of at least one character");
}

async function deleteGroup(apig: ApigClient, id: string, state: Inputs): Promise<void> {
  // Some regions delete the APIs of a group along with it, others refuse: looking first is safe with both.
  const apis = await apisOf(apig, id);
  if (apis.length > 0 && !state.forceDestroy) {
    const names = apis.map((api) => api.name);
    throw new RefusedError(
      {
        operation: "deleteApiGroup",
        code: "APIG.3415",
        detail: `the group still has ${countedList(names, "API", "APIs")}`,
      },
      "Set forceDestroy: true to take them offline and delete them first",
    );
  }
  for (const environment of new Set(apis.flatMap((api) => api.environments))) {
    const published = apis.filter((api) => api.environments.includes(environment));
    await apig.takeApisOffline(
      published.map((api) => api.id),
      environment,
    );
  }
  for (const api of apis) await apig.deleteApi(api.id);
  await apig.deleteGroup(id);
}

async function apisOf(apig: ApigClient, id: string): ReturnType<ApigClient["listApis"]> {
  try {
    return await apig.listApis(id);
  } catch (error) {
    if (isRefusal(error, "APIG.3001")) return [];
    throw error;
  }
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
    ...known,
    name: group.name,
    remark: group.remark === "" && !known.remark ? known.remark : group.remark,
  };
  return { id: group.id, inputs: defined(inputs), outs: outsOf(inputs, group) };
}

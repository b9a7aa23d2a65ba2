import type { Context, Parameters } from "../api";
import { randomHex } from "../random";
import { Refusal } from "../refusal";
import { type ApiGroup, apigTime, type GatewayApi, RELEASE_ENVIRONMENT } from "./data";
import { type Gateway, groupOf, type Result } from "./groups";
import { invalidParameter, pageAsked, requiredText, text } from "./rules";

const BATCH_MAX_APIS = 1000;

interface Found {
  readonly api: GatewayApi;
  readonly group: ApiGroup;
}

function apisOn({ data }: Context, gateway: Gateway): Found[] {
  return [...data.apig.groups.values()]
    .filter((group) => group.instanceId === gateway)
    .flatMap((group) => [...group.apis.values()].map((api) => ({ api, group })));
}

function apiOf(context: Context, gateway: Gateway, id: string): Found {
  const found = apisOn(context, gateway).find(({ api }) => api.id === id);
  if (found === undefined) throw new Refusal("APIG.3002", `Api ${id} not found`, 404);
  return found;
}

/** GET apis: those of one group, or all. */
export function listApis(context: Context, gateway: Gateway, parameters: Parameters): Result {
  const { offset, limit } = pageAsked(parameters, gateway !== null, context.settings);
  const { apigApiFilter, apigApiGroupIds } = context.settings;
  const groupId = apigApiFilter === "apply" ? text(parameters, "group_id") : undefined;
  const found = apisOn(context, gateway).filter(({ group }) => groupId === undefined || group.id === groupId);
  const apis = found.slice(offset, offset + limit).map(({ api, group }) => ({
    id: api.id,
    name: api.name,
    ...(apigApiGroupIds === "returned" ? { group_id: group.id, group_name: group.name } : {}),
    status: 1,
    type: 1,
    run_env_id: [...api.environments].join("|"),
    run_env_name: [...api.environments].map((id) => (id === RELEASE_ENVIRONMENT ? "RELEASE" : id)).join("|"),
  }));
  return { status: 200, body: { total: found.length, size: apis.length, apis } };
}

/** Publishes an API in an environment or takes it offline. @throws Refusal */
function publish(
  context: Context,
  { api }: Found,
  environment: string,
  online: boolean,
): Record<string, unknown> {
  if (online) api.environments.add(environment);
  else if (!api.environments.delete(environment) && context.settings.apigOfflineUnpublished === "refuse")
    throw new Refusal("APIG.3400", `Api ${api.id} is not published in ${environment}`, 409);
  return {
    publish_id: randomHex(),
    api_id: api.id,
    api_name: api.name,
    env_id: environment,
    remark: "",
    publish_time: apigTime(),
    version_id: randomHex(),
  };
}

function isOnline(action: string | undefined): boolean {
  if (action !== "online" && action !== "offline")
    throw new Refusal(
      "APIG.2011",
      'Invalid parameter value: parameter action should be "online" or "offline"',
      400,
    );
  return action === "online";
}

/** Publishes the API that `api_id` names: 201 with a record; or takes it offline: 204. */
function publishOne(context: Context, gateway: Gateway, parameters: Parameters, online: boolean): Result {
  const environment = requiredText(parameters, "env_id");
  const found = apiOf(context, gateway, requiredText(parameters, "api_id"));
  const record = publish(context, found, environment, online);
  return online ? { status: 201, body: record } : { status: 204 };
}

/** POST apis/publish/{api_id} of v1.0. */
export function putOnline(context: Context, gateway: Gateway, parameters: Parameters): Result {
  return publishOne(context, gateway, parameters, true);
}

/** DELETE apis/publish/{api_id}?env_id of v1.0. */
export function takeOffline(context: Context, gateway: Gateway, parameters: Parameters): Result {
  return publishOne(context, gateway, parameters, false);
}

/** POST apis/action of v2. */
export function act(context: Context, gateway: Gateway, parameters: Parameters): Result {
  return publishOne(context, gateway, parameters, isOnline(text(parameters, "action")));
}

/** POST apis/publish: the APIs that `apis` lists, or on v2 all of a group; what fails is told in a success. */
export function publishBatch(context: Context, gateway: Gateway, parameters: Parameters): Result {
  const online = isOnline(text(parameters, "action") ?? (gateway === null ? "online" : undefined));
  const environment = requiredText(parameters, "env_id");
  const ids = parameters["apis"] ?? idsOfGroup(context, gateway, parameters);
  if (!isTextList(ids) || ids.length > BATCH_MAX_APIS) throw invalidParameter("apis");
  const success: unknown[] = [];
  const failure: unknown[] = [];
  for (const id of ids) {
    try {
      success.push(publish(context, apiOf(context, gateway, id), environment, online));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      failure.push({ api_id: id, error_code: error.code, error_msg: error.message });
    }
  }
  return { status: 200, body: { success, failure } };
}

function idsOfGroup(context: Context, gateway: Gateway, parameters: Parameters): string[] {
  const groupId = text(parameters, "group_id");
  if (groupId === undefined || gateway === null) throw invalidParameter("apis");
  return [...groupOf(context, gateway, groupId).apis.keys()];
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** DELETE apis/{api_id}. */
export function deleteApi(context: Context, gateway: Gateway, parameters: Parameters): Result {
  const { api, group } = apiOf(context, gateway, requiredText(parameters, "api_id"));
  if (api.environments.size > 0 && context.settings.apigDeletePublished === "refuse")
    throw new Refusal("APIG.3400", "A published API cannot be deleted: take it offline first", 409);
  group.apis.delete(api.id);
  return { status: 204 };
}

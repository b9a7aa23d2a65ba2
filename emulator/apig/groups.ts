import type { Context, Parameters } from "../api";
import { Refusal } from "../refusal";
import { type ApiGroup, apigTime, newApiGroup } from "./data";
import { invalidParameter, nameAndRemark, pageAsked, requiredText, text } from "./rules";

/** An operation's result: a body, or none for 204. */
export interface Result {
  readonly status: number;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** The gateway that a request goes to: a dedicated one, or null for the shared one of v1.0. */
export type Gateway = string | null;

function truncated(time: string): string {
  return time.replace(/\.\d+/, "");
}

/** A group as the API tells it: the answer to a write has nanoseconds where it has just set the time. */
function describe(group: ApiGroup, precise: "none" | "update" | "both"): Record<string, unknown> {
  return {
    id: group.id,
    name: group.name,
    status: 1,
    sl_domain: group.slDomain,
    sl_domains: [group.slDomain, group.slDomain.replace(/com$/, "cn")],
    remark: group.remark,
    register_time: precise === "both" ? group.registerTime : truncated(group.registerTime),
    update_time: precise === "none" ? truncated(group.updateTime) : group.updateTime,
    on_sell_status: group.onSellStatus,
    url_domains: [],
    ...(group.instanceId === null
      ? {}
      : { is_default: group.isDefault ? 1 : 2, sl_domain_access_enabled: true }),
  };
}

/** The groups of a gateway, the newest first. */
function groupsOn({ data }: Context, gateway: Gateway): ApiGroup[] {
  return [...data.apig.groups.values()].filter((group) => group.instanceId === gateway).reverse();
}

/** The group of this id on this gateway. @throws Refusal */
export function groupOf(context: Context, gateway: Gateway, id: string): ApiGroup {
  const group = context.data.apig.groups.get(id);
  if (group === undefined || group.instanceId !== gateway)
    throw new Refusal("APIG.3001", `API group ${id} does not exist`, 404);
  return group;
}

function checkNameFree(context: Context, gateway: Gateway, name: string, self?: ApiGroup): void {
  const same = (one: string) =>
    context.settings.apigNames === "sensitive" ? one === name : one.toLowerCase() === name.toLowerCase();
  if (groupsOn(context, gateway).some((group) => group !== self && same(group.name)))
    throw new Refusal("APIG.3201", "The API group name already exists", 400);
}

function checkNotOnSale({ onSellStatus }: ApiGroup): void {
  if (onSellStatus !== 2)
    throw new Refusal(
      "APIG.3401",
      "The API group has been listed on the marketplace or is under review",
      409,
    );
}

/** POST api-groups. */
export function createApiGroup(context: Context, gateway: Gateway, parameters: Parameters): Result {
  const { data, settings } = context;
  const { name, remark = "" } = nameAndRemark(parameters, gateway !== null, settings);
  checkNameFree(context, gateway, name);
  if (data.apig.groups.size >= settings.apigMaxGroups)
    throw new Refusal("APIG.3101", "The number of API groups exceeds the upper limit", 403);
  const hiddenLists = settings.apigVisibleAfterLists;
  const group = newApiGroup({ name, remark, instanceId: gateway, hiddenLists });
  data.apig.groups.set(group.id, group);
  return { status: 201, body: describe(group, "both") };
}

/** GET api-groups/{group_id}. */
export function getApiGroup(context: Context, gateway: Gateway, parameters: Parameters): Result {
  return {
    status: 200,
    body: describe(groupOf(context, gateway, requiredText(parameters, "group_id")), "none"),
  };
}

/** GET api-groups: names match in part, unless `precise_search=name`. */
export function listApiGroups(context: Context, gateway: Gateway, parameters: Parameters): Result {
  const { offset, limit } = pageAsked(parameters, gateway !== null, context.settings);
  const [id, name, precise] = ["id", "name", "precise_search"].map((field) => text(parameters, field));
  if (precise !== undefined && precise !== "name") throw invalidParameter("precise_search");
  const found = groupsOn(context, gateway).filter((group) => {
    const named = precise === "name" ? group.name === name : group.name.includes(name ?? "");
    return (id === undefined || group.id === id) && (name === undefined || named) && visible(group);
  });
  const groups = found.slice(offset, offset + limit).map((group) => describe(group, "none"));
  return { status: 200, body: { total: found.length, size: groups.length, groups } };
}

function visible(group: ApiGroup): boolean {
  if (group.hiddenLists === 0) return true;
  group.hiddenLists--;
  return false;
}

/** PUT api-groups/{group_id}: only name and remark can be changed. */
export function updateApiGroup(context: Context, gateway: Gateway, parameters: Parameters): Result {
  const group = groupOf(context, gateway, requiredText(parameters, "group_id"));
  const { name, remark } = nameAndRemark(parameters, gateway !== null, context.settings);
  checkNameFree(context, gateway, name, group);
  checkNotOnSale(group);
  group.name = name;
  const { apigOmittedRemark, apigEmptyRemark } = context.settings;
  const cleared =
    remark === undefined ? apigOmittedRemark === "clear" : remark === "" && apigEmptyRemark === "clear";
  if (cleared || (remark !== undefined && remark !== "")) group.remark = remark ?? "";
  group.updateTime = apigTime();
  return { status: 200, body: describe(group, "update") };
}

/** DELETE api-groups/{group_id}. */
export function deleteApiGroup(context: Context, gateway: Gateway, parameters: Parameters): Result {
  const group = groupOf(context, gateway, requiredText(parameters, "group_id"));
  if (group.isDefault) throw new Refusal("APIG.3400", "The default API group cannot be deleted", 409);
  checkNotOnSale(group);
  if (group.apis.size > 0 && context.settings.apigDeleteWithApis === "refuse")
    throw new Refusal("APIG.3415", "The API group cannot be deleted because it contains APIs", 403);
  context.data.apig.groups.delete(group.id);
  return { status: 204 };
}

/** POST api-groups/check: 204 where the name is free. */
export function checkApiGroupName(context: Context, gateway: Gateway, parameters: Parameters): Result {
  checkNameFree(context, gateway, requiredText(parameters, "group_name"));
  return { status: 204 };
}

import { z } from "zod";

import { slices } from "../sets/memberSet";
import { parseAnswer, unlessRefused } from "../core/calls/answers";
import { CloudClock } from "../core/calls/clock";
import { callHuawei, type RestCall } from "../core/clouds/huaweicloud";
import { regionUrl } from "../core/clouds/huaweiRegions";
import type { Operation } from "../core/calls/operation";
import { findAmong, type PageAsked, type PagedList, readAll } from "../core/calls/pages";
import type { Endpoint } from "../core/calls/settings";
import type { apigGroupOutputs } from "./definition";
import { apigCalls } from "./permissions";

/** What a resource gives out of a group, but for what the gateway may write as it likes. */
type GivenOut = Omit<z.infer<z.ZodObject<typeof apigGroupOutputs>>, "groupId" | "urlDomains">;

/** An API group as the gateway returns it. */
export interface ApigGroupFacts extends Readonly<GivenOut> {
  readonly id: string;
  readonly name: string;
  readonly remark: string;
  readonly urlDomains?: readonly unknown[] | undefined;
}

/** An API of a group. */
export interface ApiFacts {
  readonly id: string;
  readonly name: string;
  /** The group that it belongs to; undefined if the gateway does not say. */
  readonly groupId: string | undefined;
  /** The ids of the environments in which it is published. */
  readonly environments: readonly string[];
}

/** The calls of an API gateway that concern groups: v1.0, or v2 of one dedicated gateway. */
export interface ApigClient {
  readonly clock: CloudClock;
  /** Creates a group. Not repeated: the name would be taken. */
  createGroup(name: string, remark: string): Promise<ApigGroupFacts>;
  /** Reads a group; returns nothing for 404 with APIG.3001, the only answer that says that the group is gone. */
  getGroup(id: string): Promise<ApigGroupFacts | undefined>;
  /** Finds the group of exactly this name in the list. */
  findGroupNamed(name: string): Promise<ApigGroupFacts | undefined>;
  /** Finds the group of this id in the list. */
  findGroup(id: string): Promise<ApigGroupFacts | undefined>;
  /** Lists the groups, all pages. */
  listGroups(): Promise<ApigGroupFacts[]>;
  /** Lists the ids of the project's dedicated gateways, all pages. */
  listGateways(): Promise<string[]>;
  /** Sets name and remark. Both are always sent. */
  updateGroup(id: string, name: string, remark: string): Promise<ApigGroupFacts>;
  /** Deletes a group; it is no error if it is already gone. */
  deleteGroup(id: string): Promise<void>;
  /** Lists the APIs of a group, all pages. A gateway may ignore the filter: APIs of other groups are left out, but not APIs of an unknown group. */
  listApis(groupId: string): Promise<ApiFacts[]>;
  /** Takes APIs of one environment offline. It is no error if the gateway cannot: deleting the API fails then. */
  takeApisOffline(apiIds: readonly string[], environment: string): Promise<void>;
  /** Deletes an API; it is no error if it is already gone. */
  deleteApi(apiId: string): Promise<void>;
}

const PAGE_SIZE = 500;
/** How many APIs one call takes offline. */
const BATCH_SIZE = 1000;

const groupShape = z
  .object({
    id: z.string(),
    name: z.string(),
    remark: z.string().nullish(),
    status: z.number().nullish(),
    sl_domain: z.string().nullish(),
    // The table in the documents says String, but the sample shows an array.
    sl_domains: z.union([z.array(z.string()), z.string().transform((domain) => [domain])]).nullish(),
    register_time: z.string().nullish(),
    update_time: z.string().nullish(),
    on_sell_status: z.number().nullish(),
    call_limits: z.number().nullish(),
    time_interval: z.number().nullish(),
    time_unit: z.string().nullish(),
    url_domains: z.array(z.unknown()).nullish(),
  })
  .transform((group): ApigGroupFacts => ({
    id: group.id,
    name: group.name,
    remark: group.remark ?? "",
    status: group.status ?? undefined,
    slDomain: group.sl_domain ?? undefined,
    slDomains: group.sl_domains ?? undefined,
    registerTime: group.register_time ?? undefined,
    updateTime: group.update_time ?? undefined,
    onSellStatus: group.on_sell_status ?? undefined,
    callLimits: group.call_limits ?? undefined,
    timeInterval: group.time_interval ?? undefined,
    timeUnit: group.time_unit ?? undefined,
    urlDomains: group.url_domains ?? undefined,
  }));
const totalShape = z.number().optional().catch(undefined);
const groupsShape = z.object({ groups: z.array(groupShape).nullish(), total: totalShape });
const apiShape = z
  .object({
    id: z.string(),
    name: z.string(),
    group_id: z.string().nullish(),
    run_env_id: z.string().nullish(),
  })
  .transform(({ id, name, group_id: groupId, run_env_id: environments }): ApiFacts => ({
    id,
    name,
    groupId: groupId || undefined,
    environments: environments ? environments.split("|") : [],
  }));
const apisShape = z.object({ apis: z.array(apiShape).nullish(), total: totalShape });
const gatewaysShape = z.object({
  instances: z.array(z.object({ id: z.string() })).nullish(),
  total: totalShape,
});

/**
 * @param instanceId a dedicated gateway, called by its v2 paths. Default: the shared gateway, called by v1.0
 * @throws ConfigurationError if the endpoint is unusable, or the region or project id is missing
 */
export function apigClient(operation: Operation, instanceId: string | undefined): ApigClient {
  const { settings } = operation;
  const endpoint = settings.endpoint(
    "cloud-groups:apigEndpoint",
    () => regionUrl(settings, "apig"),
    "huaweicloud:region",
  );
  if (instanceId === undefined)
    return new RestApigClient(operation, endpoint, "/v1.0/apigw", { size: "page_size", page: "page_no" });
  const projectId = settings.get("huaweicloud:projectId");
  if (projectId === undefined) throw settings.missingError("huaweicloud:projectId");
  const gateways = `/v2/${encodeURIComponent(projectId)}/apigw/instances`;
  const base = `${gateways}/${encodeURIComponent(instanceId)}`;
  return new RestApigClient(operation, endpoint, base, { size: "limit", offset: "offset" }, gateways);
}

/** How the two versions address a page: v1.0 counts pages from 1, v2 skips items. */
type Paging = { readonly size: string } & ({ readonly page: string } | { readonly offset: string });

class RestApigClient implements ApigClient {
  readonly clock: CloudClock;

  constructor(
    private readonly operation: Operation,
    private readonly endpoint: Endpoint,
    private readonly base: string,
    private readonly paging: Paging,
    /** The path of the list of dedicated gateways. The shared gateway is not in it. */
    private readonly gateways?: string,
  ) {
    this.clock = new CloudClock(endpoint.url);
  }

  createGroup(name: string, remark: string): Promise<ApigGroupFacts> {
    const call = { name: "createApiGroup", method: "POST", path: "/api-groups", repeatable: false } as const;
    return this.request(call, groupShape, { name, remark });
  }

  async getGroup(id: string): Promise<ApigGroupFacts | undefined> {
    const call = {
      name: "getApiGroup",
      method: "GET",
      path: `/api-groups/${encodeURIComponent(id)}`,
    } as const;
    return unlessRefused("APIG.3001", () => this.request(call, groupShape));
  }

  findGroupNamed(name: string): Promise<ApigGroupFacts | undefined> {
    return findAmong(this.groups({ name, precise_search: "name" }), (group) => group.name === name);
  }

  findGroup(id: string): Promise<ApigGroupFacts | undefined> {
    return findAmong(this.groups({ id }), (group) => group.id === id);
  }

  listGroups(): Promise<ApigGroupFacts[]> {
    return readAll(this.groups({}));
  }

  async listGateways(): Promise<string[]> {
    const url = this.gateways;
    if (url === undefined) return [];
    const gateways = await readAll<{ id: string }>({
      operation: "listInstances",
      pageSize: PAGE_SIZE,
      keyOf: (gateway) => gateway.id,
      read: async (page) => {
        const call = {
          name: "listInstances",
          method: "GET",
          path: `?${this.formatQuery({}, page)}`,
        } as const;
        const answer = parseAnswer(call.name, gatewaysShape, await this.call(call, undefined, url));
        return { items: answer.instances ?? [], total: answer.total };
      },
    });
    return gateways.map((gateway) => gateway.id);
  }

  updateGroup(id: string, name: string, remark: string): Promise<ApigGroupFacts> {
    const call = {
      name: "updateApiGroup",
      method: "PUT",
      path: `/api-groups/${encodeURIComponent(id)}`,
    } as const;
    return this.request(call, groupShape, { name, remark });
  }

  async deleteGroup(id: string): Promise<void> {
    const call = {
      name: "deleteApiGroup",
      method: "DELETE",
      path: `/api-groups/${encodeURIComponent(id)}`,
    } as const;
    await unlessRefused("APIG.3001", () => this.call(call));
  }

  async listApis(groupId: string): Promise<ApiFacts[]> {
    const apis = await readAll<ApiFacts>({
      operation: "listApis",
      pageSize: PAGE_SIZE,
      keyOf: (api) => api.id,
      read: async (page) => {
        const path = `/apis?${this.formatQuery({ group_id: groupId }, page)}`;
        const answer = await this.request({ name: "listApis", method: "GET", path }, apisShape);
        return { items: answer.apis ?? [], total: answer.total };
      },
    });
    return apis.filter((api) => api.groupId === undefined || api.groupId === groupId);
  }

  async takeApisOffline(apiIds: readonly string[], environment: string): Promise<void> {
    const call = { name: "publishApi", method: "POST", path: "/apis/publish?action=offline" } as const;
    for (const apis of slices(apiIds, BATCH_SIZE)) await this.call(call, { apis, env_id: environment });
  }

  async deleteApi(apiId: string): Promise<void> {
    const call = { name: "deleteApi", method: "DELETE", path: `/apis/${encodeURIComponent(apiId)}` } as const;
    await unlessRefused("APIG.3002", () => this.call(call));
  }

  private groups(query: Record<string, string>): PagedList<ApigGroupFacts> {
    return {
      operation: "listApiGroups",
      pageSize: PAGE_SIZE,
      keyOf: (group) => group.id,
      read: async (page) => {
        const path = `/api-groups?${this.formatQuery(query, page)}`;
        const answer = await this.request({ name: "listApiGroups", method: "GET", path }, groupsShape);
        return { items: answer.groups ?? [], total: answer.total };
      },
    };
  }

  private formatQuery(query: Record<string, string>, { number, size, offset }: PageAsked): string {
    const position =
      "page" in this.paging ? { [this.paging.page]: number } : { [this.paging.offset]: offset };
    const all = Object.entries({ ...query, ...position, [this.paging.size]: size });
    return all.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
  }

  private call(call: Call, body?: object, base = this.base): Promise<unknown> {
    const { path, repeatable = true, ...rest } = call;
    return callHuawei(this.operation, {
      ...rest,
      repeatable,
      endpoint: this.endpoint,
      permissions: apigCalls,
      path: base + path,
      ...(body === undefined ? {} : { body }),
    });
  }

  private async request<T>(call: Call, shape: z.ZodType<T>, body?: object): Promise<T> {
    return parseAnswer(call.name, shape, await this.call(call, body));
  }
}

type Call = Pick<RestCall, "name" | "method"> & { readonly path: string; readonly repeatable?: boolean };

import { z } from "zod";

import { parseAnswer, unlessRefused } from "../core/calls/answers";
import { CloudClock } from "../core/calls/clock";
import { isRefusal } from "../core/calls/errors";
import type { Operation } from "../core/calls/operation";
import { findAmong, type PagedList, readAll } from "../core/calls/pages";
import { callTencent, type TencentApi } from "../core/clouds/tencentcloud";
import { ioaCalls } from "./permissions";

/** A device virtual group as DescribeDeviceVirtualGroups returns it: without description, rules and lists. */
export interface DeviceVirtualGroupFacts {
  readonly id: number;
  readonly name: string;
  readonly osType: number;
  /** When it was created and last changed, as the API writes it; empty for built-in groups. */
  readonly created: string;
  readonly updated: string;
  /** How many devices it has, if the API says so. */
  readonly deviceCount: number | undefined;
}

/** The groups that a call sees: those of one operating system and one management domain. */
export interface IoaScope {
  readonly osType: number;
  readonly domainInstanceId: string | undefined;
}

/** The rule of an automatic group, if the API returns it. */
export interface AutoRuleFacts {
  readonly timeType: number;
  readonly autoMinute: number;
  readonly autoRules: unknown;
  readonly deviceBlacklist: readonly number[];
  readonly deviceWhitelist: readonly number[];
}

/** The calls of Tencent Cloud iOA 2022-06-01 that concern device virtual groups. Bodies have the API's own names. */
export interface IoaClient {
  readonly clock: CloudClock;
  /** CreateDeviceVirtualGroup; the new group's id. Not repeated: the name would be taken. */
  createGroup(body: Readonly<Record<string, unknown>>): Promise<number>;
  /** ModifyDeviceVirtualGroup with the whole desired state. */
  modifyGroup(body: Readonly<Record<string, unknown>>): Promise<void>;
  /** DeleteDeviceVirtualGroup; it is no error if the group is already gone and not listed. */
  deleteGroup(id: number, scope: IoaScope): Promise<void>;
  /** DescribeDeviceVirtualGroups by id; returns nothing if there is none of that operating system. */
  findGroup(id: number, scope: IoaScope): Promise<DeviceVirtualGroupFacts | undefined>;
  /** DescribeDeviceVirtualGroups: the group of exactly this name, since the API's own filter also matches similar names. */
  findGroupNamed(name: string, scope: IoaScope): Promise<DeviceVirtualGroupFacts | undefined>;
  /** DescribeDeviceVirtualGroups, all pages: every group that the caller can see. */
  listGroups(scope: IoaScope): Promise<DeviceVirtualGroupFacts[]>;
  /** DescribeVirtualDevices: whether iOA says that there is no such group. An empty list of devices says nothing. */
  isKnownAbsent(id: number, scope: IoaScope): Promise<boolean>;
  /** DescribeAutoVirtualGroupRule; returns nothing if the endpoint does not offer it, as the public one may not. */
  findRule(id: number, scope: IoaScope): Promise<AutoRuleFacts | undefined>;
  /** DescribeVirtualDevices, all pages: the mids of a group's devices, each once. */
  listDevices(id: number, scope: IoaScope): Promise<string[]>;
  /** ModifyVirtualDeviceGroups, one call: adds and removes devices of a manual group. The caller limits how many. */
  modifyDevices(
    id: number,
    scope: IoaScope,
    change: { add: readonly string[]; remove: readonly string[] },
  ): Promise<void>;
}

const PAGE_SIZE = 100;
const DEVICE_PATH = "/capi/Assets/Device/";
/** The only action whose private path lacks `Device/`. */
const PRIVATE_PATHS: Readonly<Record<string, string>> = {
  DescribeVirtualDevices: "/capi/Assets/DescribeVirtualDevices",
};

const RULE_ACTION = "DescribeAutoVirtualGroupRule";
/** The endpoints that do not offer that action, so that each is asked once in the life of the process. */
const withoutRules = new Set<string>();

const itemShape = z
  .object({
    Id: z.number(),
    DeviceVirtualGroupName: z.string(),
    OsType: z.number(),
    DeviceCount: z.number().nullish(),
    Itime: z.string().nullish(),
    Utime: z.string().nullish(),
  })
  .transform((item) => ({
    id: item.Id,
    name: item.DeviceVirtualGroupName,
    osType: item.OsType,
    created: item.Itime ?? "",
    deviceCount: item.DeviceCount ?? undefined,
    updated: item.Utime ?? "",
  }));
/** The total number of items. A documented sample says 0 with one item. */
const pageShape = z.object({ Total: z.number() }).optional().catch(undefined);
const groupsShape = z.object({ Data: z.object({ Items: z.array(itemShape).nullish(), Page: pageShape }) });
const devicesShape = z.object({
  Data: z.object({ Items: z.array(z.object({ Mid: z.string() })).nullish(), Paging: pageShape }),
});
/** Devices come and go while they are listed. In this order, the others keep their places. */
const BY_MID = { Field: "Mid", Order: "asc" };
const createdShape = z.object({ Data: z.object({ Id: z.number() }) });
const ruleShape = z.object({
  Data: z.object({
    TimeType: z.number().default(0),
    AutoMinute: z.number().default(0),
    AutoRules: z.unknown(),
    DeviceBlacklist: z.array(z.number()).nullish(),
    DeviceWhitelist: z.array(z.number()).nullish(),
  }),
});

/** @throws ConfigurationError if the endpoint is unusable */
export function ioaClient(operation: Operation): IoaClient {
  const endpoint = operation.settings.endpoint(
    "cloud-groups:ioaEndpoint",
    () => "https://ioa.tencentcloudapi.com",
  );
  return new CommonIoaClient(operation, {
    service: "ioa",
    version: "2022-06-01",
    endpoint,
    permissions: ioaCalls,
  });
}

class CommonIoaClient implements IoaClient {
  readonly clock: CloudClock;

  constructor(
    private readonly operation: Operation,
    private readonly api: TencentApi,
  ) {
    this.clock = new CloudClock(api.endpoint.url);
  }

  async createGroup(body: Readonly<Record<string, unknown>>): Promise<number> {
    return (await this.request("CreateDeviceVirtualGroup", body, createdShape, false)).Data.Id;
  }

  async modifyGroup(body: Readonly<Record<string, unknown>>): Promise<void> {
    await this.call("ModifyDeviceVirtualGroup", body);
  }

  async deleteGroup(id: number, scope: IoaScope): Promise<void> {
    const body = { DeviceVirtualGroupId: id, ...scopeOf(scope) };
    try {
      await this.call("DeleteDeviceVirtualGroup", body);
    } catch (error) {
      const isGone =
        isRefusal(error, "ResourceNotFound.NotFound") && (await this.findGroup(id, scope)) === undefined;
      if (!isGone) throw error;
    }
  }

  findGroup(id: number, scope: IoaScope): Promise<DeviceVirtualGroupFacts | undefined> {
    const list = this.groups({ VirtualGroupIds: [id], ...scopeOf(scope) }, {});
    return findAmong(list, (group) => group.id === id);
  }

  findGroupNamed(name: string, scope: IoaScope): Promise<DeviceVirtualGroupFacts | undefined> {
    const filter = { Filters: [{ Field: "DeviceVirtualGroupName", Operator: "like", Values: [name] }] };
    return findAmong(this.groups(scopeOf(scope), filter), (group) => group.name === name);
  }

  listGroups(scope: IoaScope): Promise<DeviceVirtualGroupFacts[]> {
    return readAll(this.groups(scopeOf(scope), {}));
  }

  async isKnownAbsent(id: number, scope: IoaScope): Promise<boolean> {
    const answer = await unlessRefused("ResourceNotFound.NotFound", () =>
      this.requestDevices(id, scope, { PageSize: 1, PageNum: 1 }),
    );
    return answer === undefined;
  }

  async findRule(id: number, scope: IoaScope): Promise<AutoRuleFacts | undefined> {
    const place = this.api.endpoint.url + this.pathOf(RULE_ACTION);
    if (withoutRules.has(place)) return undefined;
    try {
      const body = { VirtualGroupId: id, ...scopeOf(scope) };
      const { Data } = await this.request(RULE_ACTION, body, ruleShape);
      return {
        timeType: Data.TimeType,
        autoMinute: Data.AutoMinute,
        autoRules: Data.AutoRules ?? undefined,
        deviceBlacklist: Data.DeviceBlacklist ?? [],
        deviceWhitelist: Data.DeviceWhitelist ?? [],
      };
    } catch (error) {
      if (!isRefusal(error, "InvalidAction", "UnsupportedOperation.*", "UnsupportedOperation")) throw error;
      withoutRules.add(place);
      return undefined;
    }
  }

  async listDevices(id: number, scope: IoaScope): Promise<string[]> {
    const devices = await readAll<{ Mid: string }>({
      operation: "DescribeVirtualDevices",
      pageSize: PAGE_SIZE,
      keyOf: (device) => device.Mid,
      read: async ({ size, number }) => {
        const { Data } = await this.requestDevices(id, scope, { PageSize: size, PageNum: number });
        return { items: Data.Items ?? [], total: Data.Paging?.Total };
      },
    });
    return devices.map((device) => device.Mid);
  }

  async modifyDevices(
    id: number,
    scope: IoaScope,
    change: { add: readonly string[]; remove: readonly string[] },
  ): Promise<void> {
    const devices = [
      ...change.add.map((mid) => ({ DeviceMid: mid, Operation: 1 })),
      ...change.remove.map((mid) => ({ DeviceMid: mid, Operation: 0 })),
    ];
    await this.call("ModifyVirtualDeviceGroups", {
      DeviceVirtualGroupId: id,
      DeviceList: devices,
      ...scopeOf(scope),
    });
  }

  private groups(body: object, condition: object): PagedList<DeviceVirtualGroupFacts> {
    return {
      operation: "DescribeDeviceVirtualGroups",
      pageSize: PAGE_SIZE,
      keyOf: (group) => String(group.id),
      read: async ({ size, number }) => {
        const request = { ...body, Condition: { ...condition, PageSize: size, PageNum: number } };
        const { Data } = await this.request("DescribeDeviceVirtualGroups", request, groupsShape);
        return { items: Data.Items ?? [], total: Data.Page?.Total };
      },
    };
  }

  private requestDevices(
    id: number,
    scope: IoaScope,
    page: { readonly PageSize: number; readonly PageNum: number },
  ): Promise<z.infer<typeof devicesShape>> {
    const request = { DeviceVirtualGroupId: id, ...scopeOf(scope), Condition: { Sort: BY_MID, ...page } };
    return this.request("DescribeVirtualDevices", request, devicesShape);
  }

  private call(action: string, body: object, repeatable = true): Promise<Record<string, unknown>> {
    return callTencent(this.operation, this.api, { action, path: this.pathOf(action), body, repeatable });
  }

  private pathOf(action: string): string {
    return this.operation.settings.isPrivateIoa ? (PRIVATE_PATHS[action] ?? DEVICE_PATH + action) : "/";
  }

  private async request<T>(action: string, body: object, shape: z.ZodType<T>, repeatable = true): Promise<T> {
    return parseAnswer(action, shape, await this.call(action, body, repeatable));
  }
}

function scopeOf({ osType, domainInstanceId }: IoaScope): Record<string, unknown> {
  return {
    OsType: osType,
    ...(domainInstanceId === undefined ? {} : { DomainInstanceId: domainInstanceId }),
  };
}

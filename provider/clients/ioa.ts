import { z } from "zod";

import { parseAnswer, unlessRefused } from "./answers";
import { CloudClock } from "./clock";
import { isRefusal } from "./errors";
import type { Operation } from "./operation";
import { allPages } from "./pages";
import { callTencent, type TencentApi } from "./tencentcloud";

/** A device virtual group as DescribeDeviceVirtualGroups tells it: no description, rules or lists. */
export interface DeviceVirtualGroupFacts {
  readonly id: number;
  readonly name: string;
  readonly osType: number;
  /** When it was made and last changed, as the API writes it; empty for built-in groups. */
  readonly created: string;
  readonly updated: string;
}

/** Which groups a call may see: those of one operating system and one management domain. */
export interface IoaScope {
  readonly osType: number;
  readonly domainInstanceId: string | undefined;
}

/** What an automatic group is made by, where the API tells it. */
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
  /** DeleteDeviceVirtualGroup; a group that is gone already is no error. */
  deleteGroup(id: number, scope: IoaScope): Promise<void>;
  /** DescribeDeviceVirtualGroups by id; nothing where there is none of that operating system. */
  findGroup(id: number, scope: IoaScope): Promise<DeviceVirtualGroupFacts | undefined>;
  /** DescribeDeviceVirtualGroups, all pages: the groups of exactly this name, which the API's own filter only resembles. */
  findGroupsNamed(name: string, scope: IoaScope): Promise<DeviceVirtualGroupFacts[]>;
  /** DescribeAutoVirtualGroupRule; nothing where this endpoint does not offer it, as the public one may not. */
  findRule(id: number, scope: IoaScope): Promise<AutoRuleFacts | undefined>;
  /** DescribeVirtualDevices, all pages: the mids of a group's devices. */
  listDevices(id: number, scope: IoaScope): Promise<string[]>;
  /** ModifyVirtualDeviceGroups, one call: adds and takes out devices of a manual group. The caller bounds how many. */
  modifyDevices(
    id: number,
    scope: IoaScope,
    change: { add: readonly string[]; remove: readonly string[] },
  ): Promise<void>;
}

const PAGE_SIZE = 100;
const DEVICE_PATH = "/capi/Assets/Device/";
/** The one action whose private path lacks `Device/`. */
const PRIVATE_PATHS: Readonly<Record<string, string>> = {
  DescribeVirtualDevices: "/capi/Assets/DescribeVirtualDevices",
};

const RULE_ACTION = "DescribeAutoVirtualGroupRule";
/** Where that action was found not to be offered, so that it is asked for once; kept for the life of the process. */
const withoutRules = new Set<string>();

const itemShape = z
  .object({
    Id: z.number(),
    DeviceVirtualGroupName: z.string(),
    OsType: z.number(),
    Itime: z.string().nullish(),
    Utime: z.string().nullish(),
  })
  .transform((item) => ({
    id: item.Id,
    name: item.DeviceVirtualGroupName,
    osType: item.OsType,
    created: item.Itime ?? "",
    updated: item.Utime ?? "",
  }));
const groupsShape = z.object({ Data: z.object({ Items: z.array(itemShape).nullish() }) });
const devicesShape = z.object({
  Data: z.object({ Items: z.array(z.object({ Mid: z.string() })).nullish() }),
});
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

/** @throws ConfigurationError where the endpoint is unusable */
export function ioaClient(operation: Operation): IoaClient {
  const endpoint = operation.settings.endpoint(
    "cloud-groups:ioaEndpoint",
    () => "https://ioa.tencentcloudapi.com",
  );
  return new CommonIoaClient(operation, { service: "ioa", version: "2022-06-01", endpoint });
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
    return (await this.parsed("CreateDeviceVirtualGroup", body, createdShape, false)).Data.Id;
  }

  async modifyGroup(body: Readonly<Record<string, unknown>>): Promise<void> {
    await this.call("ModifyDeviceVirtualGroup", body);
  }

  async deleteGroup(id: number, scope: IoaScope): Promise<void> {
    const body = { DeviceVirtualGroupId: id, ...scopeOf(scope) };
    await unlessRefused("ResourceNotFound.NotFound", () => this.call("DeleteDeviceVirtualGroup", body));
  }

  async findGroup(id: number, scope: IoaScope): Promise<DeviceVirtualGroupFacts | undefined> {
    const groups = await this.groups({ VirtualGroupIds: [id], ...scopeOf(scope) }, {});
    return groups.find((group) => group.id === id);
  }

  async findGroupsNamed(name: string, scope: IoaScope): Promise<DeviceVirtualGroupFacts[]> {
    const filter = { Filters: [{ Field: "DeviceVirtualGroupName", Operator: "like", Values: [name] }] };
    const groups = await this.groups(scopeOf(scope), filter);
    return groups.filter((group) => group.name === name);
  }

  async findRule(id: number, scope: IoaScope): Promise<AutoRuleFacts | undefined> {
    const place = this.api.endpoint.url + this.pathOf(RULE_ACTION);
    if (withoutRules.has(place)) return undefined;
    try {
      const body = { VirtualGroupId: id, ...scopeOf(scope) };
      const { Data } = await this.parsed(RULE_ACTION, body, ruleShape);
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
    const body = { DeviceVirtualGroupId: id, ...scopeOf(scope) };
    const devices = await this.pages("DescribeVirtualDevices", (page) =>
      this.parsed("DescribeVirtualDevices", { ...body, Condition: page }, devicesShape).then(
        ({ Data }) => Data.Items ?? [],
      ),
    );
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

  private groups(body: object, condition: object): Promise<DeviceVirtualGroupFacts[]> {
    return this.pages("DescribeDeviceVirtualGroups", async (page) => {
      const request = { ...body, Condition: { ...condition, ...page } };
      return (await this.parsed("DescribeDeviceVirtualGroups", request, groupsShape)).Data.Items ?? [];
    });
  }

  private pages<T>(
    action: string,
    read: (page: { PageSize: number; PageNum: number }) => Promise<T[]>,
  ): Promise<T[]> {
    return allPages(action, PAGE_SIZE, (number) => read({ PageSize: PAGE_SIZE, PageNum: number }));
  }

  private call(action: string, body: object, repeatable = true): Promise<Record<string, unknown>> {
    return callTencent(this.operation, this.api, { action, path: this.pathOf(action), body, repeatable });
  }

  private pathOf(action: string): string {
    return this.operation.settings.isPrivateIoa ? (PRIVATE_PATHS[action] ?? DEVICE_PATH + action) : "/";
  }

  private async parsed<T>(action: string, body: object, shape: z.ZodType<T>, repeatable = true): Promise<T> {
    return parseAnswer(action, shape, await this.call(action, body, repeatable));
  }
}

function scopeOf({ osType, domainInstanceId }: IoaScope): Record<string, unknown> {
  return {
    OsType: osType,
    ...(domainInstanceId === undefined ? {} : { DomainInstanceId: domainInstanceId }),
  };
}

import { randomUUID } from "node:crypto";

import { randomHex } from "../random";

/** The environment that every gateway has. */
export const RELEASE_ENVIRONMENT = "DEFAULT_ENVIRONMENT_RELEASE_ID";

/** An API of a group. */
export interface GatewayApi {
  readonly id: string;
  readonly name: string;
  /** The ids of the environments in which it is published. */
  readonly environments: Set<string>;
}

/** An API group. */
export interface ApiGroup {
  readonly id: string;
  name: string;
  remark: string;
  /** The dedicated gateway that it is on; null for the shared gateway of v1.0. */
  readonly instanceId: string | null;
  /** Assigned once; a group of the same name made later has another. */
  readonly slDomain: string;
  /** To the nanosecond. */
  readonly registerTime: string;
  updateTime: string;
  readonly isDefault: boolean;
  /** 1 listed on the marketplace, 2 not, 3 under review. */
  readonly onSellStatus: number;
  readonly apis: Map<string, GatewayApi>;
  /** How many more lists it stays out of. */
  hiddenLists: number;
}

/** What an account holds of the API gateway. */
export interface ApigData {
  /** The ids of its dedicated gateways. */
  readonly instances: Set<string>;
  readonly groups: Map<string, ApiGroup>;
}

/** Dedicated gateways and API groups to put into an account. */
export interface ApigSeed {
  /** Each gets its DEFAULT group. */
  readonly instances?: readonly string[];
  /** API groups. */
  readonly groups?: readonly {
    /** A new one by default; a group of this id is replaced. */
    readonly id?: string;
    /** The group's name. The APIs' rules for names are not applied. */
    readonly name: string;
    /** A remark; default none. */
    readonly remark?: string;
    /** A dedicated gateway, made where it does not exist; the shared gateway by default. */
    readonly instanceId?: string;
    /** 1 listed on the marketplace, 2 not (default), 3 under review. */
    readonly onSellStatus?: number;
    /** APIs of the group; default none. */
    readonly apis?: readonly {
      /** A new one by default. */
      readonly id?: string;
      /** The API's name. */
      readonly name: string;
      /** Whether it is published in the RELEASE environment; default false. */
      readonly published?: boolean;
      /** The environments in which it is published, where that is not enough. */
      readonly environments?: readonly string[];
    }[];
  }[];
}

/** Now, to the nanosecond as far as anybody can tell. */
export function apigTime(): string {
  const nanoseconds = String(process.hrtime.bigint() % 1_000_000n).padStart(6, "0");
  return new Date().toISOString().replace("Z", `${nanoseconds}Z`);
}

/** A group without APIs. v1.0 writes ids with dashes, v2 without. */
export function newApiGroup(
  group: Pick<ApiGroup, "name" | "remark" | "instanceId"> & Partial<ApiGroup>,
): ApiGroup {
  const registerTime = apigTime();
  return {
    id: group.instanceId === null ? randomUUID() : randomHex(),
    slDomain: `${group.instanceId === null ? randomUUID() : randomHex()}.apigw.example.com`,
    registerTime,
    updateTime: registerTime,
    isDefault: false,
    onSellStatus: 2,
    apis: new Map(),
    hiddenLists: 0,
    ...group,
  };
}

/** One dedicated gateway with its DEFAULT group. */
export function newApigData(): ApigData {
  const data: ApigData = { instances: new Set(), groups: new Map() };
  plantApig(data, { instances: ["instance-1"] });
  return data;
}

/** Adds what a seed describes. */
export function plantApig(data: ApigData, { instances = [], groups = [] }: ApigSeed): void {
  for (const instanceId of instances) {
    if (data.instances.has(instanceId)) continue;
    data.instances.add(instanceId);
    const group = newApiGroup({ name: "DEFAULT", remark: "Default group", instanceId, isDefault: true });
    data.groups.set(group.id, group);
  }
  for (const { id, name, remark = "", instanceId = null, onSellStatus = 2, apis = [] } of groups) {
    if (instanceId !== null) plantApig(data, { instances: [instanceId] });
    const group = newApiGroup({
      ...(id === undefined ? {} : { id }),
      name,
      remark,
      instanceId,
      onSellStatus,
    });
    for (const { id: apiId = randomHex(), name: apiName, published = false, environments } of apis) {
      const publishedIn = environments ?? (published ? [RELEASE_ENVIRONMENT] : []);
      group.apis.set(apiId, { id: apiId, name: apiName, environments: new Set(publishedIn) });
    }
    data.groups.set(group.id, group);
  }
}

/** What an account holds of the API gateway, its groups by id. */
export interface ApigState {
  /** The ids of the dedicated gateways. */
  readonly instances: readonly string[];
  /** The groups by id. */
  readonly groups: Readonly<Record<string, ApiGroupState>>;
}

/** An API group as the state shows it. */
export interface ApiGroupState {
  /** The group's name. */
  readonly name: string;
  /** Its remark, empty where it has none. */
  readonly remark: string;
  /** The dedicated gateway that it is on; null for the shared gateway. */
  readonly instanceId: string | null;
  /** The subdomain that it was given. */
  readonly slDomain: string;
  /** When it was made, as ISO 8601. */
  readonly registerTime: string;
  /** When it was last changed. */
  readonly updateTime: string;
  /** Whether it is the DEFAULT group that a gateway comes with. */
  readonly isDefault: boolean;
  /** 1 listed on the marketplace, 2 not, 3 under review. */
  readonly onSellStatus: number;
  /** Its APIs. */
  readonly apis: readonly {
    /** The API's id. */
    readonly id: string;
    /** The API's name. */
    readonly name: string;
    /** The ids of the environments in which it is published. */
    readonly environments: readonly string[];
  }[];
}

/** What an account holds, to look at. */
export function apigState({ instances, groups }: ApigData): ApigState {
  const stateOf = (group: ApiGroup): [string, ApiGroupState] => [
    group.id,
    {
      name: group.name,
      remark: group.remark,
      instanceId: group.instanceId,
      slDomain: group.slDomain,
      registerTime: group.registerTime,
      updateTime: group.updateTime,
      isDefault: group.isDefault,
      onSellStatus: group.onSellStatus,
      apis: [...group.apis.values()].map((api) => ({ ...api, environments: [...api.environments].sort() })),
    },
  ];
  return { instances: [...instances], groups: Object.fromEntries([...groups.values()].map(stateOf)) };
}

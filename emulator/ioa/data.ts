import type { ComplexRule } from "./ruleForm";

/** A device that iOA manages. */
export interface Device {
  /** What black- and whitelists name it by. */
  readonly id: number;
  /** What ModifyVirtualDeviceGroups names it by. */
  readonly mid: string;
  /** Its name. */
  readonly name: string;
  /** Its operating system, as in `OsType`. */
  readonly osType: number;
  /** Whether it is online. */
  readonly online: boolean;
}

/** A device virtual group. */
export interface DeviceGroup {
  readonly id: number;
  /** The group's name. */
  name: string;
  /** Its description, empty where it has none. */
  description: string;
  /** The operating system of its devices, as in `OsType`. */
  readonly osType: number;
  /** How it is filled, as in `TimeType`. */
  timeType: number;
  /** Minutes between two runs of its rules; 0 where that is not custom. */
  autoMinute: number;
  /** Its rules; null where it has none. */
  autoRules: ComplexRule | null;
  /** Ids of devices that it never holds. */
  deviceBlacklist: readonly number[];
  /** Ids of devices that it always holds. */
  deviceWhitelist: readonly number[];
  /** Its management domain. */
  readonly domainInstanceId: string;
  /** The mids of a manual group's devices. */
  readonly devices: Set<string>;
  /** Whether iOA made it: such a group has no times and cannot be changed. */
  readonly builtIn: boolean;
  /** When it was made, as iOA writes it. */
  readonly itime: string;
  /** When it was last changed. */
  utime: string;
}

/** What an account holds of iOA. */
export interface IoaData {
  readonly groups: Map<number, DeviceGroup>;
  readonly devices: Map<string, Device>;
  nextGroupId: number;
  nextDeviceId: number;
  /** How many devices joined a group while it was listed. */
  arrivals: number;
}

/** Device groups and devices to put into an account. */
export interface IoaSeed {
  /** Device groups. */
  readonly groups?: readonly {
    /** A new one by default; a group of this id is replaced. */
    readonly id?: number;
    /** The group's name. */
    readonly name: string;
    /** A description; default none. */
    readonly description?: string;
    /** The operating system of its devices, as in `OsType`; default 0 (Windows). */
    readonly osType?: number;
    /** How it is filled, as in `TimeType`; default 0 (by hand). */
    readonly timeType?: number;
    /** Minutes between two runs of its rules. */
    readonly autoMinute?: number;
    /** Its rules; default none. */
    readonly autoRules?: ComplexRule;
    /** Ids of devices that it never holds; default none. */
    readonly deviceBlacklist?: readonly number[];
    /** Ids of devices that it always holds; default none. */
    readonly deviceWhitelist?: readonly number[];
    /** `"1"`, the root domain, by default. */
    readonly domainInstanceId?: string;
    /** Mids; devices are made where they do not exist. */
    readonly devices?: readonly string[];
    /** Whether iOA made it, so that nobody may change or adopt it; default false. */
    readonly builtIn?: boolean;
  }[];
  /** Devices. */
  readonly devices?: readonly {
    /** What groups name it by. */
    readonly mid: string;
    /** Its name; default: its mid. */
    readonly name?: string;
    /** Its operating system, as in `OsType`; default 0 (Windows). */
    readonly osType?: number;
    /** Whether it is online; default true. */
    readonly online?: boolean;
  }[];
}

/** Now, as iOA writes it: China's time without a zone. */
export function ioaTime(): string {
  const china = new Date(Date.now() + 8 * 3_600_000);
  return china.toISOString().slice(0, 19).replace("T", " ");
}

/** The built-in groups, which nobody may adopt or delete, and a few devices. */
export function newIoaData(): IoaData {
  const data: IoaData = {
    groups: new Map(),
    devices: new Map(),
    nextGroupId: 101,
    nextDeviceId: 1001,
    arrivals: 0,
  };
  const builtIn = ["所有权-公司资产", "所有权-个人资产", "所有权-其他"];
  plantIoa(data, {
    groups: builtIn.map((name, index) => ({ id: index + 2, name, builtIn: true })),
    devices: [
      { mid: "mid-windows-1" },
      { mid: "mid-windows-2" },
      { mid: "mid-windows-3", online: false },
      { mid: "mid-linux-1", osType: 1 },
      { mid: "mid-macos-1", osType: 2 },
    ],
  });
  return data;
}

/** Adds what a seed describes. */
export function plantIoa(data: IoaData, { groups = [], devices = [] }: IoaSeed): void {
  for (const { mid, name = mid, osType = 0, online = true } of devices) {
    const id = data.devices.get(mid)?.id ?? data.nextDeviceId++;
    data.devices.set(mid, { id, mid, name, osType, online });
  }
  for (const seed of groups) {
    const { osType = 0, builtIn = false, devices: mids = [] } = seed;
    const id = seed.id ?? data.nextGroupId++;
    data.nextGroupId = Math.max(data.nextGroupId, id + 1);
    const missing = mids.filter((mid) => !data.devices.has(mid));
    plantIoa(data, { devices: missing.map((mid) => ({ mid, osType })) });
    const itime = builtIn ? "" : ioaTime();
    data.groups.set(id, {
      id,
      name: seed.name,
      description: seed.description ?? "",
      osType,
      timeType: seed.timeType ?? 0,
      autoMinute: seed.autoMinute ?? 0,
      autoRules: seed.autoRules ?? null,
      deviceBlacklist: seed.deviceBlacklist ?? [],
      deviceWhitelist: seed.deviceWhitelist ?? [],
      domainInstanceId: seed.domainInstanceId ?? "1",
      devices: new Set(mids),
      builtIn,
      itime,
      utime: itime,
    });
  }
}

/** What an account holds of iOA, its groups by id. */
export interface IoaState {
  /** The groups by id. */
  readonly groups: Readonly<Record<string, DeviceGroupState>>;
  /** The devices. */
  readonly devices: readonly Device[];
}

/** A device group as the state shows it. */
export interface DeviceGroupState extends Omit<DeviceGroup, "id" | "devices"> {
  /** The mids of a manual group's devices, in ascending order. */
  readonly devices: readonly string[];
}

/** What an account holds, to look at. */
export function ioaState({ groups, devices }: IoaData): IoaState {
  const stateOf = ({ id, devices: mids, ...group }: DeviceGroup): [string, DeviceGroupState] => [
    String(id),
    { ...group, devices: [...mids].sort() },
  ];
  return {
    groups: Object.fromEntries([...groups.values()].map(stateOf)),
    devices: [...devices.values()],
  };
}

/** An AXG group. */
export interface AxgGroup {
  readonly id: string;
  name: string;
  remark: string;
  numbers: Set<string>;
  /** Whether calls are bound to it, so that it cannot be deleted. */
  bound: boolean;
}

/** A number pool. */
export interface Pool {
  readonly key: string;
  /** `AXG`, or a type that has no groups. */
  type: string;
  readonly groups: Map<string, AxgGroup>;
}

/** What an account holds of Dyplsapi. */
export interface DyplsData {
  readonly pools: Map<string, Pool>;
  nextGroupId: number;
}

/** The documents' own pool and group, and a pool of another type. */
export function newDyplsData(): DyplsData {
  const data: DyplsData = { pools: new Map(), nextGroupId: 2_000_000_000_001 };
  plantDypls(data, {
    pools: [
      { key: "FC123456", groups: [{ id: 1234 }] },
      { key: "FC000AXB", type: "AXB" },
    ],
  });
  return data;
}

/** AXG groups to put into an account. */
export interface DyplsSeed {
  /** Number pools. */
  readonly pools?: readonly {
    /** The pool's key; a pool that exists gets the groups besides. */
    readonly key: string;
    /** `AXG` by default. */
    readonly type?: string;
    /** AXG groups. */
    readonly groups?: readonly {
      /** A new one by default; a group of this id is replaced. */
      readonly id?: string | number;
      /** The group's name; default: its id. */
      readonly name?: string;
      /** A remark; default none. */
      readonly remark?: string;
      /** The numbers that it holds; default none. */
      readonly numbers?: readonly string[];
      /** Whether DeleteAxgGroup refuses because calls are bound to the group. */
      readonly bound?: boolean;
    }[];
  }[];
}

/** Adds what a seed describes. */
export function plantDypls(data: DyplsData, { pools = [] }: DyplsSeed): void {
  for (const { key, type, groups = [] } of pools) {
    const pool: Pool = data.pools.get(key) ?? { key, type: "AXG", groups: new Map() };
    pool.type = type ?? pool.type;
    data.pools.set(key, pool);
    for (const { id, name, remark = "", numbers = [], bound = false } of groups) {
      const groupId = String(id ?? data.nextGroupId++);
      pool.groups.set(groupId, {
        id: groupId,
        name: name ?? groupId,
        remark,
        numbers: new Set(numbers),
        bound,
      });
    }
  }
}

/** What an account holds of Dyplsapi: its pools by key, their groups by id, the numbers in ascending order. */
export interface DyplsState {
  /** The pools by key. */
  readonly pools: Readonly<
    Record<
      string,
      {
        /** `AXG`, or a type that has no groups. */
        readonly type: string;
        /** The groups by id. */
        readonly groups: Readonly<Record<string, AxgGroupState>>;
      }
    >
  >;
}

/** An AXG group as the state shows it. */
export interface AxgGroupState {
  /** The group's name. */
  readonly name: string;
  /** Its remark, empty where it has none. */
  readonly remark: string;
  /** Its numbers in ascending order. */
  readonly numbers: readonly string[];
  /** Whether calls are bound to it, so that it cannot be deleted. */
  readonly bound: boolean;
}

/** What an account holds, to look at. */
export function dyplsState({ pools }: DyplsData): DyplsState {
  const stateOf = ({ type, groups }: Pool): DyplsState["pools"][string] => ({
    type,
    groups: Object.fromEntries(
      [...groups.values()].map(({ id, name, remark, numbers, bound }) => [
        id,
        { name, remark, numbers: [...numbers].sort(), bound },
      ]),
    ),
  });
  return { pools: Object.fromEntries([...pools.values()].map((pool) => [pool.key, stateOf(pool)])) };
}

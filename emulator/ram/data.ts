import { randomText } from "../random";

/** The kinds of policies. */
export const POLICY_TYPES = ["System", "Custom"] as const;

/**
 * Whose policy it is: Alibaba Cloud's or the account's.
 *
 * @useDeclaredType
 */
export type PolicyType = (typeof POLICY_TYPES)[number];

/** A policy by what identifies it. */
export interface PolicyName {
  /** The policy's name, such as `ReadOnlyAccess`. */
  readonly name: string;
  /** Whose it is. */
  readonly type: PolicyType;
}

/** A RAM user group. */
export interface RamGroup {
  readonly id: string;
  name: string;
  comments: string;
  readonly createDate: string;
  updateDate: string;
  /** When each member joined, by user name. */
  readonly members: Map<string, string>;
  /** When each policy was attached, by type and name. */
  readonly policies: Map<string, PolicyName & { readonly attachDate: string }>;
  /** How many more GetGroup calls do not see it. */
  hiddenReads: number;
}

/** What an account holds of RAM. */
export interface RamData {
  readonly groups: Map<string, RamGroup>;
  readonly users: Set<string>;
  readonly policies: Map<string, PolicyName>;
}

/** RAM groups, users and policies to put into an account. */
export interface RamSeed {
  /** Names of users. */
  readonly users?: readonly string[];
  /** Policies. */
  readonly policies?: readonly PolicyName[];
  /** Groups. */
  readonly groups?: readonly {
    /** A group of this name is replaced. */
    readonly name: string;
    /** Comments; default none. */
    readonly comments?: string;
    /** Users, made where they do not exist. */
    readonly members?: readonly string[];
    /** Attached policies, made where they do not exist. */
    readonly policies?: readonly PolicyName[];
  }[];
}

/** The key of a policy in maps. */
export function policyKey({ type, name }: PolicyName): string {
  return `${type}/${name}`;
}

/** Now, as RAM writes it. */
export function ramDate(): string {
  return new Date().toISOString().replace(/\.\d+/, "");
}

/** A group without members and policies. */
export function newRamGroup(name: string, comments: string, hiddenReads = 0): RamGroup {
  const createDate = ramDate();
  const id = `g-${randomText(16).toLowerCase()}`;
  const [members, policies] = [
    new Map<string, string>(),
    new Map<string, PolicyName & { attachDate: string }>(),
  ];
  return { id, name, comments, createDate, updateDate: createDate, members, policies, hiddenReads };
}

/** Two users and a system policy, for groups to hold. */
export function newRamData(): RamData {
  const data: RamData = { groups: new Map(), users: new Set(), policies: new Map() };
  plantRam(data, { users: ["alice", "bob"], policies: [{ type: "System", name: "ReadOnlyAccess" }] });
  return data;
}

/** Adds what a seed describes. */
export function plantRam(data: RamData, { users = [], policies = [], groups = [] }: RamSeed): void {
  for (const user of users) data.users.add(user);
  for (const policy of policies) data.policies.set(policyKey(policy), policy);
  for (const seed of groups) {
    const group = newRamGroup(seed.name, seed.comments ?? "");
    data.groups.set(group.name, group);
    plantRam(data, { users: seed.members ?? [], policies: seed.policies ?? [] });
    for (const member of seed.members ?? []) group.members.set(member, group.createDate);
    for (const policy of seed.policies ?? [])
      group.policies.set(policyKey(policy), { ...policy, attachDate: group.createDate });
  }
}

/** What an account holds of RAM, its groups by name. */
export interface RamState {
  /** The groups by name. */
  readonly groups: Readonly<Record<string, RamGroupState>>;
  /** The names of the users. */
  readonly users: readonly string[];
  /** The policies. */
  readonly policies: readonly PolicyName[];
}

/** A RAM group as the state shows it. */
export interface RamGroupState {
  /** The group's id, `g-…`. */
  readonly id: string;
  /** Its comments, empty where it has none. */
  readonly comments: string;
  /** When it was made, as ISO 8601. */
  readonly createDate: string;
  /** When it was last changed. */
  readonly updateDate: string;
  /** The names of its members. */
  readonly members: readonly string[];
  /** The policies attached to it. */
  readonly policies: readonly PolicyName[];
}

/** What an account holds, to look at. */
export function ramState({ groups, users, policies }: RamData): RamState {
  const stateOf = (group: RamGroup): RamGroupState => ({
    id: group.id,
    comments: group.comments,
    createDate: group.createDate,
    updateDate: group.updateDate,
    members: [...group.members.keys()].sort(),
    policies: [...group.policies.values()].map(({ name, type }) => ({ name, type })),
  });
  return {
    groups: Object.fromEntries([...groups.values()].map((group) => [group.name, stateOf(group)])),
    users: [...users].sort(),
    policies: [...policies.values()],
  };
}

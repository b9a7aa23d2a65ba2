import { type KindPermissions, type Needs, NO_CALLS, type Permissions } from "../core/permissions";

/**
 * The calls of Dyplsapi. Their actions are named in the section on RAM authorization that each operation's page in the help center has.
 */
export const dyplsCalls = {
  CreateAxgGroup: { api: "dypls", actions: ["dypls:CreateAxgGroup"] },
  OperateAxgGroup: { api: "dypls", actions: ["dypls:OperateAxgGroup"] },
  DeleteAxgGroup: { api: "dypls", actions: ["dypls:DeleteAxgGroup"] },
} as const satisfies Permissions;

const axgGroupNeeds: Needs<keyof typeof dyplsCalls> = {
  ...NO_CALLS,
  // The second for what does not go into the first: over 200 numbers.
  create: ["CreateAxgGroup", "OperateAxgGroup"],
  update: ["OperateAxgGroup"],
  // The first for a group that stays, since another resource of the program declares numbers of it.
  delete: ["OperateAxgGroup", "DeleteAxgGroup"],
};

const axgGroupNumbersNeeds: Needs<keyof typeof dyplsCalls> = {
  ...NO_CALLS,
  create: ["OperateAxgGroup"],
  update: ["OperateAxgGroup"],
  delete: ["OperateAxgGroup"],
};

// For the numbers that an update which was killed may have left.
const axgGroupJournalNeeds: Needs<keyof typeof dyplsCalls> = { ...NO_CALLS, delete: ["OperateAxgGroup"] };

export const axgGroupPermissions: KindPermissions = { calls: dyplsCalls, needs: axgGroupNeeds };

export const axgGroupNumbersPermissions: KindPermissions = { calls: dyplsCalls, needs: axgGroupNumbersNeeds };

export const axgGroupJournalPermissions: KindPermissions = { calls: dyplsCalls, needs: axgGroupJournalNeeds };

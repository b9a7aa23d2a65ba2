import { type KindPermissions, type Needs, type Permissions } from "../core/permissions";

/**
 * The calls of RAM. Their actions are named in the section on RAM authorization that each operation's page in the help center has: each
 * after its operation.
 */
export const ramCalls = {
  CreateGroup: { api: "ram", actions: ["ram:CreateGroup"] },
  GetGroup: { api: "ram", actions: ["ram:GetGroup"] },
  ListGroups: { api: "ram", actions: ["ram:ListGroups"] },
  UpdateGroup: { api: "ram", actions: ["ram:UpdateGroup"] },
  DeleteGroup: { api: "ram", actions: ["ram:DeleteGroup"] },
  ListUsersForGroup: { api: "ram", actions: ["ram:ListUsersForGroup"] },
  ListPoliciesForGroup: { api: "ram", actions: ["ram:ListPoliciesForGroup"] },
  RemoveUserFromGroup: { api: "ram", actions: ["ram:RemoveUserFromGroup"] },
  DetachPolicyFromGroup: { api: "ram", actions: ["ram:DetachPolicyFromGroup"] },
} as const satisfies Permissions;

const ramGroupNeeds: Needs<keyof typeof ramCalls> = {
  create: ["CreateGroup", "GetGroup"],
  // ListGroups finds a group by its id that has neither name which the state or the program has.
  read: ["GetGroup", "ListGroups"],
  // A protected group whose creation's outcome is unknown is made by an update.
  update: ["GetGroup", "ListGroups", "UpdateGroup", "CreateGroup"],
  // The lists of members and policies say what is in the way of a group that RAM does not delete.
  delete: ["GetGroup", "ListGroups", "DeleteGroup", "ListUsersForGroup", "ListPoliciesForGroup"],
  adopt: ["UpdateGroup"],
  forceDestroy: ["RemoveUserFromGroup", "DetachPolicyFromGroup"],
};

export const ramGroupPermissions: KindPermissions = { calls: ramCalls, needs: ramGroupNeeds };

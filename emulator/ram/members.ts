import { required } from "../alibaba/parameters";
import type { Context, Parameters } from "../api";
import { Refusal } from "../refusal";
import { POLICY_TYPES, policyKey, type PolicyName, ramDate } from "./data";
import { absent, groupOf, pageOf, taken } from "./rules";

type Result = Readonly<Record<string, unknown>>;

const LIST_MAX_ITEMS = 1000;

/** ListUsersForGroup, by user name. */
export function listUsersForGroup(context: Context, parameters: Parameters): Result {
  const members = [...groupOf(context, parameters).members];
  const page = pageOf(context, parameters, members, { nameOf: ([name]) => name, maximum: LIST_MAX_ITEMS });
  const users = page.items.map(([name, joined]) => ({ UserName: name, DisplayName: name, JoinDate: joined }));
  return { Users: { User: users }, ...page.rest };
}

function userOf({ data }: Context, parameters: Parameters): string {
  const user = required(parameters, "UserName");
  if (!data.ram.users.has(user)) throw absent("User", "The user does not exist.");
  return user;
}

/** AddUserToGroup. */
export function addUserToGroup(context: Context, parameters: Parameters): Result {
  const user = userOf(context, parameters);
  const group = groupOf(context, parameters);
  if (group.members.has(user)) throw taken("User.Group", "The user has joined the group already.");
  group.members.set(user, ramDate());
  return {};
}

/** RemoveUserFromGroup. */
export function removeUserFromGroup(context: Context, parameters: Parameters): Result {
  const user = userOf(context, parameters);
  const group = groupOf(context, parameters);
  if (!group.members.delete(user)) throw absent("User.Group", "The user has not joined the group.");
  return {};
}

/** ListPoliciesForGroup, which has no pages. */
export function listPoliciesForGroup(context: Context, parameters: Parameters): Result {
  const policies = [...groupOf(context, parameters).policies.values()].map(({ name, type, attachDate }) => ({
    PolicyName: name,
    PolicyType: type,
    DefaultVersion: "v1",
    Description: "",
    AttachDate: attachDate,
  }));
  return { Policies: { Policy: policies } };
}

function policyOf({ data }: Context, parameters: Parameters): PolicyName {
  const asked = required(parameters, "PolicyType");
  const type = POLICY_TYPES.find((known) => known === asked);
  if (type === undefined)
    throw new Refusal(
      "InvalidParameter.PolicyType",
      'The parameter - "PolicyType" must be System or Custom.',
      400,
    );
  const policy = { type, name: required(parameters, "PolicyName") };
  if (!data.ram.policies.has(policyKey(policy))) throw absent("Policy", "The policy does not exist.");
  return policy;
}

/** AttachPolicyToGroup. */
export function attachPolicyToGroup(context: Context, parameters: Parameters): Result {
  const policy = policyOf(context, parameters);
  const group = groupOf(context, parameters);
  if (group.policies.has(policyKey(policy)))
    throw taken("Group.Policy", "The policy has been attached to the group already.");
  group.policies.set(policyKey(policy), { ...policy, attachDate: ramDate() });
  return {};
}

/** DetachPolicyFromGroup. */
export function detachPolicyFromGroup(context: Context, parameters: Parameters): Result {
  const policy = policyOf(context, parameters);
  const group = groupOf(context, parameters);
  if (!group.policies.delete(policyKey(policy)))
    throw absent("Group.Policy", "The policy is not attached to the group.");
  return {};
}

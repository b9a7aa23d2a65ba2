import { unlessRefused } from "../core/calls/answers";
import { isRefusal, RefusedError } from "../core/calls/errors";
import type { Operation } from "../core/calls/operation";
import type { RamClient } from "./client";
import { listWithCount } from "../core/plurals";

/** How often to empty and delete a group: RAM may still see members and policies for a while after they were removed. */
const TRIES = 5;

/**
 * Deletes a group that is known to be ours.
 *
 * @param force whether to remove members and policies first, also those that are added meanwhile
 * @throws RefusedError that lists what the group still holds; without `force`, after the first try
 */
export async function deleteGroup(
  operation: Operation,
  ram: RamClient,
  groupName: string,
  force: boolean,
): Promise<void> {
  let removed = 0;
  for (let tries = 1; ; tries++) {
    if (force) removed += await empty(ram, groupName);
    try {
      await ram.deleteGroup(groupName);
      return;
    } catch (error) {
      if (!isRefusal(error, "DeleteConflict.*")) throw error;
      const mayBeLate = removed > 0 && tries < TRIES;
      if (!mayBeLate || !(await operation.pause(tries - 1)))
        throw await conflictError(ram, groupName, force, error);
    }
  }
}

/** Removes all members and policies and returns how many there were. A group that another resource deletes meanwhile has none. */
async function empty(ram: RamClient, groupName: string): Promise<number> {
  const gone = "EntityNotExist.Group";
  const users = (await unlessRefused(gone, () => ram.listUsers(groupName))) ?? [];
  for (const user of users) await ram.removeUser(groupName, user);
  const policies = (await unlessRefused(gone, () => ram.listPolicies(groupName))) ?? [];
  for (const policy of policies) await ram.detachPolicy(groupName, policy);
  return users.length + policies.length;
}

async function conflictError(
  ram: RamClient,
  groupName: string,
  force: boolean,
  error: RefusedError,
): Promise<RefusedError> {
  const { operation, code, requestId } = error;
  const detail = (await describeContents(ram, groupName)) ?? error.detail;
  const advice = force
    ? "RAM lists no members or policies that are left: look for policies that are attached within a resource group"
    : "Set `forceDestroy: true` and run `pulumi up`, then `pulumi destroy`: it removes the members and policies first";
  return new RefusedError({ operation, code, requestId, detail }, advice);
}

/** What keeps a group from being deleted; nothing if RAM lists nothing. */
async function describeContents(ram: RamClient, groupName: string): Promise<string | undefined> {
  const users = await ram.listUsers(groupName);
  const policies = (await ram.listPolicies(groupName)).map((policy) => policy.policyName);
  const kinds = [
    users.length === 0 ? [] : [listWithCount(users, "member", "members")],
    policies.length === 0 ? [] : [listWithCount(policies, "policy", "policies")],
  ].flat();
  return kinds.length === 0 ? undefined : `the group still has ${kinds.join(" and ")}`;
}

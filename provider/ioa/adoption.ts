import { RefusedError } from "../core/calls/errors";
import { encodeSet } from "../sets/memberText";
import { type DeclaredDeviceGroup, isAutomatic } from "./arguments";
import { modifyGroup } from "./change";
import type { DeviceVirtualGroupFacts, IoaClient } from "./client";
import { scopeOf, withRule } from "./state";

/**
 * Sets everything that is declared, except devices, in a group that is adopted. Not every endpoint returns what the group already has, so
 * everything is sent.
 *
 * @throws RefusedError if the group is built in
 */
export async function adoptGroup(
  ioa: IoaClient,
  { id, created }: DeviceVirtualGroupFacts,
  declared: DeclaredDeviceGroup,
  refusal: RefusedError,
): Promise<void> {
  if (created === "")
    throw new RefusedError(refusal, "The group of that name is built in: choose another name");
  await modifyGroup(ioa, id, declared, await whatMayBeThere(ioa, id, declared));
}

/** What an automatic group has; if the API does not return it, a bit of everything that it can have, so that all of it is cleared. */
async function whatMayBeThere(
  ioa: IoaClient,
  id: number,
  declared: DeclaredDeviceGroup,
): Promise<DeclaredDeviceGroup> {
  if (!isAutomatic(declared.timeType)) return declared;
  const rule = await ioa.findRule(id, scopeOf(declared));
  if (rule !== undefined) return withRule(declared, rule);
  return { ...declared, autoRules: {}, deviceBlacklist: encodeSet(["1"]), deviceWhitelist: encodeSet(["1"]) };
}

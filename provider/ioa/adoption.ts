import { RefusedError } from "../core/calls/errors";
import { encodeSet } from "../sets/memberText";
import { type DeclaredDeviceGroup, isAutomatic } from "./arguments";
import { modifyGroup } from "./change";
import type { DeviceVirtualGroupFacts, IoaClient } from "./client";
import { scopeOf, withRule } from "./state";

/**
 * Sets all that is declared, but for devices, in a group that is adopted. What an existing group is like cannot be read everywhere, so that
 * it is sent whole.
 *
 * @throws RefusedError where the group is one of iOA's own
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

/** What an automatic group has, or, where the API does not tell, something of all that it can have, so that it is cleared. */
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

import { createHash } from "node:crypto";

import type { AxgGroupKey } from "./client";
import type { GroupRef } from "../core/run/run";
import { countMembers } from "../sets/memberText";

/** Hexadecimal digits of a target's digest: 128 bits. */
const DIGEST_LENGTH = 32;

/**
 * A set of numbers as a short line that is the same for the same set alone: `9999 numbers, sha256 5f3c…`.
 *
 * @param numbers as text, one a line, ascending
 */
export function targetText(numbers: string): string {
  const digest = createHash("sha256").update(numbers).digest("hex").slice(0, DIGEST_LENGTH);
  return `${countMembers(numbers)} numbers, sha256 ${digest}`;
}

/** What stands for a set that is not one: `check` of the group's resource says what is wrong with it. */
export const NO_TARGET = "no valid set of numbers";

/** An existing group, as its resource's id names it. */
export function placeOf({ poolKey, groupId }: AxgGroupKey): string {
  return `${poolKey}/${groupId}`;
}

/** The group that a place names; none for one that is yet to be made. */
export function groupAt(place: string): AxgGroupKey | undefined {
  const [poolKey, groupId, ...others] = place.split("/");
  const isExisting = others.length === 0 && poolKey !== undefined && /^\d+$/.test(groupId ?? "");
  return isExisting ? { poolKey, groupId: groupId ?? "" } : undefined;
}

/** A group as the run knows it. */
export function refOf(group: AxgGroupKey): GroupRef {
  return { cloud: "alicloud", name: `AXG group ${placeOf(group)}` };
}

/** A group that is made under these arguments; its GID is not known before. */
export function newPlaceOf(group: {
  readonly poolKey: string;
  readonly groupName?: string | undefined;
  readonly remark?: string | undefined;
}): string {
  const { poolKey, groupName, remark } = group;
  const named = groupName === undefined ? "" : ` named ${JSON.stringify(groupName)}`;
  return `a new group of ${poolKey}${named}${remark === undefined ? "" : ` with remark ${JSON.stringify(remark)}`}`;
}

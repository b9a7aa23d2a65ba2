import type { AxgCall } from "./axgPlan";
import { ascending } from "./memberText";
import type { NumberSet } from "./numberSet";

/** What is known of a group's numbers. The two sets have no number in common. */
export interface GroupContents {
  /** The numbers that the group holds for certain. */
  readonly held: NumberSet;
  /** The numbers of a call whose outcome is unknown: the group may hold each of them or not. */
  readonly unconfirmed: NumberSet;
}

/**
 * What a group holds after some calls.
 *
 * @param accepted took effect, in this order
 * @param lost was sent after them, and nobody knows whether it took effect
 */
export function contentsAfter(
  before: GroupContents,
  accepted: readonly AxgCall[],
  lost?: AxgCall,
): GroupContents {
  let held = new Set(before.held);
  const unconfirmed = new Set(before.unconfirmed);
  for (const { operateType, numbers } of accepted) {
    if (operateType === "overwriteNumbers") {
      held = new Set(numbers);
      unconfirmed.clear();
      continue;
    }
    for (const number of numbers) {
      unconfirmed.delete(number);
      if (operateType === "addNumbers") held.add(number);
      else held.delete(number);
    }
  }
  if (lost !== undefined) loseTrack(held, unconfirmed, lost);
  return { held: [...held].sort(ascending), unconfirmed: [...unconfirmed].sort(ascending) };
}

function loseTrack(held: Set<string>, unconfirmed: Set<string>, { operateType, numbers }: AxgCall): void {
  const touched = new Set(numbers);
  if (operateType === "overwriteNumbers") {
    // What both outcomes hold is certain; everything else that was there may be gone.
    for (const number of held) {
      if (touched.has(number)) continue;
      held.delete(number);
      unconfirmed.add(number);
    }
  }
  for (const number of numbers) {
    if (
      operateType === "deleteNumbers" ? held.delete(number) || unconfirmed.has(number) : !held.has(number)
    ) {
      unconfirmed.add(number);
    }
  }
}

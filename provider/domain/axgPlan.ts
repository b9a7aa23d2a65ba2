import { ascending } from "./memberText";
import type { NumberSet } from "./numberSet";
import { setDifference, type SetDifference } from "./setDifference";

/** The most numbers that one call may carry, and that a group may hold for `overwriteNumbers` (OperateAxgGroup). */
export const CALL_CAP = 200;

/** How a change of numbers is sent; see `planCalls`. */
export const STRATEGIES = ["auto", "incremental", "overwrite", "fewestCalls"] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** One call of OperateAxgGroup: 1 to 200 numbers, none twice. */
export interface AxgCall {
  readonly operateType: "addNumbers" | "deleteNumbers" | "overwriteNumbers";
  readonly numbers: readonly string[];
}

/** A change that the chosen strategy cannot make. */
export class PlanError extends Error {
  override readonly name = "PlanError";
}

/**
 * The calls that take a group from the numbers it holds to the declared ones, in order. None where both are equal.
 *
 * - `incremental`: additions, then deletions. The group is never empty unless nothing is declared, and no number that stays
 *   is ever missing.
 * - `overwrite`: one `overwriteNumbers`, what does not fit into it added after it. Numbers that stay go first, so that none
 *   is missing once the first call is through.
 * - `fewestCalls`: the shorter of `incremental` and of deleting down to 200 and then overwriting.
 * - `auto`: `incremental`, or one `overwriteNumbers` where no number stays and that saves a call, or where numbers are
 *   unconfirmed and the group is at most 200, since that call ends at the declared set whatever it held.
 *
 * @param unconfirmed numbers that the group may hold: declared ones are added again, the others deleted again
 * @throws PlanError under `overwrite` where the group holds more than 200 numbers
 */
export function planCalls(
  held: NumberSet,
  declared: NumberSet,
  strategy: Strategy,
  unconfirmed: NumberSet = [],
): AxgCall[] {
  const doubtful = setDifference(declared, unconfirmed).added;
  const from = doubtful.length === 0 ? held : [...held, ...doubtful].sort(ascending);
  const difference = setDifference(from, declared);
  if (difference.added.length === 0 && difference.deleted.length === 0) return [];
  // overwriteNumbers takes at least one number, so an empty declaration can only be reached by deleting.
  if (declared.length === 0) return incremental(difference);
  const most = held.length + unconfirmed.length;
  switch (strategy) {
    case "incremental":
      return incremental(difference);
    case "overwrite":
      return overwrite(most, difference);
    case "fewestCalls":
      return overwriteCallCount(most, declared) < incrementalCallCount(difference)
        ? deleteDownAndOverwrite(from, most, difference)
        : incremental(difference);
    case "auto":
      return overwriteIsOneSafeCall(most, declared, difference, unconfirmed)
        ? overwrite(most, difference)
        : incremental(difference);
  }
}

/** Unasked, everything is replaced only where nothing that stays could be missed, or where it is the surest way. */
function overwriteIsOneSafeCall(
  most: number,
  declared: NumberSet,
  difference: SetDifference,
  unconfirmed: NumberSet,
): boolean {
  if (most > CALL_CAP || declared.length > CALL_CAP) return false;
  return unconfirmed.length > 0 || (difference.staying.length === 0 && incrementalCallCount(difference) > 1);
}

function incrementalCallCount({ added, deleted }: SetDifference): number {
  return Math.ceil(added.length / CALL_CAP) + Math.ceil(deleted.length / CALL_CAP);
}

/** @param most the most numbers that the group may hold */
function overwriteCallCount(most: number, declared: NumberSet): number {
  return Math.ceil(Math.max(0, most - CALL_CAP) / CALL_CAP) + Math.ceil(declared.length / CALL_CAP);
}

function incremental({ added, deleted }: SetDifference): AxgCall[] {
  return [...batches("addNumbers", added), ...batches("deleteNumbers", deleted)];
}

function overwrite(most: number, { added, staying }: SetDifference): AxgCall[] {
  if (most > CALL_CAP) {
    throw new PlanError(
      `strategy "overwrite": the group holds ${most} numbers, and overwriteNumbers takes a group of at most ${CALL_CAP}; ` +
        `"fewestCalls" first deletes down to ${CALL_CAP}`,
    );
  }
  const [first = [], ...others] = slices([...staying, ...added]);
  return [
    { operateType: "overwriteNumbers", numbers: first },
    ...others.flatMap((part) => batches("addNumbers", part)),
  ];
}

/** What goes anyway is deleted first; a number that stays is deleted only where those do not suffice. */
function deleteDownAndOverwrite(from: NumberSet, most: number, difference: SetDifference): AxgCall[] {
  const dropped = [...difference.deleted, ...difference.staying].slice(0, Math.max(0, most - CALL_CAP));
  return [...batches("deleteNumbers", dropped), ...overwrite(Math.min(from.length, CALL_CAP), difference)];
}

function batches(operateType: AxgCall["operateType"], numbers: readonly string[]): AxgCall[] {
  return slices(numbers).map((slice) => ({ operateType, numbers: slice }));
}

function slices(numbers: readonly string[]): string[][] {
  const parts: string[][] = [];
  for (let at = 0; at < numbers.length; at += CALL_CAP) parts.push(numbers.slice(at, at + CALL_CAP));
  return parts;
}

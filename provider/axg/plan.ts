import { isIn, type SetDifference, setDifference, setUnion, slices } from "../sets/memberSet";
import { ascending } from "../sets/memberText";
import type { GroupContents, NumberSet } from "./numberSet";

/** The most numbers that one call may carry, and that a group may hold for `overwriteNumbers` (OperateAxgGroup). */
export const CALL_CAP = 200;

/** How a change of numbers is sent; see `planCalls`. */
export const STRATEGIES = ["auto", "incremental", "overwrite", "fewestCalls"] as const;

/**
 * How a change of an AXG group's numbers is sent, as `strategy` of the resources' arguments says.
 *
 * @useDeclaredType
 */
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

/** What a plan may depend on besides the two sets. */
export interface PlanOptions {
  /** Numbers that the group may hold: declared ones are added again, the others deleted again. Default: none. */
  readonly uncertain?: NumberSet;
  /** The most numbers of a call, and of a group that is overwritten. Default: 200. */
  readonly cap?: number;
}

/** A change to be planned. */
interface Change {
  readonly declared: NumberSet;
  readonly difference: SetDifference;
  /** The most numbers that the group may hold. */
  readonly most: number;
  readonly isUncertain: boolean;
  readonly cap: number;
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
 *   uncertain and the group is at most 200, since that call ends at the declared set whatever it held.
 *
 * @throws PlanError under `overwrite` where the group holds more than 200 numbers
 */
export function planCalls(
  held: NumberSet,
  declared: NumberSet,
  strategy: Strategy,
  { uncertain = [], cap = CALL_CAP }: PlanOptions = {},
): AxgCall[] {
  const unwanted = uncertain.length === 0 ? [] : setDifference(declared, uncertain).added;
  const from = unwanted.length === 0 ? held : [...held, ...unwanted].sort(ascending);
  const difference = setDifference(from, declared);
  if (difference.added.length === 0 && difference.deleted.length === 0) return [];
  const most = held.length + uncertain.length;
  const change: Change = { declared, difference, most, isUncertain: uncertain.length > 0, cap };
  // overwriteNumbers takes at least one number, so an empty declaration can only be reached by deleting.
  if (declared.length === 0) return incremental(change);
  switch (strategy) {
    case "incremental":
      return incremental(change);
    case "overwrite":
      return overwrite(change);
    case "fewestCalls":
      return overwriteCallCount(change) < incrementalCallCount(change)
        ? deleteDownAndOverwrite(change)
        : incremental(change);
    case "auto":
      return overwriteIsOneSafeCall(change) ? overwrite(change) : incremental(change);
  }
}

/** Unasked, everything is replaced only where nothing that stays could be missed, or where it is the surest way. */
function overwriteIsOneSafeCall(change: Change): boolean {
  const { declared, difference, most, isUncertain, cap } = change;
  if (most > cap || declared.length > cap) return false;
  return isUncertain || (difference.staying.length === 0 && incrementalCallCount(change) > 1);
}

function incrementalCallCount({ difference: { added, deleted }, cap }: Change): number {
  return Math.ceil(added.length / cap) + Math.ceil(deleted.length / cap);
}

function overwriteCallCount({ declared, most, cap }: Change): number {
  return Math.ceil(Math.max(0, most - cap) / cap) + Math.ceil(declared.length / cap);
}

function incremental({ difference: { added, deleted }, cap }: Change): AxgCall[] {
  return [...callsOf("addNumbers", added, cap), ...callsOf("deleteNumbers", deleted, cap)];
}

function overwrite({ difference: { added, staying }, most, cap }: Change): AxgCall[] {
  if (most > cap) {
    throw new PlanError(
      `strategy "overwrite": the group holds ${most} numbers, but overwriteNumbers needs a group of at most ${cap}. ` +
        `Use "fewestCalls", which first deletes down to ${cap}`,
    );
  }
  const numbers = [...staying, ...added];
  const first: AxgCall = { operateType: "overwriteNumbers", numbers: numbers.slice(0, cap) };
  return [first, ...callsOf("addNumbers", numbers.slice(cap), cap)];
}

/** What goes anyway is deleted first; a number that stays is deleted only where those do not suffice. */
function deleteDownAndOverwrite(change: Change): AxgCall[] {
  const { difference, most, cap } = change;
  const dropped = [...difference.deleted, ...difference.staying].slice(0, Math.max(0, most - cap));
  return [...callsOf("deleteNumbers", dropped, cap), ...overwrite({ ...change, most: Math.min(most, cap) })];
}

/**
 * The one call that makes a group with uncertain numbers what is declared, whatever it held, where the strategy has one and the
 * group is at most 200.
 *
 * @throws PlanError
 */
export function settlingCall(
  { held, uncertain }: GroupContents,
  declared: NumberSet,
  strategy: Strategy,
): AxgCall | undefined {
  if (uncertain.length === 0) return undefined;
  const [only, ...others] = planCalls(held, declared, strategy, { uncertain: uncertain.flat() });
  return only?.operateType === "overwriteNumbers" && others.length === 0 ? only : undefined;
}

/**
 * The plan, and with it what settles uncertain numbers: those that shall stay are added, the others deleted. They go out in their
 * units, since a call that mixes them with others may have to be halved. Numbers that are certainly absent go first: where the cloud takes no
 * additions at all, that shows before anything is done to find out about uncertain ones. Nothing is deleted before everything is added.
 *
 * @throws PlanError
 */
export function settlingPlan(
  { held, uncertain }: GroupContents,
  declared: NumberSet,
  strategy: Strategy,
): AxgCall[] {
  // After a killed update there may be thousands of units, so that none is compared with all that is declared.
  const staying = uncertain.map((unit) => unit.filter((number) => isIn(declared, number)));
  const leaving = uncertain.map((unit) => unit.filter((number) => !isIn(declared, number)));
  const wanted = staying.flatMap((numbers) => callsOf("addNumbers", numbers));
  const unwanted = leaving.flatMap((numbers) => callsOf("deleteNumbers", numbers));
  const settled = staying.flat().sort(ascending);
  const plan = planCalls(setUnion(held, settled), declared, strategy);
  // An overwrite needs a group of at most 200, so that what is unwanted goes before it.
  const overwrites = plan.some(({ operateType }) => operateType === "overwriteNumbers");
  const additions = overwrites ? [] : plan.filter(({ operateType }) => operateType === "addNumbers");
  return [...additions, ...wanted, ...unwanted, ...plan.slice(additions.length)];
}

/** Calls of one kind that carry all of these numbers. */
export function callsOf(
  operateType: AxgCall["operateType"],
  numbers: readonly string[],
  cap = CALL_CAP,
): AxgCall[] {
  return slices(numbers, cap).map((part) => ({ operateType, numbers: part }));
}

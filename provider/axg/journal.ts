import { createHash } from "node:crypto";

import { setDifference, setUnion, slices } from "../sets/memberSet";
import { ascending, countMembers, encodeSorted } from "../sets/memberText";
import { contentsOf, decodeNumbers, encodeNumbers, type NumbersState } from "./contents";
import { type GroupContents, type NumberSet, parseNumbers } from "./numberSet";
import { CALL_CAP } from "./plan";

/** Hexadecimal digits of a digest: 128 bits. */
const DIGEST_LENGTH = 32;

/**
 * A set of numbers as a short line that is the same for the same set alone: `9999 numbers, sha256 5f3c…`.
 *
 * @param numbers as text, one a line, ascending
 */
export function digestNumbers(numbers: string): string {
  const digest = createHash("sha256").update(numbers).digest("hex").slice(0, DIGEST_LENGTH);
  return `${countMembers(numbers)} numbers, sha256 ${digest}`;
}

/** Stands in a journal for numbers that are no valid set: `check` of the group's resource says what is wrong with it. */
export const INVALID_NUMBERS = "no valid set of numbers";

/** What an attempt intends: the numbers that a group shall hold, and which group. */
export interface Target {
  /** Tells groups apart; nothing else is read from it here. */
  readonly groupRef: string;
  readonly numbers: NumberSet;
}

/** An earlier attempt's target, as what takes the next attempt's numbers back to its own. */
export interface EarlierTarget {
  readonly groupRef: string;
  /** Numbers of the earlier target alone, as `encodeNumbers` has them. */
  readonly had: string;
  /** Numbers of the next target alone, likewise. */
  readonly lacked: string;
}

/** The targets of the last attempts, written to the state before an attempt's calls go out. */
export interface JournalRecord {
  /** The last attempt's number; the first one is 1. */
  readonly attempt: number;
  readonly groupRef: string;
  /** The last target's numbers, as `encodeNumbers` has them. */
  readonly numbers: string;
  /** The targets of the attempts before it, last one first. */
  readonly earlier: readonly EarlierTarget[];
}

/** The targets of unfinished attempts, whose end is not known. */
export interface UnfinishedTargets {
  readonly targets: readonly Target[];
  /** How many more there were that the record no longer has. */
  readonly forgotten: number;
}

/**
 * How many earlier targets a record keeps: the first ones whatever their size, the others while all of them are no larger than the last
 * target, or than a size in characters that no state feels.
 */
const KEPT_ANYWAY = 3;
const KEPT_AT_MOST = 8;
const SMALL = 64_000;

/** Adds an attempt to a record. */
export function appendAttempt(
  record: JournalRecord | undefined,
  { groupRef, numbers }: Target,
): JournalRecord {
  if (record === undefined) return { attempt: 1, groupRef, numbers: encodeNumbers(numbers), earlier: [] };
  const { added: lacked, deleted: had } = setDifference(decodeNumbers(record.numbers), numbers);
  const last = { groupRef: record.groupRef, had: encodeNumbers(had), lacked: encodeNumbers(lacked) };
  const encoded = encodeNumbers(numbers);
  return {
    attempt: record.attempt + 1,
    groupRef,
    numbers: encoded,
    earlier: trimHistory([last, ...record.earlier], encoded.length),
  };
}

/** The targets of all attempts after this one, last one first. */
export function targetsAfter(record: JournalRecord | undefined, lastFinished: number): UnfinishedTargets {
  if (record === undefined || record.attempt <= lastFinished) return { targets: [], forgotten: 0 };
  const count = record.attempt - lastFinished;
  let numbers = decodeNumbers(record.numbers);
  const targets: Target[] = [{ groupRef: record.groupRef, numbers }];
  for (const { groupRef, had, lacked } of record.earlier.slice(0, count - 1)) {
    const { deleted: common } = setDifference(numbers, decodeNumbers(lacked));
    numbers = setUnion(common, decodeNumbers(had));
    targets.push({ groupRef, numbers });
  }
  return { targets, forgotten: count - targets.length };
}

function trimHistory(earlier: readonly EarlierTarget[], size: number): EarlierTarget[] {
  let total = 0;
  return earlier.slice(0, KEPT_AT_MOST).filter(({ had, lacked }, at) => {
    total += had.length + lacked.length;
    return at < KEPT_ANYWAY || total <= Math.max(size, SMALL);
  });
}

/** The properties that link a group's resource to its journal. A program under mocks has none. */
export interface JournalLink {
  readonly __journal?: string | undefined;
  /** The last attempt that the state knows the end of. */
  readonly __attempt?: number | undefined;
  /**
   * Whether that attempt failed midway. It may have been repeated and killed since: the journal, which is given the same set, does not
   * change for that.
   */
  readonly __failed?: boolean | undefined;
  /** The numbers that it found refused one by one, as text: it neither added nor deleted them. */
  readonly __refused?: string | undefined;
  /**
   * The last attempt that the predecessor's state knew the end of, where later ones may have left numbers in other groups: the deletion of
   * the predecessor sweeps those, unless it is killed.
   */
  readonly __since?: number | undefined;
}

/** A group's state: the link to its journal, and its numbers. */
export type LinkedState = JournalLink & NumbersState;

/** The sets that unfinished attempts may have brought a group to. One that moved its numbers to another group may have emptied it. */
export function possibleSets(groupRef: string, targets: readonly Target[]): NumberSet[] {
  const isMoved = targets.some((target) => target.groupRef !== groupRef);
  return [...targetSets(groupRef, targets), ...(isMoved ? [[]] : [])];
}

/**
 * The targets of all attempts whose end a state does not know. One that failed midway is among them where something else is declared
 * now; the same set again goes on from where it failed, whatever became of it in between.
 *
 * @param declared the numbers as text; anything else where they are not known or nothing is declared
 */
export function unfinishedTargets(
  record: JournalRecord | undefined,
  state: LinkedState,
  declared: unknown,
): UnfinishedTargets {
  const { __attempt: finished = 0, __failed: isFailed = false, __refused: refused } = state;
  const killed = targetsAfter(record, finished);
  if (!isFailed) return killed;
  const { targets } = targetsAfter(record, finished - 1);
  const failed = killed.forgotten === 0 ? targets[killed.targets.length] : undefined;
  if (failed === undefined || encodeSorted(failed.numbers) === declared) return killed;
  const numbers =
    refused === undefined ? failed.numbers : withoutRefused(failed.numbers, parseNumbers(refused), state);
  return { ...killed, targets: [...killed.targets, { ...failed, numbers }] };
}

/** The targets of unfinished attempts that were about other groups than a state's. */
export function unfinishedElsewhere(
  record: JournalRecord | undefined,
  state: LinkedState,
  groupRef: string,
): Target[] {
  const { __attempt: finished = 0, __since: since = finished } = state;
  return targetsElsewhere(groupRef, targetsAfter(record, Math.min(since, finished)).targets);
}

/** A target's numbers with refused ones as they were before: kept where the state holds them, else left out. */
function withoutRefused(target: NumberSet, refused: NumberSet, state: LinkedState): NumberSet {
  const { staying: kept } = setDifference(contentsOf(state).held, refused);
  return setUnion(setDifference(target, refused).deleted, kept);
}

/** The same with those of this group: all that a deletion has to sweep. */
export function allUnfinishedTargets(
  record: JournalRecord | undefined,
  state: LinkedState,
  groupRef: string,
): readonly Target[] {
  const here = unfinishedTargets(record, state, undefined).targets.filter(
    (target) => target.groupRef === groupRef,
  );
  return [...here, ...unfinishedElsewhere(record, state, groupRef)];
}

export function targetsElsewhere(groupRef: string, targets: readonly Target[]): Target[] {
  return targets.filter((target) => target.groupRef !== groupRef);
}

export function targetSets(groupRef: string, targets: readonly Target[]): NumberSet[] {
  return targets.filter((target) => target.groupRef === groupRef).map(({ numbers }) => numbers);
}

/**
 * What is known of a group after unfinished attempts: each number that one of them would have added or deleted is uncertain.
 *
 * @param declared what the group shall hold next: uncertain numbers that shall stay and those that shall go are in different units
 */
export function withUncertain(
  { held, uncertain }: GroupContents,
  targets: readonly NumberSet[],
  declared: NumberSet,
): GroupContents {
  if (targets.length === 0) return { held, uncertain };
  let come: NumberSet = [];
  let gone: NumberSet = [];
  for (const target of targets) {
    const { added, deleted } = setDifference(held, target);
    come = setUnion(come, added);
    gone = setUnion(gone, deleted);
  }
  const known = uncertain.flat().sort(ascending);
  const fresh = setDifference(come, known).deleted;
  const units = [...unitsOf(fresh, declared), ...unitsOf(gone, declared)];
  return { held: setDifference(held, gone).deleted, uncertain: [...uncertain, ...units] };
}

/** A killed update sent its numbers in ascending order, so that those which it reached stand together. */
function unitsOf(numbers: NumberSet, declared: NumberSet): NumberSet[] {
  const { staying: wanted, deleted: unwanted } = setDifference(numbers, declared);
  return [...slices(wanted, CALL_CAP), ...slices(unwanted, CALL_CAP)];
}

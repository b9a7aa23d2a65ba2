import { createHash } from "node:crypto";

import { z } from "zod";

import { setDifference, setUnion, slices } from "../sets/memberSet";
import { ascending, countMembers, encodeSorted } from "../sets/memberText";
import { contentsOf, decodeNumbers, encodeNumbers, type NumbersState } from "./contents";
import { type GroupContents, type NumberSet, parseNumbers } from "./numberSet";
import { CALL_CAP } from "./plan";

/** Hexadecimal digits of a target's digest: 128 bits. */
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

/** What stands for a set that is not one: `check` of the group's resource says what is wrong with it. */
export const INVALID_NUMBERS = "no valid set of numbers";

/** What an attempt is to reach: the numbers that a group shall hold, and which group. */
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

/** The targets of the last attempts: what is written down before the calls of an attempt go out. */
export interface JournalRecord {
  /** The last attempt's number; the first one is 1. */
  readonly attempt: number;
  readonly groupRef: string;
  /** The last target's numbers, as `encodeNumbers` has them. */
  readonly numbers: string;
  /** The targets of the attempts before it, last one first. */
  readonly earlier: readonly EarlierTarget[];
}

export const recordShape: z.ZodType<JournalRecord> = z.object({
  attempt: z.int().positive(),
  groupRef: z.string(),
  numbers: z.string(),
  earlier: z.array(z.object({ groupRef: z.string(), had: z.string(), lacked: z.string() })),
});

/** The targets of attempts whose end is not known. */
export interface UnfinishedTargets {
  readonly targets: readonly Target[];
  /** How many more there are that the record has no more. */
  readonly forgotten: number;
}

/**
 * So many earlier targets are kept: the first ones whatever their size, the others while all are together no larger than the last
 * target or than a size that no state feels, in characters.
 */
const KEPT_ANYWAY = 3;
const KEPT_AT_MOST = 8;
const SMALL = 64_000;

/** The record of the attempts so far and a further one. */
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
  const open = record.attempt - lastFinished;
  let numbers = decodeNumbers(record.numbers);
  const targets: Target[] = [{ groupRef: record.groupRef, numbers }];
  for (const { groupRef, had, lacked } of record.earlier.slice(0, open - 1)) {
    const { deleted: common } = setDifference(numbers, decodeNumbers(lacked));
    numbers = setUnion(common, decodeNumbers(had));
    targets.push({ groupRef, numbers });
  }
  return { targets, forgotten: open - targets.length };
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
   * Whether that attempt failed midway. It may have been made again since then and killed: the journal, which is given the same set,
   * does not change for that.
   */
  readonly __failed?: boolean | undefined;
  /** The numbers that it found refused for themselves, as text: nobody made them come or go. */
  readonly __refused?: string | undefined;
  /**
   * The last attempt that the state of the resource knew the end of in whose place this one was made, where later ones may have left
   * something in other groups: its deletion looks after that, unless it is killed.
   */
  readonly __since?: number | undefined;
}

/** The same with what the state says of the group's numbers. */
export type LinkedState = JournalLink & NumbersState;

/** The sets that unfinished attempts may have brought a group to. One that was to move its numbers elsewhere may have emptied it. */
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
  const open = targetsAfter(record, finished);
  if (!isFailed) return open;
  const { targets } = targetsAfter(record, finished - 1);
  const failed = open.forgotten === 0 ? targets[open.targets.length] : undefined;
  if (failed === undefined || encodeSorted(failed.numbers) === declared) return open;
  const numbers =
    refused === undefined ? failed.numbers : withoutRefused(failed.numbers, parseNumbers(refused), state);
  return { ...open, targets: [...open.targets, { ...failed, numbers }] };
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

/** A target in which refused numbers stay as they were: there where the state has them, and not elsewhere. */
function withoutRefused(target: NumberSet, refused: NumberSet, state: LinkedState): NumberSet {
  const { staying: kept } = setDifference(contentsOf(state).held, refused);
  return setUnion(setDifference(target, refused).deleted, kept);
}

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
 * What is known of a group once updates towards these targets may have gone any way: each number that one of them would have added
 * or deleted is in doubt.
 *
 * @param declared what the group shall hold next: uncertain numbers that shall stay and those that shall go stand in units apart
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

import type { GroupContents } from "./ledger";
import { CALL_CAP } from "./plan";
import { decodeNumbers, encodeNumbers } from "./compactNumbers";
import { ascending } from "../sets/memberText";
import type { NumberSet } from "./numberSet";
import { setDifference, setUnion, slices } from "../sets/memberSet";

/** What an attempt is to reach: the numbers that a group shall hold, and which group. */
export interface Target {
  /** Tells groups apart; nothing else is read from it here. */
  readonly place: string;
  readonly numbers: NumberSet;
}

/** An earlier attempt's target, as what takes the next attempt's numbers back to its own. */
export interface EarlierTarget {
  readonly place: string;
  /** Numbers of the earlier target alone, as `encodeNumbers` has them. */
  readonly had: string;
  /** Numbers of the next target alone, likewise. */
  readonly lacked: string;
}

/** The targets of the last attempts: what is written down before the calls of an attempt go out. */
export interface JournalRecord {
  /** The last attempt's number; the first one is 1. */
  readonly attempt: number;
  readonly place: string;
  /** The last target's numbers, as `encodeNumbers` has them. */
  readonly numbers: string;
  /** The targets of the attempts before it, last one first. */
  readonly earlier: readonly EarlierTarget[];
}

/** The targets of attempts whose end is not known. */
export interface OpenTargets {
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
export function appendAttempt(record: JournalRecord | undefined, { place, numbers }: Target): JournalRecord {
  if (record === undefined) return { attempt: 1, place, numbers: encodeNumbers(numbers), earlier: [] };
  const { added: lacked, deleted: had } = setDifference(decodeNumbers(record.numbers), numbers);
  const last = { place: record.place, had: encodeNumbers(had), lacked: encodeNumbers(lacked) };
  const encoded = encodeNumbers(numbers);
  return {
    attempt: record.attempt + 1,
    place,
    numbers: encoded,
    earlier: trimHistory([last, ...record.earlier], encoded.length),
  };
}

/** The targets of all attempts after this one, last one first. */
export function openTargets(record: JournalRecord | undefined, concluded: number): OpenTargets {
  if (record === undefined || record.attempt <= concluded) return { targets: [], forgotten: 0 };
  const open = record.attempt - concluded;
  let numbers = decodeNumbers(record.numbers);
  const targets: Target[] = [{ place: record.place, numbers }];
  for (const { place, had, lacked } of record.earlier.slice(0, open - 1)) {
    const { deleted: common } = setDifference(numbers, decodeNumbers(lacked));
    numbers = setUnion(common, decodeNumbers(had));
    targets.push({ place, numbers });
  }
  return { targets, forgotten: open - targets.length };
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

function trimHistory(earlier: readonly EarlierTarget[], size: number): EarlierTarget[] {
  let total = 0;
  return earlier.slice(0, KEPT_AT_MOST).filter(({ had, lacked }, at) => {
    total += had.length + lacked.length;
    return at < KEPT_ANYWAY || total <= Math.max(size, SMALL);
  });
}

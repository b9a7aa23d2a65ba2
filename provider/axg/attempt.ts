import { z } from "zod";

import { type Properties, UNKNOWN } from "../core/properties";
import type { EngineRun } from "../core/run/run";
import { without } from "../sets/memberSet";
import { type AxgGroupKey, groupRefOf, groupInRun } from "./client";
import {
  possibleSets,
  type JournalLink,
  type JournalRecord,
  type LinkedState,
  unfinishedElsewhere,
  unfinishedTargets,
  targetsAfter,
  recordShape,
  type Target,
  targetSets,
  targetsElsewhere,
  digestNumbers,
  allUnfinishedTargets,
} from "./journal";
import type { NumberSet } from "./numberSet";
import { AxgRun } from "./run";

/** Where the group is that a state is about. */
export const groupShape = z.object({ poolKey: z.string(), groupId: z.string() });

const partedShape = z.object({
  state: z.record(z.string(), z.unknown()),
  group: groupShape,
  deleted: z.array(z.string()),
});

/** An attempt to bring a group to its numbers, and what is not known of those before it. */
export interface Attempt {
  /** What the group's resource keeps once this attempt has ended, well or not. */
  readonly link: JournalLink;
  /** Sets that earlier attempts, killed ones, may have brought the group to or near. */
  readonly targets: readonly NumberSet[];
  /** The same of other groups. */
  readonly elsewhere: readonly Target[];
  /** How many more there were. */
  readonly forgotten: number;
  /** Whether the resource goes on, so that what is left in other groups is its own to look after; else that is its predecessor's. */
  readonly isOwn: boolean;
  /** Whether all of these are known to be unfinished: a resource that is replaced on request knows nothing of its past. */
  readonly isCertain: boolean;
}

const NO_ATTEMPT: Attempt = {
  link: {},
  targets: [],
  elsewhere: [],
  forgotten: 0,
  isOwn: false,
  isCertain: true,
};

/** A journal was found with this record and target. */
export function rememberJournal(
  run: EngineRun,
  key: string,
  record: JournalRecord | undefined,
  intendedNumbers: string,
): void {
  const attempt = record?.attempt ?? 0;
  run.part(AxgRun).journals.set(key, { before: record, intendedNumbers, attempt, isStarted: false });
}

/** A journal was written: `now` is its record with the attempt that starts. */
export function rememberAttempt(
  run: EngineRun,
  key: string,
  before: JournalRecord | undefined,
  now: JournalRecord | undefined,
  intendedNumbers: string,
): void {
  run
    .part(AxgRun)
    .journals.set(key, { before, intendedNumbers, attempt: now?.attempt ?? 0, isStarted: true });
}

/**
 * What an update or create begins with.
 *
 * @param groupRef of the group, as the journal names it
 * @param state what the resource keeps of its past; none for a create
 * @throws Error where the journal was not written before it
 */
export function startAttempt(
  run: EngineRun,
  { __journal: key, numbers }: JournalLink & { readonly numbers: string },
  groupRef: string,
  state: LinkedState = {},
): Attempt {
  if (key === undefined) return NO_ATTEMPT;
  const journal = run.part(AxgRun).journals.get(key);
  if (journal === undefined) {
    throw new Error(
      `${groupRef}: nothing was sent, because the journal takes no part in this update, and without it a killed update cannot be continued. ` +
        "With `--target`, name the journal as well: the resource of the same name with `-journal` at the end",
    );
  }
  if (journal.intendedNumbers !== digestNumbers(numbers)) {
    throw new Error(
      `${groupRef}: nothing was sent, because the journal was given other numbers than the resource. ` +
        "Declare the numbers in the resource's arguments, not in a transformation, and set `ignoreChanges` for both or for neither",
    );
  }
  const isOwn = state.__journal === key;
  const finished = run.part(AxgRun).finishedAttempts.get(key);
  const { targets, forgotten } = isOwn
    ? unfinishedTargets(journal.before, state, numbers)
    : targetsAfter(journal.before, finished ?? 0);
  const elsewhere = isOwn
    ? unfinishedElsewhere(journal.before, state, groupRef)
    : targetsElsewhere(groupRef, targets);
  const isInherited = !isOwn && finished !== undefined && elsewhere.length > 0;
  return {
    link: { __journal: key, __attempt: journal.attempt, ...(isInherited ? { __since: finished } : {}) },
    targets: isOwn ? possibleSets(groupRef, targets) : targetSets(groupRef, targets),
    elsewhere,
    forgotten,
    isOwn,
    isCertain: isOwn || finished !== undefined,
  };
}

/** What unfinished attempts were about, as a diff sees it. */
interface UnfinishedAtDiff {
  readonly here: readonly NumberSet[];
  readonly elsewhere: readonly Target[];
  /** Those of `here` that were killed for certain: one that failed may have been made again and killed, or not. */
  readonly killed: readonly NumberSet[];
}

/** The sets of `startAttempt`, for a diff, which sends nothing and where a value may not be known yet. */
export function unfinishedAtDiff(
  run: EngineRun,
  news: Properties,
  groupRef: string,
  state: LinkedState,
): UnfinishedAtDiff {
  const { __journal: key, __attempt: finished = 0 } = state;
  if (key === undefined || key !== news["__journal"]) return { here: [], elsewhere: [], killed: [] };
  run.part(AxgRun).finishedAttempts.set(key, finished);
  const record = run.part(AxgRun).journals.get(key)?.before;
  const { targets } = unfinishedTargets(record, state, news["numbers"]);
  const here = possibleSets(groupRef, targets);
  // Only of an attempt that failed there is more in the one than in the other.
  const killed =
    state.__failed === true ? possibleSets(groupRef, targetsAfter(record, finished).targets) : here;
  return { here, elsewhere: targetsElsewhere(groupRef, targets), killed };
}

/** Whether a resource has a journal that was not seen in this run, so that an update would send nothing. */
export function isJournalMissing(run: EngineRun, news: Properties): boolean {
  const key = news["__journal"];
  return typeof key === "string" && key !== UNKNOWN && !run.part(AxgRun).journals.has(key);
}

/** Whether the journal was written in this run: what refuses the change by now must leave a trace in the state. */
export function isStarted(run: EngineRun, news: Properties): boolean {
  return run.part(AxgRun).journals.get(String(news["__journal"]))?.isStarted ?? false;
}

/**
 * The targets of unfinished attempts of a resource that is deleted. Where its journal got another provider in this run, the process of
 * that one has seen it.
 */
export async function unfinishedAtDelete(
  run: EngineRun,
  group: AxgGroupKey,
  groupRef: string,
  state: LinkedState,
): Promise<readonly Target[]> {
  const { __journal: key } = state;
  if (key === undefined) return [];
  const seen = run.part(AxgRun).journals.get(key);
  if (seen !== undefined) return allUnfinishedTargets(seen.before, state, groupRef);
  const answers = await run.part(AxgRun).askAboutJournal(groupInRun(group), key);
  const record = answers.map((answer) => recordShape.safeParse(answer.record).data).find(Boolean);
  return allUnfinishedTargets(record, state, groupRef);
}

/**
 * A group's resource parts with its journal: it is deleted, or has another one from now on. The journal's own deletion then sweeps what
 * unfinished attempts may have left.
 *
 * @param deleted the numbers that were deleted with it
 */
export function partWithJournal(
  run: EngineRun,
  state: LinkedState,
  { poolKey, groupId }: AxgGroupKey,
  deleted: NumberSet,
): void {
  const { __journal: key, __attempt: finished = 0 } = state;
  if (key === undefined) return;
  const parted = { state, group: { poolKey, groupId }, deleted };
  run.part(AxgRun).partedGroups.set(key, [...(run.part(AxgRun).partedGroups.get(key) ?? []), parted]);
  run.part(AxgRun).finishedAttempts.set(key, run.part(AxgRun).journals.get(key)?.before?.attempt ?? finished);
}

/** What the journal of resources that are gone still has to sweep; nothing where none of them went in this run. */
export async function targetsToSweep(
  run: EngineRun,
  key: string,
  record: JournalRecord,
): Promise<readonly Target[] | undefined> {
  const { groupRef } = record;
  const answers = await run.part(AxgRun).askAboutJournal({ cloud: "alicloud", name: groupRef }, key);
  const elsewhere = answers.flatMap(({ parted }) => parted.map((one) => partedShape.parse(one)));
  const parted = [...(run.part(AxgRun).partedGroups.get(key) ?? []), ...elsewhere];
  if (parted.length === 0) return undefined;
  return parted.flatMap(({ state, group, deleted }) => {
    const targets = allUnfinishedTargets(record, state, groupRefOf(group));
    const isDeleted = (target: Target) => target.groupRef === groupRefOf(group);
    return targets.map((target) =>
      isDeleted(target) ? { ...target, numbers: without(target.numbers, deleted) } : target,
    );
  });
}

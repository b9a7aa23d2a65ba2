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
  type Target,
  targetSets,
  targetsElsewhere,
  digestNumbers,
  allUnfinishedTargets,
} from "./journal";
import type { NumberSet } from "./numberSet";
import { AxgRun } from "./run";

/** A record as a state has it. It stands here since programs load `journal.ts`, and no checks with it. */
export const recordShape: z.ZodType<JournalRecord> = z.object({
  attempt: z.int().positive(),
  groupRef: z.string(),
  numbers: z.string(),
  earlier: z.array(z.object({ groupRef: z.string(), had: z.string(), lacked: z.string() })),
});

/** The group that a state is about. */
export const groupShape = z.object({ poolKey: z.string(), groupId: z.string() });

const partedShape = z.object({
  state: z.record(z.string(), z.unknown()),
  group: groupShape,
  deleted: z.array(z.string()),
});

/** An attempt to bring a group to its declared numbers, and what earlier ones left unfinished. */
export interface Attempt {
  /** What the group's resource keeps once this attempt has ended, whether it succeeded or failed. */
  readonly link: JournalLink;
  /** Numbers that unfinished attempts intended for the group. */
  readonly targets: readonly NumberSet[];
  /** The targets of unfinished attempts in other groups. */
  readonly elsewhere: readonly Target[];
  /** How many more unfinished attempts there were. */
  readonly forgotten: number;
  /** Whether the state is the journal's own resource, which then sweeps other groups; else its predecessor does. */
  readonly isOwn: boolean;
  /** Whether these are known to be unfinished: a resource that is replaced on request knows nothing of its past. */
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

/** Notes a journal as this run found it. */
export function rememberJournal(
  run: EngineRun,
  key: string,
  record: JournalRecord | undefined,
  intendedNumbers: string,
): void {
  const attempt = record?.attempt ?? 0;
  run.part(AxgRun).journals.set(key, { before: record, intendedNumbers, attempt, isStarted: false });
}

/** Notes a journal as this run wrote it: `now` is its record with the attempt that starts. */
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
 * Starts the attempt of an update or a create.
 *
 * @param state of the resource; none for a create
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
  /** Those of `here` that were certainly killed: one that failed may have been repeated and killed, or not. */
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
  // Only an attempt that failed makes a difference between the two.
  const killed =
    state.__failed === true ? possibleSets(groupRef, targetsAfter(record, finished).targets) : here;
  return { here, elsewhere: targetsElsewhere(groupRef, targets), killed };
}

/** Whether a resource has a journal that was not seen in this run, so that an update would send nothing. */
export function isJournalMissing(run: EngineRun, news: Properties): boolean {
  const key = news["__journal"];
  return typeof key === "string" && key !== UNKNOWN && !run.part(AxgRun).journals.has(key);
}

/** Whether the journal was written in this run: from then on, an update that is refused must say so in the state. */
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
 * Notes that a group's resource parts with its journal: it is deleted, or gets another one. The journal's own deletion then sweeps what
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
  const { partedGroups, finishedAttempts, journals } = run.part(AxgRun);
  partedGroups.set(key, [...(partedGroups.get(key) ?? []), parted]);
  finishedAttempts.set(key, journals.get(key)?.before?.attempt ?? finished);
}

/** What the deletion of a journal still has to sweep; undefined where no resource parted with it in this run. */
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

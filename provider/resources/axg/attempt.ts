import { type Properties, UNKNOWN } from "../../arguments/properties";
import type { AxgGroupKey } from "../../clients/dypls";
import { contentsOf, type NumbersState } from "../../domain/axgContents";
import { type JournalRecord, type OpenTargets, openTargets, type Target } from "../../domain/axgJournal";
import { counted } from "../../domain/countedList";
import { linesOf } from "../../domain/memberText";
import { type NumberSet, parseNumbers } from "../../domain/numberSet";
import { setDifference } from "../../domain/setDifference";
import { setUnion } from "../../domain/setUnion";
import { placeOf, targetText } from "./target";

/** What a group's resource and its journal tell each other in one run of the engine. */
interface Run {
  /** The journal, once it was seen. */
  journal?: {
    /** The attempts before this run. */
    readonly before: JournalRecord | undefined;
    /** What the group shall hold by now, as `targetText` says it. */
    readonly target: string;
    /** The attempt that this run recorded, or the last one where nothing changed. */
    readonly attempt: number;
    /** Whether this run recorded it: then it is no preview. */
    readonly isBegun: boolean;
  };
  /** The last attempt that the state of the group's resource knows the end of. */
  concluded?: number;
  /** What was deleted with the group's resource. */
  deleted?: { readonly state: TiedState; readonly group: AxgGroupKey; readonly numbers: NumberSet };
}

/**
 * The runs by the journals' keys. Pulumi gives a resource its own state alone, but one process serves both resources of a group, and
 * calls the journal first.
 */
const runs = new Map<string, Run>();

function runOf(key: string): Run {
  const run = runs.get(key) ?? {};
  runs.set(key, run);
  return run;
}

/** The journal was found with this record and target: a run begins with it. */
export function found(key: string, record: JournalRecord | undefined, target: string): void {
  runs.set(key, { journal: { before: record, target, attempt: record?.attempt ?? 0, isBegun: false } });
}

/** The journal was written: `now` is its record with the attempt that begins. */
export function begun(
  key: string,
  before: JournalRecord | undefined,
  now: JournalRecord | undefined,
  target: string,
): void {
  runs.set(key, { journal: { before, target, attempt: now?.attempt ?? 0, isBegun: true } });
}

/** The properties by which a group's resource is tied to its journal. Older states and a program's mocks have none. */
export interface Ties {
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
}

/** The same with what the state says of the group's numbers. */
export type TiedState = Ties & NumbersState;

/** An attempt to bring a group to its numbers, and what is not known of those before it. */
export interface Attempt {
  /** What the group's resource keeps once this attempt has ended, well or not. */
  readonly ties: Ties;
  /** Sets that earlier attempts, killed ones, may have brought the group to or near. */
  readonly targets: readonly NumberSet[];
  /** The same of other groups. */
  readonly elsewhere: readonly Target[];
  /** How many more there were. */
  readonly forgotten: number;
}

/** What an update or create begins with. @throws Error where the journal was not written before it */
export function attemptOf(
  { __journal: key, numbers }: Ties & { readonly numbers: string },
  place: string,
  state: TiedState = {},
): Attempt {
  if (key === undefined) return { ties: {}, targets: [], elsewhere: [], forgotten: 0 };
  const { journal, concluded = 0 } = runOf(key);
  if (journal === undefined) {
    throw new Error(
      `${place}: nothing was sent, since its journal takes no part in this update: an update that is killed could not be told. ` +
        "With --target, name the journal too: it is the resource of the same name with -journal at its end",
    );
  }
  if (journal.target !== targetText(numbers)) {
    throw new Error(
      `${place}: nothing was sent, since its journal has ${journal.target}, and not what is declared: declare numbers in the ` +
        "resource's arguments, not in a transformation",
    );
  }
  const { targets, forgotten } =
    state.__journal === key
      ? openSince(journal.before, state, numbers)
      : openTargets(journal.before, concluded);
  return {
    ties: { __journal: key, __attempt: journal.attempt },
    targets: at(place, targets),
    elsewhere: targets.filter((target) => target.place !== place),
    forgotten,
  };
}

/** The sets of `attemptOf`, for a diff, which sends nothing and where a value may not be known yet. */
export function openAtDiff(news: Properties, place: string, state: TiedState): readonly NumberSet[] {
  if (state.__journal === undefined || state.__journal !== news["__journal"]) return [];
  const run = runOf(state.__journal);
  run.concluded = state.__attempt ?? 0;
  return at(place, openSince(run.journal?.before, state, news["numbers"]).targets);
}

/**
 * The targets of all attempts whose end a state does not know. One that failed midway is among them where something else is declared
 * now; the same set again goes on from where it failed, whatever became of it in between.
 *
 * @param declared the numbers as text; anything else where they are not known or nothing is declared
 */
export function openSince(
  record: JournalRecord | undefined,
  state: TiedState,
  declared: unknown,
): OpenTargets {
  const { __attempt: concluded = 0, __failed: isFailed = false, __refused: refused } = state;
  const open = openTargets(record, concluded);
  if (!isFailed) return open;
  const { targets } = openTargets(record, concluded - 1);
  const failed = open.forgotten === 0 ? targets[open.targets.length] : undefined;
  if (failed === undefined || linesOf(failed.numbers) === declared) return open;
  const numbers =
    refused === undefined ? failed.numbers : without(failed.numbers, parseNumbers(refused), state);
  return { ...open, targets: [...open.targets, { ...failed, numbers }] };
}

/** A target in which refused numbers stay as they were: there where the state has them, and not elsewhere. */
function without(target: NumberSet, refused: NumberSet, state: TiedState): NumberSet {
  const { staying: kept } = setDifference(contentsOf(state).held, refused);
  return setUnion(setDifference(target, refused).deleted, kept);
}

/** Whether a resource has a journal that was not seen in this run, so that an update would send nothing. */
export function isJournalMissing(news: Properties): boolean {
  const key = news["__journal"];
  return typeof key === "string" && key !== UNKNOWN && runs.get(key)?.journal === undefined;
}

/** Whether the journal was written in this run: what refuses the change by now must leave a trace in the state. */
export function isBegun(news: Properties): boolean {
  return runs.get(String(news["__journal"]))?.journal?.isBegun ?? false;
}

/** The sets of `attemptOf`, for a delete. */
export function openAtDelete(state: TiedState, group: AxgGroupKey): readonly NumberSet[] {
  const run = runs.get(state.__journal ?? "");
  return at(placeOf(group), openSince(run?.journal?.before, state, undefined).targets);
}

/** Whether a journal is of the program that runs: then it was seen before its group's resource. */
export function isTakingPart(key: string): boolean {
  return runs.get(key)?.journal !== undefined;
}

/** Whether a journal was there before this run. */
export function isThere(key: string): boolean {
  return runs.get(key)?.journal?.before !== undefined;
}

/** The group's numbers were deleted. */
export function deleted(state: TiedState, group: AxgGroupKey, numbers: NumberSet): void {
  if (state.__journal === undefined) return;
  runOf(state.__journal).deleted = { state, group, numbers };
}

/** What was deleted with the group's resource in this run, and the sets that killed attempts may have left some numbers of. */
export function leftBehind(
  key: string,
  record: JournalRecord | undefined,
): { group: AxgGroupKey; deleted: NumberSet; targets: readonly NumberSet[] } | undefined {
  const gone = runs.get(key)?.deleted;
  if (gone === undefined) return undefined;
  const { targets } = openSince(record, gone.state, undefined);
  return { group: gone.group, deleted: gone.numbers, targets: at(placeOf(gone.group), targets) };
}

function at(place: string, targets: readonly Target[]): NumberSet[] {
  return targets.filter((target) => target.place === place).map(({ numbers }) => numbers);
}

/** What is told of groups that killed attempts were about, and that this one is not about. */
export function toldElsewhere({ elsewhere }: Attempt): string[] {
  return elsewhere.map(
    ({ place, numbers }) =>
      `It is not known how an earlier update ended that was to bring ${place} to ${counted(numbers.length, "number")}: ` +
      "where it was killed midway, some of them are there now",
  );
}

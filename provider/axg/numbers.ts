import { z } from "zod";

import { numbersShape } from "./arguments/numbers";
import { isUnknown, type Properties } from "../core/properties";
import type { AxgGroupKey } from "./client";
import type { EngineRun } from "../core/run/run";
import { contentsOf, type NumbersState } from "./contents";
import type { AxgCall } from "./plan";
import { callsOfChange, countChange, noticesOf } from "./plannedCalls";
import { plural } from "../core/counted";
import { encodeSorted, decodeSet } from "../sets/memberText";
import { type NumberSet, parseNumbers } from "./numberSet";
import { setDifference } from "../sets/memberSet";
import type { Diff } from "../core/lifecycle/lifecycle";
import { isJournalMissing, isStarted, unfinishedAtDiff } from "./attempt";
import { intentionOf } from "./knowledge";
import { groupAt, refOf, targetText } from "./target";
import { AxgRun } from "./run";
import type { NumbersCounts } from "../core/updatePlan";

/** What links a group's resource to its journal; see `JournalLink`. */
export const linkShape = { __journal: z.string().optional() };

/** What the state has of them: `numbers` are those that the group holds for certain, `uncertain` those that it may hold. */
export const numbersStateShape = {
  ...numbersShape,
  /** As text; missing after a failure that found too many to be kept so. */
  numbers: z.string().optional(),
  uncertain: z.string().optional(),
  /** The same in place of `numbers` and `uncertain`, in a compact form. */
  compactNumbers: z.string().optional(),
  compactUncertain: z.string().optional(),
  ...linkShape,
  __attempt: z.int().optional(),
  __failed: z.boolean().optional(),
  __refused: z.string().optional(),
  __since: z.int().optional(),
};

/** Inputs and outputs of a resource that are what its state says, numbers as text. */
export function expandCompactNumbers<State extends NumbersState>(
  state: State,
): Omit<State, "compactNumbers" | "compactUncertain"> {
  const { compactNumbers, compactUncertain, ...rest } = state;
  if (compactNumbers === undefined && compactUncertain === undefined) return rest;
  const { held, uncertain } = contentsOf(state);
  const text = uncertain.length === 0 ? undefined : uncertain.map(encodeSorted).join("\n");
  return { ...rest, numbers: encodeSorted(held), uncertain: text };
}

/** What a diff needs of a state and of inputs, of which others may not be known yet. */
const diffedState = z.object({ ...numbersStateShape, groupId: z.string() });
const diffedInputs = z.object({ numbers: z.string(), strategy: numbersShape.strategy.catch(undefined) });

/**
 * The diff of a resource that keeps numbers. Where nothing replaces it, it comes with the plan of an update. A new group is always created
 * before the old one is deleted.
 *
 * @param group that the state has
 * @param place of it, as the journal names it
 * @throws PlanError where the strategy cannot make the change
 */
export function numbersDiff(
  run: EngineRun,
  replaces: readonly string[],
  olds: Properties,
  news: Properties,
  { group, place, isExclusive }: DiffedGroup,
): Diff {
  const diff = { replaces, deleteBeforeReplace: false };
  const state = diffedState.parse(olds);
  const unfinished = unfinishedAtDiff(run, news, place, state);
  const { __journal: journalNow, numbers: compared } = news;
  if (typeof journalNow === "string" && typeof compared === "string")
    run.part(AxgRun).comparedNumbers.set(journalNow, compared);
  if (replaces.length > 0 || isUnknown(news["numbers"])) return diff;
  const { numbers, strategy = "auto" } = diffedInputs.parse(news);
  const { __journal: journal } = state;
  const isOpen =
    unfinished.here.length > 0 ||
    unfinished.elsewhere.some(({ place: other }) => groupAt(other) !== undefined) ||
    (state.uncertain ?? state.compactUncertain) !== undefined ||
    run.part(AxgRun).deletedForOthers(refOf(group), journal, () => contentsOf(state).held).length > 0;
  if (state.numbers === numbers && !isOpen) return diff;
  const needed = isOpen ? { isNeeded: true } : {};
  const others = run.part(AxgRun).numbersDeclaredByOthersHere(refOf(group), journal);
  const [contents, declared] = [contentsOf(state), parseNumbers(numbers)];
  const intended = (targets: readonly NumberSet[]) =>
    intentionOf(run, { group, journal, contents, targets, declared, others, strategy, isExclusive });
  try {
    const change = intended(unfinished.here);
    const calls = callsOfChange(change);
    const certain = unfinished.killed === unfinished.here ? change : intended(unfinished.killed);
    const counts = countChange(certain, calls.length);
    const isBlocked = isJournalMissing(run, news);
    const notices = [...noticesOf(calls, isExclusive), ...noticeOfRepetition(calls, counts)];
    return {
      ...diff,
      ...needed,
      plan: { kind: "numbers", groupId: state.groupId, ...counts, isBlocked },
      notices,
    };
  } catch (error) {
    // Once the journal is written, the update refuses what cannot be planned, since that leaves a trace of it.
    if (!isStarted(run, news)) throw error;
    return { ...diff, ...needed };
  }
}

/** Says of numbers that are sent although nothing about them seems to change. */
function noticeOfRepetition(
  calls: readonly AxgCall[],
  { added, deleted, uncertain }: NumbersCounts,
): string[] {
  if (calls.some(({ operateType }) => operateType === "overwriteNumbers")) return [];
  const sent = calls.reduce((sum, call) => sum + call.numbers.length, 0);
  const again = sent - added - deleted - uncertain;
  if (again <= 0) return [];
  return [
    `${plural(again, "number")} of the update that failed ${again === 1 ? "is" : "are"} sent, too: ` +
      "if it was run again and killed, nobody knows which of them are in the group",
  ];
}

/** The group that a diff is about. */
export interface DiffedGroup {
  readonly group: AxgGroupKey;
  /** As the journal names it. */
  readonly place: string;
  /** Whether it is the resource's alone. */
  readonly isExclusive: boolean;
}

/**
 * Arguments with the numbers that a replacement goes on with. Pulumi has those of a replacement checked again, as the program declares
 * them, also where it ignores changes of numbers: the journal, which is not replaced, then still has the numbers of before.
 */
export function withNumbersKept(run: EngineRun, olds: Properties, news: Properties): Properties {
  const { __journal: key, numbers } = news;
  if (olds["numbers"] !== undefined || typeof key !== "string") return news;
  const compared = run.part(AxgRun).comparedNumbers.get(key);
  if (compared === undefined || compared === numbers) return news;
  return run.part(AxgRun).journals.get(key)?.target === targetText(compared)
    ? { ...news, numbers: compared }
    : news;
}

/**
 * What is wrong with declared numbers as a change of the last deployed ones: more deletions than `deletionLimit` allows, or an end of
 * all numbers without `allowEmpty`. Nothing is, once the journal is written: then the update refuses the change, which leaves a trace of it.
 */
export function limitProblems(
  run: EngineRun,
  olds: Properties,
  news: Properties,
  { numbers, deletionLimit, allowEmpty }: Limits,
): string[] {
  if (typeof olds["numbers"] !== "string" || numbers === undefined || isStarted(run, news)) return [];
  const before = decodeSet(olds["numbers"]).members;
  const problem = limitProblem(before, decodeSet(numbers).members, deletionLimit, allowEmpty);
  return problem === undefined ? [] : [problem];
}

/** Arguments that a change of numbers is refused by. */
interface Limits {
  readonly numbers?: string | undefined;
  readonly deletionLimit?: number | undefined;
  readonly allowEmpty?: boolean | undefined;
}

/** The same before an update, against what the group holds by then. */
export function limitProblem(
  held: NumberSet,
  declared: NumberSet,
  deletionLimit: number | undefined,
  allowEmpty: boolean | undefined,
): string | undefined {
  if (declared.length === 0 && held.length > 0 && allowEmpty !== true)
    return `numbers: none are declared, and the group holds ${held.length}. Set allowEmpty: true to empty it`;
  if (deletionLimit === undefined) return undefined;
  const { deleted } = setDifference(held, declared);
  if (deleted.length <= deletionLimit) return undefined;
  const count = `this change would delete ${deleted.length} numbers of ${held.length}`;
  return `deletionLimit ${deletionLimit}: ${count}; raise the limit if that is meant`;
}

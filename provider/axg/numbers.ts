import { z } from "zod";

import { plural } from "../core/plurals";
import type { Diff } from "../core/lifecycle/lifecycle";
import { isUnknown, type Properties } from "../core/properties";
import type { EngineRun } from "../core/run/run";
import type { NumbersCounts } from "../core/updatePlan";
import { numbersShape } from "./arguments/numbers";
import { isJournalMissing, isStarted, unfinishedAtDiff } from "./attempt";
import { type AxgGroupKey, groupOfRef, groupInRun } from "./client";
import { contentsOf } from "./contents";
import { intentionOf } from "./intention";
import { digestNumbers } from "./journal";
import { type NumberSet, parseNumbers } from "./numberSet";
import type { AxgCall } from "./plan";
import { AxgRun } from "./run";
import { callsOfChange, countChange, noticesOf } from "./plannedCalls";

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

/** What a diff needs of a state and of inputs, of which others may not be known yet. */
const diffedState = z.object({ ...numbersStateShape, groupId: z.string() });
const diffedInputs = z.object({ numbers: z.string(), strategy: numbersShape.strategy.catch(undefined) });

/**
 * The diff of a resource that keeps numbers. Where nothing replaces it, it comes with the plan of an update. A new group is always created
 * before the old one is deleted.
 *
 * @param group that the state has
 * @param groupRef of it, as the journal names it
 * @throws PlanError where the strategy cannot make the change
 */
export function numbersDiff(
  run: EngineRun,
  replaces: readonly string[],
  olds: Properties,
  news: Properties,
  { group, groupRef, isExclusive }: DiffedGroup,
): Diff {
  const diff = { replaces, deleteBeforeReplace: false };
  const state = diffedState.parse(olds);
  const unfinished = unfinishedAtDiff(run, news, groupRef, state);
  const { __journal: journalNow, numbers: compared } = news;
  if (typeof journalNow === "string" && typeof compared === "string")
    run.part(AxgRun).comparedNumbers.set(journalNow, compared);
  if (replaces.length > 0 || isUnknown(news["numbers"])) return diff;
  const { numbers, strategy = "auto" } = diffedInputs.parse(news);
  const { __journal: journal } = state;
  const isOpen =
    unfinished.here.length > 0 ||
    unfinished.elsewhere.some(({ groupRef: other }) => groupOfRef(other) !== undefined) ||
    (state.uncertain ?? state.compactUncertain) !== undefined ||
    run.part(AxgRun).deletedForOthers(groupInRun(group), journal, () => contentsOf(state).held).length > 0;
  if (state.numbers === numbers && !isOpen) return diff;
  const needed = isOpen ? { isNeeded: true } : {};
  const others = run.part(AxgRun).numbersDeclaredByOthersHere(groupInRun(group), journal);
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
  readonly groupRef: string;
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
  return run.part(AxgRun).journals.get(key)?.intendedNumbers === digestNumbers(compared)
    ? { ...news, numbers: compared }
    : news;
}

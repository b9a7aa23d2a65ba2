import type { Operation } from "../../core/calls/operation";
import { omitUndefined, type Properties } from "../../core/properties";
import type { EngineRun } from "../../core/run/run";
import type { Attempt } from "../attempt";
import { type AxgGroupKey, groupInRun } from "../client";
import { intentionOf, limitProblem } from "../intention";
import type { GroupContents, NumberSet } from "../numberSet";
import type { Strategy } from "../plan";
import { AxgRun } from "../run";
import { noticeStrandedGroups, sweepTargets } from "./deletion";
import { AxgGroupChange } from "./groupChange";

/** Where the journal no longer has the targets of all unfinished attempts. */
const TOO_MANY_INTERRUPTED =
  "Too many interrupted updates to track: the group may hold extra numbers. Check it in the console";

/** A change of a group's numbers, as its resource asks for it. */
export interface NumbersChange {
  readonly group: AxgGroupKey;
  readonly declared: NumberSet;
  readonly strategy: Strategy;
  /** Whether the group is the resource's alone. */
  readonly isExclusive: boolean;
  readonly deletionLimit?: number | undefined;
  readonly allowEmpty?: boolean | undefined;
  /** What the state says of the group. */
  readonly contents: GroupContents;
  /** The outputs that the resource ends with, besides those that link it to its journal. */
  readonly outs: Properties;
  /** Whether every failure has something to be kept, also where nothing was done: the end of the attempt, or a new group's id. */
  readonly isKept: boolean;
}

/**
 * Brings a group to its declared numbers, and gives the outputs of its resource. Numbers that other resources of the program declare of
 * the same group stay.
 *
 * @throws PartialFailure with what the group holds by then, where there is anything to be kept; else what a call threw
 */
export async function changeNumbers(
  operation: Operation,
  run: EngineRun,
  attempt: Attempt,
  {
    group,
    declared,
    strategy,
    isExclusive,
    deletionLimit,
    allowEmpty,
    contents,
    outs,
    isKept,
  }: NumbersChange,
): Promise<Properties> {
  const { __journal: journal } = attempt.link;
  if (!attempt.isCertain) noticeStrandedGroups(operation, attempt.elsewhere);
  const others = await run.part(AxgRun).numbersDeclaredByOthers(groupInRun(group), journal);
  const { targets } = attempt;
  const intention = intentionOf(run, {
    group,
    journal,
    contents,
    targets,
    declared,
    others,
    strategy,
    isExclusive,
  });
  const kept = { ...outs, ...attempt.link };
  const options = { outs: kept, isKept, others };
  const change = new AxgGroupChange(operation, run, group, intention.contents, options);
  const problem = limitProblem(contents.held, intention.intended, deletionLimit, allowEmpty);
  if (problem !== undefined) throw change.failure(new Error(problem));
  // Before the calls: a failure among them ends the attempt, and with it what is known of those before it.
  if (attempt.isOwn)
    noticeStrandedGroups(operation, await sweepTargets(operation, run, attempt.elsewhere, journal));
  await change.apply(intention.intended, intention.strategy);
  if (attempt.forgotten > 0 && attempt.isCertain) throw change.failure(new Error(TOO_MANY_INTERRUPTED));
  return omitUndefined(kept);
}

import type { Properties } from "../core/properties";
import type { EngineRun } from "../core/run/run";
import { plural } from "../core/plurals";
import { setDifference, setUnion, slices, without } from "../sets/memberSet";
import { ascending, decodeSet } from "../sets/memberText";
import { isStarted } from "./attempt";
import { type AxgGroupKey, groupInRun } from "./client";
import { withUncertain } from "./journal";
import type { GroupContents, NumberSet } from "./numberSet";
import { CALL_CAP, type Strategy } from "./plan";
import { AxgRun } from "./run";

/** How a group becomes what is declared of it, beside others that declare something of it, too. */
export interface Intention {
  /** What is known of the group. */
  readonly contents: GroupContents;
  /** The intended numbers: the declared ones, and those that it may hold and others declare. */
  readonly intended: NumberSet;
  readonly strategy: Strategy;
}

/** What an intention is made of. */
export interface IntentionBasis {
  readonly group: AxgGroupKey;
  readonly journal: string | undefined;
  /** What the state says of the group. */
  readonly contents: GroupContents;
  /** Numbers that unfinished attempts intended for it. */
  readonly targets: readonly NumberSet[];
  readonly declared: NumberSet;
  /** What other resources of the program declare of the group. */
  readonly others: NumberSet;
  readonly strategy: Strategy;
  /** Whether the group is the resource's alone. */
  readonly isExclusive: boolean;
}

/** What shall become of a group, given all that may have happened to it since the state was written. */
export function intentionOf(
  run: EngineRun,
  { group, journal, contents, targets, declared, others, strategy, isExclusive }: IntentionBasis,
): Intention {
  const { held, uncertain } = contents;
  const gone = run.part(AxgRun).deletedForOthers(groupInRun(group), journal, () => held);
  const now =
    gone.length === 0
      ? contents
      : { held: without(held, gone), uncertain: [...uncertain, ...slices(gone, CALL_CAP)] };
  const known = withUncertain(now, targets, setUnion(declared, others));
  const kept = others.length === 0 ? [] : setDifference(numbersIn(known), others).staying;
  const isAlone = isExclusive && others.length === 0;
  // Unasked, nothing is overwritten where others may have numbers, and nothing of another resource's even where it was asked for.
  const isIncremental = others.length > 0 || (strategy === "auto" && !isAlone);
  return {
    contents: known,
    intended: setUnion(declared, kept),
    strategy: isIncremental ? "incremental" : strategy,
  };
}

/** All numbers that a group holds or may hold. */
export function numbersIn({ held, uncertain }: GroupContents): NumberSet {
  return uncertain.length === 0 ? held : setUnion(held, uncertain.flat().sort(ascending));
}

/**
 * What is wrong with declared numbers as a change of the last deployed ones: more deletions than `deletionLimit` allows, or a deletion of
 * all numbers without `allowEmpty`. Nothing, once the journal is written: then the update refuses the change, so that the state says so.
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
    return `numbers: none are declared, but the group holds ${held.length}. Set \`allowEmpty: true\` to empty it`;
  if (deletionLimit === undefined) return undefined;
  const { deleted } = setDifference(held, declared);
  if (deleted.length <= deletionLimit) return undefined;
  const count = `this change would delete ${deleted.length} of ${plural(held.length, "number")}`;
  return `deletionLimit ${deletionLimit}: ${count}. Raise the limit if this is intended`;
}

import type { AxgGroupKey } from "./client";
import type { EngineRun } from "../core/run/run";
import { withUncertain } from "./journal";
import type { GroupContents } from "./ledger";
import { CALL_CAP, type Strategy } from "./plan";
import { ascending } from "../sets/memberText";
import type { NumberSet } from "./numberSet";
import { setDifference, setUnion, slices, without } from "../sets/memberSet";
import { refOf } from "./target";
import { AxgRun } from "./run";

/** How a group becomes what is declared of it, beside others that declare something of it, too. */
export interface Intention {
  /** What is known of the group. */
  readonly contents: GroupContents;
  /** The numbers that it shall hold of those and of the declared ones: also what others declare. */
  readonly intended: NumberSet;
  readonly strategy: Strategy;
}

/** What an intention comes of. */
export interface Intended {
  readonly group: AxgGroupKey;
  readonly journal: string | undefined;
  /** What the state says of the group. */
  readonly contents: GroupContents;
  /** What unfinished attempts were to bring it to. */
  readonly targets: readonly NumberSet[];
  readonly declared: NumberSet;
  /** What other resources of the program declare of the group. */
  readonly others: NumberSet;
  readonly strategy: Strategy;
  /** Whether the group is the resource's alone. */
  readonly isExclusive: boolean;
}

/** What is to become of a group, given all that may have happened to it since the state was written. */
export function intentionOf(
  run: EngineRun,
  { group, journal, contents, targets, declared, others, strategy, isExclusive }: Intended,
): Intention {
  const { held, uncertain } = contents;
  const gone = run.part(AxgRun).deletedForOthers(refOf(group), journal, () => held);
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

import { isUnknown, type Properties } from "../core/properties";
import type { NumbersCounts } from "../core/updatePlan";
import { setDifference, slices } from "../sets/memberSet";
import { contentsOf } from "./contents";
import { type GroupContents, type NumberSet, parseNumbers } from "./numberSet";
import {
  type AxgCall,
  CALL_CAP,
  planCalls,
  settlingCall,
  settlingPlan,
  STRATEGIES,
  type Strategy,
} from "./plan";

/** What is known of a group and what shall become of it. */
export interface PlannedChange {
  readonly contents: GroupContents;
  readonly intended: NumberSet;
  readonly strategy: Strategy;
}

/**
 * The calls of a change.
 *
 * @throws PlanError where the strategy cannot make it
 */
export function callsOfChange({ contents, intended, strategy }: PlannedChange): readonly AxgCall[] {
  const only = settlingCall(contents, intended, strategy);
  return only === undefined ? settlingPlan(contents, intended, strategy) : [only];
}

/** @param calls how many the change takes */
export function countChange({ contents, intended }: PlannedChange, calls: number): NumbersCounts {
  const { added, deleted, staying } = setDifference(contents.held, intended);
  return {
    added: added.length,
    deleted: deleted.length,
    unchanged: staying.length,
    uncertain: contents.uncertain.flat().length,
    calls,
  };
}

/**
 * What a user would want to know of calls besides their count.
 *
 * @param isExclusive whether nobody else has numbers in the group
 */
export function noticesOf(calls: readonly AxgCall[], isExclusive: boolean): string[] {
  const overwrite = calls.findIndex(({ operateType }) => operateType === "overwriteNumbers");
  if (overwrite === -1) return [];
  const replaces =
    "overwriteNumbers replaces everything the group holds, including numbers that others keep in it";
  const deletes =
    "the strategy deletes numbers before it adds others: some unchanged numbers may be missing meanwhile";
  return [
    ...(isExclusive ? [] : [replaces]),
    ...(calls.slice(0, overwrite).some(({ operateType }) => operateType === "deleteNumbers")
      ? [deletes]
      : []),
  ];
}

/**
 * How many calls the steps of a group of numbers make where each goes through at once, by the arguments and the state; undefined where
 * a value that is secret or not known yet decides. Such a value stands there as `UNKNOWN`.
 */
export interface PlannedCalls {
  create(inputs: Properties): number | undefined;
  /**
   * @param state the outputs that the state has
   * @throws PlanError where the strategy cannot make the change
   */
  update(state: Properties, inputs: Properties): number | undefined;
  delete(state: Properties): number | undefined;
}

const axgGroupNumbers: PlannedCalls = {
  create(inputs) {
    const declared = declaredIn(inputs);
    if (declared === undefined) return undefined;
    return inputs["takeOver"] === true ? 1 : planCalls([], declared, "incremental").length;
  },
  update(state, inputs) {
    const { strategy = "auto", takeOver } = inputs;
    // Unless it was taken over, others may have numbers in the group, and nothing is overwritten unasked.
    const isAlone = strategy !== "auto" || takeOver === true;
    return countUpdateCalls(state, isAlone ? inputs : { ...inputs, strategy: "incremental" });
  },
  delete(state) {
    if (isHidden(state)) return undefined;
    const { held, uncertain } = contentsOf(state);
    return [held, ...uncertain].flatMap((unit) => slices(unit, CALL_CAP)).length;
  },
};

const axgGroup: PlannedCalls = {
  create(inputs) {
    const declared = declaredIn(inputs);
    return declared && 1 + planCalls([], declared.slice(CALL_CAP), "incremental").length;
  },
  update: countUpdateCalls,
  delete: () => 1,
};

function countUpdateCalls(state: Properties, inputs: Properties): number | undefined {
  const { strategy = "auto" } = inputs;
  const chosen = STRATEGIES.find((name) => name === strategy);
  const intended = declaredIn(inputs);
  if (intended === undefined || isHidden(state) || chosen === undefined) return undefined;
  return callsOfChange({ contents: contentsOf(state), intended, strategy: chosen }).length;
}

/** The numbers that arguments declare; undefined where they are secret or not known yet. */
export function declaredIn({ numbers }: Properties): NumberSet | undefined {
  return typeof numbers !== "string" || isUnknown(numbers) ? undefined : parseNumbers(numbers);
}

/** Whether it cannot be seen which numbers a state has. */
function isHidden({ numbers, compactNumbers, uncertain, compactUncertain }: Properties): boolean {
  return isUnknown([numbers, compactNumbers, uncertain, compactUncertain]);
}

/** By the kind of resource. */
export const plannedCalls: Readonly<Record<string, PlannedCalls>> = {
  AxgGroupNumbers: axgGroupNumbers,
  AxgGroup: axgGroup,
};

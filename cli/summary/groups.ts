import { z } from "zod";

import { isUnknown, type Properties } from "../../provider/core/properties";
import { contentsOf } from "../../provider/axg/contents";
import { PlanError } from "../../provider/axg/plan";
import { JOURNAL_MISSING, type NumbersSummary, parsedSummary } from "../../provider/axg/summary";
import { type NumberSet, parseNumbers } from "../../provider/axg/numberSet";
import { setDifference, type SetDifference } from "../../provider/sets/memberSet";
import { type CallCount, plannedCalls } from "../../provider/plannedCalls";
import { type ResourceChange, withoutSecrets } from "./changes";

/** What is known of the numbers of a group that changes. */
export interface NumbersChange {
  /** Numbers that calls add and delete, and those that stay; nothing where a secret or what is not known yet hides them. */
  readonly counts: Pick<NumbersSummary, "added" | "deleted" | "staying"> | undefined;
  /** Numbers of which it is not known whether the group holds them. */
  readonly uncertain: number;
  /** What is declared against what was, where both can be seen. */
  readonly difference: SetDifference | undefined;
  /** Whether it is known that nothing is declared. */
  readonly endsEmpty: boolean;
}

/** A group with what an update makes of it. */
export interface GroupChange {
  readonly change: ResourceChange;
  /** Of a kind that keeps numbers. */
  readonly numbers: NumbersChange | undefined;
  readonly calls: CallCount;
  /** Whether the update refuses to send anything for it. */
  readonly isHeldBack: boolean;
}

const text = z.string().optional();
const keptShape = z.object({
  numbers: text,
  compactNumbers: text,
  uncertain: text,
  compactUncertain: text,
});

const NO_CALLS: CallCount = { count: 0, isLeast: false };

/** What becomes of a group. Properties are read with each secret as a value that is not known. */
export function groupChangeOf(change: ResourceChange): GroupChange {
  const state = withoutSecrets(change.before?.outputs);
  const inputs = withoutSecrets(change.after?.inputs);
  // What the provider itself said in the preview knows of secrets, too, and of updates that were killed.
  const told = change.messages.map(parsedSummary).find((summary) => summary !== undefined);
  const isHeldBack = change.messages.some((message) => message.includes(JOURNAL_MISSING));
  const keepsNumbers = "numbers" in state || "numbers" in inputs || "compactNumbers" in state;
  return {
    change,
    numbers: keepsNumbers ? numbersChangeOf(change, state, inputs, told) : undefined,
    calls: isHeldBack ? NO_CALLS : callsOf(change, state, inputs, told),
    isHeldBack,
  };
}

function numbersChangeOf(
  { action }: ResourceChange,
  state: Properties,
  inputs: Properties,
  told: NumbersSummary | undefined,
): NumbersChange {
  const isNew = action === "made";
  const isGone = action === "destroyed" || action === "released";
  const before = isNew ? [] : heldBy(state);
  const after = isGone ? [] : declaredBy(inputs);
  const difference = before && after && setDifference(before, after);
  return {
    counts: action === "changed" && told !== undefined ? told : countsOf(action, before, after, difference),
    uncertain: told?.uncertain ?? uncertainOf(state),
    difference,
    endsEmpty: !isGone && after?.length === 0,
  };
}

function countsOf(
  action: ResourceChange["action"],
  before: NumberSet | undefined,
  after: NumberSet | undefined,
  difference: SetDifference | undefined,
): NumbersChange["counts"] {
  if (difference === undefined || before === undefined || after === undefined) return undefined;
  if (action === "released") return { added: 0, deleted: 0, staying: before.length };
  // All numbers go into the new group, and those of the old one go with it.
  if (action === "replaced") return { added: after.length, deleted: before.length, staying: 0 };
  const { added, deleted, staying } = difference;
  return { added: added.length, deleted: deleted.length, staying: staying.length };
}

function heldBy(state: Properties): NumberSet | undefined {
  const { data } = keptShape.safeParse(state);
  if (data === undefined || isUnknown([data.numbers, data.compactNumbers])) return undefined;
  return contentsOf({ numbers: data.numbers, compactNumbers: data.compactNumbers }).held;
}

function declaredBy({ numbers }: Properties): NumberSet | undefined {
  return typeof numbers !== "string" || isUnknown(numbers) ? undefined : parseNumbers(numbers);
}

function uncertainOf(state: Properties): number {
  const { data } = keptShape.safeParse(state);
  if (data === undefined || isUnknown([data.uncertain, data.compactUncertain])) return 0;
  return contentsOf({ ...data, numbers: "" }).uncertain.flat().length;
}

function callsOf(
  { kind, action, before }: ResourceChange,
  state: Properties,
  inputs: Properties,
  told: NumbersSummary | undefined,
): CallCount {
  const planned = plannedCalls[kind];
  if (planned === undefined) return { count: 0, isLeast: true };
  switch (action) {
    case "made":
      return planned.create(inputs);
    case "changed":
      // Only then, a creation with an unknown outcome is looked up: else an update is planned.
      if (state["creating"] !== undefined) return { count: 1, isLeast: true };
      if (told !== undefined) return { count: told.calls, isLeast: false };
      return unlessUnplannable(() => planned.update(state, inputs));
    case "replaced":
      return sumOf([
        planned.create(inputs),
        before?.retainOnDelete === true ? NO_CALLS : planned.delete(state),
      ]);
    case "destroyed":
      return planned.delete(state);
    case "other":
      return { count: 0, isLeast: true };
    default:
      return NO_CALLS;
  }
}

/** The engine of a preview that went through has planned it already; a file may say otherwise. */
function unlessUnplannable(plan: () => CallCount): CallCount {
  try {
    return plan();
  } catch (error) {
    if (error instanceof PlanError) return { count: 0, isLeast: true };
    throw error;
  }
}

export function sumOf(counts: readonly CallCount[]): CallCount {
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    isLeast: counts.some(({ isLeast }) => isLeast),
  };
}

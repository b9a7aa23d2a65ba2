import { z } from "zod";

import { isUnknown, type Properties } from "../../provider/core/properties";
import { type NumbersCounts, parseUpdatePlan } from "../../provider/core/updatePlan";
import { contentsOf } from "../../provider/axg/contents";
import { PlanError } from "../../provider/axg/plan";
import { declaredIn, plannedCalls } from "../../provider/axg/plannedCalls";
import type { NumberSet } from "../../provider/axg/numberSet";
import { setDifference, type SetDifference } from "../../provider/sets/memberSet";
import { type ResourceChange, withoutSecrets } from "./changes";

/** What is known of the numbers of a group that changes. */
export interface NumbersChange {
  /** Numbers by what becomes of them; nothing where a secret or what is not known yet hides them. */
  readonly counts: Pick<NumbersCounts, "added" | "deleted" | "unchanged"> | undefined;
  /** Numbers of which it is not known whether the group holds them. */
  readonly uncertain: number;
  /** The calls that send them where each goes through at once; nothing where these cannot be known. */
  readonly calls: number | undefined;
  /** What is declared against what was, where both can be seen. */
  readonly difference: SetDifference | undefined;
  /** Whether it is known that nothing is declared. */
  readonly endsEmpty: boolean;
  /** Whether the update refuses to send anything for the group. */
  readonly isBlocked: boolean;
}

/** A group with what an update makes of it. */
export interface GroupChange {
  readonly change: ResourceChange;
  /** Of a kind that keeps numbers. */
  readonly numbers: NumbersChange | undefined;
}

const text = z.string().optional();
const keptShape = z.object({
  numbers: text,
  compactNumbers: text,
  uncertain: text,
  compactUncertain: text,
});

/** What becomes of a group. Properties are read with each secret as a value that is not known. */
export function groupChangeOf(change: ResourceChange): GroupChange {
  const state = withoutSecrets(change.before?.outputs);
  const inputs = withoutSecrets(change.after?.inputs);
  const keepsNumbers = "numbers" in state || "numbers" in inputs || "compactNumbers" in state;
  return { change, numbers: keepsNumbers ? numbersChangeOf(change, state, inputs) : undefined };
}

function numbersChangeOf(change: ResourceChange, state: Properties, inputs: Properties): NumbersChange {
  const { action, messages } = change;
  // What the provider itself said in the preview knows of secrets, too, and of updates that were killed.
  const plan = messages.map(parseUpdatePlan).find((found) => found?.kind === "numbers");
  const isNew = action === "created";
  const isGone = action === "deleted" || action === "released";
  const before = isNew ? [] : heldBy(state);
  const after = isGone ? [] : declaredIn(inputs);
  const difference = before && after && setDifference(before, after);
  const planned = action === "updated" ? plan : undefined;
  const isBlocked = plan?.isBlocked === true;
  return {
    counts: planned ?? countsOf(action, before, after, difference),
    uncertain: plan?.uncertain ?? uncertainOf(state),
    calls: isBlocked ? 0 : (planned?.calls ?? callsOf(change, state, inputs)),
    difference,
    endsEmpty: !isGone && after?.length === 0,
    isBlocked,
  };
}

function countsOf(
  action: ResourceChange["action"],
  before: NumberSet | undefined,
  after: NumberSet | undefined,
  difference: SetDifference | undefined,
): NumbersChange["counts"] {
  if (difference === undefined || before === undefined || after === undefined) return undefined;
  if (action === "released") return { added: 0, deleted: 0, unchanged: before.length };
  // All numbers go into the new group, and those of the old one go with it.
  if (action === "replaced") return { added: after.length, deleted: before.length, unchanged: 0 };
  const { added, deleted, staying } = difference;
  return { added: added.length, deleted: deleted.length, unchanged: staying.length };
}

function heldBy(state: Properties): NumberSet | undefined {
  const { data } = keptShape.safeParse(state);
  if (data === undefined || isUnknown([data.numbers, data.compactNumbers])) return undefined;
  return contentsOf({ numbers: data.numbers, compactNumbers: data.compactNumbers }).held;
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
): number | undefined {
  const planned = plannedCalls[kind];
  switch (action) {
    case "created":
      return planned?.create(inputs);
    case "updated":
      return unlessUnplannable(() => planned?.update(state, inputs));
    case "replaced": {
      const ofNew = planned?.create(inputs);
      const ofOld = before?.retainOnDelete === true ? 0 : planned?.delete(state);
      return ofNew === undefined || ofOld === undefined ? undefined : ofNew + ofOld;
    }
    case "deleted":
      return planned?.delete(state);
    case "other":
      return undefined;
    default:
      return 0;
  }
}

/** The engine of a preview that went through has planned it already; a file may say otherwise. */
function unlessUnplannable(plan: () => number | undefined): number | undefined {
  try {
    return plan();
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}

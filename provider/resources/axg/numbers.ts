import { z } from "zod";

import { numbersShape } from "../../arguments/numbers";
import { defined, isUnknown, type Properties } from "../../arguments/properties";
import { type AxgGroupKey, dyplsClient, isAboutNumbers } from "../../clients/dypls";
import { messageOf } from "../../clients/errors";
import type { Operation } from "../../clients/operation";
import { contentsOf, type NumbersState, stateOf } from "../../domain/axgContents";
import { doubted } from "../../domain/axgJournal";
import { AxgLedger, type GroupContents } from "../../domain/axgLedger";
import { type AxgCall, planCalls, PlanError, type Strategy } from "../../domain/axgPlan";
import { JOURNAL_MISSING, summaryOf, summaryText } from "../../domain/axgSummary";
import { counted } from "../../domain/countedList";
import { maskedList } from "../../domain/mask";
import { linesOf, membersOf, textOf } from "../../domain/memberText";
import { type NumberSet, parseNumbers } from "../../domain/numberSet";
import { setDifference } from "../../domain/setDifference";
import type { Diff } from "../common/lifecycle";
import { PartialFailure } from "../common/partialFailure";
import { AxgApplication } from "./application";
import { type Attempt, isBegun, isJournalMissing, openAtDiff, type Ties, toldElsewhere } from "./attempt";
import { placeOf } from "./target";

/** What ties a group's resource to its journal; see `Ties`. */
export const tiesShape = { __journal: z.string().optional() };

/** What the state has of them: `numbers` are those that the group holds for certain, `unconfirmed` those that it may hold. */
export const numbersStateShape = {
  ...numbersShape,
  /** As text; missing after a failure that found too many to be kept so. */
  numbers: z.string().optional(),
  unconfirmed: z.string().optional(),
  /** The same in place of `numbers` and `unconfirmed`, in a compact form. */
  compactNumbers: z.string().optional(),
  compactUnconfirmed: z.string().optional(),
  ...tiesShape,
  __attempt: z.int().optional(),
  __failed: z.boolean().optional(),
  __refused: z.string().optional(),
};

/** A group while calls change its numbers. */
class AxgGroupChange {
  private readonly ledger: AxgLedger;
  private readonly application: AxgApplication;
  private isUnderWay = false;

  /**
   * @param outs the outputs that a failure keeps, besides those of the numbers
   * @param isKept whether every failure has something to be kept, also where nothing was done
   */
  constructor(
    operation: Operation,
    private readonly group: AxgGroupKey,
    before: GroupContents,
    private readonly outs: Properties,
    private readonly isKept = false,
  ) {
    const dypls = dyplsClient(operation);
    this.ledger = new AxgLedger(before);
    const send = (call: AxgCall) => dypls.operateAxgGroup(group, call);
    this.application = new AxgApplication(this.ledger, send, isAboutNumbers, operation.report);
  }

  /** @throws PartialFailure with what the group holds by then, where there is anything to be kept; else what a call threw */
  async bring(declared: NumberSet, strategy: Strategy): Promise<void> {
    this.isUnderWay = true;
    try {
      await this.application.bring(declared, strategy);
    } catch (error) {
      this.isUnderWay = !(error instanceof PlanError);
      throw this.failure(error);
    }
    const [first] = this.application.refused;
    if (first !== undefined) throw this.failure(first.error);
  }

  /** What the state keeps of the group so far, and why the change ends here. */
  failure(error: unknown): unknown {
    const { done, refused } = this.application;
    const contents = this.ledger.contents();
    if (!this.isKept && done === 0 && contents.doubtful.length === 0) return error;
    const numbers = refused.map(({ number }) => number);
    const singled = numbers.length === 0 ? "" : `Refused for themselves: ${maskedList(numbers)}. `;
    const unconfirmed = contents.doubtful.flat().length;
    const doubt = unconfirmed === 0 ? "" : ` and may hold ${unconfirmed} unconfirmed`;
    const reached = `${counted(done, "call")} went through; the group holds ${counted(contents.held.length, "number")}${doubt}`;
    const next = `${singled}${reached}. The state has them, and the next pulumi up goes on from there`;
    const outs = { ...this.outs, ...stateOf(contents), ...this.midway(numbers) };
    return new PartialFailure(placeOf(this.group), outs, error, next);
  }

  /** What the state keeps of an attempt that failed midway; one that sends nothing is refused again, as long as it is the same. */
  private midway(refused: readonly string[]): Ties {
    if (!this.isUnderWay || this.outs["__attempt"] === undefined) return {};
    return { __failed: true, ...(refused.length === 0 ? {} : { __refused: textOf(refused) }) };
  }
}

/** A change of a group's numbers, as its resource asks for it. */
export interface NumbersChange {
  readonly group: AxgGroupKey;
  readonly declared: NumberSet;
  readonly strategy: Strategy;
  readonly deletionLimit?: number | undefined;
  /** What the state says of the group. */
  readonly contents: GroupContents;
  /** The outputs that the resource ends with, besides those that tie it to its journal. */
  readonly outs: Properties;
  /** Whether every failure has something to be kept, also where nothing was done: the end of the attempt, or a new group's id. */
  readonly isKept: boolean;
}

/**
 * Brings a group to its declared numbers, and gives the outputs of its resource.
 *
 * @throws PartialFailure with what the group holds by then, where there is anything to be kept; else what a call threw
 */
export async function changeNumbers(
  operation: Operation,
  attempt: Attempt,
  { group, declared, strategy, deletionLimit, contents, outs, isKept }: NumbersChange,
): Promise<Properties> {
  for (const message of toldElsewhere(attempt)) operation.tell(message);
  const kept = { ...outs, ...attempt.ties };
  const before = doubted(contents, attempt.targets, declared);
  const change = new AxgGroupChange(operation, group, before, kept, isKept);
  const problem = limitProblem(contents.held, declared, deletionLimit);
  if (problem !== undefined) throw change.failure(new Error(problem));
  await change.bring(declared, strategy);
  if (attempt.forgotten > 0) throw change.failure(new Error(forgottenText(attempt.forgotten)));
  return defined(kept);
}

function forgottenText(count: number): string {
  return (
    `${counted(count, "update")} before the last ones did not end, and what they were to send is recorded no more: ` +
    "the group may hold numbers of theirs that nobody declares now"
  );
}

/** Deletes all numbers that a group holds or may hold. */
export async function deleteNumbers(
  operation: Operation,
  group: AxgGroupKey,
  { held, doubtful }: GroupContents,
): Promise<void> {
  // An earlier destroy may have gone some way, and Pulumi keeps nothing of a destroy that failed: its calls are in doubt.
  const calls = planCalls(held, [], "incremental").map((call) => call.numbers);
  const change = new AxgGroupChange(operation, group, { held: [], doubtful: [...calls, ...doubtful] }, {});
  try {
    await change.bring([], "incremental");
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    const next =
      "Some numbers may be deleted already; run pulumi destroy again before any pulumi up: it goes on from there";
    throw new Error(`${messageOf(error.cause).replace(/\.$/, "")}. ${next}`, { cause: error });
  }
}

/** Inputs and outputs of a resource that are what its state says, numbers as text. */
export function told<State extends NumbersState>(
  state: State,
): Omit<State, "compactNumbers" | "compactUnconfirmed"> {
  const { compactNumbers, compactUnconfirmed, ...rest } = state;
  if (compactNumbers === undefined && compactUnconfirmed === undefined) return rest;
  const { held, doubtful } = contentsOf(state);
  const unconfirmed = doubtful.length === 0 ? undefined : doubtful.map(linesOf).join("\n");
  return { ...rest, numbers: linesOf(held), unconfirmed };
}

/** What a diff needs of a state and of inputs, of which others may not be known yet. */
const diffedState = z.object({ ...numbersStateShape, groupId: z.string() });
const diffedInputs = z.object({ numbers: z.string(), strategy: numbersShape.strategy.catch(undefined) });

/**
 * The diff of a resource that keeps numbers. Where nothing replaces it, it comes with what an update would send, for people:
 * `1234: 3 to add, 2 to delete, 997 stay; 2 calls`. A new group is always made before the old one goes.
 *
 * @param place of the group that the state has, as the journal names it
 * @throws PlanError where the strategy cannot make the change
 */
export function numbersDiff(
  replaces: readonly string[],
  olds: Properties,
  news: Properties,
  place: string,
): Diff {
  const diff = { replaces, deleteBeforeReplace: false };
  const state = diffedState.parse(olds);
  const open = openAtDiff(news, place, state);
  if (replaces.length > 0 || isUnknown(news["numbers"])) return diff;
  const { numbers, strategy = "auto" } = diffedInputs.parse(news);
  const isOpen = open.length > 0 || (state.unconfirmed ?? state.compactUnconfirmed) !== undefined;
  if (state.numbers === numbers && !isOpen) return diff;
  const needed = isOpen ? { isNeeded: true } : {};
  const declared = parseNumbers(numbers);
  const contents = doubted(contentsOf(state), open, declared);
  try {
    const summary = summaryText(state.groupId, summaryOf(contents, declared, strategy));
    const missing = isJournalMissing(news) ? JOURNAL_MISSING : "";
    return { ...diff, ...needed, summary: summary + missing };
  } catch (error) {
    // Once the journal is written, the update refuses what cannot be planned, since that leaves a trace of it.
    if (!isBegun(news)) throw error;
    return { ...diff, ...needed };
  }
}

/**
 * What is wrong with declared numbers as a change of the last deployed ones: more deletions than `deletionLimit` allows. Nothing is,
 * once the journal is written: then the update refuses the change, which leaves a trace of it.
 */
export function limitProblems(
  olds: Properties,
  news: Properties,
  numbers: string,
  deletionLimit: number | undefined,
): string[] {
  if (typeof olds["numbers"] !== "string" || isBegun(news)) return [];
  const before = membersOf(olds["numbers"]).members;
  const problem = limitProblem(before, membersOf(numbers).members, deletionLimit);
  return problem === undefined ? [] : [problem];
}

/** The same before an update, against what the group holds by then. */
function limitProblem(
  held: NumberSet,
  declared: NumberSet,
  deletionLimit: number | undefined,
): string | undefined {
  if (deletionLimit === undefined) return undefined;
  const { deleted } = setDifference(held, declared);
  if (deleted.length <= deletionLimit) return undefined;
  const count = `this change would delete ${deleted.length} numbers of ${held.length}`;
  return `deletionLimit ${deletionLimit}: ${count}; raise the limit if that is meant`;
}

import { z } from "zod";

import { dyplsClient, isAboutNumbers } from "../clients/dypls";
import { messageOf } from "../clients/errors";
import type { Operation } from "../clients/operation";
import { AxgLedger, type GroupContents } from "../domain/axgLedger";
import { type AxgCall, planCalls, STRATEGIES, type Strategy } from "../domain/axgPlan";
import { decodeNumbers, encodeNumbers } from "../domain/compactNumbers";
import { counted } from "../domain/countedList";
import { maskedList } from "../domain/mask";
import { countOf, linesOf, membersOf } from "../domain/memberText";
import { numberProblems, type NumberSet, parseNumbers } from "../domain/numberSet";
import { setDifference } from "../domain/setDifference";
import { AxgApplication } from "./axgApplication";
import { type Diff, isUnknown, type Properties } from "./lifecycle";
import { PartialFailure } from "./partialFailure";

/** Numbers as text. Its message shows no value, since it would be the whole list. */
const numbersText = z.string().superRefine((text, context) => {
  for (const message of numberProblems(text)) context.addIssue({ code: "custom", message: `: ${message}` });
});

/** The arguments that concern a group's numbers, of every resource that keeps some. */
export const numbersShape = {
  numbers: numbersText,
  strategy: z.enum(STRATEGIES).optional(),
  deletionLimit: z.int("must be a whole number").min(0, "must not be below 0").optional(),
};

/** What the state has of them: `numbers` are those that the group holds for certain, `unconfirmed` those that it may hold. */
export const numbersStateShape = {
  ...numbersShape,
  /** As text; missing after a failure that found too many to be kept so. */
  numbers: z.string().optional(),
  /** The same in place of `numbers`, in a compact form. */
  compactNumbers: z.string().optional(),
  unconfirmed: z.string().optional(),
};

/** Where a group is, and the arguments that concern its numbers. */
export interface NumbersOf {
  readonly poolKey: string;
  readonly groupId: string;
}

/** What the state has of a group's numbers. */
export interface NumbersState {
  readonly numbers?: string | undefined;
  readonly compactNumbers?: string | undefined;
  readonly unconfirmed?: string | undefined;
}

/**
 * The longest text of numbers that a partial result carries, in characters. It travels in a header of gRPC, and one of some 16 MB
 * breaks the connection and loses the progress with it.
 */
const LONGEST_PARTIAL_TEXT = 4_000_000;

/** A group while calls change its numbers. */
export class AxgGroupChange {
  private readonly ledger: AxgLedger;
  private readonly application: AxgApplication;
  private isNew = false;

  /** @param outs the outputs that a failure keeps, besides those of the numbers */
  constructor(
    operation: Operation,
    private readonly group: NumbersOf,
    before: GroupContents,
    private readonly outs: Properties,
  ) {
    const dypls = dyplsClient(operation);
    this.ledger = new AxgLedger(before);
    const send = (call: AxgCall) => dypls.operateAxgGroup(group, call);
    this.application = new AxgApplication(this.ledger, send, isAboutNumbers, operation.report);
  }

  /** @throws PartialFailure with what the group holds by then, where anything was done or is in doubt; else what a call threw */
  async bring(declared: NumberSet, strategy: Strategy): Promise<void> {
    try {
      await this.application.bring(declared, strategy);
    } catch (error) {
      throw this.failure(error);
    }
    const [first] = this.application.refused;
    if (first !== undefined) throw this.failure(first.error);
  }

  /** Adds what is missing to a group that was just made, so that any failure leaves something to keep. @throws PartialFailure */
  async afterCreate(declared: NumberSet): Promise<void> {
    this.isNew = true;
    await this.bring(declared, "incremental");
  }

  private failure(error: unknown): unknown {
    const { done, refused } = this.application;
    const contents = this.ledger.contents();
    if (!this.isNew && done === 0 && contents.doubtful.length === 0) return error;
    const numbers = refused.map(({ number }) => number);
    const singled = numbers.length === 0 ? "" : `Refused for themselves: ${maskedList(numbers)}. `;
    const unconfirmed = contents.doubtful.flat().length;
    const doubt = unconfirmed === 0 ? "" : ` and may hold ${unconfirmed} unconfirmed`;
    const reached = `${counted(done, "call")} went through; the group holds ${counted(contents.held.length, "number")}${doubt}`;
    const next = `${singled}${reached}. The state has them, and the next pulumi up goes on from there`;
    const { poolKey, groupId } = this.group;
    return new PartialFailure(`${poolKey}/${groupId}`, { ...this.outs, ...stateOf(contents) }, error, next);
  }
}

/** Deletes all numbers that a group holds or may hold. */
export async function deleteNumbers(
  operation: Operation,
  group: NumbersOf,
  state: NumbersState,
): Promise<void> {
  const { held, doubtful } = contentsOf(state);
  // An earlier destroy may have gone some way, and Pulumi keeps nothing of a destroy that failed: its calls are in doubt.
  const calls = planCalls(held, [], "incremental").map((call) => call.numbers);
  const change = new AxgGroupChange(operation, group, { held: [], doubtful: [...calls, ...doubtful] }, {});
  try {
    await change.bring([], "incremental");
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    const next = "Some numbers may be deleted already; pulumi destroy goes on from there";
    throw new Error(`${messageOf(error.cause).replace(/\.$/, "")}. ${next}`, { cause: error });
  }
}

/**
 * What the state keeps of a group's numbers, each key given so that none of the declared arguments shows through. Units of
 * unconfirmed numbers stand apart by an empty line.
 */
function stateOf({ held, doubtful }: GroupContents): Required<NumbersState> {
  const text = linesOf(held);
  const isLong = text.length > LONGEST_PARTIAL_TEXT;
  return {
    numbers: isLong ? undefined : text,
    compactNumbers: isLong ? encodeNumbers(held) : undefined,
    unconfirmed: doubtful.length === 0 ? undefined : doubtful.map(linesOf).join("\n"),
  };
}

/** What the state says of a group's numbers. */
export function contentsOf({ numbers, compactNumbers, unconfirmed = "" }: NumbersState): GroupContents {
  const units = unconfirmed.split(/\n(?=\n)/).map((unit) => parseNumbers(unit.replace(/^\n/, "")));
  return {
    held: numbers === undefined ? decodeNumbers(compactNumbers ?? "") : parseNumbers(numbers),
    doubtful: units.filter((unit) => unit.length > 0),
  };
}

/** Inputs and outputs of a resource that are what its state says, numbers as text. */
export function told<State extends NumbersState>(state: State): Omit<State, "compactNumbers"> {
  const { compactNumbers, ...rest } = state;
  return compactNumbers === undefined ? rest : { ...rest, numbers: linesOf(decodeNumbers(compactNumbers)) };
}

/** What a diff needs of a state and of inputs, of which others may not be known yet. */
const diffedState = z.object({ ...numbersStateShape, groupId: z.string() });
const diffedInputs = z.object({ numbers: z.string(), strategy: numbersShape.strategy.catch(undefined) });

/**
 * The diff of a resource that keeps numbers. Where nothing replaces it, it comes with what an update would send, for people:
 * `1234: 3 to add, 2 to delete, 997 stay; 2 calls`. A new group is always made before the old one goes.
 *
 * @throws PlanError where the strategy cannot make the change
 */
export function numbersDiff(replaces: readonly string[], olds: Properties, news: Properties): Diff {
  const diff = { replaces, deleteBeforeReplace: false };
  if (replaces.length > 0 || isUnknown(news["numbers"])) return diff;
  const state = diffedState.parse(olds);
  const { numbers, strategy = "auto" } = diffedInputs.parse(news);
  if (state.numbers === numbers && state.unconfirmed === undefined) return diff;
  return { ...diff, summary: summaryOf(state.groupId, contentsOf(state), parseNumbers(numbers), strategy) };
}

function summaryOf(
  groupId: string,
  contents: GroupContents,
  declared: NumberSet,
  strategy: Strategy,
): string {
  const { added, deleted, staying } = setDifference(contents.held, declared);
  const unconfirmed = contents.doubtful.flat();
  const calls = planCalls(contents.held, declared, strategy, { unconfirmed }).length;
  const doubt = unconfirmed.length === 0 ? "" : `, ${unconfirmed.length} unconfirmed ones to settle`;
  const counts = `${added.length} to add, ${deleted.length} to delete, ${staying.length} stay${doubt}`;
  return `${groupId}: ${counts}; ${counted(calls, "call")}`;
}

/** What is wrong with the declared numbers as a change of the last deployed ones: more deletions than `deletionLimit` allows. */
export function limitProblems(
  olds: Properties,
  numbers: string,
  deletionLimit: number | undefined,
): string[] {
  if (deletionLimit === undefined || typeof olds["numbers"] !== "string") return [];
  const { deleted } = setDifference(membersOf(olds["numbers"]).members, membersOf(numbers).members);
  if (deleted.length <= deletionLimit) return [];
  const count = `this change would delete ${deleted.length} numbers of ${countOf(olds["numbers"])}`;
  return [`deletionLimit ${deletionLimit}: ${count}; raise the limit if that is meant`];
}

/** The same before an update, against what the group holds by then. @throws Error */
export function assertWithinLimit(
  state: NumbersState,
  numbers: string,
  deletionLimit: number | undefined,
): void {
  const [problem] = limitProblems(told(state), numbers, deletionLimit);
  if (problem !== undefined) throw new Error(problem);
}

import type { Properties } from "../../arguments/properties";
import { type AxgGroupKey, dyplsClient, refusalCause } from "../../clients/dypls";
import { RefusedError, UnknownOutcomeError } from "../../clients/errors";
import type { Operation } from "../../clients/operation";
import type { EngineRun } from "../../core/run";
import { stateOf } from "../../domain/axgContents";
import { AxgLedger, type GroupContents } from "../../domain/axgLedger";
import { type AxgCall, PlanError, type Strategy } from "../../domain/axgPlan";
import { counted } from "../../domain/countedList";
import { maskedList } from "../../domain/mask";
import { textOf } from "../../domain/memberText";
import type { NumberSet } from "../../domain/numberSet";
import { PartialFailure } from "../common/partialFailure";
import { AxgApplication } from "./application";
import type { JournalLink } from "./attempt";
import { placeOf, refOf } from "./target";

/** What becomes of a change of a group that fails. */
interface ChangeOptions {
  /** The outputs that a failure keeps, besides those of the numbers. */
  readonly outs?: Properties;
  /** Whether every failure has something to be kept, also where nothing was done. */
  readonly isKept?: boolean;
  /** Whether a call whose answer was lost is made again, since nothing can be kept of it. */
  readonly isRepeated?: boolean;
  /** Numbers that other resources keep in the group. */
  readonly others?: NumberSet;
  /** Whether nothing would tell of it if it were killed; see `AxgApplication`. */
  readonly isCareful?: boolean;
}

/** A group while calls change its numbers. */
export class AxgGroupChange {
  private readonly ledger: AxgLedger;
  readonly application: AxgApplication;
  private readonly outs: Properties;
  private readonly isKept: boolean;
  private isUnderWay = false;

  constructor(
    operation: Operation,
    run: EngineRun,
    private readonly group: AxgGroupKey,
    before: GroupContents,
    { outs = {}, isKept = false, isRepeated = false, isCareful = false, others = [] }: ChangeOptions,
  ) {
    this.outs = outs;
    this.isKept = isKept;
    const dypls = dyplsClient(operation);
    const journal = typeof outs["__journal"] === "string" ? outs["__journal"] : "";
    this.ledger = new AxgLedger(before);
    const send = async (call: AxgCall) => {
      await repeating(operation, isRepeated ? TRIES : 1, () => dypls.operateAxgGroup(group, call));
      const { operateType, numbers } = call;
      if (operateType === "overwriteNumbers") run.recordOverwrite(refOf(group), journal, numbers);
      else if (operateType === "deleteNumbers") run.recordChange(refOf(group), journal, numbers, []);
      else run.recordChange(refOf(group), journal, [], numbers);
    };
    this.application = new AxgApplication(
      this.ledger,
      send,
      refusalCause,
      operation.report,
      new Set(others),
      isCareful,
    );
  }

  /** @throws PartialFailure with what the group holds by then, where there is anything to be kept; else what a call threw */
  async apply(intended: NumberSet, strategy: Strategy): Promise<void> {
    this.isUnderWay = true;
    try {
      await this.application.bring(intended, strategy);
    } catch (error) {
      this.isUnderWay = !(error instanceof PlanError);
      throw this.failure(error);
    }
    const [first] = this.application.refused;
    if (first !== undefined) throw this.failure(first.error);
  }

  /** What the state keeps of the group so far, and why the change ends here. */
  failure(error: unknown): unknown {
    const { done, lost, refused } = this.application;
    const numbers = refused.map(({ number }) => number);
    const named = numbers.length === 0 ? undefined : `Refused for themselves: ${maskedList(numbers)}`;
    // What an earlier attempt may have done stands in the journal all the same.
    if (!this.isKept && done === 0 && lost === 0)
      return error instanceof RefusedError && named !== undefined ? new RefusedError(error, named) : error;
    const contents = this.ledger.contents();
    const reached = reachedText(done, contents);
    const next = named === undefined ? reached : `${named}. ${reached}`;
    const outs = { ...this.outs, ...stateOf(contents), ...this.midway(numbers) };
    return new PartialFailure(placeOf(this.group), outs, error, next);
  }

  /** What the state keeps of an attempt that failed midway; one that sends nothing is refused again, as long as it is the same. */
  private midway(refused: readonly string[]): JournalLink {
    if (!this.isUnderWay || this.outs["__attempt"] === undefined) return {};
    return { __failed: true, ...(refused.length === 0 ? {} : { __refused: textOf(refused) }) };
  }
}

/** How far a change went that failed, and what is next. */
function reachedText(done: number, { held, doubtful }: GroupContents): string {
  const uncertain = doubtful.flat().length;
  if (done === 0 && uncertain === 0)
    return `Nothing was changed: the group holds ${counted(held.length, "number")}`;
  const doubt = uncertain === 0 ? "" : ` and may hold ${uncertain} unconfirmed`;
  const reached = `${counted(done, "call")} went through; the group holds ${counted(held.length, "number")}${doubt}`;
  return `${reached}. The state has them, and the next pulumi up goes on from there`;
}

/** How often a call of a deletion is made whose answer is lost. */
const TRIES = 4;

/** Makes a call, and makes it again where its outcome is unknown. A refusal of a later copy is as any other: it may be done already. */
async function repeating(operation: Operation, tries: number, call: () => Promise<void>): Promise<void> {
  for (let tried = 1; ; tried++) {
    try {
      await call();
      return;
    } catch (error) {
      const mayPass = error instanceof UnknownOutcomeError && tried < tries;
      if (!mayPass || !(await operation.pause(tried - 1))) throw error;
    }
  }
}

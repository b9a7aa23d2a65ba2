import { RefusedError } from "../../core/calls/errors";
import type { Operation } from "../../core/calls/operation";
import { plural } from "../../core/plurals";
import { PartialFailure } from "../../core/lifecycle/partialFailure";
import { maskedList } from "../../core/mask";
import type { Properties } from "../../core/properties";
import type { EngineRun } from "../../core/run/run";
import { encodeSet } from "../../sets/memberText";
import { AxgApplication } from "../application";
import { type AxgGroupKey, dyplsClient, groupRefOf, groupInRun, refusalCause } from "../client";
import { stateOf } from "../contents";
import type { JournalLink } from "../journal";
import { AxgLedger } from "../ledger";
import type { GroupContents, NumberSet } from "../numberSet";
import { type AxgCall, PlanError, type Strategy } from "../plan";
import { AxgRun } from "../run";

/** What becomes of a change of a group that fails. */
interface ChangeOptions {
  /** The outputs that a failure keeps, besides those of the numbers. */
  readonly outs?: Properties;
  /** Whether every failure has something to be kept, also where nothing was done. */
  readonly isKept?: boolean;
  /** Numbers that other resources keep in the group. */
  readonly others?: NumberSet;
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
    { outs = {}, isKept = false, others = [] }: ChangeOptions = {},
  ) {
    this.outs = outs;
    this.isKept = isKept;
    const dypls = dyplsClient(operation);
    const journal = typeof outs["__journal"] === "string" ? outs["__journal"] : "";
    this.ledger = new AxgLedger(before);
    const operate = async (call: AxgCall) => {
      await dypls.operateAxgGroup(group, call);
      const { operateType, numbers } = call;
      if (operateType === "overwriteNumbers")
        run.part(AxgRun).recordOverwrite(groupInRun(group), journal, numbers);
      else if (operateType === "deleteNumbers")
        run.part(AxgRun).recordChange(groupInRun(group), journal, numbers, []);
      else run.part(AxgRun).recordChange(groupInRun(group), journal, [], numbers);
    };
    this.application = new AxgApplication({
      ledger: this.ledger,
      operate,
      cause: refusalCause,
      pause: (times) => operation.pause(times),
      progress: operation.progress,
      others,
    });
  }

  /** @throws PartialFailure with what the group holds by then, where there is anything to be kept; else what a call threw */
  async apply(intended: NumberSet, strategy: Strategy): Promise<void> {
    this.isUnderWay = true;
    try {
      await this.application.apply(intended, strategy);
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
    const contents = this.ledger.contents();
    const named = refusedText(numbers, contents);
    // What an earlier attempt may have done stands in the journal all the same.
    if (!this.isKept && done === 0 && lost === 0)
      return error instanceof RefusedError && named !== undefined ? new RefusedError(error, named) : error;
    const reached = reachedText(done, contents, this.isUnderWay);
    const next = named === undefined ? reached : `${named}. ${reached}`;
    const outs = { ...this.outs, ...stateOf(contents), ...this.failedLink(numbers) };
    return new PartialFailure(groupRefOf(this.group), outs, error, next);
  }

  /** What the state keeps of an attempt that failed midway; one that sends nothing is refused again, as long as it is the same. */
  private failedLink(refused: readonly string[]): JournalLink {
    if (!this.isUnderWay || this.outs["__attempt"] === undefined) return {};
    return { __failed: true, ...(refused.length === 0 ? {} : { __refused: encodeSet(refused) }) };
  }
}

/** The numbers that were refused one by one, and how many of them are suspects. */
function refusedText(numbers: readonly string[], { uncertain }: GroupContents): string | undefined {
  if (numbers.length === 0) return undefined;
  const mayBeHeld = new Set(uncertain.flat());
  const suspected = numbers.filter((number) => mayBeHeld.has(number)).length;
  const named = `Refused numbers: ${maskedList(numbers)}`;
  if (suspected === 0) return named;
  const which = suspected === numbers.length ? "them" : `${suspected} of them`;
  return `${named}. The group may already hold ${which}: a number that it holds is refused with the same code`;
}

/**
 * How far a change went that failed, and what to do next.
 *
 * @param isUnderWay whether another update continues it; not where it was refused before any call
 */
function reachedText(done: number, { held, uncertain }: GroupContents, isUnderWay: boolean): string {
  const count = uncertain.flat().length;
  const others = count === 0 ? "" : `, and ${count} ${count === 1 ? "is" : "are"} uncertain`;
  const group = `the group holds ${plural(held.length, "number")}${others}`;
  if (!isUnderWay || (done === 0 && count === 0)) return `Nothing was changed: ${group}`;
  return `${plural(done, "call")} went through; ${group}. Run \`pulumi up\` again to continue`;
}

import { RefusedError, UnknownOutcomeError } from "../../clients/errors";
import type { AxgLedger } from "../../domain/axgLedger";
import { type AxgCall, CALL_CAP, type Strategy } from "../../domain/axgPlan";
import { callsOf, settlingCall, settlingPlan } from "../../domain/axgSettling";
import type { NumberSet } from "../../domain/numberSet";
import { setDifference } from "../../domain/setDifference";

type Operate = AxgCall["operateType"];

/** A number that the cloud takes in no call, and what it says of it. */
export interface RefusedNumber {
  readonly number: string;
  readonly error: RefusedError;
}

const OPPOSITE: Readonly<Record<Operate, Operate>> = {
  addNumbers: "deleteNumbers",
  deleteNumbers: "addNumbers",
  overwriteNumbers: "deleteNumbers",
};

/** How often the progress of a long update is told, in milliseconds. */
const REPORT_EVERY_MS = 1000;

/** How many numbers are refused one by one, with none taken, before the refusal is held to be about something else. */
const HOPELESS = 6;

/**
 * Brings a group to its declared numbers, call by call. After each call `ledger` says what the group holds. A call that is refused
 * because of some of its numbers is halved until those are found; the rest goes through.
 *
 * No document says whether a number that is there already may be added, or one that is not there deleted: some clouds may take
 * it for done, others refuse the whole call with a code that nobody knows. All of this ends right with both.
 */
export class AxgApplication {
  /** The numbers that were refused by themselves. */
  readonly refused: RefusedNumber[] = [];
  /** Calls that took effect. */
  done = 0;

  /**
   * @param send makes one call, and throws RefusedError, UnknownOutcomeError, or another where nothing took effect
   * @param report is told about once a second, and at the end, how far it is
   * @param isAboutNumbers whether a refusal may be because of the numbers of the call
   */
  constructor(
    private readonly ledger: AxgLedger,
    private readonly send: (call: AxgCall) => Promise<void>,
    private readonly isAboutNumbers: (error: RefusedError) => boolean,
    private readonly report: (progress: string) => void = () => undefined,
  ) {}

  /** @throws what a call threw, with the ledger up to date; PlanError */
  async bring(declared: NumberSet, strategy: Strategy): Promise<void> {
    const contents = this.ledger.contents();
    const only = settlingCall(contents, declared, strategy);
    if (only !== undefined && (await this.try(only)) === undefined) return;
    const calls = settlingPlan(contents, declared, strategy);
    const numbers = total(calls);
    let sent = 0;
    let reportedAt = Date.now();
    for (const [at, call] of calls.entries()) {
      if (call.operateType !== "overwriteNumbers") await this.sendOrHalve(call);
      else if (!(await this.overwrite(call, declared, strategy))) return;
      sent += call.numbers.length;
      const isLast = at + 1 === calls.length;
      // A pipeline's log has a line for each report.
      if (isLast || Date.now() - reportedAt >= REPORT_EVERY_MS) {
        reportedAt = Date.now();
        this.report(`${at + 1} of ${calls.length} calls, ${sent} of ${numbers} numbers`);
      }
    }
  }

  /**
   * Makes a call. Where it is refused, it may be done already, by a call whose answer was lost or by an update that was killed before
   * the state could tell: if its opposite is taken and then it, all of it is as it should be. Otherwise some of its numbers are
   * done and others not, or some are refused for themselves, and halving finds out. Nothing is concluded from one number for
   * another: an update that was killed in between may have left them different.
   */
  private async sendOrHalve(
    { operateType, numbers }: AxgCall,
    tally = { taken: 0, refused: 0 },
  ): Promise<void> {
    let refusal = await this.try({ operateType, numbers });
    if (
      refusal !== undefined &&
      (await this.try({ operateType: OPPOSITE[operateType], numbers })) === undefined
    ) {
      refusal = await this.try({ operateType, numbers });
    }
    if (refusal === undefined) {
      tally.taken++;
      return;
    }
    const [number, ...others] = numbers;
    if (number !== undefined && others.length === 0) {
      this.refused.push({ number, error: refusal });
      if (++tally.refused >= HOPELESS && tally.taken === 0) throw refusal;
      return;
    }
    const middle = Math.ceil(numbers.length / 2);
    await this.sendOrHalve({ operateType, numbers: numbers.slice(0, middle) }, tally);
    await this.sendOrHalve({ operateType, numbers: numbers.slice(middle) }, tally);
  }

  /**
   * Overwrites the group. It is refused where the group holds more than the state knows of: after a killed update, numbers of that
   * update. Then every number is added and deleted as it should be.
   *
   * @throws RefusedError where one call was to replace whatever the group holds
   */
  private async overwrite(call: AxgCall, declared: NumberSet, strategy: Strategy): Promise<boolean> {
    const refusal = await this.try(call);
    if (refusal === undefined) return true;
    if (strategy === "overwrite" && declared.length <= CALL_CAP) throw refusal;
    const { deleted } = setDifference(this.ledger.contents().held, declared);
    for (const added of callsOf("addNumbers", declared)) await this.sendOrHalve(added);
    for (const gone of callsOf("deleteNumbers", deleted)) await this.sendOrHalve(gone);
    return false;
  }

  /** Makes a call. Returns a refusal that may be because of its numbers; any other failure is thrown. */
  private async try(call: AxgCall): Promise<RefusedError | undefined> {
    try {
      await this.send(call);
    } catch (error) {
      if (error instanceof RefusedError && this.isAboutNumbers(error)) return error;
      if (error instanceof UnknownOutcomeError) this.ledger.lost(call);
      throw error;
    }
    this.ledger.accepted(call);
    this.done++;
    return undefined;
  }
}

function total(calls: readonly AxgCall[]): number {
  return calls.reduce((sum, { numbers }) => sum + numbers.length, 0);
}

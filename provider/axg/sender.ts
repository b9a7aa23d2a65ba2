import { RefusedError, UnknownOutcomeError } from "../core/calls/errors";
import type { RefusalCause } from "./client";
import type { AxgLedger } from "./ledger";
import type { AxgCall } from "./plan";

export type OperateType = AxgCall["operateType"];

/** How often a call is made whose answer is lost each time. */
const TRIES = 4;

/** How often a number is added again that was deleted to see whether it was there. */
const RESTORE_TRIES = 5;

/** What a sender of calls needs. */
export interface SenderOptions {
  readonly ledger: AxgLedger;
  /** Makes one call; throws RefusedError, UnknownOutcomeError, or another where nothing took effect. */
  readonly operate: (call: AxgCall) => Promise<void>;
  /** What a refusal is about. */
  readonly cause: (error: RefusedError) => RefusalCause;
  /** Waits before a call is made again; false where there is no time for it. Default: no wait. */
  readonly pause?: (times: number) => Promise<boolean>;
}

/**
 * Makes the calls of one group. After each of them the ledger says what the group holds. A call whose answer is lost is made again: it
 * adds what shall be there or deletes what shall not, so that a second copy of it changes nothing more.
 */
export class AxgSender {
  /** Calls that took effect. */
  done = 0;
  /** Calls whose outcome stayed unknown. */
  lost = 0;
  readonly ledger: AxgLedger;
  readonly cause: (error: RefusedError) => RefusalCause;
  private readonly operate: (call: AxgCall) => Promise<void>;
  private readonly pause: (times: number) => Promise<boolean>;
  /** The number of each kind of call that was taken last. */
  private readonly lastTaken = new Map<OperateType, string>();

  constructor({ ledger, operate, cause, pause = () => Promise.resolve(true) }: SenderOptions) {
    this.ledger = ledger;
    this.operate = operate;
    this.cause = cause;
    this.pause = pause;
  }

  /**
   * Makes a call.
   *
   * @returns the refusal, where it may be because of the call's numbers
   * @throws any other failure, with the ledger up to date
   */
  async send(call: AxgCall): Promise<RefusedError | undefined> {
    let unknown: UnknownOutcomeError | undefined;
    for (let tried = 1; ; tried++) {
      try {
        await this.operate(call);
        this.record(call);
        return undefined;
      } catch (error) {
        if (error instanceof UnknownOutcomeError) {
          unknown = error;
          this.ledger.recordLost(call);
          if (tried < TRIES && (await this.pause(tried - 1))) continue;
        }
        if (unknown !== undefined) this.lost++;
        if (!(error instanceof RefusedError)) throw unknown ?? error;
        if (this.cause(error) === "other") throw error;
        return error;
      }
    }
  }

  /** Makes a call again and again while it is refused: for a number that was deleted a moment ago. */
  async sendPatiently(call: AxgCall): Promise<RefusedError | undefined> {
    for (let tried = 1; ; tried++) {
      const refusal = await this.send(call);
      if (refusal === undefined || tried === RESTORE_TRIES || !(await this.pause(tried - 1))) return refusal;
    }
  }

  /** A number for which such a call is done already, for certain. */
  numberDone(operateType: OperateType): string | undefined {
    const number = this.lastTaken.get(operateType);
    const isHeld = number !== undefined && this.ledger.holds(number);
    if (operateType === "deleteNumbers")
      return number !== undefined && !isHeld && !this.ledger.isUncertain(number) ? number : undefined;
    return isHeld ? number : this.ledger.someHeld();
  }

  private record(call: AxgCall): void {
    const { operateType, numbers } = call;
    this.ledger.recordDone(call);
    this.done++;
    const [number] = numbers;
    if (number !== undefined) this.lastTaken.set(operateType, number);
  }
}

import { RefusedError } from "../core/calls/errors";
import { plural } from "../core/plurals";
import { ascending } from "../sets/memberText";
import type { NumberSet } from "./numberSet";
import { type AxgCall, CALL_CAP, callsOf, settlingCall, settlingPlan, type Strategy } from "./plan";
import { AxgRefusals, type RefusedNumber, takeSample } from "./refusals";
import { AxgSender, type SenderOptions } from "./sender";

/** How often the progress of a long update is reported, in milliseconds. */
const REPORT_EVERY_MS = 1000;

/** How many of the numbers to be added may show that a group was full. */
const TRIED_FOR_ROOM = 3;

/** What an application needs. */
export interface ApplicationOptions extends SenderOptions {
  /** Gets the progress about once a second, and at the end. */
  readonly progress?: (progress: string) => void;
  /** Numbers that other resources keep in the group: none of them is deleted to find out whether it is held. */
  readonly others?: NumberSet;
}

/**
 * Brings a group to its declared numbers, call by call. After each call the ledger says what the group holds. `AxgSender`
 * settles lost answers, and `AxgRefusals` finds out what refusals mean.
 */
export class AxgApplication {
  private readonly sender: AxgSender;
  private readonly refusals: AxgRefusals;
  private readonly progress: (progress: string) => void;

  constructor({ progress = () => undefined, others = [], ...options }: ApplicationOptions) {
    this.sender = new AxgSender(options);
    this.refusals = new AxgRefusals(this.sender, others);
    this.progress = progress;
  }

  /** Calls that took effect. */
  get done(): number {
    return this.sender.done;
  }

  /** Calls whose outcome is unknown. */
  get lost(): number {
    return this.sender.lost;
  }

  /** Numbers that were refused one by one. */
  get refused(): readonly RefusedNumber[] {
    return this.refusals.refused;
  }

  /** @throws what a call threw, with the ledger up to date; PlanError */
  async apply(declared: NumberSet, strategy: Strategy): Promise<void> {
    const { ledger } = this.sender;
    const contents = ledger.contents();
    const only = settlingCall(contents, declared, strategy);
    if (only !== undefined && (await this.sender.send(only)) === undefined) return;
    const calls = settlingPlan(contents, declared, strategy);
    const progress = this.progressOf(calls);
    for (const [at, call] of calls.entries()) {
      if (call.operateType === "overwriteNumbers") {
        if (!(await this.overwrite(call, declared, strategy))) return;
      } else if (await this.sendOrMakeRoom(call, calls.slice(at), declared)) break;
      progress(call);
    }
    if (calls.some(({ operateType }) => operateType === "deleteNumbers")) await this.addRefused();
  }

  /**
   * Makes a call. Where no addition is taken and something is to be deleted anyway, the group may be full: then room is made.
   *
   * @param rest of the plan, from this call on
   * @returns whether the rest of the plan is done by that
   */
  private async sendOrMakeRoom(
    call: AxgCall,
    rest: readonly AxgCall[],
    declared: NumberSet,
  ): Promise<boolean> {
    const [refused] = this.refused;
    if (refused !== undefined && declared.length > 0 && this.wouldEmpty(call)) {
      const again = callsOf("addNumbers", this.takeRefused());
      await this.addWithRoom([...again, ...rest], refused.error);
      return true;
    }
    try {
      await this.refusals.send(call);
      return false;
    } catch (error) {
      const isAddition = error instanceof RefusedError && call.operateType === "addNumbers";
      if (!isAddition || this.sender.cause(error) === "other") throw error;
      await this.addWithRoom(rest, error);
      return true;
    }
  }

  /** Whether a deletion would leave nothing in the group. */
  private wouldEmpty({ operateType, numbers }: AxgCall): boolean {
    const { ledger } = this.sender;
    return (
      operateType === "deleteNumbers" &&
      numbers.filter((number) => ledger.holds(number)).length >= ledger.heldCount
    );
  }

  /**
   * Finishes a plan whose additions are refused: what goes anyway is deleted before them. One number of each shows first whether that
   * helps. The group is never empty, and nothing that stays is ever missing.
   *
   * @throws the refusal where it does not
   */
  private async addWithRoom(rest: readonly AxgCall[], refusal: RefusedError): Promise<void> {
    // What may not be there makes no room.
    const deletions = numbersOf(rest, "deleteNumbers");
    const uncertain = deletions.filter((number) => !this.sender.ledger.holds(number));
    const [gone, ...certain] = deletions.filter((number) => this.sender.ledger.holds(number));
    const additions = numbersOf(rest, "addNumbers");
    const isOverwritten = numbersOf(rest, "overwriteNumbers").length > 0;
    if (gone === undefined || isOverwritten || this.sender.ledger.heldCount < 2) throw refusal;
    if ((await this.sender.send({ operateType: "deleteNumbers", numbers: [gone] })) !== undefined)
      throw refusal;
    const first = await this.addOneOf(takeSample(additions, TRIED_FOR_ROOM));
    if (first === undefined) throw refusal;
    const deleting = [...callsOf("deleteNumbers", certain), ...callsOf("deleteNumbers", uncertain)];
    const others = additions.filter((number) => number !== first);
    const adding = callsOf("addNumbers", others);
    const progress = this.progressOf([...deleting, ...adding]);
    for (let at = 0; at < Math.max(deleting.length, adding.length); at++) {
      for (const call of [deleting[at], adding[at]]) {
        if (call === undefined) continue;
        await this.refusals.send(call);
        progress(call);
      }
    }
  }

  private async addOneOf(numbers: readonly string[]): Promise<string | undefined> {
    for (const number of numbers)
      if ((await this.sender.send({ operateType: "addNumbers", numbers: [number] })) === undefined)
        return number;
    return undefined;
  }

  /** Adds numbers again that were refused while the group may have been full, since some were deleted meanwhile. */
  private async addRefused(): Promise<void> {
    const before = [...this.refused];
    const again = this.takeRefused();
    try {
      for (const call of callsOf("addNumbers", again)) await this.refusals.send(call);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      const { refused } = this.refusals;
      const named = new Set(refused.map(({ number }) => number));
      refused.push(...before.filter(({ number }) => !named.has(number) && !this.sender.ledger.holds(number)));
    }
  }

  /** Takes numbers off the list that were refused for what may be no fault of theirs, and that are not held yet. */
  private takeRefused(): NumberSet {
    const { refused } = this.refusals;
    const again = refused.filter(
      ({ operateType, error }) => operateType === "addNumbers" && this.sender.cause(error) !== "numbers",
    );
    const others = refused.filter((one) => !again.includes(one));
    refused.splice(0, refused.length, ...others);
    const absent = again.filter(({ number }) => !this.sender.ledger.holds(number));
    return absent.map(({ number }) => number).sort(ascending);
  }

  /** See `AxgRefusals`. */
  restore(numbers: readonly string[]): Promise<void> {
    return this.refusals.restore(numbers);
  }

  /**
   * Overwrites the group. It is refused where the group holds more than the state knows of: after a killed update, numbers of that
   * update. Then numbers are added and deleted.
   *
   * @returns false where the whole plan is done by that
   * @throws RefusedError where one call was to replace whatever the group holds
   */
  private async overwrite(call: AxgCall, declared: NumberSet, strategy: Strategy): Promise<boolean> {
    const refusal = await this.sender.send(call);
    if (refusal === undefined) return true;
    if (strategy === "overwrite" && declared.length <= CALL_CAP) throw refusal;
    await this.apply(declared, "incremental");
    return false;
  }

  /** Reports how far a plan is, about once a second and at its end: a pipeline's log has a line for each. */
  private progressOf(calls: readonly AxgCall[]): (call: AxgCall) => void {
    const numbers = calls.reduce((sum, call) => sum + call.numbers.length, 0);
    let made = 0;
    let sent = 0;
    let reportedAt = Date.now();
    return (call) => {
      made++;
      sent += call.numbers.length;
      if (made < calls.length && Date.now() - reportedAt < REPORT_EVERY_MS) return;
      reportedAt = Date.now();
      this.progress(`${made} of ${plural(calls.length, "call")}, ${sent} of ${plural(numbers, "number")}`);
    };
  }
}

function numbersOf(calls: readonly AxgCall[], type: AxgCall["operateType"]): string[] {
  return calls.filter(({ operateType }) => operateType === type).flatMap(({ numbers }) => numbers);
}

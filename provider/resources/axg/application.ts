import type { RefusalCause } from "../../clients/dypls";
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
const GIVE_UP_AFTER = 6;

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
  /** Calls whose outcome is unknown. */
  lost = 0;
  /** The code by which the cloud says that a number is there already, once that was found out carefully. */
  private repeatedCode: string | undefined;

  /**
   * @param send makes one call, and throws RefusedError, UnknownOutcomeError, or another where nothing took effect
   * @param report is told about once a second, and at the end, how far it is
   * @param cause what a refusal is about
   * @param others numbers that other resources keep in the group: none of them is deleted to find out whether it is there
   * @param isCareful whether no other number is, either, but a single one
   */
  constructor(
    private readonly ledger: AxgLedger,
    private readonly send: (call: AxgCall) => Promise<void>,
    private readonly cause: (error: RefusedError) => RefusalCause,
    private readonly report: (progress: string) => void = () => undefined,
    private readonly others: ReadonlySet<string> = new Set(),
    private readonly isCareful = false,
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
   *
   * @throws RefusedError where it is refused whatever the number: then it is about something else than numbers
   */
  private async sendOrHalve(call: AxgCall): Promise<void> {
    if (call.operateType === "addNumbers") {
      const shared = call.numbers.filter((number) => this.others.has(number));
      if (shared.length > 0) return this.addShared(call, shared);
      if (this.isCareful) return this.addCarefully(call);
    }
    const refusal = await this.sendOrUndo(call);
    if (refusal === undefined) return;
    const { operateType, numbers } = call;
    const before = this.refused.length;
    const isAboutNumbers = this.cause(refusal) === "numbers";
    if (numbers.length <= GIVE_UP_AFTER) {
      const isAnyTaken = await this.halves(call);
      if (!isAnyTaken && this.done === 0 && !isAboutNumbers) throw this.unnamed(before, refusal);
      return;
    }
    const probes = new Set(spread(numbers, GIVE_UP_AFTER));
    let isAnyTaken = false;
    for (const number of probes) isAnyTaken = (await this.sendOne(operateType, number)) || isAnyTaken;
    // Where the documents say that numbers are refused for themselves, others may still be right.
    if (!isAnyTaken && !isAboutNumbers) throw this.unnamed(before, refusal);
    const rest = numbers.filter((number) => !probes.has(number));
    isAnyTaken = (await this.halve({ operateType, numbers: rest })) || isAnyTaken;
    if (!isAnyTaken) throw refusal;
  }

  /** A refusal that is the cloud's, and not each number's: no number was taken, and no document says that it is about numbers. */
  private unnamed(refusedBefore: number, refusal: RefusedError): RefusedError {
    this.refused.length = refusedBefore;
    return refusal;
  }

  /** @returns whether any number was taken */
  private async halve(call: AxgCall): Promise<boolean> {
    const [number, ...others] = call.numbers;
    if (number === undefined) return false;
    if (others.length === 0) return this.sendOne(call.operateType, number);
    return (await this.sendOrUndo(call)) === undefined || this.halves(call);
  }

  private async halves({ operateType, numbers }: AxgCall): Promise<boolean> {
    const [number] = numbers;
    if (number !== undefined && numbers.length === 1) return this.sendOne(operateType, number);
    const middle = Math.ceil(numbers.length / 2);
    const first = await this.halve({ operateType, numbers: numbers.slice(0, middle) });
    const second = await this.halve({ operateType, numbers: numbers.slice(middle) });
    return first || second;
  }

  /** @returns whether it was taken */
  private async sendOne(operateType: Operate, number: string): Promise<boolean> {
    const error = await this.sendOrUndo({ operateType, numbers: [number] });
    if (error !== undefined) this.refused.push({ number, error });
    return error === undefined;
  }

  /**
   * Adds numbers, where a number that is there already is known to no state but that of a resource that is yet to be deleted: killed
   * between its deletion and its addition, this would lose it. So one alone shows what the refusal means.
   */
  private async addCarefully({ operateType, numbers }: AxgCall): Promise<void> {
    const refusal = await this.try({ operateType, numbers });
    if (refusal === undefined) return;
    const before = this.refused.length;
    const taken = this.done;
    const probes = this.repeatedCode === undefined ? spread(numbers, GIVE_UP_AFTER) : [];
    for (const number of probes) await this.addEach([number]);
    if (probes.length > 0 && this.done === taken) throw this.unnamed(before, refusal);
    await this.addEach(numbers.filter((number) => !probes.includes(number)));
  }

  /** Adds those of the numbers that are not there yet. The first one that is refused alone is deleted and added, to see whether it was. */
  private async addEach(numbers: readonly string[]): Promise<void> {
    const error = numbers.length === 0 ? undefined : await this.try({ operateType: "addNumbers", numbers });
    if (error === undefined) return;
    const [number, ...others] = numbers;
    if (number === undefined || others.length > 0) {
      const middle = Math.ceil(numbers.length / 2);
      await this.addEach(numbers.slice(0, middle));
      await this.addEach(numbers.slice(middle));
    } else if (this.repeatedCode === undefined) {
      if (await this.sendOne("addNumbers", number)) this.repeatedCode = error.code;
    } else if (error.code === this.repeatedCode) this.ledger.accepted({ operateType: "addNumbers", numbers });
    else this.refused.push({ number, error });
  }

  /** Adds numbers of which others keep some: of those, what is refused is there. */
  private async addShared(call: AxgCall, shared: readonly string[]): Promise<void> {
    if ((await this.try(call)) === undefined) return;
    await this.restore(shared);
    this.ledger.accepted({ operateType: "addNumbers", numbers: shared });
    const own = call.numbers.filter((number) => !this.others.has(number));
    if (own.length > 0) await this.sendOrHalve({ operateType: "addNumbers", numbers: own });
  }

  /**
   * Adds numbers that another resource keeps, and that this one's calls may have deleted before they were killed. What is refused is
   * there already, or that resource will be told.
   */
  async restore(numbers: readonly string[]): Promise<void> {
    for (const { numbers: part } of callsOf("addNumbers", numbers)) {
      if ((await this.try({ operateType: "addNumbers", numbers: part })) === undefined) continue;
      const probes = spread(part, GIVE_UP_AFTER);
      const taken = this.done;
      for (const number of probes) await this.try({ operateType: "addNumbers", numbers: [number] });
      if (this.done > taken) await this.addAbsent(part.filter((number) => !probes.includes(number)));
    }
  }

  /** Adds those of the numbers that are taken. */
  private async addAbsent(numbers: readonly string[]): Promise<void> {
    if (numbers.length === 0 || (await this.try({ operateType: "addNumbers", numbers })) === undefined)
      return;
    if (numbers.length === 1) return;
    const middle = Math.ceil(numbers.length / 2);
    await this.addAbsent(numbers.slice(0, middle));
    await this.addAbsent(numbers.slice(middle));
  }

  /** Makes a call, or, where it is refused, its opposite and then it. */
  private async sendOrUndo({ operateType, numbers }: AxgCall): Promise<RefusedError | undefined> {
    const refusal = await this.try({ operateType, numbers });
    if (refusal === undefined) return undefined;
    const isUndone = (await this.try({ operateType: OPPOSITE[operateType], numbers })) === undefined;
    return isUndone ? this.try({ operateType, numbers }) : refusal;
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
      if (error instanceof RefusedError && this.cause(error) !== "other") return error;
      if (error instanceof UnknownOutcomeError) {
        this.ledger.lost(call);
        this.lost++;
      }
      throw error;
    }
    this.ledger.accepted(call);
    this.done++;
    return undefined;
  }
}

/** So many items of a list, from all over it. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return items.filter(
    (_, at) => Math.floor((at * count) / items.length) !== Math.floor(((at - 1) * count) / items.length),
  );
}

function total(calls: readonly AxgCall[]): number {
  return calls.reduce((sum, { numbers }) => sum + numbers.length, 0);
}

import { RefusedError } from "../core/calls/errors";
import { maskedList } from "../core/mask";
import { isIn } from "../sets/memberSet";
import type { NumberSet } from "./numberSet";
import { type AxgCall, callsOf } from "./plan";
import type { AxgSender, OperateType } from "./sender";

/** A number that the cloud refused in a call of its own, and what it said. */
export interface RefusedNumber {
  readonly operateType: OperateType;
  readonly number: string;
  readonly error: RefusedError;
}

/** How many numbers are tried one by one, with none taken, before the refusal is held to be about something else. */
const GIVE_UP_AFTER = 6;

/** What numbers that were refused one by one turned out to be, and the one that showed it. */
interface Probe {
  readonly verdict: "repeated" | "not repeated" | "nothing shown";
  readonly settled?: string;
}

/**
 * Finds out what a refused call means. No document says whether a held number may be added again, or an absent one deleted: some clouds may
 * take it, others refuse the whole call with a code that nobody knows. Nor does one say what a cloud answers while it takes no additions, or
 * where the group is full.
 *
 * Only a call that is taken proves anything. A number that may be wanted is deleted to find out only where it is uncertain; and first a
 * single one, once a number that is certainly held was refused alike.
 */
export class AxgRefusals {
  /** Numbers that were refused one by one. */
  readonly refused: RefusedNumber[] = [];
  /** The codes that stand for what is done already, by the kind of call: one number showed it. */
  private readonly repeatedCodes = new Map<OperateType, string>();

  /** @param others numbers that other resources keep in the group: none of them is ever deleted here */
  constructor(
    private readonly sender: AxgSender,
    private readonly others: NumberSet = [],
  ) {}

  /**
   * Makes a call. Where it is refused because of some of its numbers, those are found and the rest goes through.
   *
   * @throws RefusedError where it is refused whatever the number
   */
  async send(call: AxgCall): Promise<void> {
    const refusal = await this.sender.send(call);
    if (refusal === undefined) return;
    const { operateType, numbers } = call;
    const certain = numbers.filter((number) => !this.mayBeProbed(operateType, number));
    if (certain.length === 0) return this.settle(call, refusal);
    if (certain.length === numbers.length) return this.isolate(call, refusal);
    const uncertain = numbers.filter((number) => this.mayBeProbed(operateType, number));
    await this.send({ operateType, numbers: certain });
    await this.send({ operateType, numbers: uncertain });
  }

  /** Whether the opposite call may be made to find out whether a number is held: nothing that may be wanted gets lost by it. */
  private mayBeProbed(operateType: OperateType, number: string): boolean {
    if (operateType === "deleteNumbers") return true;
    return this.sender.ledger.isUncertain(number) && !isIn(this.others, number);
  }

  /** Sends numbers of a refused call in ever smaller calls, down to each that is refused by itself. */
  private async isolate({ operateType, numbers }: AxgCall, refusal: RefusedError): Promise<void> {
    const sample = numbers.length <= GIVE_UP_AFTER ? [] : takeSample(numbers, GIVE_UP_AFTER);
    const left: RefusedNumber[] = [];
    for (const number of sample) await this.halve(operateType, [number], left);
    const isDocumented = this.sender.cause(refusal) === "numbers";
    // Where the documents say that numbers are refused for themselves, others may still be right.
    if (sample.length > 0 && left.length === sample.length && !isDocumented) throw refusal;
    const rest = sample.length === 0 ? numbers : numbers.filter((number) => !sample.includes(number));
    await this.halve(operateType, rest, left);
    const isNoneTaken = left.length === numbers.length;
    if (isNoneTaken && !isDocumented && (await this.isForAll(operateType, refusal))) throw refusal;
    if (!isNoneTaken) await this.suspect(operateType, left);
    this.refused.push(...left);
  }

  private async halve(
    operateType: OperateType,
    numbers: readonly string[],
    left: RefusedNumber[],
  ): Promise<void> {
    const [number, ...others] = numbers;
    if (number === undefined) return;
    const error = await this.sender.send({ operateType, numbers });
    if (error === undefined) return;
    if (others.length === 0) {
      left.push({ operateType, number, error });
      return;
    }
    const middle = Math.ceil(numbers.length / 2);
    await this.halve(operateType, numbers.slice(0, middle), left);
    await this.halve(operateType, numbers.slice(middle), left);
  }

  /** Whether a refusal that every number met is the cloud's: a number for which the call is done already meets it, too. */
  private async isForAll(operateType: OperateType, refusal: RefusedError): Promise<boolean> {
    const repeated = await this.repeat(operateType);
    return repeated === "nothing done" ? this.sender.done === 0 : repeated?.code === refusal.code;
  }

  /** Makes a call again for a number for which it is certainly done; what a refusal of it says, where it is refused. */
  private async repeat(operateType: OperateType): Promise<RefusedError | "nothing done" | undefined> {
    const done = this.sender.numberDone(operateType);
    return done === undefined ? "nothing done" : this.sender.send({ operateType, numbers: [done] });
  }

  /**
   * Makes suspects of numbers that are refused while others are taken, and as one is that is certainly held: the group may hold them, whoever
   * added them. They are uncertain from now on, so that the next update settles them.
   */
  private async suspect(operateType: OperateType, left: readonly RefusedNumber[]): Promise<void> {
    const undocumented = left.filter(({ error }) => this.sender.cause(error) !== "numbers");
    if (operateType !== "addNumbers" || undocumented.length === 0) return;
    const repeated = await this.repeat(operateType);
    if (!(repeated instanceof RefusedError)) return;
    const alike = undocumented.filter(({ error }) => error.code === repeated.code);
    this.sender.ledger.suspect(alike.map(({ number }) => number));
  }

  /**
   * Adds numbers that another resource keeps, and that this one's calls may have deleted before they were killed. What is refused is
   * held already, or that resource's own update fails.
   */
  async restore(numbers: readonly string[]): Promise<void> {
    for (const { operateType, numbers: part } of callsOf("addNumbers", numbers)) {
      if ((await this.sender.send({ operateType, numbers: part })) === undefined) continue;
      const sample = takeSample(part, GIVE_UP_AFTER);
      const left: RefusedNumber[] = [];
      for (const number of sample) await this.halve(operateType, [number], left);
      const rest = part.filter((number) => !sample.includes(number));
      if (left.length < sample.length) await this.halve(operateType, rest, left);
    }
  }

  /** Makes a refused call come true for numbers that may be done already. */
  private async settle(call: AxgCall, refusal: RefusedError): Promise<void> {
    const { operateType, numbers } = call;
    if (this.repeatedCodes.get(operateType) === refusal.code) return this.undoAndRedo(call);
    const sample = takeSample(numbers, GIVE_UP_AFTER);
    const left: RefusedNumber[] = [];
    for (const number of sample) await this.halve(operateType, [number], left);
    const rest = numbers.filter((number) => !sample.includes(number));
    const [first] = left;
    if (first === undefined) {
      if (rest.length > 0) await this.send({ operateType, numbers: rest });
      return;
    }
    const { verdict, settled } = await this.probe(operateType, left);
    if (verdict === "repeated") {
      this.repeatedCodes.set(operateType, first.error.code);
      const unsettled = [...left.map(({ number }) => number), ...rest].filter((number) => number !== settled);
      return unsettled.length === 0 ? undefined : this.send({ operateType, numbers: unsettled });
    }
    const isDocumented = this.sender.cause(first.error) === "numbers";
    const isNoneTaken = left.length === sample.length && !isDocumented;
    if (isNoneTaken && (verdict === "nothing shown" || rest.length > 0)) throw refusal;
    this.refused.push(...left);
    if (rest.length > 0) await this.isolate({ operateType, numbers: rest }, refusal);
  }

  /**
   * Shows on one number whether the cloud refuses what is done already: a number that is certainly done is refused alike, and one of
   * these is taken once its opposite was.
   *
   * @throws RefusedError where a number that was deleted for it is not taken back: the cloud refuses more than repetitions
   */
  private async probe(operateType: OperateType, left: readonly RefusedNumber[]): Promise<Probe> {
    const repeated = await this.repeat(operateType);
    if (repeated === undefined) return { verdict: "not repeated" };
    for (const { number, error } of left) {
      if (!this.mayMeanRepeated(operateType, error, repeated)) continue;
      const undo = { operateType: oppositeOf(operateType), numbers: [number] };
      if ((await this.sender.send(undo)) !== undefined) continue;
      const again = await this.sender.sendPatiently({ operateType, numbers: [number] });
      if (again !== undefined)
        throw operateType === "addNumbers" ? notAddedBackError(again, [number]) : again;
      return { verdict: "repeated", settled: number };
    }
    return { verdict: "nothing shown" };
  }

  /** @param repeated the refusal of a number for which the call is certainly done */
  private mayMeanRepeated(
    operateType: OperateType,
    error: RefusedError,
    repeated: RefusedError | "nothing done",
  ): boolean {
    if (repeated !== "nothing done") return error.code === repeated.code;
    return operateType === "deleteNumbers" || this.sender.cause(error) !== "numbers";
  }

  /**
   * Does the opposite of a call and then it, where a number has shown that the cloud refuses what is done already: whatever was done of
   * it, all of it is then. What the opposite is refused for is told apart by halving.
   */
  private async undoAndRedo({ operateType, numbers }: AxgCall): Promise<void> {
    const undone = await this.sender.send({ operateType: oppositeOf(operateType), numbers });
    if (undone === undefined) {
      const refusal = await this.sender.sendPatiently({ operateType, numbers });
      if (refusal === undefined) return;
      try {
        await this.isolate({ operateType, numbers }, refusal);
      } catch (error) {
        throw error === refusal && operateType === "addNumbers" ? notAddedBackError(refusal, numbers) : error;
      }
      return;
    }
    const [number, ...others] = numbers;
    if (number === undefined) return;
    if (others.length === 0) {
      this.refused.push({ operateType, number, error: undone });
      return;
    }
    const middle = Math.ceil(numbers.length / 2);
    await this.send({ operateType, numbers: numbers.slice(0, middle) });
    await this.send({ operateType, numbers: numbers.slice(middle) });
  }
}

/** Uncertain numbers were deleted to find out whether the group held them, and the cloud refuses to add them again. */
function notAddedBackError(refusal: RefusedError, numbers: readonly string[]): RefusedError {
  const [were, them] = numbers.length === 1 ? ["was", "it"] : ["were", "them"];
  return new RefusedError(
    refusal,
    `${maskedList(numbers)} ${were} uncertain, and ${were} deleted to find out whether the group held ${them}: ` +
      `the cloud now refuses to add ${them} again`,
  );
}

function oppositeOf(operateType: OperateType): OperateType {
  return operateType === "addNumbers" ? "deleteNumbers" : "addNumbers";
}

/** Takes so many items of a list, from all over it. */
export function takeSample<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items];
  return items.filter(
    (_, at) => Math.floor((at * count) / items.length) !== Math.floor(((at - 1) * count) / items.length),
  );
}

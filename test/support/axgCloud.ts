import { RefusedError, UnknownOutcomeError } from "../../provider/core/calls/errors";
import { type AxgCall, CALL_CAP } from "../../provider/axg/plan";

/** How a cloud behaves where the documents leave it open. */
export interface World {
  /** Adding a number that is there: taken for done, or the whole call refused with a code that no document names. */
  readonly repeatedAdd: "accept" | "refuse";
  /** Deleting a number that is not there, likewise. */
  readonly absentDelete: "accept" | "refuse";
  /** Numbers that the cloud never takes. */
  readonly blocked?: ReadonlySet<string>;
  /** The most numbers that the group may hold. */
  readonly limit?: number;
  /** Whether the cloud takes no additions at the time of a call: the pool is locked, or its owner must be checked first. */
  readonly isLocked?: (call: number) => boolean;
  /** Whether each cause of a refusal has a code of its own; else all have the same, which no document names. */
  readonly codes?: "own" | "shared";
}

/** What befalls a call; its answer never arrives, or says that it was too much, or the server failed. */
export type Mishap = "lostBefore" | "lostAfter" | "refused" | "killedBefore" | "killedAfter" | "none";

/** The process is killed: nothing of the update comes back. */
export class Killed extends Error {}

/** OperateAxgGroup as its document has it, in memory, with mishaps at chosen calls. */
export class AxgCloud {
  readonly numbers: Set<string>;
  calls = 0;

  constructor(
    numbers: readonly string[],
    private readonly world: World,
    private readonly mishap: (call: number) => Mishap = () => "none",
  ) {
    this.numbers = new Set(numbers);
  }

  /** Makes a call as the client does: resolves, or throws what the client would. */
  operate = ({ operateType, numbers }: AxgCall): Promise<void> => {
    const mishap = this.mishap(this.calls++);
    const failure = { operation: "OperateAxgGroup", code: "ConnectionLost", detail: "a test" };
    if (mishap === "lostBefore") return Promise.reject(new UnknownOutcomeError(failure));
    if (mishap === "killedBefore") return Promise.reject(new Killed());
    if (mishap === "refused")
      return Promise.reject(new RefusedError({ ...failure, code: "isv.OUT_OF_SERVICE" }));
    const code = this.refusal(operateType, numbers);
    if (code === undefined) this.carryOut(operateType, numbers);
    if (mishap === "killedAfter") return Promise.reject(new Killed());
    if (mishap === "lostAfter") return Promise.reject(new UnknownOutcomeError(failure));
    return code === undefined ? Promise.resolve() : Promise.reject(new RefusedError({ ...failure, code }));
  };

  private refusal(operateType: AxgCall["operateType"], numbers: readonly string[]): string | undefined {
    if (numbers.length < 1 || numbers.length > CALL_CAP || new Set(numbers).size !== numbers.length)
      return "isv.ILLEGAL_ARGUMENT";
    if (operateType === "overwriteNumbers" && this.numbers.size > CALL_CAP) return "isv.ILLEGAL_ARGUMENT";
    const code =
      operateType === "deleteNumbers"
        ? this.refusalOfDeletion(numbers)
        : this.refusalOfAddition(operateType, numbers);
    return code !== undefined && this.world.codes === "shared" ? "isv.REFUSED" : code;
  }

  private refusalOfDeletion(numbers: readonly string[]): string | undefined {
    const isStrict = this.world.absentDelete === "refuse";
    return isStrict && numbers.some((number) => !this.numbers.has(number))
      ? "isv.NO_SUCH_NUMBER_HERE"
      : undefined;
  }

  private refusalOfAddition(
    operateType: AxgCall["operateType"],
    numbers: readonly string[],
  ): string | undefined {
    const { blocked, limit, isLocked, repeatedAdd } = this.world;
    if (isLocked?.(this.calls - 1) === true) return "isv.POOL_LOCKED";
    if (numbers.some((number) => blocked?.has(number))) return "isv.MOBILE_NUMBER_ILLEGAL";
    if (operateType === "overwriteNumbers")
      return limit !== undefined && numbers.length > limit ? "isv.GROUP_FULL" : undefined;
    if (repeatedAdd === "refuse" && numbers.some((number) => this.numbers.has(number)))
      return "isv.NUMBER_IS_HERE_ALREADY";
    const isFull = limit !== undefined && this.numbers.union(new Set(numbers)).size > limit;
    return isFull ? "isv.GROUP_FULL" : undefined;
  }

  private carryOut(operateType: AxgCall["operateType"], numbers: readonly string[]): void {
    if (operateType === "overwriteNumbers") this.numbers.clear();
    for (const number of numbers) {
      if (operateType === "deleteNumbers") this.numbers.delete(number);
      else this.numbers.add(number);
    }
  }
}

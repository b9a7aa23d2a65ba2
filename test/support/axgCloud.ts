import { RefusedError, UnknownOutcomeError } from "../../provider/clients/errors";
import { type AxgCall, CALL_CAP } from "../../provider/domain/axgPlan";

/** How a cloud behaves where the documents leave it open. */
export interface World {
  /** Adding a number that is there: taken for done, or the whole call refused with a code that no document names. */
  readonly repeatedAdd: "accept" | "refuse";
  /** Deleting a number that is not there, likewise. */
  readonly absentDelete: "accept" | "refuse";
  /** Numbers that the cloud never takes. */
  readonly blocked: ReadonlySet<string>;
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
    if (operateType === "deleteNumbers") {
      const strict =
        this.world.absentDelete === "refuse" && numbers.some((number) => !this.numbers.has(number));
      return strict ? "isv.NO_SUCH_NUMBER_HERE" : undefined;
    }
    if (numbers.some((number) => this.world.blocked.has(number))) return "isv.MOBILE_NUMBER_ILLEGAL";
    const strict = this.world.repeatedAdd === "refuse" && operateType === "addNumbers";
    return strict && numbers.some((number) => this.numbers.has(number))
      ? "isv.NUMBER_IS_HERE_ALREADY"
      : undefined;
  }

  private carryOut(operateType: AxgCall["operateType"], numbers: readonly string[]): void {
    if (operateType === "overwriteNumbers") this.numbers.clear();
    for (const number of numbers) {
      if (operateType === "deleteNumbers") this.numbers.delete(number);
      else this.numbers.add(number);
    }
  }
}

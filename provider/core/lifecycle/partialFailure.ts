import { omitUndefined, type Properties } from "../properties";
import { messageOf } from "../calls/errors";

/** An operation failed after it had done something. The state keeps `outs`, and the next update goes on from there. */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly outs: Properties;

  /**
   * @param id of the group, which exists
   * @param outs what the cloud holds now
   */
  constructor(
    readonly id: string,
    outs: Properties,
    cause: unknown,
    /** What was kept and what the next `pulumi up` does, as a sentence. */
    private readonly next: string,
  ) {
    super(`${messageOf(cause).replace(/\.$/, "")}. ${next}`, { cause });
    this.outs = omitUndefined(outs);
  }

  /** The same failure with other outputs for the state. */
  withOutputs(outs: Properties): PartialFailure {
    return new PartialFailure(this.id, outs, this.cause, this.next);
  }
}

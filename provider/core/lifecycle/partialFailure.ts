import { omitUndefined, type Properties } from "../properties";
import { messageOf } from "../calls/errors";

/** What is next where a create failed and there is a group. */
export const FINISH_GROUP = "The group exists: run `pulumi up` again to finish it";
/** What is next where the outcome of an update is unknown, and sending it again settles it. */
export const SEND_AGAIN = "Run `pulumi up` again: it sends the change again";
/** What is next where the cloud took an update but for a text that it does not clear. */
export const ALL_ELSE_DONE = "Everything else is as declared";

/** A failure of an operation that had already done something. The state keeps `outs`, and the next update continues from there. */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly outs: Properties;

  /**
   * @param id the id of the group, which exists
   * @param outs what the cloud has now
   */
  constructor(
    readonly id: string,
    outs: Properties,
    cause: unknown,
    /** What to do next, as a sentence. */
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

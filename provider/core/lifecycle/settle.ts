import {
  CloudGroupsError,
  isRefusal,
  messageOf,
  RefusedError,
  UnknownOutcomeError,
  UnusableAnswerError,
} from "../calls/errors";
import type { Operation } from "../calls/operation";

/** How often a call is sent that looking did not find carried out. */
const TRIES = 3;
/** How often it is looked for what must be there by now; with the waits between, for some eight seconds. */
const LOOKS = 5;

/** What looking shows: what the call has made, or something in its place that is not its doing, or nothing. */
export type LookupResult<T> = { readonly ours: T } | "another's" | "nothing";

/** A call that must not be sent twice blindly, and how to find out what became of it. */
export interface Settling<T> {
  attempt(): Promise<T>;
  look(): Promise<LookupResult<T>>;
  /** The refusal of a later copy that shows that the first was carried out, or that somebody else was faster. */
  readonly repeated: string;
}

/**
 * Makes a call that must not be sent twice blindly. Where its outcome is unknown, `look` finds out: what it finds is the
 * result, and where it finds nothing the call is sent again. Where that is refused as a repetition, what is there may not be
 * visible yet, so that it is looked for several times.
 *
 * @throws CloudGroupsError whose effect is unknown where looking failed as well, or did not show what must be there
 */
export async function settle<T>(operation: Operation, settling: Settling<T>): Promise<T> {
  let doubt: UnknownOutcomeError | undefined;
  for (let tries = 1; ; tries++) {
    try {
      return await settling.attempt();
    } catch (error) {
      if (!(error instanceof CloudGroupsError)) throw error;
      if (isUndecided(error)) doubt = toUnknownOutcome(error);
      if (doubt === undefined) throw error;
      const isRepeated = isRefusal(error, settling.repeated);
      const seen = await lookAt(operation, settling, doubt, isRepeated ? LOOKS : 1);
      if (typeof seen === "object") return seen.ours;
      const isRefused = error instanceof RefusedError && !(isRepeated && seen === "nothing");
      if (isRefused) throw error;
      if (tries === TRIES || isRepeated || !isUndecided(error)) throw doubt;
    }
  }
}

/** Whether a call's error leaves open what it made. */
function isUndecided(error: unknown): error is CloudGroupsError {
  return error instanceof UnknownOutcomeError || error instanceof UnusableAnswerError;
}

async function lookAt<T>(
  operation: Operation,
  settling: Settling<T>,
  doubt: CloudGroupsError,
  times: number,
): Promise<LookupResult<T>> {
  for (let looked = 1; ; looked++) {
    const seen = await settling.look().catch((reason: unknown) => {
      throw toUnknownOutcome(doubt, reason);
    });
    if (seen !== "nothing" || looked >= times || !(await operation.pause(looked - 1))) return seen;
  }
}

/** @param reason why looking failed, if it did; it may have a request id of its own */
function toUnknownOutcome(
  { operation, code, detail, requestId }: CloudGroupsError,
  reason?: unknown,
): UnknownOutcomeError {
  if (reason === undefined) return new UnknownOutcomeError({ operation, code, detail, requestId });
  const id = requestId === undefined ? "" : ` (request id ${requestId})`;
  const both = `${detail.replace(/\.$/, "")}${id}; looking failed as well: ${messageOf(reason)}`;
  return new UnknownOutcomeError({ operation, code, detail: both, cause: reason });
}

import {
  CloudGroupsError,
  isRefusal,
  messageOf,
  RefusedError,
  UnknownOutcomeError,
  UnusableAnswerError,
} from "../calls/errors";
import type { Operation } from "../calls/operation";

/** How often to send a call that a look-up does not find carried out. */
const TRIES = 3;
/** How often to look up what must exist by now: for some eight seconds, with the waits between. */
const LOOKS = 5;

/** What a look-up shows: what the call has done, or something that another caller did in its place, or nothing. */
export type LookupResult<T> = { readonly ours: T } | "another's" | "nothing";

/** A call that must not be sent twice blindly, and how to find out whether it was carried out. */
export interface Settling<T> {
  attempt(): Promise<T>;
  look(): Promise<LookupResult<T>>;
  /** The code that refuses a later copy because the first was carried out, or because somebody else was faster. */
  readonly repeated: string;
}

/**
 * Makes a call that must not be sent twice blindly. If its outcome is unknown, `look` finds out: what it finds is the result, and if it finds
 * nothing, the call is sent again. If the cloud refuses that copy as a repetition, the result may not be visible yet, so `look` runs several
 * times.
 *
 * @throws CloudGroupsError whose effect is unknown, if the look-up failed as well or did not show what must exist
 */
export async function settle<T>(operation: Operation, settling: Settling<T>): Promise<T> {
  let unknownOutcome: UnknownOutcomeError | undefined;
  for (let tries = 1; ; tries++) {
    try {
      return await settling.attempt();
    } catch (error) {
      if (!(error instanceof CloudGroupsError)) throw error;
      if (isUndecided(error)) unknownOutcome = toUnknownOutcome(error);
      if (unknownOutcome === undefined) throw error;
      const isRepeated = isRefusal(error, settling.repeated);
      const seen = await lookAt(operation, settling, unknownOutcome, isRepeated ? LOOKS : 1);
      if (typeof seen === "object") return seen.ours;
      const isRefused = error instanceof RefusedError && !(isRepeated && seen === "nothing");
      if (isRefused) throw error;
      if (tries === TRIES || isRepeated || !isUndecided(error)) throw unknownOutcome;
    }
  }
}

/** Whether an error leaves open what its call has done. */
function isUndecided(error: unknown): error is CloudGroupsError {
  return error instanceof UnknownOutcomeError || error instanceof UnusableAnswerError;
}

async function lookAt<T>(
  operation: Operation,
  settling: Settling<T>,
  unknownOutcome: CloudGroupsError,
  times: number,
): Promise<LookupResult<T>> {
  for (let looked = 1; ; looked++) {
    const seen = await settling.look().catch((reason: unknown) => {
      throw toUnknownOutcome(unknownOutcome, reason);
    });
    if (seen !== "nothing" || looked >= times || !(await operation.pause(looked - 1))) return seen;
  }
}

/** @param reason why the look-up failed, if it did. It may have a request id of its own */
function toUnknownOutcome(
  { operation, code, detail, requestId }: CloudGroupsError,
  reason?: unknown,
): UnknownOutcomeError {
  if (reason === undefined) return new UnknownOutcomeError({ operation, code, detail, requestId });
  const id = requestId === undefined ? "" : ` (request id ${requestId})`;
  const both = `${detail.replace(/\.$/, "")}${id}; looking failed as well: ${messageOf(reason)}`;
  return new UnknownOutcomeError({ operation, code, detail: both, cause: reason });
}

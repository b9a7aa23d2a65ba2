import {
  type CloudGroupsError,
  messageOf,
  RefusedError,
  UnknownOutcomeError,
  UnusableAnswerError,
} from "../clients/errors";

/** How often a call is sent that looking did not find carried out. */
const TRIES = 3;

/**
 * Makes a call that must not be sent twice blindly. Where its outcome is unknown, `look` finds out: what it finds is the
 * result, and where it finds nothing the call is sent again. A refusal of such a later copy may mean that the first arrived
 * late, so it is looked at once more.
 *
 * @param look finds what the call makes, and only if it is this call's doing
 * @throws CloudGroupsError whose effect is unknown where looking failed as well
 */
export async function settle<T>(attempt: () => Promise<T>, look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const mayHaveWorked = error instanceof UnknownOutcomeError || error instanceof UnusableAnswerError;
      const mayBeLate = tries > 1 && error instanceof RefusedError;
      if (!mayHaveWorked && !mayBeLate) throw error;
      const found = await look().catch((reason: unknown) => {
        throw stillUnknown(error, reason);
      });
      if (found !== undefined) return found;
      if (mayBeLate || tries === TRIES) throw error;
    }
  }
}

function stillUnknown({ operation, code, detail, requestId }: CloudGroupsError, reason: unknown): Error {
  const both = `${detail.replace(/\.$/, "")}; looking failed as well: ${messageOf(reason)}`;
  return new UnknownOutcomeError({ operation, code, detail: both, requestId, cause: reason });
}

/** How far the clocks of this machine and a cloud may be apart, in milliseconds. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Whether something was made by a call that began at `startedAt`, as far as clocks can tell.
 *
 * @param created as the cloud writes it. Without a time zone it is China's, where all of these clouds are at home.
 */
export function madeSince(created: string, startedAt: number): boolean {
  const text = created.replace(" ", "T");
  const zoned = /(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}+08:00`;
  // Date takes no more than milliseconds; APIG writes nanoseconds.
  return Date.parse(zoned.replace(/(\.\d{3})\d+/, "$1")) >= startedAt - CLOCK_SKEW_MS;
}

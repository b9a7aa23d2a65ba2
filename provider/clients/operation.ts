import { setTimeout as wait } from "node:timers/promises";

import { CloudGroupsError, NotTakenError, UnknownOutcomeError } from "./errors";
import { withinLimit } from "./limits";
import type { Settings } from "./settings";

/** The first wait is below this, the next below twice as much, and so on up to `LONGEST_WAIT_MS`. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;

/** How one call is made. */
export interface CallOptions {
  /** Calls of one cloud and account share a limit; see `withinLimit`. */
  readonly account: string;
  /** Whether the call may be sent again although an earlier copy of it may have taken effect. */
  readonly repeatable: boolean;
}

/** One operation of a resource (a create, a read, …): its settings, its deadline, and its calls with their retries. */
export class Operation {
  private readonly endsAt: number;

  /** @param random for the jitter of the waits, from 0 to 1 */
  constructor(
    readonly settings: Settings,
    private readonly random: () => number = Math.random,
  ) {
    this.endsAt = Date.now() + settings.deadlineMs;
  }

  /** What is left of the operation's time, in milliseconds. */
  get remainingMs(): number {
    return this.endsAt - Date.now();
  }

  /** The time that the next call may take, in milliseconds. */
  get callTimeoutMs(): number {
    return Math.max(1, Math.min(this.settings.timeoutMs, this.remainingMs));
  }

  /**
   * Makes a call, and makes it again where it did not take effect (throttled, connection refused) or may be repeated, with
   * growing waits of full jitter, no shorter than the cloud asks for, until the deadline.
   *
   * @throws CloudGroupsError the last try's, with the outcome of all of them: unknown where an earlier copy may have worked
   */
  async call<T>(options: CallOptions, attempt: () => Promise<T>): Promise<T> {
    const { default: pRetry } = await import("p-retry");
    return pRetry(() => withinLimit(options.account, attempt), {
      retries: Number.POSITIVE_INFINITY,
      minTimeout: 0,
      shouldRetry: async ({ error, attemptNumber }) => {
        if (!mayTryAgain(error, options)) return false;
        const waitMs = this.waitMs(error, attemptNumber);
        if (waitMs >= this.remainingMs) return false;
        await wait(waitMs);
        return true;
      },
    });
  }

  private waitMs(error: unknown, attemptNumber: number): number {
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attemptNumber - 1));
    const asked = error instanceof CloudGroupsError ? (error.retryAfterMs ?? 0) : 0;
    return asked + this.random() * ceiling;
  }
}

function mayTryAgain(error: unknown, { repeatable }: CallOptions): boolean {
  return error instanceof NotTakenError || (repeatable && error instanceof UnknownOutcomeError);
}

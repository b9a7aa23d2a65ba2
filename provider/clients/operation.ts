import { setTimeout as wait } from "node:timers/promises";

import {
  CancelledError,
  CloudGroupsError,
  DeadlineError,
  NotTakenError,
  RefusedError,
  UnknownOutcomeError,
} from "./errors";
import { withinLimit } from "./limits";
import type { Settings } from "./settings";

/** The first wait is below this, the next below twice as much, and so on up to `LONGEST_WAIT_MS`. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
/** A call is not made again with less time than this: cut off, it would have an unknown outcome in place of a known one. */
const LEAST_CALL_MS = 1000;

/** Loaded by the first call, and looked for by no other: Node resolves the name anew each time. */
const loadRetries = () => import("p-retry");
let retries: ReturnType<typeof loadRetries> | undefined;

/** How one call is made. */
export interface CallOptions {
  /** Calls of one cloud and account share a limit; see `withinLimit`. */
  readonly account: string;
  /** Whether the call may be sent again although an earlier copy of it may have taken effect. */
  readonly repeatable: boolean;
}

/** What an operation may be given by the process that it runs in. */
export interface OperationOptions {
  /** Once it is aborted, the call under way ends, and no further one begins. */
  readonly cancelled?: AbortSignal;
  /** Shows a message on the resource's row. */
  readonly report?: (message: string) => void;
  /** The same for good, among what is said of the resource at the end. */
  readonly tell?: (message: string) => void;
  /** For the jitter of the waits, from 0 to 1. */
  readonly random?: () => number;
}

/** One operation of a resource (a create, a read, …): its settings, its deadline, and its calls with their retries. */
export class Operation {
  private readonly endsAt: number;

  private readonly cancelled: AbortSignal;
  private readonly random: () => number;

  /** Shows a message on the row of the operation's resource, while it lasts. */
  readonly report: (message: string) => void;
  /** The same for good, among what is said of the resource at the end. */
  readonly tell: (message: string) => void;

  constructor(
    readonly settings: Settings,
    {
      cancelled = new AbortController().signal,
      report = () => undefined,
      tell = () => undefined,
      random = Math.random,
    }: OperationOptions = {},
  ) {
    this.endsAt = Date.now() + settings.deadlineMs;
    this.cancelled = cancelled;
    this.report = report;
    this.tell = tell;
    this.random = random;
  }

  /** What is left of the operation's time, in milliseconds. */
  get remainingMs(): number {
    return this.endsAt - Date.now();
  }

  /** The time that the next call may take, in milliseconds: a whole number, as Node's timers want it. */
  get callTimeoutMs(): number {
    return Math.ceil(Math.max(1, Math.min(this.settings.timeoutMs, this.remainingMs)));
  }

  /**
   * Makes a call, and makes it again where it did not take effect (throttled, connection refused) or may be repeated, with
   * growing waits of full jitter, no shorter than the cloud asks for, until the deadline.
   *
   * @throws CloudGroupsError the last try's, with the outcome of all of them: unknown where an earlier copy may have worked
   */
  async call<T>(options: CallOptions, attempt: () => Promise<T>): Promise<T> {
    const { default: pRetry } = await (retries ??= loadRetries());
    const begin = () => {
      if (this.cancelled.aborted) throw new CancelledError();
      if (this.remainingMs <= 0) throw new DeadlineError(this.settings.deadlineMs);
      return attempt();
    };
    let doubt: UnknownOutcomeError | undefined;
    try {
      return await pRetry(() => withinLimit(options.account, begin), {
        retries: Number.POSITIVE_INFINITY,
        minTimeout: 0,
        shouldRetry: async ({ error, attemptNumber }) => {
          if (error instanceof UnknownOutcomeError) doubt = error;
          if (!mayTryAgain(error, options)) return false;
          const waitMs = this.waitMs(error, attemptNumber);
          if (waitMs + this.leastMs >= this.remainingMs) return false;
          return waited(waitMs, this.cancelled);
        },
      });
    } catch (error) {
      // An earlier copy may have worked, whatever kept the last one from it.
      throw doubt !== undefined && !(error instanceof RefusedError) ? doubt : error;
    }
  }

  /**
   * Waits for the cloud to catch up with itself: half a second, then twice as long each time.
   *
   * @param times how often the operation has waited for this before
   * @returns false where the operation was cancelled or has no time left for it
   */
  async pause(times: number): Promise<boolean> {
    const waitMs = FIRST_WAIT_MS * 2 ** times;
    if (waitMs + this.leastMs >= this.remainingMs) return false;
    return waited(waitMs, this.cancelled);
  }

  private get leastMs(): number {
    const { timeoutMs, deadlineMs } = this.settings;
    return Math.min(LEAST_CALL_MS, timeoutMs, deadlineMs / 4);
  }

  private waitMs(error: unknown, attemptNumber: number): number {
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attemptNumber - 1));
    const asked = error instanceof CloudGroupsError ? (error.retryAfterMs ?? 0) : 0;
    return asked + this.random() * ceiling;
  }
}

/** Waits. False where the operation was cancelled meanwhile. */
async function waited(milliseconds: number, cancelled: AbortSignal): Promise<boolean> {
  try {
    await wait(milliseconds, undefined, { signal: cancelled });
    return true;
  } catch {
    return false;
  }
}

function mayTryAgain(error: unknown, { repeatable }: CallOptions): boolean {
  return error instanceof NotTakenError || (repeatable && error instanceof UnknownOutcomeError);
}

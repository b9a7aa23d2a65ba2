import { setTimeout as wait } from "node:timers/promises";

import {
  CancelledError,
  CloudGroupsError,
  DeadlineError,
  NotAppliedError,
  RefusedError,
  UnknownOutcomeError,
  UnreachableError,
} from "./errors";
import { Account } from "./limits";
import type { Settings } from "./settings";

/** The first wait is below this, the next below twice as much, and so on up to `LONGEST_WAIT_MS`. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;

/** How long a host is tried that no connection was ever made to. */
const NEVER_REACHED_MS = 22_000;
/** How often it is tried where waiting does not mend what is wrong, such as a certificate that is not trusted. */
const LASTING_TRIES = 3;

/** Loaded by the first call, and looked for by no other: Node resolves the name anew each time. */
const loadRetries = () => import("p-retry");
let retries: ReturnType<typeof loadRetries> | undefined;

/** How one call is made. */
export interface CallOptions {
  /** Calls of one cloud and account share a limit; see `Account`. */
  readonly account: string;
  /** Whether the call may be sent again although an earlier copy of it may have taken effect. */
  readonly repeatable: boolean;
}

/** Measures time and waits. */
export interface Clock {
  /** Milliseconds since some moment. They never go back. */
  now(): number;
  /** Waits. Returns false if the operation was cancelled meanwhile. */
  sleep(milliseconds: number, cancelled: AbortSignal): Promise<boolean>;
}

const realClock: Clock = {
  // The machine's own time may be set meanwhile.
  now: () => performance.now(),
  sleep: async (milliseconds, cancelled) => {
    try {
      await wait(milliseconds, undefined, { signal: cancelled });
      return true;
    } catch {
      return false;
    }
  },
};

/** What an operation may be given by the process that it runs in. */
export interface OperationOptions {
  /** Once it is aborted, the call under way ends, and no further one begins. */
  readonly cancelled?: AbortSignal;
  /** Shows a message on the resource's row. */
  readonly progress?: (message: string) => void;
  /** The same for good, among what is said of the resource at the end. */
  readonly notice?: (message: string) => void;
  /** The URN of the resource, where it is known. */
  readonly urn?: string | undefined;
  /** The time for all of it, in milliseconds, which then takes the place of the deadline. */
  readonly timeoutMs?: number | undefined;
  /** For the jitter of the waits, from 0 to 1. */
  readonly random?: () => number;
  /** Tests replace it, so that nobody waits. */
  readonly clock?: Clock;
}

/**
 * One operation of a resource (a create, a read, …): its settings, its deadline, and its calls with their retries.
 *
 * The deadline counts from the last call that went through, and before that from the start. A call went through if the cloud
 * answered what it was asked, also with a refusal: that proves that the cloud works. A throttle or a server error proves no
 * such thing. Past the deadline no call and no wait begins. A call that has begun is never cut off. Where the resource has a
 * time of its own for the operation (`customTimeouts`), that counts from the start alone.
 */
export class Operation {
  /** The time that each call's answer may take, in milliseconds: a whole number, as Node's timers want it. */
  readonly callTimeoutMs: number;
  /** The time that its connection may take before, likewise. */
  readonly connectTimeoutMs: number;

  private readonly deadlineMs: number;
  /** Whether the deadline is for the whole operation, however its calls go. */
  private readonly isWhole: boolean;
  /** What the deadline counts from. */
  private quietSince: number;

  /** Why the last call was tried again. */
  private shownReason: string | undefined;

  private readonly cancelled: AbortSignal;
  private readonly random: () => number;
  private readonly clock: Clock;

  /** Shows a message on the row of the operation's resource, while it lasts. */
  readonly progress: (message: string) => void;
  /** The same for good, among what is said of the resource at the end. */
  readonly notice: (message: string) => void;
  /** The URN of that resource, where it is known. */
  readonly urn: string | undefined;

  /** @throws ConfigurationError where one of the times is none */
  constructor(
    readonly settings: Settings,
    {
      cancelled = new AbortController().signal,
      progress: report = () => undefined,
      notice: tell = () => undefined,
      urn,
      timeoutMs,
      random = Math.random,
      clock = realClock,
    }: OperationOptions = {},
  ) {
    this.callTimeoutMs = Math.ceil(settings.timeoutMs);
    this.connectTimeoutMs = Math.ceil(settings.connectTimeoutMs);
    this.deadlineMs = timeoutMs ?? settings.deadlineMs;
    this.isWhole = timeoutMs !== undefined;
    this.quietSince = clock.now();
    this.cancelled = cancelled;
    this.progress = report;
    this.notice = tell;
    this.urn = urn;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Makes a call, and makes it again where it did not take effect (throttled, no connection) or may be repeated, with
   * growing waits of full jitter, no shorter than the cloud asks for, until the deadline.
   *
   * @throws CloudGroupsError the last try's, with the outcome of all of them: unknown where an earlier copy may have worked
   */
  async call<T>(options: CallOptions, attempt: () => Promise<T>): Promise<T> {
    const { default: pRetry } = await (retries ??= loadRetries());
    const account = await Account.find(options.account);
    let failure: unknown;
    let unknownOutcome: UnknownOutcomeError | undefined;
    try {
      return await pRetry(() => this.tryOnce(account, attempt), {
        retries: Number.POSITIVE_INFINITY,
        minTimeout: 0,
        shouldRetry: ({ error, attemptNumber }) => {
          if (error instanceof UnknownOutcomeError) unknownOutcome = error;
          if (!mayTryAgain(error, options)) return false;
          failure = error;
          const waitMs = this.waitMs(error, attemptNumber);
          if (error instanceof UnreachableError && this.isHopeless(error, attemptNumber, waitMs))
            return false;
          this.showReason(error);
          return this.sleep(waitMs);
        },
      });
    } catch (error) {
      // An earlier copy may have worked, whatever kept the last one from it.
      if (unknownOutcome !== undefined && !(error instanceof RefusedError)) throw unknownOutcome;
      // The failure before says more than that there was no time left for another try.
      throw error instanceof DeadlineError ? (failure ?? error) : error;
    }
  }

  /**
   * Waits for the cloud to catch up with itself: half a second, then twice as long each time.
   *
   * @param times how often the operation has waited for this before
   * @returns false where the operation was cancelled or has no time left for it
   */
  pause(times: number): Promise<boolean> {
    return this.sleep(FIRST_WAIT_MS * 2 ** times);
  }

  private async tryOnce<T>(account: Account, attempt: () => Promise<T>): Promise<T> {
    const queuedAt = this.clock.now();
    return account.withinLimit(async () => {
      // Time in the queue does not count as long as others' calls go through.
      if (!this.isWhole) this.quietSince += Math.max(0, account.lastProgressAt - queuedAt);
      if (this.cancelled.aborted) throw new CancelledError();
      if (this.remainingMs <= 0) throw new DeadlineError(this.deadlineMs, this.isWhole);
      const startedAt = this.clock.now();
      try {
        const answer = await attempt();
        this.wentThrough(account);
        return answer;
      } catch (error) {
        if (error instanceof RefusedError) this.wentThrough(account);
        if (error instanceof UnreachableError) error.connection.host.recordFailed(startedAt);
        throw error;
      }
    });
  }

  private wentThrough(account: Account): void {
    account.lastProgressAt = this.clock.now();
    if (!this.isWhole) this.quietSince = account.lastProgressAt;
  }

  /** What is left until the deadline, in milliseconds. */
  private get remainingMs(): number {
    return this.quietSince + this.deadlineMs - this.clock.now();
  }

  /** Waits, unless that would reach the deadline. False where it would, or the operation was cancelled. */
  private async sleep(milliseconds: number): Promise<boolean> {
    return milliseconds < this.remainingMs && this.clock.sleep(milliseconds, this.cancelled);
  }

  /**
   * Whether a host that no connection was ever made to is to be given up: its settings are likelier wrong than that it is out of order just
   * now. Where it was reached before, an outage may last until the deadline.
   */
  private isHopeless({ connection }: UnreachableError, attemptNumber: number, waitMs: number): boolean {
    const { host, isLasting } = connection;
    if (host.wasReached) return false;
    if (isLasting) return attemptNumber >= LASTING_TRIES;
    const now = this.clock.now();
    const failingSince = host.failingSince ?? now;
    // The next try may take as long as those before it.
    return now + waitMs + (now - failingSince) / attemptNumber > failingSince + NEVER_REACHED_MS;
  }

  /** Shows on the resource's row why nothing moves, each reason once. */
  private showReason(error: unknown): void {
    if (!(error instanceof CloudGroupsError)) return;
    const { operation, code, detail } = error;
    if (this.shownReason === `${operation} ${code}`) return;
    this.shownReason = `${operation} ${code}`;
    this.progress(`retrying ${operation}: ${code}: ${detail}`);
  }

  private waitMs(error: unknown, attemptNumber: number): number {
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attemptNumber - 1));
    const asked = error instanceof CloudGroupsError ? (error.retryAfterMs ?? 0) : 0;
    return asked + this.random() * ceiling;
  }
}

function mayTryAgain(error: unknown, { repeatable }: CallOptions): boolean {
  const isNotApplied = error instanceof NotAppliedError || error instanceof UnreachableError;
  return isNotApplied || (repeatable && error instanceof UnknownOutcomeError);
}

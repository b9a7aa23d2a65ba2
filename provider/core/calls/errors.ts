import type { Host } from "./hosts";

/** Whether a call that ended in an error changed anything: it did, it did not, or nobody can tell. */
export type Effect = "applied" | "not applied" | "unknown";

/** What is known of a failed call. */
export interface CallFailure {
  /** The cloud's name of the operation, such as `OperateAxgGroup`. */
  readonly operation: string;
  /** The cloud's error code, or one of ours for what no cloud answered: `Timeout`, `ConnectionLost`, `UnreadableAnswer`. */
  readonly code: string;
  /** The cloud's message, free of credentials and with numbers masked. */
  readonly detail: string;
  readonly requestId?: string | undefined;
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** How long the cloud asks to wait before the next try, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** The root of every error that this package raises on purpose. */
export abstract class CloudGroupsError extends Error {
  abstract override readonly name: string;
  readonly operation: string;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly detail: string;
  abstract readonly effect: Effect;

  protected constructor(message: string, failure: CallFailure) {
    super(message, { cause: failure.cause });
    this.operation = failure.operation;
    this.code = failure.code;
    this.detail = failure.detail;
    this.requestId = failure.requestId;
    this.status = failure.status;
    this.retryAfterMs = failure.retryAfterMs;
  }
}

/** @param outcome what became of the call, right after its name */
function sentence(outcome: string, { operation, code, detail, requestId }: CallFailure): string {
  const id = requestId === undefined ? "" : ` (request id ${requestId})`;
  return `${operation}${outcome}: ${code}: ${detail.replace(/\.$/, "")}${id}`;
}

/** The cloud said no; trying the same again makes no sense. */
export class RefusedError extends CloudGroupsError {
  readonly name = "RefusedError";
  readonly effect = "not applied";
  /** @param advice what to do about it, as a sentence */
  constructor(failure: CallFailure, advice?: string) {
    super(sentence(" was refused", failure) + (advice === undefined ? "" : `. ${advice}`), failure);
  }
}

/** The call did not take effect and may simply be tried again, such as one that was throttled. */
export class NotAppliedError extends CloudGroupsError {
  readonly name = "NotAppliedError";
  readonly effect = "not applied";
  constructor(failure: CallFailure) {
    super(sentence(" was not applied", failure), failure);
  }
}

/** What is known of a connection that could not be made. */
export interface ConnectionFailure {
  readonly host: Host;
  /** Whether somebody has to change something before a connection can be made. */
  readonly isLasting: boolean;
  /** What to do about it, as a sentence. */
  readonly advice: string;
}

/** Nothing was sent: no connection was made, or the host's certificate was not accepted. It may be tried again. */
export class UnreachableError extends CloudGroupsError {
  readonly name = "UnreachableError";
  readonly effect = "not applied";
  constructor(
    failure: CallFailure,
    readonly connection: ConnectionFailure,
  ) {
    super(`${sentence(" was not sent", failure)}. ${connection.advice}`, failure);
  }
}

/** The call was sent and its answer was lost or says nothing: it may or may not have taken effect. */
export class UnknownOutcomeError extends CloudGroupsError {
  readonly name = "UnknownOutcomeError";
  readonly effect = "unknown";
  constructor(failure: CallFailure) {
    super(sentence(": outcome unknown", failure), failure);
  }
}

/** The call took effect, but its answer cannot be used: it is unreadable or says nothing new. */
export class UnusableAnswerError extends CloudGroupsError {
  readonly name = "UnusableAnswerError";
  readonly effect = "applied";
  constructor(failure: CallFailure) {
    super(sentence(" succeeded, but the response is unusable", failure), failure);
  }
}

/** Nothing was sent: a setting or a credential is missing or wrong. */
export class ConfigurationError extends CloudGroupsError {
  readonly name = "ConfigurationError";
  readonly effect = "not applied";
  constructor(code: string, detail: string) {
    super(detail, { operation: "configure", code, detail });
  }
}

/** Nothing was sent: the user stopped the engine. */
export class CancelledError extends CloudGroupsError {
  readonly name = "CancelledError";
  readonly effect = "not applied";
  constructor() {
    const detail = "cancelled before the next call";
    super(detail, { operation: "cancel", code: "Cancelled", detail });
  }
}

/** Nothing was sent: for the time of the deadline no call had gone through, or the operation's own time was over. */
export class DeadlineError extends CloudGroupsError {
  readonly name = "DeadlineError";
  readonly effect = "not applied";
  /** @param isWhole whether it is the time of the whole operation */
  constructor(deadlineMs: number, isWhole: boolean) {
    const detail = isWhole
      ? `the operation took longer than the ${deadlineMs / 1000} s of its customTimeouts`
      : `no call went through for ${deadlineMs / 1000} s (cloud-groups:deadlineSeconds)`;
    super(detail, { operation: "deadline", code: "DeadlineExceeded", detail });
  }
}

/** The cloud does not show a group, and that proves nothing: the state must keep it. */
export class UnprovenAbsenceError extends CloudGroupsError {
  readonly name = "UnprovenAbsenceError";
  readonly effect = "not applied";
  /**
   * @param what the group, as people call it
   * @param reason why what was seen proves nothing
   * @param advice what to do about it, as a sentence
   */
  constructor(operation: string, what: string, reason: string, advice: string) {
    const detail = `${what} was not found, which does not prove that it was deleted: ${reason}`;
    super(`${operation}: ${detail}. ${advice}`, { operation, code: "UnprovenAbsence", detail });
  }
}

/** Whether a code is one of these. One that ends in `*` stands for all that begin so. */
export function isAmong(code: string, codes: readonly string[]): boolean {
  return codes.some((known) => (known.endsWith("*") ? code.startsWith(known.slice(0, -1)) : code === known));
}

/** Whether an error is a refusal with one of these codes; see `isAmong`. */
export function isRefusal(error: unknown, ...codes: readonly string[]): error is RefusedError {
  return error instanceof RefusedError && isAmong(error.code, codes);
}

/** The text of an error that may be anything. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

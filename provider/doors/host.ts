/**
 * What the process that the engine starts offers a provider beyond the calls of its lifecycles: messages, cancellation, and what a request
 * says besides. Results are right without it.
 */
export interface Host {
  /** The engine's address, which is the same for all provider processes of one run; none outside of such a process. */
  readonly engine: string | undefined;
  /** Aborted when the user stops the engine (Ctrl-C, SIGTERM): the call under way ends, and no further one begins. */
  readonly cancelled: AbortSignal;
  /** Shows a message on the row of the resource whose operation this is called from, until the next one. */
  progress(message: string): void;
  /** Shows a message for good, among the engine's diagnostics of the resource. */
  notice(message: string): void;
  /** The URN of that resource, where the request is known. */
  urn(): string | undefined;
  /** The time that the resource's `customTimeouts` gives the operation, in milliseconds, where it has any. */
  timeoutMs(): number | undefined;
}

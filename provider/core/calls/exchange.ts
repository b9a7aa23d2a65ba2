import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";

import type { Host } from "./hosts";

/** The longest that a connection may take, in milliseconds, whatever time the answer is given. */
const LONGEST_CONNECT_MS = 10_000;

/**
 * One HTTP request that a client makes, and what the client does not tell of it: whether it can have left this machine, and what Node
 * raised. A connection that was kept open fails with the same codes as one that was never made, and SDKs wrap both in words.
 */
export class Exchange {
  /** Whether the request was seen to be made; without this, `sent` means nothing. */
  seen = false;
  /** Once this is true the host may have the request: without an answer, nobody knows what became of it. */
  sent = false;
  /** Whether the time for the connection or the answer was over. */
  timedOut = false;
  /** What Node raised, before the client wrapped it. */
  error: unknown;
  /** Whether the client is done with it. */
  ended = false;

  private readonly ending = new AbortController();

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  /**
   * Ends the request, unless it has ended.
   *
   * @param onlyWhere asked at the end of the event loop's turn: a busy process hears of a connection that stands only then
   */
  timeOut(onlyWhere: () => boolean = () => true): void {
    setImmediate(() => {
      if (this.ended || !onlyWhere()) return;
      this.timedOut = true;
      this.ending.abort();
    });
  }
}

/** The exchange that the running code belongs to. */
const current = new AsyncLocalStorage<Exchange>();

/**
 * Has a client make one request, by `node:http` or `fetch`, and watches it.
 *
 * @param host that it goes to
 * @param timeoutMs the time for all of it; a connection gets at most ten seconds of it
 * @param request makes the request; what it throws goes to `failureOf`
 * @param failureOf what is thrown in its place
 */
export async function exchange<T>(
  host: Host,
  timeoutMs: number,
  request: (exchange: Exchange) => Promise<T>,
  failureOf: (error: unknown, exchange: Exchange) => Error,
): Promise<T> {
  watchRequests();
  const made = new Exchange();
  const connecting = setTimeout(
    () => {
      made.timeOut(() => made.seen && !made.sent);
    },
    Math.min(timeoutMs, LONGEST_CONNECT_MS),
  );
  const answering = setTimeout(() => {
    made.timeOut();
  }, timeoutMs);
  try {
    return await current.run(made, () => request(made));
  } catch (error) {
    throw failureOf(error, made);
  } finally {
    made.ended = true;
    if (made.sent) host.recordReached();
    clearTimeout(connecting);
    clearTimeout(answering);
  }
}

/** The exchanges of requests that `fetch` makes. */
const fetched = new WeakMap<object, Exchange>();

/** Whether the channels are subscribed to; once in the life of a process. */
let isWatching = false;

/** Node's HTTP client and its `fetch` publish each request in the context that it is made in. */
function watchRequests(): void {
  if (isWatching) return;
  isWatching = true;
  subscribe("http.client.request.created", (message) => {
    const made = current.getStore();
    if (made !== undefined) watch((message as { request: ClientRequest }).request, made);
  });
  subscribe("undici:request:create", (message) => {
    const made = current.getStore();
    if (made === undefined) return;
    made.seen = true;
    fetched.set((message as { request: object }).request, made);
  });
  // Published right before the first byte goes out.
  subscribe("undici:client:sendHeaders", (message) => {
    const made = fetched.get((message as { request: object }).request);
    if (made !== undefined) made.sent = true;
  });
}

function watch(request: ClientRequest, made: Exchange): void {
  made.seen = true;
  made.signal.addEventListener("abort", () => request.destroy());
  request.once("error", (error) => {
    made.error ??= error;
  });
  request.once("socket", (socket) => {
    const send = () => {
      made.sent = true;
    };
    if (request.reusedSocket || !socket.connecting) send();
    // What is written earlier waits in the socket, and is lost with it where the connection fails, or the certificate is refused.
    else socket.once("encrypted" in socket ? "secureConnect" : "connect", send);
  });
}

import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";

import type { Host } from "./hosts";

/** How long a request may take, in milliseconds. */
export interface Patience {
  /** Until there is a connection. */
  readonly connectMs: number;
  /** From then on until there is an answer. */
  readonly answerMs: number;
}

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

  /** The host of the proxy that the request goes through, as long as that has not made a connection. */
  proxy: string | undefined;
  /** Called when `sent` becomes true. */
  onceSent: () => void = () => undefined;

  private readonly ending = new AbortController();

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.ending.signal;
  }

  recordSent(): void {
    if (this.sent) return;
    this.sent = true;
    this.onceSent();
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
 * Has a client make one request, by Node's HTTP client, and watches it.
 *
 * @param host that it goes to
 * @param request makes the request; what it throws goes to `failureOf`
 * @param failureOf what is thrown in its place
 */
export async function exchange<T>(
  host: Host,
  { connectMs, answerMs }: Patience,
  request: (exchange: Exchange) => Promise<T>,
  failureOf: (error: unknown, exchange: Exchange) => Error,
): Promise<T> {
  watchRequests();
  const made = new Exchange();
  let timer = setTimeout(() => {
    made.timeOut(() => !made.sent);
  }, connectMs);
  made.onceSent = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      made.timeOut();
    }, answerMs);
  };
  try {
    return await current.run(made, () => request(made));
  } catch (error) {
    throw failureOf(error, made);
  } finally {
    made.ended = true;
    if (made.sent) host.recordReached();
    clearTimeout(timer);
  }
}

/** Whether the channel is subscribed to; once in the life of a process. */
let isWatching = false;

/** Node's HTTP client publishes each request in the context that it is made in. */
function watchRequests(): void {
  if (isWatching) return;
  isWatching = true;
  subscribe("http.client.request.created", (message) => {
    const made = current.getStore();
    if (made !== undefined) watch((message as { request: ClientRequest }).request, made);
  });
}

function watch(request: ClientRequest, made: Exchange): void {
  made.seen = true;
  made.signal.addEventListener("abort", () => request.destroy());
  request.once("error", (error) => {
    made.error ??= error;
  });
  const { agent } = request as { readonly agent?: { readonly proxy?: URL } };
  made.proxy = agent?.proxy?.host;
  // A proxy that leads nowhere: its answer would be taken for the host's.
  request.once("proxyConnect", ({ statusCode }: { readonly statusCode: number }) => {
    made.proxy = undefined;
    if (statusCode !== 200)
      request.destroy(Object.assign(new Error("refused"), { code: `PROXY_${statusCode}` }));
  });
  request.once("socket", (socket) => {
    const send = () => {
      made.recordSent();
    };
    const { secureConnecting = false } = socket as { readonly secureConnecting?: boolean };
    const isReady = request.reusedSocket || !(socket.connecting || secureConnecting);
    if (isReady) send();
    // What is written earlier waits in the socket, and is lost with it where the connection fails, or the certificate is refused.
    else socket.once("encrypted" in socket ? "secureConnect" : "connect", send);
  });
}

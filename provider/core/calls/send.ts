import { type Exchange, exchange } from "./exchange";
import { hostOf } from "./hosts";
import type { Operation } from "./operation";
import type { Endpoint } from "./settings";
import { unreachable } from "./unreachable";

/** A request as a client is about to make it. */
export interface Sending {
  /** The cloud's name of the operation. */
  readonly name: string;
  readonly endpoint: Endpoint;
  /** What the time for the connection and the time for the answer are of. */
  readonly operation: Pick<Operation, "callTimeoutMs" | "connectTimeoutMs">;
}

/**
 * Has a client make one request.
 *
 * @param request makes it, with what ends it when its time is over
 * @param failureOf the error of a request that was sent
 * @throws UnreachableError where it was never sent
 */
export function send<T>(
  { name, endpoint, operation }: Sending,
  request: (exchange: Exchange) => Promise<T>,
  failureOf: (error: unknown, exchange: Exchange) => Error,
): Promise<T> {
  return exchange(
    hostOf(endpoint.url),
    { connectMs: operation.connectTimeoutMs, answerMs: operation.callTimeoutMs },
    request,
    (error, made) => unreachable(name, endpoint, made, error) ?? failureOf(error, made),
  );
}

import type { z } from "zod";

import { parseAnswer, parseJson } from "../../calls/answers";
import { NotAppliedError, RefusedError, UnknownOutcomeError } from "../../calls/errors";
import { http, type HttpAnswer, type HttpRequest } from "../../calls/http";
import { assertEncrypted, wayTo } from "../../calls/network";
import type { Operation } from "../../calls/operation";
import { redact } from "../../calls/redact";
import { send } from "../../calls/send";
import type { Endpoint } from "../../calls/settings";
import { codeOf } from "../../calls/unreachable";

/** A request to a service that gives credentials or tokens out, such as the metadata of a machine. */
export interface Fetching {
  /** Names it in messages. */
  readonly name: string;
  readonly method?: "GET" | "PUT" | "POST";
  readonly endpoint: Endpoint;
  /** What follows the endpoint's URL. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
  /** Whether the service is the machine's own, to which no proxy leads. */
  readonly isNear?: boolean;
  /** What no message shows. */
  readonly secrets?: readonly string[];
}

/** The text of the answer; see `fetchAnswer`. */
async function fetchText(operation: Operation, fetching: Fetching): Promise<string> {
  return (await fetchAnswer(operation, fetching)).text;
}

/**
 * Makes a request. Retries are the operation's.
 *
 * @throws RefusedError, NotAppliedError, UnreachableError or UnknownOutcomeError
 */
export async function fetchAnswer(operation: Operation, fetching: Fetching): Promise<HttpAnswer> {
  const { name, endpoint, path, method = "GET", isNear = false, secrets = [] } = fetching;
  const [secret] = secrets;
  if (secret !== undefined && !isNear) assertEncrypted(endpoint, secret);
  return operation.call({ account: name, repeatable: true }, async () => {
    const way = await wayTo(endpoint.url, operation.settings, isNear);
    const request = { method, url: new URL(endpoint.url + path), way, ...contentOf(fetching) };
    const answer = await send(
      { name, endpoint, operation: isNear ? NEAR : operation },
      () => http(request),
      (error) =>
        new UnknownOutcomeError({
          operation: name,
          code: codeOf(error) ?? "ConnectionLost",
          detail: "the response was lost",
        }),
    );
    const { status, text } = answer;
    if (status < 300) return answer;
    const detail = redact(text, secrets) || "no message";
    const failure = { operation: name, code: `HTTP ${status}`, detail, status };
    throw status === 429 || status >= 500 ? new NotAppliedError(failure) : new RefusedError(failure);
  });
}

/** A service of the machine answers at once, or is not there. */
const NEAR = { connectTimeoutMs: 2000, callTimeoutMs: 5000 };

function contentOf({ headers = {}, body }: Fetching): Pick<HttpRequest, "headers" | "body"> {
  if (body === undefined) return { headers };
  return { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** The same for JSON of a shape. @throws UnusableAnswerError besides */
export async function fetchJson<T>(
  operation: Operation,
  fetching: Fetching,
  shape: z.ZodType<T>,
): Promise<T> {
  return parseAnswer(fetching.name, shape, parseJson(await fetchText(operation, fetching)));
}

/** A metadata service that answers those alone who have got a token from it before. */
interface Session {
  readonly endpoint: Endpoint;
  /** Where it gives tokens out, and the header that says for how long. */
  readonly tokenPath: string;
  readonly lifetimeHeader: string;
  /** The header that it wants the token in. */
  readonly tokenHeader: string;
}

/** Makes one such request. */
export async function fetchInSession<T>(
  operation: Operation,
  { endpoint, tokenPath, lifetimeHeader, tokenHeader }: Session,
  { name, path }: Pick<Fetching, "name" | "path">,
  shape: z.ZodType<T>,
): Promise<T> {
  const near = { endpoint, isNear: true };
  const token = await fetchText(operation, {
    ...near,
    name: "The machine's metadata token",
    method: "PUT",
    path: tokenPath,
    headers: { [lifetimeHeader]: "21600" },
  });
  const fetching = { ...near, name, path, headers: { [tokenHeader]: token }, secrets: [token] };
  return fetchJson(operation, fetching, shape);
}

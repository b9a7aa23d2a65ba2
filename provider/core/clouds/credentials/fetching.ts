import { z } from "zod";

import { parseAnswer } from "../../calls/answers";
import { NotAppliedError, RefusedError, UnknownOutcomeError } from "../../calls/errors";
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
  /** What no message shows. */
  readonly secrets?: readonly string[];
}

/** Such a service is near: it answers at once, or it is not there. */
const LONGEST_MS = 5000;

/** The text of the answer; see `fetchAnswer`. */
export async function fetchText(operation: Operation, fetching: Fetching): Promise<string> {
  return (await fetchAnswer(operation, fetching)).text;
}

/** What such a service answers. */
interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * Makes a request. Retries are the operation's.
 *
 * @throws RefusedError, NotAppliedError, UnreachableError or UnknownOutcomeError
 */
export async function fetchAnswer(operation: Operation, fetching: Fetching): Promise<Answer> {
  const { name, endpoint, path, secrets = [] } = fetching;
  const timeoutMs = Math.min(LONGEST_MS, operation.callTimeoutMs);
  return operation.call({ account: name, repeatable: true }, async () => {
    const answer = await send(
      { name, endpoint, timeoutMs },
      async ({ signal }) => {
        const response = await fetch(endpoint.url + path, {
          ...requestOf(fetching),
          redirect: "manual",
          signal,
        });
        return { status: response.status, headers: response.headers, text: await response.text() };
      },
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

function requestOf({ method = "GET", headers = {}, body }: Fetching): RequestInit {
  if (body === undefined) return { method, headers };
  return { method, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** The same for JSON of a shape. @throws UnusableAnswerError besides */
export async function fetchJson<T>(
  operation: Operation,
  fetching: Fetching,
  shape: z.ZodType<T>,
): Promise<T> {
  const text = await fetchText(operation, fetching);
  return parseAnswer(fetching.name, z.preprocess(parsed, shape), text);
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

import { z } from "zod";

import { parseJson } from "../calls/answers";
import { CloudClock } from "../calls/clock";
import {
  type CallFailure,
  messageOf,
  NotAppliedError,
  RefusedError,
  UnknownOutcomeError,
} from "../calls/errors";
import type { Exchange } from "../calls/exchange";
import { headerOf, http, type HttpAnswer } from "../calls/http";
import { assertEncrypted, wayTo } from "../calls/network";
import type { Permissions } from "../permissions";
import { huaweiAdvice } from "./huaweiAdvice";
import type { Operation } from "../calls/operation";
import { redact } from "../calls/redact";
import { send } from "../calls/send";
import { signSdkHmacSha256 } from "./sdkHmacSha256";
import { CallCredentials, type Credentials, type CredentialSource } from "../calls/credentials";
import type { Endpoint, KeyPair } from "../calls/settings";
import { codeOf, isConnectionLoss } from "../calls/unreachable";

/** A call of the API gateway's management API. */
export interface RestCall {
  /** Names the call in messages, such as `createApiGroup`. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly endpoint: Endpoint;
  /** What follows the endpoint's URL. */
  readonly path: string;
  readonly body?: object;
  /** See `CallOptions`. */
  readonly repeatable: boolean;
  /** What an error names that says that one is missing. */
  readonly permissions: Permissions;
}

/** How a request proves who sends it: a token, or a key pair that signs. */
export type Proof = { readonly token: string } | { readonly keys: KeyPair };

/** As APIs answer, and as IAM does. */
const errorShape = z.union([
  z.object({
    error_code: z.string(),
    error_msg: z.string().catch("no message"),
    request_id: z.string().optional().catch(undefined),
  }),
  z
    .object({ error: z.object({ code: z.coerce.string(), message: z.string().catch("no message") }) })
    .transform(({ error }) => ({
      error_code: `HTTP ${error.code}`,
      error_msg: error.message,
      request_id: undefined,
    })),
]);

function headersOf(
  call: RestCall,
  url: URL,
  body: string,
  proof: Proof,
  projectId: string | undefined,
): Record<string, string> {
  const headers: Record<string, string> = {
    "content-type": "application/json",
    ...(projectId === undefined ? {} : { "x-project-id": projectId }),
  };
  if ("token" in proof) return { ...headers, "x-auth-token": proof.token };
  if (proof.keys.token !== undefined) headers["x-security-token"] = proof.keys.token;
  headers["x-sdk-date"] = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const signable = { method: call.method, url, headers: { ...headers, host: url.host }, body };
  return { ...headers, authorization: signSdkHmacSha256(signable, proof.keys.id, proof.keys.secret) };
}

/**
 * Makes a call and returns its JSON body; nothing for 204. Retries are the operation's.
 *
 * @throws RefusedError, NotAppliedError, UnreachableError, UnknownOutcomeError or CredentialsError; ConfigurationError before anything is sent
 */
export async function callHuaweiAs(
  credentials: Credentials<Proof>,
  operation: Operation,
  call: RestCall,
): Promise<unknown> {
  const { settings } = operation;
  const own = new CallCredentials(credentials);
  const account = `huaweicloud ${credentials.source.id}`;
  const url = new URL(call.endpoint.url + call.path);
  const body = call.body === undefined ? "" : JSON.stringify(call.body);
  const clock = new CloudClock(call.endpoint.url);
  return operation.call({ account, repeatable: call.repeatable }, async () => {
    const proof = await own.get(operation);
    assertEncrypted(call.endpoint, "token" in proof ? proof.token : proof.keys.id);
    const way = await wayTo(call.endpoint.url, settings);
    const secrets = "token" in proof ? [proof.token] : [proof.keys.id, proof.keys.secret, proof.keys.token];
    const answer = await send(
      { name: call.name, endpoint: call.endpoint, operation },
      async () => {
        const headers = headersOf(call, url, body, proof, settings.get("huaweicloud:projectId"));
        const response = await http({ method: call.method, url, headers, body, way });
        clock.observeDate(response.headers.date);
        return { ...response, secrets, source: credentials.source };
      },
      (error, seen) => lostAnswer(call.name, error, seen, secrets),
    );
    try {
      return answerOf(call, answer);
    } catch (error) {
      throw own.outcomeOf(error as Error, proof, ({ status }) => status === 401);
    }
  });
}

function lostAnswer(
  operation: string,
  error: unknown,
  { timedOut }: Exchange,
  secrets: readonly (string | undefined)[],
): UnknownOutcomeError {
  const code = codeOf(error) ?? "ConnectionFailed";
  return new UnknownOutcomeError({
    operation,
    code: timedOut ? "Timeout" : isConnectionLoss(code) ? "ConnectionLost" : code,
    detail: timedOut ? "no response in time" : redact(messageOf(error), secrets),
  });
}

interface Answer extends HttpAnswer {
  readonly secrets: readonly (string | undefined)[];
  /** Where the credentials are from. */
  readonly source: CredentialSource<unknown>;
}

function answerOf(
  { name: operation, permissions }: RestCall,
  { status, headers, text, secrets, source }: Answer,
): unknown {
  const json = parseJson(text);
  const parsed = errorShape.safeParse(json);
  if (status < 300 && !parsed.success) {
    if (status === 204) return undefined;
    if (json !== undefined) return json;
    // It may be a proxy's, so that it proves nothing.
    const failure = { operation, code: "UnreadableAnswer", detail: "the response is not JSON", status };
    throw new UnknownOutcomeError(failure);
  }
  const failure: CallFailure = {
    operation,
    code: parsed.success ? parsed.data.error_code : `HTTP ${status}`,
    detail: redact(parsed.success ? parsed.data.error_msg : text, secrets) || "no message",
    requestId: (parsed.success ? parsed.data.request_id : undefined) ?? headerOf(headers, "x-request-id"),
    status,
    retryAfterMs: Number(headers["retry-after"]) * 1000 || undefined,
  };
  if (isThrottling(failure.code, status)) return fail(new NotAppliedError(failure));
  if (status >= 500 || status < 400) return fail(new UnknownOutcomeError(failure));
  return fail(
    new RefusedError(failure, huaweiAdvice(permissions, operation, failure.code, failure.detail, source)),
  );
}

function fail(error: Error): never {
  throw error;
}

/**
 * By code first: APIG.9008 is a throttle that comes as a 500, and 0613 says that IAM could not be asked who the caller is, so that
 * nothing was carried out. Any other 503 may have been.
 */
function isThrottling(code: string, status: number): boolean {
  return status === 429 || code === "APIG.9008" || (status === 503 && /\.0613$/.test(code));
}

import type { CommonClient } from "tencentcloud-sdk-nodejs-common/tencentcloud/common/common_client.js";
import { z } from "zod";

import { actionOf, type Permissions } from "../permissions";
import { CloudClock } from "../calls/clock";
import { type CallFailure, NotAppliedError, RefusedError, UnknownOutcomeError } from "../calls/errors";
import type { Exchange } from "../calls/exchange";
import type { Operation } from "../calls/operation";
import { assertEncrypted, type Way, wayTo } from "../calls/network";
import { redact } from "../calls/redact";
import { send } from "../calls/send";
import { CallCredentials, type Credentials, type CredentialSource, keysAdvice } from "../calls/credentials";
import type { Endpoint, KeyPair } from "../calls/settings";
import { codeOf, isConnectionLoss } from "../calls/unreachable";

/** An API 3.0 service of Tencent Cloud. */
export interface TencentApi {
  /** The name of the service, which is part of what is signed. */
  readonly service: string;
  readonly version: string;
  /** Where a service wants one. */
  readonly region?: string;
  readonly endpoint: Endpoint;
  /** What an error names that says that one is missing. */
  readonly permissions: Permissions;
}

/** The step of the SDK's client that its types keep to itself. */
interface AnswerReader {
  parseResponse(response: { readonly headers: Headers }): Promise<unknown>;
}

/** What the SDK throws, whatever went wrong: `code` only where the cloud answered with one. */
const thrownShape = z.object({
  message: z.string().catch(""),
  code: z.string().optional().catch(undefined),
  requestId: z.string().optional().catch(undefined),
  httpCode: z.number().optional().catch(undefined),
});

/** Clients by path and keys, kept for the life of the process for their open connections. */
const clients = new Map<string, { readonly client: CommonClient; readonly agent: Way }>();

/**
 * A client of its own for each path: the path is a property of the client, so that one shared by calls side by side would send
 * them to each other's.
 */
async function clientFor(
  api: TencentApi,
  path: string,
  keys: KeyPair | undefined,
  agent: Way,
): Promise<CommonClient> {
  const identity = JSON.stringify([
    api.service,
    api.version,
    api.endpoint.url,
    path,
    keys?.id,
    keys?.secret,
    keys?.token,
  ]);
  const known = clients.get(identity);
  if (known?.agent === agent) return known.client;
  const { CommonClient } =
    await import("tencentcloud-sdk-nodejs-common/tencentcloud/common/common_client.js");
  const url = new URL(api.endpoint.url + path);
  const client = new CommonClient(url.host, api.version, {
    credential: {
      secretId: keys?.id ?? "",
      secretKey: keys?.secret ?? "",
      ...(keys?.token === undefined ? {} : { token: keys.token }),
    },
    ...(api.region === undefined ? {} : { region: api.region }),
    profile: {
      httpProfile: {
        protocol: `${url.protocol}//`,
        endpoint: url.host,
        agent,
        // Calls are given their time by `exchange`.
        reqTimeout: 0,
      },
    },
  });
  client.path = url.pathname;
  watchClock(client, new CloudClock(api.endpoint.url));
  if (keys === undefined || !url.host.startsWith(`${api.service}.`))
    await signForService(client, api.service, keys === undefined);
  clients.set(identity, { client, agent });
  return client;
}

/** The SDK gives away no header of an answer, so its date is taken where the client reads it. */
function watchClock(client: CommonClient, clock: CloudClock): void {
  const reader = client as unknown as AnswerReader;
  const read = reader.parseResponse.bind(client);
  reader.parseResponse = (response) => {
    clock.observeDate(response.headers.get("date"));
    return read(response);
  };
}

/**
 * The SDK signs for the service named by the host's first label: for `127.0.0.1` that is "127", for a proxy its name. This
 * client takes the SDK's own steps (sign and send, then read the answer) with the service's real name.
 *
 * @param skipSign for calls that are not signed
 */
async function signForService(client: CommonClient, service: string, skipSign: boolean): Promise<void> {
  const { HttpConnection } =
    await import("tencentcloud-sdk-nodejs-common/tencentcloud/common/http/http_connection.js");
  const { protocol, reqMethod, agent } = client.profile.httpProfile as {
    protocol: string;
    reqMethod: string;
    agent: unknown;
  };
  const doRequest = async (
    action: string,
    data: object,
    options: { signal?: AbortSignal },
  ): Promise<unknown> => {
    const { secretId, secretKey, token } = await client.getCredential();
    const request = {
      method: reqMethod,
      url: protocol + client.endpoint + client.path,
      data,
      service,
      action,
      region: client.region,
      version: client.apiVersion,
      secretId,
      secretKey,
      token,
      requestClient: client.sdkVersion,
      timeout: 0,
      skipSign,
      agent,
      signal: options.signal,
    };
    const response: unknown = await HttpConnection.doRequestWithSign3(
      request as Parameters<typeof HttpConnection.doRequestWithSign3>[0],
    );
    return (client as unknown as AnswerReader).parseResponse(response as { headers: Headers });
  };
  Object.defineProperty(client, "doRequest", { value: doRequest });
}

/** A call of an API 3.0 service. */
export interface TencentCall {
  readonly action: string;
  /** `/`, or a private deployment's path of this action. */
  readonly path: string;
  readonly body: object;
  /** See `CallOptions`. */
  readonly repeatable: boolean;
  /** What the call holds and no message shows, such as the token that it exchanges. */
  readonly secrets?: readonly string[];
}

/**
 * Makes a call of an API 3.0 service and returns what stands under `Response`. Retries are the operation's.
 *
 * @param credentials undefined for a call that is not signed
 * @throws RefusedError, NotAppliedError, UnreachableError, UnknownOutcomeError or CredentialsError
 */
export async function callTencentAs(
  credentials: Credentials<KeyPair> | undefined,
  operation: Operation,
  api: TencentApi,
  call: TencentCall,
): Promise<Record<string, unknown>> {
  const own = credentials && new CallCredentials(credentials);
  const account = `tencentcloud ${credentials?.source.id ?? call.action}`;
  return operation.call({ account, repeatable: call.repeatable }, async () => {
    const keys = await own?.get(operation);
    assertEncrypted(api.endpoint, keys?.id ?? call.secrets?.[0] ?? "");
    const client = await clientFor(api, call.path, keys, await wayTo(api.endpoint.url, operation.settings));
    return send(
      { name: call.action, endpoint: api.endpoint, operation },
      async ({ signal }) =>
        z.record(z.string(), z.unknown()).parse(await client.request(call.action, call.body, { signal })),
      (error, seen) => {
        const secrets = [keys?.id, keys?.secret, keys?.token, ...(call.secrets ?? [])];
        const failure = failureOf(api, call.action, error, seen, { secrets, source: credentials?.source });
        return own && keys
          ? own.outcomeOf(failure, keys, ({ code }) => code === "AuthFailure.TokenFailure")
          : failure;
      },
    );
  });
}

/** What of a call messages must not show, and where its credentials are from. */
interface Shown {
  readonly secrets: readonly (string | undefined)[];
  readonly source: CredentialSource<unknown> | undefined;
}

function failureOf(
  api: TencentApi,
  action: string,
  error: unknown,
  { timedOut, error: raised }: Exchange,
  { secrets, source }: Shown,
): Error {
  const thrown = thrownShape.parse(
    typeof error === "object" && error !== null ? error : { message: String(error) },
  );
  const { message, httpCode: status } = thrown;
  // Node's codes, and the cloud's, which have small letters.
  const isNodes = thrown.code !== undefined && /^E[A-Z_]+$/.test(thrown.code);
  const code = isNodes ? undefined : thrown.code;
  const system = isNodes ? thrown.code : codeOf(raised);
  const transport = timedOut ? "Timeout" : transportCode(message, system, status);
  const failure: CallFailure = {
    operation: action,
    code: code ?? transport,
    detail:
      code === undefined && transport === "Timeout"
        ? "no response in time"
        : redact(message, secrets) || "no message",
    requestId: thrown.requestId || undefined,
    status,
  };
  if (code === undefined) {
    if (status === 429) return new NotAppliedError(failure);
    if (status !== undefined && status < 500) return new RefusedError(failure);
    return new UnknownOutcomeError(failure);
  }
  if (code.startsWith("RequestLimitExceeded")) return new NotAppliedError(failure);
  if (/^(InternalError|FailedOperation|ServiceUnavailable)/.test(code))
    return new UnknownOutcomeError(failure);
  return new RefusedError(failure, adviceFor(api, action, code, source));
}

function transportCode(message: string, system: string | undefined, status: number | undefined): string {
  if (status !== undefined) return `HTTP ${status}`;
  if (system !== undefined) return isConnectionLoss(system) ? "ConnectionLost" : system;
  return /invalid json|Response|undefined/i.test(message) ? "UnreadableAnswer" : "ConnectionFailed";
}

function adviceFor(
  { permissions }: TencentApi,
  action: string,
  code: string,
  source: Shown["source"],
): string | undefined {
  // The first is iOA's, with what is missing after a dot; the second is that of Cloud Access Management.
  if (/^(AuthFailure\.)?UnauthorizedOperation\b/.test(code))
    return `Grant the calling user ${actionOf(permissions, action)} and the group's management domain`;
  return ADVICE[code] ?? (code.startsWith("AuthFailure") ? keysAdvice(source, KEYS_ADVICE) : undefined);
}

const KEYS_ADVICE =
  "Check tencentcloud:secretId and tencentcloud:secretKey, or the environment's TENCENTCLOUD_SECRET_ID and _KEY";

const ADVICE: Readonly<Record<string, string>> = {
  "AuthFailure.SignatureExpire":
    "This machine's clock is more than 5 minutes off: correct it (`date -u` shows it)",
  "AuthFailure.MFAFailure": "The account requires MFA for this call: use a key without MFA",
  "AuthFailure.TokenFailure":
    "The temporary credentials have expired, or the token belongs to another key: get new ones",
  InvalidAction:
    "This endpoint has no such action. For a private deployment, run `pulumi config set cloud-groups:ioaDeployment private`",
};

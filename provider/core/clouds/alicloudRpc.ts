import { z } from "zod";

import { actionOf, type Permissions } from "../permissions";
import { CloudClock } from "../calls/clock";
import { type CallFailure, NotAppliedError, RefusedError, UnknownOutcomeError } from "../calls/errors";
import type { Operation } from "../calls/operation";
import { assertEncrypted, wayTo } from "../calls/network";
import { redact } from "../calls/redact";
import { send } from "../calls/send";
import { CallCredentials, type Credentials, type CredentialSource, keysAdvice } from "../calls/credentials";
import type { Endpoint, KeyPair } from "../calls/settings";
import { isConnectionLoss } from "../calls/unreachable";

/** An API of Alibaba Cloud in RPC style. */
export interface AlicloudApi {
  readonly version: string;
  readonly endpoint: Endpoint;
  /** What an error names that says that one is missing. */
  readonly permissions: Permissions;
}

/** Parameters of a call. Nothing that is undefined is sent. */
export type RpcParameters = Readonly<Record<string, string | undefined>>;

/** The part of `@alicloud/pop-core` that is used; its own types leave out the second argument and what it changes. */
interface RpcClient {
  request(action: string, parameters: object, options: object): Promise<unknown>;
}
type RpcClientClass = new (config: object, verbose: true) => RpcClient;

/** What pop-core resolves with when it is verbose: the body, and the exchange it came from. */
const answerShape = z.tuple([
  z.record(z.string(), z.unknown()),
  z.object({ response: z.object({ statusCode: z.number(), headers: z.record(z.string(), z.unknown()) }) }),
]);

/** What pop-core throws: with `code` and `data` where the cloud answered, a Node error or a parser's object where it did not. */
const thrownShape = z.object({
  name: z.string().catch("Error"),
  message: z.string().catch(""),
  code: z.string().optional().catch(undefined),
  data: z
    .object({ Message: z.string().catch(""), RequestId: z.string().optional().catch(undefined) })
    .optional(),
  entry: z
    .object({ response: z.object({ statusCode: z.number(), headers: z.record(z.string(), z.unknown()) }) })
    .optional()
    .catch(undefined),
});

/** The client's own time-out tells less of what became of the request, so that it comes later, by so many milliseconds. */
const LATER_MS = 1000;

/** Clients by endpoint and keys, kept for the life of the process for their open connections. */
const clients = new Map<string, RpcClient>();

async function clientFor(api: AlicloudApi, keys: KeyPair | undefined): Promise<RpcClient> {
  const identity = JSON.stringify([api.endpoint.url, api.version, keys?.id, keys?.secret, keys?.token]);
  let client = clients.get(identity);
  if (client === undefined) {
    const { default: popCore } = await import("@alicloud/pop-core");
    const Client = popCore as unknown as RpcClientClass;
    const credentials =
      keys === undefined
        ? // Without any it does not sign.
          { credentialsProvider: { getCredentials: () => Promise.resolve(undefined) } }
        : { accessKeyId: keys.id, accessKeySecret: keys.secret, securityToken: keys.token };
    client = new Client(
      {
        endpoint: api.endpoint.url,
        apiVersion: api.version,
        ...credentials,
      },
      true,
    );
    clients.set(identity, client);
  }
  return client;
}

/** A call of an RPC-style API. */
export interface RpcCall {
  readonly api: AlicloudApi;
  readonly action: string;
  readonly parameters: RpcParameters;
  /** See `CallOptions`. */
  readonly repeatable: boolean;
  /** What the call holds and no message shows, such as the token that it exchanges. */
  readonly secrets?: readonly string[];
}

/**
 * Makes a call of an RPC-style API and returns its body. Retries are the operation's.
 *
 * @param credentials undefined for a call that is not signed
 * @throws RefusedError, NotAppliedError, UnreachableError, UnknownOutcomeError or CredentialsError
 */
export async function callAlicloudAs(
  credentials: Credentials<KeyPair> | undefined,
  operation: Operation,
  { api, action, parameters, repeatable, secrets = [] }: RpcCall,
): Promise<Record<string, unknown>> {
  const sent = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
  const clock = new CloudClock(api.endpoint.url);
  const own = credentials && new CallCredentials(credentials);
  const account = `alicloud ${credentials?.source.id ?? action}`;
  return operation.call({ account, repeatable }, async () => {
    const keys = await own?.get(operation);
    assertEncrypted(api.endpoint, keys?.id ?? secrets[0] ?? "");
    const client = await clientFor(api, keys);
    const agent = await wayTo(api.endpoint.url, operation.settings);
    const answer = await send(
      { name: action, endpoint: api.endpoint, operation },
      // POST in upper case: any other spelling puts the parameters, numbers and all, into the URL.
      () =>
        client.request(action, sent, {
          method: "POST",
          timeout: operation.callTimeoutMs + operation.connectTimeoutMs + LATER_MS,
          agent,
        }),
      (error, { timedOut }) => {
        const thrown = thrownShape.parse(
          typeof error === "object" && error !== null ? error : { message: String(error) },
        );
        clock.observeDate(thrown.entry?.response.headers["date"]);
        const shown = {
          source: credentials?.source,
          secrets: [keys?.id, keys?.secret, keys?.token, ...secrets],
          ids: [sent["GroupId"]],
        };
        const failure = failureOf(api, action, thrown, timedOut, shown);
        return own && keys
          ? own.outcomeOf(failure, keys, ({ code }) => code === "InvalidSecurityToken.Expired")
          : failure;
      },
    );
    clock.observeDate(answerShape.safeParse(answer).data?.[1].response.headers["date"]);
    return bodyOf(action, answer);
  });
}

/** pop-core takes whatever has no `Code` for a success, whatever the status. */
function bodyOf(action: string, answer: unknown): Record<string, unknown> {
  const parsed = answerShape.safeParse(answer);
  if (!parsed.success) {
    throw new UnknownOutcomeError({
      operation: action,
      code: "UnreadableAnswer",
      detail: "the response is not a JSON object",
    });
  }
  const [body, { response }] = parsed.data;
  const requestId = typeof body["RequestId"] === "string" ? body["RequestId"] : undefined;
  if (response.statusCode >= 400 || requestId === undefined) {
    throw new UnknownOutcomeError({
      operation: action,
      code: "UnreadableAnswer",
      detail: `the response has no error code and ${requestId === undefined ? "no request id" : "an error status"}`,
      status: response.statusCode,
      requestId,
    });
  }
  return body;
}

/** What of a call messages must not show, and what they may although it looks like a phone number. */
interface Shown {
  /** Where the credentials are from. */
  readonly source: CredentialSource<unknown> | undefined;
  readonly secrets: readonly (string | undefined)[];
  readonly ids: readonly (string | undefined)[];
}

function failureOf(
  api: AlicloudApi,
  action: string,
  thrown: z.infer<typeof thrownShape>,
  timedOut: boolean,
  { source, secrets, ids }: Shown,
): Error {
  const answered = thrown.data !== undefined && thrown.code !== undefined;
  const code = answered
    ? (thrown.code ?? "")
    : timedOut
      ? "Timeout"
      : transportCode(thrown.name, thrown.code);
  // Its HTTP client glues what it was about to a message of Node's: "socket hang upPOST https://… failed."
  const text = thrown.data?.Message ?? thrown.message.replace(/(?<=\w)(?=POST http)/, ", ");
  const failure: CallFailure = {
    operation: action,
    code,
    detail:
      code === "Timeout" && !answered ? "no response in time" : redact(text, secrets, ids) || "no message",
    requestId: thrown.data?.RequestId,
    status: thrown.entry?.response.statusCode,
    retryAfterMs: Number(thrown.entry?.response.headers["x-acs-retry-after"]) || undefined,
  };
  if (!answered) return new UnknownOutcomeError(failure);
  if (isThrottling(failure.code)) return new NotAppliedError(failure);
  if (isAmbiguous(failure.code, failure.status)) return new UnknownOutcomeError(failure);
  return new RefusedError(failure, adviceFor(api, action, failure.code, source));
}

function transportCode(name: string, code: string | undefined): string {
  if (name === "RequestTimeoutError") return "Timeout";
  if (name === "SyntaxError") return "UnreadableAnswer";
  if (code === undefined) return "ConnectionFailed";
  return isConnectionLoss(code) ? "ConnectionLost" : code;
}

function isThrottling(code: string): boolean {
  return /Throttling/.test(code) || ["isv.FLOW_LIMIT", "FlowLimited"].includes(code);
}

/** Codes of which the documents say "try again later" without saying that nothing happened. */
const AMBIGUOUS = [
  "InternalError",
  // Busy before the call was carried out, or after it: no document tells.
  "ServiceUnavailable",
  // A nonce that was used already means that an earlier copy of this very request did arrive.
  "SignatureNonceUsed",
  "isv.PARTNER_NOT_EXIST",
];

/** Those codes, and every server error. */
function isAmbiguous(code: string, status = 200): boolean {
  if (code === "isp.RAM_PERMISSION_DENY") return false;
  return AMBIGUOUS.includes(code) || code.startsWith("isp.") || status >= 500;
}

function adviceFor(
  { permissions }: AlicloudApi,
  action: string,
  code: string,
  source: Shown["source"],
): string | undefined {
  if (KEYS_REFUSED.includes(code)) return keysAdvice(source, KEYS_ADVICE);
  return ALICLOUD_DENIALS.includes(code)
    ? `Grant the calling user ${actionOf(permissions, action)}`
    : ADVICE[code];
}

/** What says that the calling user lacks a permission: the codes of RAM itself, of the gateway, and of Dyplsapi. */
export const ALICLOUD_DENIALS = ["NoPermission", "Forbidden.RAM", "isp.RAM_PERMISSION_DENY"];

const KEYS_REFUSED = ["SignatureDoesNotMatch", "InvalidAccessKeyId.NotFound"];
const KEYS_ADVICE =
  "Check alicloud:accessKey and alicloud:secretKey, or the environment's ALIBABA_CLOUD_ACCESS_KEY_ID and _SECRET";

const ADVICE: Readonly<Record<string, string>> = {
  "InvalidAccessKeyId.Inactive": "The access key is disabled: enable it in RAM, or use another one",
  "InvalidSecurityToken.Expired": "The temporary credentials have expired: get new ones",
  "InvalidSecurityToken.MismatchWithAccessKey":
    "alicloud:securityToken belongs to other keys: get it together with alicloud:accessKey and alicloud:secretKey",
  "InvalidTimeStamp.Expired":
    "This machine's clock is more than 15 minutes off: correct it (`date -u` shows it)",
  "isv.POOLKEY_NOT_EXISTS": "poolKey must be a number pool of this account: copy it from the console",
  "isv.FORBIDDEN_ACTION": "The number pool must be of type AXG",
};

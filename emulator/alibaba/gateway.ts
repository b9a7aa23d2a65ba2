import { type Accounts, type Caller, type Key, useKey } from "../accounts";
import type { Answer, ApiName, Context, Incoming, Parameters, Protocol, ReceivedCall } from "../api";
import { withoutKey } from "../identity/roles";
import { Refusal } from "../refusal";
import { type Pair, rpcSignature, rpcStringToSign } from "../signatures/alibabaRpc";

/** What an operation of an RPC API does: it returns the body's members besides RequestId. */
export interface RpcOperation {
  readonly writes: boolean;
  /** Whether it needs no signature; where a request has one all the same, that must be right. */
  readonly unsigned?: boolean;
  /** The parameters that the call log does not show. */
  readonly secrets?: readonly string[];
  run(context: Context, parameters: Parameters): Readonly<Record<string, unknown>>;
}

/** An RPC API behind Alibaba Cloud's gateway. */
export interface RpcApi {
  readonly name: ApiName;
  readonly version: string;
  readonly host: string;
  readonly operations: ReadonlyMap<string, RpcOperation>;
  /** What every successful body has, such as a `Code` of `OK`. */
  readonly success: Readonly<Record<string, unknown>>;
  readonly throttled: Refusal;
  readonly broken: Refusal;
}

const ALLOWED_SKEW_MS = 15 * 60_000;

/** What every request carries, and no operation reads. */
const COMMON_PARAMETERS: ReadonlySet<string> = new Set([
  "AccessKeyId",
  "Action",
  "Format",
  "SecurityToken",
  "Signature",
  "SignatureMethod",
  "SignatureNonce",
  "SignatureType",
  "SignatureVersion",
  "Timestamp",
  "Version",
]);

/** The version that an RPC request names, found without decoding a body of numbers for it. */
export function rpcVersion({ query, body }: Incoming): string | undefined {
  const version = /(?:^|&)Version=([^&]*)/;
  return (version.exec(query) ?? version.exec(body.toString("latin1")))?.[1];
}

/** The parameters of an RPC request: those of the query and those of a form. */
function rpcPairs({ query, body, headers }: Incoming): Pair[] {
  const form = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
  return [...new URLSearchParams(query), ...(form ? new URLSearchParams(body.toString("utf8")) : [])];
}

/** The nonces that signed requests used, for as long as a replay would be in time. */
export class NonceMemory {
  private readonly seen = new Map<string, number>();

  /** Whether this is the nonce's first use. */
  use(accessKey: string, nonce: string, now: Date): boolean {
    for (const [key, time] of this.seen) {
      if (now.getTime() - time <= 2 * ALLOWED_SKEW_MS) break;
      this.seen.delete(key);
    }
    const key = `${accessKey} ${nonce}`;
    if (this.seen.has(key)) return false;
    this.seen.set(key, now.getTime());
    return true;
  }
}

/** Alibaba Cloud's RPC gateway in front of one API. */
export class RpcProtocol implements Protocol {
  readonly name: ApiName;
  readonly operations: readonly string[];
  readonly throttled: Refusal;
  readonly broken: Refusal;

  constructor(
    private readonly api: RpcApi,
    private readonly accounts: Accounts,
    private readonly nonces: NonceMemory,
  ) {
    this.name = api.name;
    this.operations = [...api.operations.keys()];
    this.throttled = api.throttled;
    this.broken = api.broken;
  }

  receive(incoming: Incoming): ReceivedCall {
    const pairs = rpcPairs(incoming);
    const fields = new Map(pairs);
    const operation = fields.get("Action") ?? "";
    const found = this.api.operations.get(operation);
    const own = pairs.filter(([name]) => !COMMON_PARAMETERS.has(name));
    const shown = own.filter(([name]) => found?.secrets?.includes(name) !== true);
    return {
      operation,
      writes: found?.writes ?? false,
      parameters: Object.fromEntries(shown),
      authenticate: (now) =>
        found?.unsigned === true && !fields.has("AccessKeyId")
          ? this.admit(fields)
          : this.authenticate(incoming, pairs, fields, now),
      perform: (context) => {
        if (fields.get("Version") !== this.api.version)
          throw new Refusal("InvalidVersion", "Specified parameter Version is not valid.", 400);
        if (found === undefined)
          throw new Refusal(
            "InvalidApi.NotFound",
            "Specified api is not found, please check your url and method.",
            404,
          );
        const result = found.run(context, Object.fromEntries(own));
        return answer(
          200,
          { ...this.api.success, RequestId: context.requestId, ...result },
          context.requestId,
          null,
        );
      },
    };
  }

  refuse({ code, message, status }: Refusal, requestId: string): Answer {
    const business = { Code: code, Message: message, RequestId: requestId };
    // Dypls' own refusals come as a success of HTTP; those of the gateway in front of it do not.
    if (status === 200) return answer(200, business, requestId, code);
    const recommend = `https://error-center.aliyun.com/status/search?Keyword=${encodeURIComponent(code)}`;
    return answer(status, { ...business, HostId: this.api.host, Recommend: recommend }, requestId, code);
  }

  retryAfter(milliseconds: number): Record<string, string> {
    return { "x-acs-retry-after": String(milliseconds) };
  }

  /** Lets a request without a signature in: it is for the account of the role that it asks for, or else counts as the first one's. */
  private admit(fields: ReadonlyMap<string, string>): Caller {
    checkForm(fields);
    const [, id = ""] = /^acs:ram::(\d+):/.exec(fields.get("RoleArn") ?? "") ?? [];
    return withoutKey(this.accounts, this.accounts.withId(id));
  }

  private authenticate(
    { method }: Incoming,
    pairs: readonly Pair[],
    fields: ReadonlyMap<string, string>,
    now: Date,
  ): Caller {
    checkCommonParameters(fields, now);
    const key = keyOf(fields, this.accounts);
    if (rpcSignature(method, pairs, key.secret) !== mandatory(fields, "Signature"))
      throw new Refusal(
        "SignatureDoesNotMatch",
        `Specified signature is not matched with our calculation. server string to sign is:${rpcStringToSign(method, pairs)}`,
        400,
      );
    if (!this.nonces.use(key.id, mandatory(fields, "SignatureNonce"), now))
      throw new Refusal("SignatureNonceUsed", "Specified signature nonce was used already.", 400);
    if (!useKey(key, now))
      throw new Refusal("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.", 400);
    return { account: key.account, key, authentication: "signature" };
  }
}

/** The key that a request names, with its security token. @throws Refusal */
function keyOf(fields: ReadonlyMap<string, string>, accounts: Accounts): Key {
  const key = accounts.key("alicloud", mandatory(fields, "AccessKeyId"));
  if (key === undefined)
    throw new Refusal("InvalidAccessKeyId.NotFound", "Specified access key is not found.", 404);
  const token = fields.get("SecurityToken");
  if (key.securityToken !== undefined && token === undefined)
    throw new Refusal("MissingSecurityToken", "SecurityToken is mandatory for this action.", 400);
  if (key.securityToken !== token)
    throw new Refusal(
      "InvalidSecurityToken.MismatchWithAccessKey",
      "Specified SecurityToken mismatch with the AccessKey.",
      400,
    );
  return key;
}

function mandatory(fields: ReadonlyMap<string, string>, name: string): string {
  const value = fields.get(name);
  if (value === undefined || value === "")
    throw new Refusal(`Missing${name}`, `${name} is mandatory for this action.`, 400);
  return value;
}

function checkCommonParameters(fields: ReadonlyMap<string, string>, now: Date): void {
  for (const name of ["Action", "Version", "AccessKeyId", "Signature", "SignatureNonce"])
    mandatory(fields, name);
  checkForm(fields);
  expect(fields, "SignatureMethod", "HMAC-SHA1");
  expect(fields, "SignatureVersion", "1.0");
  const timestamp = mandatory(fields, "Timestamp");
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(timestamp) || Number.isNaN(Date.parse(timestamp)))
    throw new Refusal(
      "InvalidTimeStamp.Format",
      "Specified time stamp or date value is not well formatted.",
      400,
    );
  if (Math.abs(now.getTime() - Date.parse(timestamp)) > ALLOWED_SKEW_MS)
    throw new Refusal("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.", 400);
}

/** XML is the clouds' default; the emulator has only the form that the SDKs ask for. */
function checkForm(fields: ReadonlyMap<string, string>): void {
  if (fields.get("Format")?.toUpperCase() !== "JSON") throw notSupported("Format", "JSON");
}

function expect(fields: ReadonlyMap<string, string>, name: string, value: string): void {
  if (mandatory(fields, name).toUpperCase() !== value) throw notSupported(name, value);
}

function notSupported(name: string, value: string): Refusal {
  return new Refusal(
    "InvalidParameter",
    `The specified parameter "${name}" is not valid: it must be ${value}.`,
    400,
  );
}

function answer(status: number, body: object, requestId: string, code: string | null): Answer {
  return { status, body: JSON.stringify(body), headers: { "x-acs-request-id": requestId }, code };
}

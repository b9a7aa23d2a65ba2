import { type Accounts, type Caller, useKey } from "../accounts";
import type { Incoming } from "../api";
import { hostsSigned } from "../signatures/encoding";
import { parseTc3Authorization, type Tc3Authorization, tc3Signature } from "../signatures/tc3";
import { ioaRefusal } from "./refusals";

/** The service of an API 3.0 request. */
export interface Tc3Service {
  /** Its name in the credential scope. */
  readonly name: string;
  readonly version: string;
}

const ALLOWED_SKEW_SECONDS = 5 * 60;

/**
 * Checks the signature and the common parameters of an API 3.0 request.
 *
 * @throws Refusal
 */
export function authenticateTc3(
  incoming: Incoming,
  accounts: Accounts,
  now: Date,
  service: Tc3Service,
): Caller {
  const timestamp = commonParameter(incoming, "X-TC-Timestamp");
  const authorization = parseTc3Authorization(commonParameter(incoming, "Authorization"));
  if (authorization === undefined)
    throw ioaRefusal(
      "AuthFailure.InvalidAuthorization",
      "The Authorization header is not of TC3-HMAC-SHA256.",
    );
  checkRequest(incoming, service);
  const key = accounts.key("tencentcloud", authorization.secretId);
  if (key === undefined) throw ioaRefusal("AuthFailure.SecretIdNotFound", "The SecretId is not found.");
  if (!/^\d+$/.test(timestamp) || Math.abs(now.getTime() / 1000 - Number(timestamp)) > ALLOWED_SKEW_SECONDS)
    throw ioaRefusal(
      "AuthFailure.SignatureExpire",
      "The signature has expired: X-TC-Timestamp is off by 5 minutes.",
    );
  if (incoming.headers["x-tc-token"] !== key.securityToken)
    throw ioaRefusal("AuthFailure.TokenFailure", "The token is missing or does not belong to the SecretId.");
  checkSignature(incoming, authorization, timestamp, key.secret, service.name);
  if (!useKey(key, now)) throw ioaRefusal("AuthFailure.TokenFailure", "The token has expired.");
  return { account: key.account, key, authentication: "signature" };
}

/** Checks what every request of API 3.0 is like, signed or not. @throws Refusal */
export function checkRequest(incoming: Incoming, service: Tc3Service): void {
  const version = commonParameter(incoming, "X-TC-Version");
  if (version !== service.version)
    throw ioaRefusal("NoSuchVersion", `The API version ${version} does not exist.`);
  if (incoming.method !== "POST" || incoming.headers["content-type"]?.startsWith("application/json") !== true)
    throw ioaRefusal("UnsupportedProtocol", "Only POST of application/json is supported.");
}

/** @throws Refusal where it is missing */
export function commonParameter({ headers }: Incoming, name: string): string {
  const value = headers[name.toLowerCase()];
  if (typeof value !== "string" || value === "")
    throw ioaRefusal("MissingParameter.CommonParam", `The common parameter ${name} is missing.`);
  return value;
}

function checkSignature(
  { method, path, query, headers, body }: Incoming,
  { date, service, signedHeaders, signature }: Tc3Authorization,
  timestamp: string,
  secret: string,
  expected: string,
): void {
  const failure = (reason: string): Error =>
    ioaRefusal("AuthFailure.SignatureFailure", `The provided credentials could not be validated: ${reason}.`);
  if (service !== expected)
    throw failure(`the credential scope names the service "${service}", not "${expected}"`);
  const today = new Date(Number(timestamp) * 1000).toISOString().slice(0, 10);
  if (date !== today)
    throw failure(`the credential scope names the date ${date}, X-TC-Timestamp is of ${today}`);
  for (const name of ["content-type", "host"])
    if (!signedHeaders.includes(name)) throw failure(`the header ${name} is not signed`);
  const valid = hostsSigned(headers.host ?? "").some((host) => {
    const values = signedHeaders.map((name): [string, string] => [
      name,
      name === "host" ? host : String(headers[name] ?? ""),
    ]);
    const request = { method, path, query, body, timestamp, date, service, headers: new Map(values) };
    return tc3Signature(request, secret) === signature;
  });
  if (!valid) throw failure("please check the signature");
}

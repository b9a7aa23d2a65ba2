import { type Accounts, type Caller, type Key, useKey } from "../accounts";
import type { Incoming } from "../api";
import { Refusal } from "../refusal";
import { hostsSigned, sha256 } from "../signatures/encoding";
import {
  parseSdkHmacAuthorization,
  type SdkHmacAuthorization,
  sdkHmacSignature,
} from "../signatures/sdkHmac";

const ALLOWED_SKEW_MS = 15 * 60_000;

/**
 * Checks the token or signature of a request, and that it is for the caller's project.
 *
 * @param pathProject the project in the path, where the path has one
 * @throws Refusal
 */
export function authenticateHuawei(
  incoming: Incoming,
  accounts: Accounts,
  now: Date,
  pathProject: string | undefined,
): Caller {
  const token = header(incoming, "x-auth-token");
  const key =
    token === undefined ? keyOfSignature(incoming, accounts, now) : keyOfToken(token, accounts, now);
  if (key === undefined) throw new Refusal("APIG.1002", "Incorrect token or token resolution failed", 401);
  const project = header(incoming, "x-project-id");
  if (token === undefined && pathProject === undefined && project === undefined)
    throw new Refusal("APIG.1006", "Project information missing", 401);
  const { projectId } = key.account.keys[0].huaweicloud;
  for (const named of [project, pathProject])
    if (named !== undefined && named !== projectId)
      throw new Refusal("APIG.1005", "No permissions to request this method", 403);
  return {
    account: key.account,
    key,
    authentication: token === undefined ? "signature" : "token",
  };
}

/** The key of a valid IAM token. @throws Refusal where it has expired */
function keyOfToken(token: string, accounts: Accounts, now: Date): Key | undefined {
  const key = accounts.huaweicloudToken(token);
  if (key !== undefined && !useKey(key, now))
    throw new Refusal("APIGW.0307", "The token must be updated.", 401);
  return key;
}

function header({ headers }: Incoming, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function incorrect(reason: string): Refusal {
  return new Refusal("APIGW.0301", `Incorrect IAM authentication information: ${reason}`, 401);
}

/**
 * The key that signed a request, for whatever project.
 *
 * @throws Refusal
 */
export function keyOfSignature(incoming: Incoming, accounts: Accounts, now: Date): Key {
  const given = header(incoming, "authorization");
  if (given === undefined) throw new Refusal("APIG.1000", "Token missing", 401);
  const authorization = parseSdkHmacAuthorization(given);
  if (authorization === undefined) throw incorrect("the Authorization header is not of SDK-HMAC-SHA256");
  const key = accounts.key("huaweicloud", authorization.accessKey);
  if (key === undefined) throw incorrect(`ak ${authorization.accessKey} not exist`);
  const date = header(incoming, "x-sdk-date") ?? "";
  checkDate(date, now);
  if (!authorization.signedHeaders.includes("x-sdk-date")) throw incorrect("x-sdk-date is not signed");
  if (header(incoming, "x-security-token") !== key.securityToken)
    throw incorrect("the security token is not valid");
  if (!isSigned(incoming, authorization, date, key)) throw incorrect("verify aksk signature fail");
  if (!useKey(key, now)) throw incorrect("security token expired");
  return key;
}

function checkDate(date: string, now: Date): void {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const time = iso === date ? Number.NaN : Date.parse(iso);
  if (Number.isNaN(time)) throw incorrect("x-sdk-date is missing or not of the form YYYYMMDDTHHMMSSZ");
  if (Math.abs(now.getTime() - time) > ALLOWED_SKEW_MS) {
    const serverTime = now.toISOString().replace(/[-:]|\.\d+/g, "");
    throw incorrect(
      `calc aksk signature fail:signature expired, signature time:${date},server time:${serverTime}`,
    );
  }
}

function isSigned(incoming: Incoming, authorization: SdkHmacAuthorization, date: string, key: Key): boolean {
  const { method, path, query, headers, body } = incoming;
  const bodyHash = sha256(body);
  const payloadHash = header(incoming, "x-sdk-content-sha256") ?? bodyHash;
  if (payloadHash !== bodyHash && payloadHash !== "UNSIGNED-PAYLOAD") return false;
  return hostsSigned(headers.host ?? "").some((host) => {
    const signed = authorization.signedHeaders.map((name): [string, string] => [
      name,
      name === "host" ? host : String(headers[name] ?? ""),
    ]);
    const request = { method, path, query, payloadHash, date, headers: new Map(signed) };
    return sdkHmacSignature(request, key.secret) === authorization.signature;
  });
}

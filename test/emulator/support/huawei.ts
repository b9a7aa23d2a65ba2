import { createHash, createHmac } from "node:crypto";

import type { Credentials } from "../../../emulator";
import type { Outcome } from "./refused";

/** An answer of the API gateway. */
export interface ApigAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Calls the API gateway's management API. */
export type ApigCall = (method: string, path: string, body?: object) => Promise<Outcome<ApigAnswer>>;

/** What a request says about itself, to be left out or falsified. */
export interface ApigCallOptions {
  readonly headers?: (headers: Record<string, string>) => Record<string, string>;
  /** The headers that are signed; default: host, x-project-id and x-sdk-date. */
  readonly signed?: readonly string[];
  readonly time?: Date;
  /** What is hashed in place of the body. */
  readonly payloadHash?: string;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** The compact form of a time that the signature wants. */
function compactTime(time: Date): string {
  return time.toISOString().replace(/[-:]|\.\d+/g, "");
}

/** How to call the API gateway at this URL with these keys, signed as the documents describe. */
export function apigCaller(
  url: string,
  keys: Omit<Credentials["huaweicloud"], "region" | "token">,
  options: ApigCallOptions = {},
): ApigCall {
  return (method, path, body) => {
    const target = new URL(path, url);
    const text = body === undefined ? "" : JSON.stringify(body);
    const given: Record<string, string> = {
      host: target.host,
      "content-type": "application/json",
      "x-project-id": keys.projectId,
      "x-sdk-date": compactTime(options.time ?? new Date()),
      ...(keys.securityToken === undefined ? {} : { "x-security-token": keys.securityToken }),
    };
    const headers = options.headers?.(given) ?? given;
    const signed = (options.signed ?? ["host", "x-project-id", "x-sdk-date"]).filter(
      (name) => name in headers,
    );
    const query = target.search.slice(1).split("&").sort().join("&");
    const canonical = [
      method,
      `${target.pathname}/`,
      query,
      ...signed.map((name) => `${name}:${headers[name] ?? ""}`),
      "",
      signed.join(";"),
      options.payloadHash ?? sha256(text),
    ].join("\n");
    const toSign = ["SDK-HMAC-SHA256", headers["x-sdk-date"] ?? "", sha256(canonical)].join("\n");
    const signature = createHmac("sha256", keys.secretKey).update(toSign).digest("hex");
    const authorization = `SDK-HMAC-SHA256 Access=${keys.accessKey}, SignedHeaders=${signed.join(";")}, Signature=${signature}`;
    return send(target, method, { ...headers, authorization }, text);
  };
}

/** How to call the API gateway with an IAM token instead of a signature. */
export function apigTokenCaller(url: string, token: string, extra: Record<string, string> = {}): ApigCall {
  return (method, path, body) =>
    send(
      new URL(path, url),
      method,
      { "x-auth-token": token, ...extra },
      body === undefined ? "" : JSON.stringify(body),
    );
}

async function send(
  url: URL,
  method: string,
  headers: Record<string, string>,
  body: string,
): Promise<Outcome<ApigAnswer>> {
  const own = Object.entries(headers).filter(([name]) => name !== "host");
  const response = await fetch(url, { method, headers: own, ...(body === "" ? {} : { body }) });
  const text = await response.text();
  const answer = (text === "" ? {} : JSON.parse(text)) as Record<string, string>;
  const { error_code: code, error_msg: message = "", request_id: requestId } = answer;
  const retryAfter = response.headers.get("retry-after") ?? undefined;
  if (code !== undefined)
    return { refused: { code, message, status: response.status, requestId, retryAfter } };
  return { answer: { status: response.status, body: answer } };
}

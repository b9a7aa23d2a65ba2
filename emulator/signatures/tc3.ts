import { authorizationMembers, hmacSha256, sha256 } from "./encoding";

/** A request to sign, and what the signature is bound to. */
export interface Tc3Request {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** The signed headers' values by lower-case name, in the order of the signature. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** `X-TC-Timestamp`, as it was sent. */
  readonly timestamp: string;
  /** The UTC date and service name of the credential scope. */
  readonly date: string;
  readonly service: string;
}

/** The hexadecimal signature of a TC3-HMAC-SHA256 request. */
export function tc3Signature(request: Tc3Request, secretKey: string): string {
  const canonical = [
    request.method,
    request.path,
    request.query,
    ...[...request.headers].map(([name, value]) => `${name}:${value.trim().toLowerCase()}`),
    "",
    [...request.headers.keys()].join(";"),
    sha256(request.body),
  ].join("\n");
  const scope = `${request.date}/${request.service}/tc3_request`;
  const text = ["TC3-HMAC-SHA256", request.timestamp, scope, sha256(canonical)].join("\n");
  const dateKey = hmacSha256(`TC3${secretKey}`, request.date);
  const signingKey = hmacSha256(hmacSha256(dateKey, request.service), "tc3_request");
  return hmacSha256(signingKey, text).toString("hex");
}

/** What a TC3 `Authorization` header says. */
export interface Tc3Authorization {
  readonly secretId: string;
  readonly date: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Reads an `Authorization` header; nothing where it is not of this scheme or not whole. */
export function parseTc3Authorization(header: string): Tc3Authorization | undefined {
  if (!header.startsWith("TC3-HMAC-SHA256 ")) return undefined;
  const members = authorizationMembers(header);
  const [secretId, date, service, end] = (members.get("Credential") ?? "").split("/");
  const signature = members.get("Signature");
  const signedHeaders = members.get("SignedHeaders");
  if (!secretId || !date || !service || end !== "tc3_request" || !signature || !signedHeaders)
    return undefined;
  return { secretId, date, service, signedHeaders: signedHeaders.split(";"), signature };
}

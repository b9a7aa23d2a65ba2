import {
  authorizationMembers,
  byCodeUnit,
  hmacSha256,
  percentDecode,
  percentEncode,
  sha256,
} from "./encoding";

/** A request to sign with SDK-HMAC-SHA256. */
export interface SdkHmacRequest {
  readonly method: string;
  /** As it was sent: still percent-encoded, without the query. */
  readonly path: string;
  readonly query: string;
  /** The signed headers' values by lower-case name, in the order of the signature. */
  readonly headers: ReadonlyMap<string, string>;
  /** The hash of the body, or what `X-Sdk-Content-Sha256` says in its place. */
  readonly payloadHash: string;
  /** `X-Sdk-Date`, as it was sent. */
  readonly date: string;
}

/** A request in the one form that both sides hash. */
export function sdkHmacCanonicalRequest(request: SdkHmacRequest): string {
  const segments = request.path.split("/").map((segment) => percentEncode(percentDecode(segment)));
  const path = segments.join("/");
  const query = [...new URLSearchParams(request.query)]
    .toSorted(
      ([leftName, left], [rightName, right]) => byCodeUnit(leftName, rightName) || byCodeUnit(left, right),
    )
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
  return [
    request.method,
    path.endsWith("/") ? path : `${path}/`,
    query,
    ...[...request.headers].map(([name, value]) => `${name}:${value.trim()}`),
    "",
    [...request.headers.keys()].join(";"),
    request.payloadHash,
  ].join("\n");
}

/** The hexadecimal signature of an SDK-HMAC-SHA256 request. */
export function sdkHmacSignature(request: SdkHmacRequest, secretKey: string): string {
  const canonical = sha256(sdkHmacCanonicalRequest(request));
  return hmacSha256(secretKey, ["SDK-HMAC-SHA256", request.date, canonical].join("\n")).toString("hex");
}

/** What an SDK-HMAC-SHA256 `Authorization` header says. */
export interface SdkHmacAuthorization {
  readonly accessKey: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** Reads an `Authorization` header; nothing where it is not of this scheme or not whole. */
export function parseSdkHmacAuthorization(header: string): SdkHmacAuthorization | undefined {
  if (!header.startsWith("SDK-HMAC-SHA256 ")) return undefined;
  const members = authorizationMembers(header);
  const accessKey = members.get("Access");
  const signedHeaders = members.get("SignedHeaders");
  const signature = members.get("Signature");
  if (!accessKey || !signedHeaders || !signature) return undefined;
  return { accessKey, signedHeaders: signedHeaders.split(";"), signature };
}

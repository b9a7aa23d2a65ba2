import { createHash, createHmac } from "node:crypto";

/** A request to be signed. */
export interface SignableRequest {
  readonly method: string;
  readonly url: URL;
  /** All of them are signed, `host` among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Percent-encoding of RFC 3986, which is stricter than JavaScript's own. */
function escape(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => "%" + char.charCodeAt(0).toString(16).toUpperCase(),
  );
}

function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([key, value]) => `${escape(key)}=${escape(value)}`)
    .sort()
    .join("&");
}

/** Each segment escaped, and always with a slash at the end, also where the path has none. */
function canonicalPath(url: URL): string {
  const path = url.pathname
    .split("/")
    .map((segment) => escape(decodeURIComponent(segment)))
    .join("/");
  return path.endsWith("/") ? path : path + "/";
}

/**
 * The value of `Authorization` by SDK-HMAC-SHA256, as Huawei Cloud's API gateway documents it. Written out rather than taken
 * from the vendor's SDK, which has no default time-out and logs what it sends.
 *
 * @param request with the header `x-sdk-date`, as `YYYYMMDDTHHMMSSZ`, within 15 minutes of the server's time
 */
export function signSdkHmacSha256(request: SignableRequest, accessKey: string, secretKey: string): string {
  const headers = Object.entries(request.headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const signed = headers.map(([name]) => name).join(";");
  const canonical = [
    request.method,
    canonicalPath(request.url),
    canonicalQuery(request.url),
    headers.map(([name, value]) => `${name}:${value}\n`).join(""),
    signed,
    hash(request.body),
  ].join("\n");
  const date = headers.find(([name]) => name === "x-sdk-date")?.[1] ?? "";
  const text = `SDK-HMAC-SHA256\n${date}\n${hash(canonical)}`;
  const signature = createHmac("sha256", secretKey).update(text).digest("hex");
  return `SDK-HMAC-SHA256 Access=${accessKey}, SignedHeaders=${signed}, Signature=${signature}`;
}

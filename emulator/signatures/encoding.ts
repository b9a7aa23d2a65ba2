import { createHash, createHmac } from "node:crypto";

/** Percent-encodes as RFC 3986 asks: everything but letters, digits, `-`, `.`, `_` and `~`. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Undoes percent-encoding; what was not well encoded stays as it is. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** SHA-256 in hexadecimal. */
export function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}

/** HMAC-SHA256 as bytes, to go on from. */
export function hmacSha256(key: string | Buffer, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}

/** By code unit, as the signing documents sort. */
export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The `Name=value` members of an `Authorization` header, after its scheme. */
export function authorizationMembers(header: string): ReadonlyMap<string, string> {
  const members = header.slice(header.indexOf(" ") + 1).split(",");
  return new Map(
    members.map((member) => {
      const [name = "", ...value] = member.trim().split("=");
      return [name, value.join("=")];
    }),
  );
}

/**
 * What a client may have signed as its host: the header, or the header without the port, since some clients sign the bare name
 * while their HTTP library sends name and port.
 */
export function hostsSigned(host: string): string[] {
  const bare = host.replace(/:\d+$/, "");
  return bare === host ? [host] : [host, bare];
}

import { createHmac } from "node:crypto";

import { byCodeUnit, percentEncode } from "./encoding";

/** A request parameter as it was sent, decoded. */
export type Pair = readonly [name: string, value: string];

/** What an Alibaba Cloud RPC request signs: the method and all its parameters but the signature itself. */
export function rpcStringToSign(method: string, pairs: readonly Pair[]): string {
  const canonical = pairs
    .filter(([name]) => name !== "Signature")
    .toSorted(([left], [right]) => byCodeUnit(left, right))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
  return `${method}&${percentEncode("/")}&${percentEncode(canonical)}`;
}

/** The signature of an Alibaba Cloud RPC request: version 1.0, HMAC-SHA1. */
export function rpcSignature(method: string, pairs: readonly Pair[], secret: string): string {
  return createHmac("sha1", `${secret}&`).update(rpcStringToSign(method, pairs)).digest("base64");
}

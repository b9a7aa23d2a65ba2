import { randomBytes, randomUUID } from "node:crypto";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Random letters and digits; 256 is no multiple of 62, which is of no matter to keys that open a loopback port. */
export function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** 32 hexadecimal digits, as API gateways write their ids. */
export function randomHex(): string {
  return randomUUID().replaceAll("-", "");
}

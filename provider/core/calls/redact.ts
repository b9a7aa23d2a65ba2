import { maskNumbersIn } from "../mask";

/**
 * A text from outside made fit for a message: credentials taken out, phone numbers masked, signed URLs cut, on one line, at
 * most 500 characters.
 *
 * @param secrets the credentials that the call was made with
 * @param ids what the call named and is no phone number
 */
export function redact(
  text: string,
  secrets: readonly (string | undefined)[],
  ids: readonly (string | undefined)[] = [],
): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret !== undefined && secret.length > 3) clean = clean.replaceAll(secret, "[credential]");
  }
  clean = clean
    .replace(/(string to sign is:).*/is, "$1…")
    .replace(/(https?:\/\/[^\s?]+)\?\S*/g, "$1?…")
    .replace(/\b(Signature=|Access=|Credential=)[^\s,&"]+/g, "$1…")
    .replace(/\s+/g, " ")
    .trim();
  const masked = maskNumbersIn(clean, ids);
  return masked.length > 500 ? masked.slice(0, 500) + "…" : masked;
}

/** How much of a phone number a message may show, by its length: [digits before, digits after]. */
export function shownDigits(length: number): readonly [number, number] {
  if (length >= 11) return [3, 4];
  return length >= 7 ? [2, 2] : [1, 1];
}

/**
 * A phone number as messages show it: `13800000000` becomes `138****0000`.
 *
 * @param number 5 to 20 digits; anything else is masked the same way, so that a mistyped number leaks no more.
 */
export function maskNumber(number: string): string {
  const characters = Array.from(number);
  const [before, after] = shownDigits(characters.length);
  return `${characters.slice(0, before).join("")}****${characters.slice(characters.length - after).join("")}`;
}

/** A country code in front of a number: in brackets, with a plus, or that of China. */
const COUNTRY_CODE = /(?:\(\+?\d{1,4}\)[ -]?|\+86[ -]?|\+\d{1,3}[ -]|0086[ -]?|86[ -])?/;
/** Digits as people group them, or a run of them. */
const GROUPED = /\d{3,4}[ -]\d{3,4}[ -]\d{3,4}|\d{3,4}[ -]\d{7,8}|\d{3}\.\d{4}\.\d{4}|\d{7,20}/;
/** What says that a GID follows: its name, or a pool's key. */
const GID_FOLLOWS = /\b(?:[Gg]roup ?[Ii][Dd]|GID)\W{0,3}|\bFC\w{1,62}\//;
/** Neither a part of a longer id, nor a GID. */
const NUMBER_IN_TEXT = new RegExp(
  `(?<![\\dA-Za-z-]|${GID_FOLLOWS.source})(${COUNTRY_CODE.source})(${GROUPED.source})(?![\\dA-Za-z-])`,
  "g",
);

/**
 * Masks phone numbers in a text that comes from outside, such as a cloud's error message: every run of 7 to 20 digits, and shorter runs
 * that stand together as people write a number, `(+86)138-0000-0000`.
 *
 * @param ids what is no phone number there, such as a group's own id
 */
export function maskNumbersIn(text: string, ids: readonly (string | undefined)[] = []): string {
  return text.replace(NUMBER_IN_TEXT, (found: string, code: string, number: string) =>
    ids.includes(found) ? found : code + maskNumber(number.replace(/\D/g, "")),
  );
}

/**
 * At most `limit` numbers, masked, for a message: `138****0000, 139****1111 and 5 more`.
 *
 * @param mask how each is shown
 */
export function maskedList(numbers: readonly string[], limit = 5, mask = maskNumber): string {
  const named = numbers.slice(0, limit).map(mask).join(", ");
  return numbers.length > limit ? `${named} and ${numbers.length - limit} more` : named;
}

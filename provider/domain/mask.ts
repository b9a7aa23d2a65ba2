/** How much of a phone number a message may show, by its length: [digits before, digits after]. */
function shown(length: number): readonly [number, number] {
  if (length >= 11) return [3, 4];
  return length >= 7 ? [2, 2] : [1, 1];
}

/**
 * A phone number as messages show it: `13800000000` becomes `138****0000`.
 *
 * @param number 5 to 20 digits; anything else is masked the same way, so that a mistyped number leaks no more.
 */
export function maskNumber(number: string): string {
  const [before, after] = shown(number.length);
  return `${number.slice(0, before)}****${number.slice(number.length - after)}`;
}

/** Masks every run of 7 to 20 digits in a text that comes from outside, such as a cloud's error message. */
export function maskNumbersIn(text: string): string {
  return text.replace(/(?<![\dA-Za-z-])\d{7,20}(?![\dA-Za-z-])/g, maskNumber);
}

/** At most `limit` numbers, masked, for a message: `138****0000, 139****1111 and 5 more`. */
export function maskedList(numbers: readonly string[], limit = 5): string {
  const named = numbers.slice(0, limit).map(maskNumber).join(", ");
  return numbers.length > limit ? `${named} and ${numbers.length - limit} more` : named;
}

import { counted } from "./countedList";

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
  const characters = Array.from(number);
  const [before, after] = shown(characters.length);
  return `${characters.slice(0, before).join("")}****${characters.slice(characters.length - after).join("")}`;
}

/** What cannot be seen: format and control characters, and all spaces but the plain one. */
const INVISIBLE = /(?! )[\p{C}\p{Z}]/gu;

/** What does not belong into a number, as messages name it, with what it stands for in a phone number that a person wrote. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^\+/, 'a "+" in front'],
  [/^ /, "a space in front"],
  [/ $/, "a space at the end"],
  [/[^ ] +[^ ]/, "a space inside"],
  [/[\r\n]/, "a line break"],
  [/\t/, "a tab"],
  [/\p{Pd}/u, "a hyphen"],
  [/[\uFF10-\uFF19]/, "full-width digits"],
  [/(?![\d\uFF10-\uFF19])\p{N}/u, "digits of another script"],
  [/\p{L}/u, "a letter"],
];

/** What else there may be, as a class of characters: all but what `FAULTS` names, and digits. */
const OTHER = /[^ \r\n\t\p{Pd}\p{L}\p{N}]/gu;

/** What keeps a text from being a number of 5 to 20 digits; it shows no digit. */
function faultsOf(text: string): string[] {
  const named = FAULTS.flatMap(([pattern, fault]) => (pattern.test(text) ? [fault] : []));
  const others = Array.from(text.replace(/^\+/, "").matchAll(OTHER), ([character]) =>
    characterFault(character),
  );
  const faults = [...new Set([...named, ...others])];
  if (faults.length > 0) return faults;
  if (text === "") return ["empty"];
  return [`too ${text.length < 5 ? "short" : "long"}: ${counted(text.length, "digit")}`];
}

function characterFault(character: string): string {
  if (character.replace(INVISIBLE, "") !== "") return `a ${JSON.stringify(character)}`;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `an invisible character: U+${code}`;
}

/** A text that is no number, masked, and what is wrong with it: `"138****0009" (a space inside)`. */
export function maskedFault(text: string): string {
  return `${JSON.stringify(maskNumber(text.replace(INVISIBLE, "")))} (${faultsOf(text).join(", ")})`;
}

/** A value as messages show it, with the code points of what nobody could see: `"1001" (an invisible character: U+200B)`. */
export function quoted(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  // JSON makes control characters visible by itself.
  const hidden = Array.from(value.matchAll(INVISIBLE), ([character]) => character).filter(
    (one) => one > "\x1f",
  );
  const faults = [...new Set(hidden.map(characterFault))];
  const text = hidden.reduce((rest, character) => rest.replace(character, ""), value);
  return JSON.stringify(text) + (faults.length === 0 ? "" : ` (${faults.join(", ")})`);
}

/** Masks every run of 7 to 20 digits in a text that comes from outside, such as a cloud's error message. */
export function maskNumbersIn(text: string): string {
  return text.replace(/(?<![\dA-Za-z-])\d{7,20}(?![\dA-Za-z-])/g, maskNumber);
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

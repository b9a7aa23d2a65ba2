/** What cannot be seen: format and control characters, fillers, and all spaces but the plain one. */
export const INVISIBLE = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

const EVERY_INVISIBLE = new RegExp(INVISIBLE, "gu");

/** A character by its code point: `U+200B`. */
export function codePoint(character: string): string {
  return `U+${hexOf(character).padStart(4, "0")}`;
}

/** A text in quotes, with what nobody could see written out: `"\u200B1001"`. */
export function quoteText(text: string): string {
  // JSON writes control characters out by itself.
  return JSON.stringify(text).replace(EVERY_INVISIBLE, (character) => {
    const hex = hexOf(character);
    return hex.length > 4 ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`;
  });
}

/** A value of any kind, in the same way. */
export function quote(value: unknown): string {
  return typeof value === "string" ? quoteText(value) : JSON.stringify(value);
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
}

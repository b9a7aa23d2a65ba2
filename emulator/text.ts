/** The length of a text as its reader counts it: a character outside the basic plane counts once. */
export function characterCount(text: string): number {
  return Array.from(text).length;
}

/** So many different phone numbers, from this one on. */
export function phoneNumbers(count: number, from = 13_800_000_000): string[] {
  return Array.from({ length: count }, (_, index) => String(from + index));
}

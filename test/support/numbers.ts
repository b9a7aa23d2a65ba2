/** `count` numbers of 11 digits that belong to nobody, in ascending order. */
export function someNumbers(count: number, from = 0): string[] {
  return Array.from({ length: count }, (_, at) => String(10_020_000_000 + from + at));
}

/** How many names a message shows. */
const NAMED = 10;

/** Things by their number and their names: `12 members (alice, bob, … and 2 more)`. */
export function listWithCount(names: readonly string[], one: string, several: string): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return `${names.length} ${names.length === 1 ? one : several} (${names.slice(0, NAMED).join(", ")}${more})`;
}

/** A number of things: `1 call`, `2 calls`. */
export function plural(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}

const thousands = new Intl.NumberFormat("en-US");

/** A count as people read it: `1,204`. */
export function formatCount(count: number): string {
  return thousands.format(count);
}

/** `1 call`, `1,204 calls`. */
export function pluralGrouped(count: number, one: string): string {
  return `${formatCount(count)} ${one}${count === 1 ? "" : "s"}`;
}

/**
 * A set as text, one member a line in ascending order: how sets cross to the engine and rest in state. Every line ends with
 * a line break, the last one too: without it, a member added at the end would show the one before it as changed.
 * Pulumi compares arrays by position, so that one member added at the front shows every line as changed; text it compares
 * line by line.
 */

/** A line that is no member: what a program gave in a member's place, kept so that `check` can name it. */
const FOREIGN = "?";

/** A member of a set that is not what it should be, with where it stood in the program's array. */
export interface ForeignMember {
  readonly index: number;
  readonly value: unknown;
}

/** The members of a text, still to be judged, and what stood among them that cannot be a member at all. */
export interface MemberLines {
  readonly members: string[];
  readonly foreign: readonly ForeignMember[];
}

/** Ascending by code unit: the order of `LC_ALL=C sort`, the same on every machine. */
export function ascending(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function line(value: unknown, index: number): string {
  if (typeof value === "string" && value !== "" && !value.startsWith(FOREIGN) && !/[\r\n]/.test(value))
    return value;
  return FOREIGN + JSON.stringify({ index, value: value ?? null });
}

/**
 * The text of an array of members: sorted, one a line. Nothing is dropped or mended: a repeated member stands twice, and
 * what cannot stand on a line (a number, a text with a line break) becomes a line that `decodeSet` gives back as foreign.
 */
export function encodeSet(members: readonly unknown[]): string {
  // Without a comparator the order is the same, that of code units, and comes in half the time.
  return encodeSorted(members.map(line).sort());
}

/** The text of members that are known to be ascending and to stand on a line each. */
export function encodeSorted(members: readonly string[]): string {
  return members.length === 0 ? "" : members.join("\n") + "\n";
}

/** The members of a text made by `encodeSet`. The members are ascending; the empty text has none. */
export function decodeSet(text: string): MemberLines {
  if (text === "") return { members: [], foreign: [] };
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  if (!text.startsWith(FOREIGN) && !text.includes("\n" + FOREIGN)) return { members: lines, foreign: [] };
  return {
    members: lines.filter((member) => !member.startsWith(FOREIGN)),
    foreign: lines
      .filter((member) => member.startsWith(FOREIGN))
      .map((member) => JSON.parse(member.slice(FOREIGN.length)) as ForeignMember),
  };
}

/** How many members a text has, without making them. */
export function countMembers(text: string): number {
  let count = text === "" || text.endsWith("\n") ? 0 : 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** The members that stand more than once in an ascending array, each named once. */
export function findRepeated(members: readonly string[]): string[] {
  const repeated = members.filter((member, at) => at > 0 && members[at - 1] === member);
  return repeated.filter((member, at) => repeated[at - 1] !== member);
}

/** What takes one set to another. All three are ascending, and together hold each member of both sets once. */
export interface SetDifference {
  /** In the new set alone. */
  readonly added: readonly string[];
  /** In the old set alone. */
  readonly deleted: readonly string[];
  /** In both. */
  readonly staying: readonly string[];
}

/**
 * The difference of two sets, in one pass over both.
 *
 * @param from ascending, without repetition
 * @param to ascending, without repetition
 */
export function setDifference(from: readonly string[], to: readonly string[]): SetDifference {
  const added: string[] = [];
  const deleted: string[] = [];
  const staying: string[] = [];
  let f = 0;
  let t = 0;
  for (;;) {
    const old = from[f];
    const declared = to[t];
    if (old === undefined && declared === undefined) break;
    if (declared === undefined || (old !== undefined && old < declared)) {
      deleted.push(old as string);
      f++;
    } else if (old === undefined || old > declared) {
      added.push(declared);
      t++;
    } else {
      staying.push(old);
      f++;
      t++;
    }
  }
  return { added, deleted, staying };
}

/** The members of a set that are not in another one. */
export function without(members: readonly string[], others: readonly string[]): readonly string[] {
  return others.length === 0 ? members : setDifference(others, members).added;
}

/** Whether an ascending array has a member. */
export function isIn(numbers: readonly string[], number: string): boolean {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? "") < number) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === number;
}

/**
 * All members of two sets, in one pass over both.
 *
 * @param a ascending, without repetition
 * @param b likewise
 * @returns ascending, without repetition
 */
export function setUnion(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const all: string[] = [];
  let at = 0;
  for (const member of a) {
    for (; at < b.length && (b[at] as string) < member; at++) all.push(b[at] as string);
    if (b[at] === member) at++;
    all.push(member);
  }
  for (; at < b.length; at++) all.push(b[at] as string);
  return all;
}

/** The parts of a list of at most `size` items each, in order: what a call with a cap on its items carries. */
export function slices<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size));
  return parts;
}

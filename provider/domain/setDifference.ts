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

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

/**
 * The groups that creations took over in this run of the engine, by their kind and the cloud's id. A resource under another name is
 * another resource to the engine, which makes the new one and then deletes the old one: without this, the group that is both's.
 */
const takenOver = new Set<string>();

export function tookOver(kind: string, id: string | number): void {
  takenOver.add(`${kind} ${id}`);
}

/** Whether a resource of the program has taken the group over, so that the deletion of another leaves it alone. */
export function isTakenOver(kind: string, id: string | number): boolean {
  return takenOver.has(`${kind} ${id}`);
}

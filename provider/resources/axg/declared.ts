import { type NumberSet, parseNumbers } from "../../domain/numberSet";
import { setDifference } from "../../domain/setDifference";
import { isTakingPart, isThere } from "./attempt";

/**
 * What the resources of the program declare, in this run of the engine, of groups that exist: sets as text by the groups' places and
 * then by whose they are. A resource under another name is another resource to the engine, which makes the new one and then
 * deletes the old one, and with it, if it were not for this, the numbers that both have. So it is with a replacement that was asked for.
 */
const declaredAt = new Map<string, Map<string, string>>();

/** What stands for a resource that is made in the place of one with the same journal. */
function successorOf(journal: string): string {
  return `${journal} anew`;
}

/**
 * A resource of the program declares these numbers of a group.
 *
 * @param journal the key of its journal; without one nothing is kept
 * @param isNew whether it is made in this run
 */
export function declare(place: string, journal: string | undefined, numbers: string, isNew: boolean): void {
  if (journal === undefined) return;
  const owner = isNew && isThere(journal) ? successorOf(journal) : journal;
  declaredAt.set(place, (declaredAt.get(place) ?? new Map<string, string>()).set(owner, numbers));
}

/**
 * The numbers that no other resource of the program declares of a group: the delete of a resource may take out those. One whose
 * journal takes part in this run is of the program itself: none but its own successor has its numbers.
 */
export function undeclared(place: string, journal: string | undefined, numbers: NumberSet): NumberSet {
  if (journal === undefined) return numbers;
  const declared = declaredAt.get(place) ?? new Map<string, string>();
  const others = isTakingPart(journal) ? [declared.get(successorOf(journal)) ?? ""] : [...declared.values()];
  return others.reduce<NumberSet>((left, text) => setDifference(parseNumbers(text), left).added, numbers);
}

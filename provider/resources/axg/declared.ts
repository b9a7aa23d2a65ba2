import { type NumberSet, parseNumbers } from "../../domain/numberSet";
import { setDifference } from "../../domain/setDifference";

/**
 * What the program declares, in this run of the engine, of groups that exist: sets as text by the groups' places. A resource under
 * another name is another resource to the engine, which makes the new one and then deletes the old one: without this, the
 * numbers that both have.
 */
const declaredAt = new Map<string, Set<string>>();

/** A resource of the program declares these numbers of a group. */
export function declare(place: string, numbers: string): void {
  declaredAt.set(place, (declaredAt.get(place) ?? new Set()).add(numbers));
}

/** The numbers that no resource of the program declares of a group: a delete may take out those. */
export function undeclared(place: string, numbers: NumberSet): NumberSet {
  return [...(declaredAt.get(place) ?? [])].reduce<NumberSet>(
    (left, text) => setDifference(parseNumbers(text), left).added,
    numbers,
  );
}

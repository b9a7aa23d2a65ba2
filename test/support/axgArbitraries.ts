import fc from "fast-check";

import { STRATEGIES, type Strategy } from "../../provider/axg/plan";
import type { NumberSet } from "../../provider/axg/numberSet";

/** Every strategy that any change can be sent with. */
export const strategy = fc.constantFrom<Strategy>(...STRATEGIES.filter((name) => name !== "overwrite"));

/** How a cloud answers where the documents leave it open. */
export const answer = fc.constantFrom<"accept" | "refuse">("accept", "refuse");

/**
 * Declared sets: stretches of a pool of these sizes, so that sizes around the caps and overlaps of all kinds come up.
 *
 * @param pool twice the largest size
 * @param holes whether a third of the numbers is left out
 */
export function stretches(
  pool: NumberSet,
  sizes: readonly number[],
  holes: fc.Arbitrary<boolean> = fc.constant(false),
): fc.Arbitrary<string[]> {
  return fc
    .record({ from: fc.nat(Math.max(...sizes)), size: fc.constantFrom(...sizes), holes })
    .map(({ from, size, holes: hasHoles }) =>
      pool.slice(from, from + size).filter((_, at) => !hasHoles || at % 3 !== 1),
    );
}

import type { Operation } from "../calls/operation";

/** How to take a group out of the state that nobody can prove to be gone. */
export function forgetAdvice({ urn = "" }: Operation): string {
  const which = urn === "" ? "URN` (`pulumi stack --show-urns` tells its URN)" : `'${urn}'\``;
  return `If the group is gone, remove it from the state: \`pulumi state delete ${which}`;
}

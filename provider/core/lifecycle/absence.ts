import type { Operation } from "../calls/operation";

/** How to remove a group from the state if nobody can prove that it is gone. */
export function forgetAdvice({ urn = "" }: Operation): string {
  const which = urn === "" ? "URN` (`pulumi stack --show-urns` tells its URN)" : `'${urn}'\``;
  return `If the group is gone, remove it from the state: \`pulumi state delete ${which}`;
}

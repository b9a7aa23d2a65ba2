import type { Entry } from "./state";
import { typeIn } from "./urns";

/**
 * Resources that Pulumi makes others of when it next saves the state: it then gives a resource whose URN is another one's alias the other
 * one's URN, and so its type. What was judged as a component would be a provider.
 */
export function judgeAliases(entries: readonly Entry[]): [Entry, string][] {
  const owners = new Map(entries.flatMap(({ urn, aliases }) => (aliases ?? []).map((alias) => [alias, urn])));
  return entries.flatMap((entry): [Entry, string][] => {
    const owner = owners.get(entry.urn);
    if (owner === undefined || typeIn(owner) === typeIn(entry.urn)) return [];
    return [[entry, `becomes ${owner}, whose alias it is, as soon as Pulumi saves the state`]];
  });
}

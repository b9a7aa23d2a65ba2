import { isDeepStrictEqual } from "node:util";

import { PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";

import { isUnknown, type Properties } from "../../core/properties";

/** How a declared property differs from the one of before. */
type Change = "ADD" | "DELETE" | "UPDATE";

/** The declared properties that differ, by name. Those that begin with `__` are no user's. */
export function differencesOf(oldInputs: Properties, news: Properties): ReadonlyMap<string, Change> {
  const differences = new Map<string, Change>();
  for (const name of new Set([...Object.keys(oldInputs), ...Object.keys(news)])) {
    if (name.startsWith("__")) continue;
    const [before, now] = [oldInputs[name], news[name]];
    if (isDeepStrictEqual(before, now) && !isUnknown(now)) continue;
    differences.set(name, before === undefined ? "ADD" : now === undefined ? "DELETE" : "UPDATE");
  }
  return differences;
}

/** Of each change, what the protocol calls it where it changes the group, and where it replaces it. */
const KINDS = {
  ADD: [PropertyDiff.Kind.ADD, PropertyDiff.Kind.ADD_REPLACE],
  DELETE: [PropertyDiff.Kind.DELETE, PropertyDiff.Kind.DELETE_REPLACE],
  UPDATE: [PropertyDiff.Kind.UPDATE, PropertyDiff.Kind.UPDATE_REPLACE],
} as const;

/** A difference as the protocol has it. The engine then shows the inputs' own lines. */
export function propertyDiff(change: Change, isReplacing: boolean): PropertyDiff {
  const diff = new PropertyDiff();
  const [plain, replacing] = KINDS[change];
  diff.setKind(isReplacing ? replacing : plain);
  diff.setInputdiff(true);
  return diff;
}

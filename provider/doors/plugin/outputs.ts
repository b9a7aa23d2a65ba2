import { type ArgumentMetadata, metadataOf } from "../../core/check";
import { type Properties, UNKNOWN } from "../../core/properties";
import { kinds } from "../../kinds";
import { declaredKind } from "./types";

/** What a journal gives out beside its arguments. */
const JOURNAL = { key: {}, record: { mayChange: true } } as const;

/** What a kind gives out beside its arguments, by name. */
function outputsOf(kind: string): [string, ArgumentMetadata][] {
  const group = declaredKind(kind);
  return group === undefined
    ? Object.entries(JOURNAL)
    : Object.entries(kinds[group].outputs).map(([name, rule]) => [name, metadataOf(rule)]);
}

/**
 * What a preview knows of a resource's outputs.
 *
 * @param olds the outputs in the state; none for a new group
 */
export function previewedOutputs(kind: string, news: Properties, olds?: Properties): Properties {
  const expected = outputsOf(kind).filter(
    ([, { isSecret, isDerived }]) => isSecret !== true && isDerived !== true,
  );
  const entries = expected.map(([name, { mayChange }]): [string, unknown] => [
    name,
    olds === undefined || mayChange === true ? UNKNOWN : olds[name],
  ]);
  return { ...Object.fromEntries(entries), ...news };
}

/**
 * What only a failure leaves in the state: names, remarks and numbers, which have no input to take their secrecy from, so that they are
 * always kept as secrets.
 */
const ALWAYS_SECRET = [
  "creating",
  "renaming",
  "uncertain",
  "compactNumbers",
  "compactUncertain",
  "__refused",
  "record",
];

/** The names of a state's properties that are secrets: those that the program declares as such, and what has no input. */
export function secretOutputs(outs: Properties, declared: readonly string[]): string[] {
  const hidden = Array.isArray(outs["__hidden"]) ? outs["__hidden"].map(String) : [];
  return [...declared, ...hidden, ...ALWAYS_SECRET];
}

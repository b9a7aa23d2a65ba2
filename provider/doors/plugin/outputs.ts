import { JOURNAL_SECRETS, NUMBERS_SECRETS } from "../../axg/secretOutputs";
import { type ArgumentMetadata, metadataOf } from "../../core/check";
import { type Properties, UNKNOWN, UNSETTLED_SECRETS } from "../../core/properties";
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

/** What is kept as a secret, whatever the program declares. */
const ALWAYS_SECRET = [...UNSETTLED_SECRETS, ...NUMBERS_SECRETS, ...JOURNAL_SECRETS];

/** The names of a state's properties that are secrets: those that the program declares as such, and what has no input. */
export function secretOutputs(outs: Properties, declared: readonly string[]): string[] {
  const hidden = Array.isArray(outs["__hidden"]) ? outs["__hidden"].map(String) : [];
  return [...declared, ...hidden, ...ALWAYS_SECRET];
}

/** Inputs or outputs of a resource as the engine gives them: JSON values, to be parsed before use. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * The input by which the program names the arguments that are secrets, since the engine hands a provider plain values. Only the check of
 * arguments knows it, and takes it out.
 */
export const SECRETS = "__secrets";

/** What stands in a preview for a value that is not known yet (`pulumi.runtime.unknownValue`). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is, or has somewhere inside, one that is not known yet. */
export function isUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(isUnknown);
}

/** A copy without the properties that are undefined, which the engine's structs cannot hold. */
export function defined(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

/** Inputs or outputs of a resource as the engine gives them: JSON values, to be parsed before use. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * The input by which the program names the arguments that are secrets, since the engine hands a provider plain values. Only the check of
 * arguments knows it, and takes it out.
 */
export const SECRETS = "__secrets";

/** The input by which the program tells which of its resources declares a group. The check of arguments takes it out, too. */
export const DECLARATION = "__declaration";

/**
 * What only a creation or a rename whose outcome is unknown leaves in the state: a name or a remark, which has no input to take its secrecy
 * from, so that it is always kept as a secret.
 */
export const UNSETTLED_SECRETS = ["creating", "renaming"] as const;

/** A resource of the program, as far as its URN tells it from the others. */
export interface Declaration {
  /** The resource's name. */
  readonly name: string;
  /** The types of the resources that it stands in, and its own. */
  readonly within: string;
}

/** What stands in a preview for a value that is not known yet (`pulumi.runtime.unknownValue`). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether a value is, or has somewhere inside, one that is not known yet. */
export function isUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(isUnknown);
}

/** A copy without the properties that are undefined, which the engine's structs cannot hold. */
export function omitUndefined(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));
}

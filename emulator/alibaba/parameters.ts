import type { Parameters } from "../api";
import { Refusal } from "../refusal";

/** An optional parameter; an empty one counts as not given, except where the caller asks for it. */
export function optional(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * A parameter that the operation cannot do without.
 *
 * @throws Refusal `MissingX`, as the gateway answers
 */
export function required(parameters: Parameters, name: string): string {
  const value = optional(parameters, name);
  if (value === undefined) throw new Refusal(`Missing${name}`, `${name} is mandatory for this action.`, 400);
  return value;
}

import { type Kind, kinds } from "../kinds";
import type { Properties } from "../core/properties";

/** A group as messages name it, the same for the same group of a cloud alone. Undefined where arguments do not tell. */
export function identityOf(type: Kind, declared: Properties): string | undefined {
  const { identity } = kinds[type].rules;
  const args: Properties = { ...identity?.defaults, ...declared };
  const named = identity?.names
    .filter((name) => args[name] !== undefined)
    .map((name) => `${name} ${JSON.stringify(String(args[name]))}`);
  return named?.join(", ");
}

import type { z } from "zod";

import { type ArgumentRules, type ArgumentShape, metadataOf } from "./check";
import { isUnknown, type Properties } from "./properties";

/**
 * What a kind of groups is to those who declare one: of it, and of the arguments' rules, are made the checks, the replacements, the JSON
 * Schema of files, Pulumi's package schema and the classes' properties.
 */
export interface KindDefinition<
  Shape extends ArgumentShape = ArgumentShape,
  Outputs extends ArgumentShape = ArgumentShape,
> {
  readonly rules: ArgumentRules<Shape>;
  /** What a resource of it is and does, in Markdown. */
  readonly description: string;
  /** What it gives out besides its arguments. A set is given out as text: one member a line, in ascending order. */
  readonly outputs: Outputs;
  /** The arguments by which a group is looked up, besides its id; none at all where no API reads one. */
  readonly lookup?: readonly (keyof Shape & string)[];
  /** Whether it comes with a journal, a resource of its own. */
  readonly hasJournal?: true;
}

/** What all kinds say of arguments and calls that are wrong. */
export const ERRORS =
  "Invalid arguments fail the preview, before any call: the error names the argument, its value and the rule. " +
  "A call that the cloud refuses fails the update: the error names the operation, code, message and request id, and says what to do.";

/** What an argument is for, and which changes of it need a new group. */
export function describeArgument(rule: z.ZodType): string {
  const { description = "" } = rule;
  const { replaces } = metadataOf(rule);
  if (replaces === undefined) return description;
  return `${description} A change ${replaces === true ? "" : `${replaces.when} `}replaces the resource.`;
}

/**
 * The arguments whose change certainly needs a new group. A value that a preview does not know yet counts as unchanged: announcing a
 * replacement that then does not happen would be worse than the opposite. One that is left out counts as its default.
 */
export function replacedArguments(
  { shapeFor, identity }: Pick<ArgumentRules, "shapeFor" | "identity">,
  olds: Properties,
  news: Properties,
): string[] {
  const valueIn = (properties: Properties, name: string) => properties[name] ?? identity?.defaults?.[name];
  const replaced = Object.entries(shapeFor(news)).filter(([name, rule]) => {
    const { replaces } = metadataOf(rule);
    if (replaces === undefined || isUnknown(news[name])) return false;
    const [before, after] = [valueIn(olds, name), valueIn(news, name)];
    return replaces === true ? before !== after : replaces.isNeeded(before, after);
  });
  return replaced.map(([name]) => name);
}

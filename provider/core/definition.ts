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
  /** What is said of it, in Markdown; `describeKind` puts it together. */
  readonly about: {
    /** What a resource of it is, and what no argument says. */
    readonly what: string;
    /** What its id is, and what a change, a refresh and a destroy do besides. */
    readonly life: string;
    /** What an update that fails leaves, where it is more than the error. */
    readonly failures?: string;
    /** The cloud's calls. */
    readonly source: string;
  };
  /** What it gives out besides its arguments. A set is given out as text: one member a line, in ascending order. */
  readonly outputs: Outputs;
  /** The arguments by which a group is looked up, besides its id; none at all where no API reads one. */
  readonly lookup?: readonly (keyof Shape & string)[];
  /** Whether it comes with a journal, a resource of its own. */
  readonly hasJournal?: true;
}

/** What a resource of a kind is and does, in Markdown. */
export function describeKind({ about, rules }: Pick<KindDefinition, "about" | "rules">): string {
  const { what, life, failures, source } = about;
  return [
    what,
    `${describeReplacements(rules)} ${life}`,
    failures === undefined ? ERRORS : `${ERRORS} ${failures}`,
    `Source: ${source}.`,
  ].join("\n\n");
}

/** Which changes replace a resource, in a sentence. */
function describeReplacements({ shapeFor }: Pick<ArgumentRules, "shapeFor">): string {
  const always: string[] = [];
  const sometimes: string[] = [];
  for (const [name, rule] of Object.entries(shapeFor({}))) {
    const { replaces } = metadataOf(rule);
    if (replaces === true) always.push(`\`${name}\``);
    else if (replaces !== undefined) sometimes.push(`, and so does one of \`${name}\` ${replaces.when}`);
  }
  if (always.length === 0) return "No change replaces the resource.";
  const names = [always.slice(0, -1).join(", "), ...always.slice(-1)].filter((each) => each !== "");
  return `A change of ${names.join(" or ")} replaces the resource${sometimes.join("")}.`;
}

/** What all kinds say of arguments and calls that are wrong. */
const ERRORS =
  "Invalid arguments fail the preview, before any call: the error names the argument, its value and the rule. " +
  "A call that the cloud refuses fails the update: the error names the operation, code, message and request id, and says what to do.";

/** What an argument is for, and which changes of it need a new group. */
export function describeArgument(rule: z.ZodType): string {
  const { description = "" } = rule;
  const { replaces } = metadataOf(rule);
  if (replaces === undefined) return description;
  return `${description} A change ${replaces === true ? "" : `${replaces.when} `}replaces the resource.`;
}

/** What an argument or an output says where it is given out. */
export function describeOutput(rule: z.ZodType): string {
  const { members, output = rule.description ?? "" } = metadataOf(rule);
  return members === undefined ? output : `${output} As text: one a line, in ascending order.`;
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

import { z } from "zod";

import { type Checked, isUnknown, type Properties } from "./lifecycle";

/** The shape of a resource's arguments: a rule for each, with a message that says the rule. */
export type ArgumentShape = Readonly<Record<string, z.ZodType>>;

/** The longest value that a message shows, in characters. */
const SHOWN = 60;

/** A value as messages show it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/**
 * Checks each argument by itself, so that one which is not known yet keeps no other from being judged.
 *
 * @param across rules that concern several arguments; given the ones that are known, it returns sentences
 */
export function checkArguments<Shape extends ArgumentShape>(
  shape: Shape,
  news: Properties,
  across: (known: Partial<{ [Name in keyof Shape]: z.infer<Shape[Name]> }>) => readonly string[] = () => [],
): Checked {
  const problems: string[] = [];
  const inputs: Record<string, unknown> = {};
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(news)) {
    if (name.startsWith("__")) inputs[name] = value;
    else if (!(name in shape))
      problems.push(`${name}: is no argument of this resource, which has ${Object.keys(shape).join(", ")}`);
  }
  for (const [name, rule] of Object.entries(shape)) {
    const value = news[name] ?? undefined;
    if (isUnknown(value)) {
      inputs[name] = value;
      continue;
    }
    const judged = rule.safeParse(value, { reportInput: true });
    if (judged.success) {
      if (judged.data !== undefined) inputs[name] = known[name] = judged.data;
    } else if (value === undefined) {
      problems.push(`${name}: is required`);
    } else {
      problems.push(sentence(name, judged.error.issues));
    }
  }
  if (problems.length === 0) problems.push(...across(known as Parameters<typeof across>[0]));
  return { inputs, problems };
}

/** All that is wrong with one argument. A rule that shows the value itself, masked, begins with a colon. */
function sentence(name: string, issues: readonly z.core.$ZodIssue[]): string {
  return issues
    .map((issue) => {
      const at =
        name + issue.path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
      return issue.message.startsWith(":")
        ? at + issue.message
        : `${at} ${shown(issue.input)}: ${rule(issue)}`;
    })
    .join("; ");
}

function rule(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${/^[aeiou]/.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
    case "invalid_value":
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "unrecognized_keys":
      return `has no key ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}`;
    default:
      return issue.message;
  }
}

/**
 * Parses arguments that were checked, or a state that this package wrote.
 *
 * @throws Error that names what is wrong; it means that the state was edited by hand or written by a later version
 */
export function parseProperties<T>(what: string, shape: z.ZodType<T>, properties: Properties): T {
  const parsed = shape.safeParse(properties);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => issue.path.join("..")).join(", ");
  throw new Error(
    `${what} cannot be read: ${names}. Was it written by a later version of pulumi-cloud-groups?`,
  );
}

import { z } from "zod";

import { HIDDEN } from "./secretTexts";
import { quote } from "./visible";
import { isUnknown, type Properties, SECRETS } from "./properties";

/** The shape of a resource's arguments: a rule for each, with a message that says the rule. */
export type ArgumentShape = Readonly<Record<string, z.ZodType>>;

/** The arguments of a shape whose values are known and fit their rules. */
export type Known<Shape extends ArgumentShape> = Partial<{ [Name in keyof Shape]: z.infer<Shape[Name]> }>;

/** What a resource's arguments may be. */
export interface ArgumentRules<Shape extends ArgumentShape = ArgumentShape> {
  /** The rule of each argument, where it depends on others the one for these. */
  readonly shapeFor: (news: Properties) => Shape;
  /** The argument that the rules of others depend on, by whether it is declared. */
  readonly dependsOn?: keyof Shape & string;
  /**
   * The arguments that a group is told apart by in its cloud, and their defaults: two resources with the same ones declare the same group.
   * None where any number of groups may have the same arguments.
   */
  readonly identity?: {
    readonly names: readonly (keyof Shape & string)[];
    readonly defaults?: Properties;
  };
  /**
   * What is wrong with several arguments together, as sentences that begin with an argument's name, or several, and up to a colon their value.
   *
   * @param show how messages show the value of the argument of a name; by default as it is
   */
  readonly across?: (
    known: Known<Shape>,
    show: (name: string, value: unknown) => string,
  ) => readonly string[];
}

/** A change that only sometimes needs a new group. */
export interface Replacement {
  /** Which changes do, as the end of a sentence: "A change … replaces the resource." */
  readonly when: string;
  readonly isNeeded: (before: unknown, after: unknown) => boolean;
}

/** What the rule of an argument, or of an output, says of itself besides the description. */
export interface ArgumentMetadata {
  /** Whether another value needs a new group. One that is not known yet counts as the same. */
  readonly replaces?: true | Replacement;
  /** What it says where it is given out, in place of the description. */
  readonly output?: string;
  /** Of an output: whether it is always kept as a secret. */
  readonly isSecret?: true;
  /** Of an output: whether it is made of the others, and in no state. */
  readonly isDerived?: true;
  /** Of an output: whether an update may change it, though no argument says so. */
  readonly mayChange?: true;
  /** Of a set, which is a text to the rule, and a list to those who write it. */
  readonly members?: SetMembers;
  /** Of a code with names: the code of each. */
  readonly names?: Readonly<Record<string, number>>;
  /** Of a text for people, or an id: blanks and line breaks around it are no part of it. `noneIfEmpty`: then an empty one is none. */
  readonly text?: "trimmed" | "noneIfEmpty";
}

/** Numbers of one unusual form: digits that a spreadsheet or a hand may have damaged. */
export interface UnusualForm {
  /** What is unusual, as messages say it. */
  readonly form: string;
  readonly count: number;
  readonly first: { readonly index: number; readonly number: string };
}

/** What the members of a set must be. */
export interface SetMembers {
  /** `digits` may be written as a whole number, too. */
  readonly type: "text" | "digits";
  /** Whether programs in TypeScript write members as numbers. */
  readonly areNumbers?: true;
  /** What a member must match, as text. */
  readonly pattern: RegExp;
  readonly rule: string;
  /** How messages show a member; as it is where not given. */
  readonly shown?: (member: string) => string;
  /** How they show one that does not match, in quotes and with what is wrong with it; as it is where not given. */
  readonly shownWrong?: (member: string) => string;
  /** What is unusual about some, though they match. */
  readonly unusual?: (members: readonly string[]) => readonly UnusualForm[];
}

/** What rules say of themselves; each is entered where it is made, and stays. */
const metadata = new WeakMap<object, ArgumentMetadata>();

export function withMetadata<Rule extends z.ZodType>(rule: Rule, said: ArgumentMetadata): Rule {
  metadata.set(rule, said);
  return rule;
}

/** An argument of every kind whose groups are found by their names. @param effect what it does to the group besides */
export function adoptArgument(effect: string): z.ZodOptional<z.ZodBoolean> {
  return z
    .boolean()
    .optional()
    .describe(
      `On create, take over an existing group of this name and ${effect}, instead of failing. Default false.`,
    );
}

export function metadataOf(rule: object | undefined): ArgumentMetadata {
  return (rule && metadata.get(rule)) ?? {};
}

/**
 * Arguments without the blanks and line breaks around their texts, such as the one that a block in YAML or a file ends with: nobody means
 * them, clouds may drop them, and for some arguments they would replace the group.
 */
export function trimTexts<Shape extends ArgumentShape>(
  { shapeFor }: Pick<ArgumentRules<Shape>, "shapeFor">,
  news: Properties,
): Properties {
  const shape = shapeFor(news);
  const entries = Object.entries(news).map(([name, value]) => {
    const { text } = metadataOf(shape[name]);
    if (text === undefined || typeof value !== "string") return [name, value];
    const trimmed = value.trim();
    return [name, trimmed === "" && text === "noneIfEmpty" ? undefined : trimmed];
  });
  return Object.fromEntries(entries) as Properties;
}

/** What is wrong with an argument. */
export interface ArgumentProblem {
  /** Where it stands: the argument's name, then keys and places inside its value. */
  readonly path: readonly PropertyKey[];
  /** The argument's name, its value and the rule. */
  readonly message: string;
}

/** What a check makes of the declared arguments. */
export interface Checked {
  /** The arguments in canonical form: what Pulumi compares and what the lifecycle's other methods are given. */
  readonly inputs: Properties;
  /** One sentence for each argument that is wrong: its name, its value and the rule. */
  readonly problems: readonly string[];
}

/** The longest value that a message shows, in characters. */
const SHOWN = 60;

/** A value as messages show it, what nobody could see written out. */
export function formatValue(value: unknown): string {
  const text = quote(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** The names of codes, each with its code, as messages list them. */
export function formatCodes(names: Readonly<Record<string, number>>): string {
  return Object.entries(names)
    .map(([name, code]) => `${name} (${code})`)
    .join(", ");
}

/** A problem as a rule of a set reports it: with the members that it is about, and without any for a set that is a secret. */
export function memberIssue(message: string, rule: string) {
  return { code: "custom", message: `: ${message}`, params: { rule } } as const;
}

/** Checks arguments for the engine, which takes one sentence for each that is wrong. */
export function checkArguments<Shape extends ArgumentShape>(
  rules: ArgumentRules<Shape>,
  news: Properties,
): Checked {
  const { inputs, problems } = findProblems(rules, news);
  const sentences = new Map<PropertyKey | undefined, string>();
  for (const { path, message } of problems) {
    const before = sentences.get(path[0]);
    sentences.set(path[0], before === undefined ? message : `${before}; ${message}`);
  }
  return { inputs, problems: [...sentences.values()] };
}

/**
 * Checks each argument by itself, so that one which is not known yet keeps no other from being judged.
 *
 * @param noun what messages call that which has a name
 */
export function findProblems<Shape extends ArgumentShape>(
  { shapeFor, across }: ArgumentRules<Shape>,
  declared: Properties,
  noun = "argument",
): { inputs: Properties; problems: ArgumentProblem[] } {
  const news = trimTexts({ shapeFor }, declared);
  const shape = shapeFor(news);
  const secrets = secretsIn(news);
  const problems: ArgumentProblem[] = [];
  const inputs: Record<string, unknown> = {};
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(news)) {
    if (name === SECRETS) continue;
    if (name.startsWith("__")) inputs[name] = value;
    else if (!(name in shape))
      problems.push({
        path: [name],
        message: `Unknown ${noun} ${formatValue(name)}. Valid: ${Object.keys(shape).join(", ")}`,
      });
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
      problems.push({ path: [name], message: `${name} is required` });
    } else {
      const { issues } = judged.error;
      problems.push(
        ...(secrets.has(name) ? hiddenProblems(name, issues) : issues.map((issue) => problemOf(name, issue))),
      );
    }
  }
  if (problems.length > 0 || across === undefined) return { inputs, problems };
  const show = (name: string, value: unknown) => (secrets.has(name) ? HIDDEN : String(value));
  const sentences = across(known as Known<Shape>, show).map((sentence) => withHidden(sentence, secrets));
  return { inputs, problems: sentences.map((message) => ({ path: [nameIn(message)], message })) };
}

function secretsIn(news: Properties): ReadonlySet<unknown> {
  const names = news[SECRETS];
  return new Set(Array.isArray(names) ? names : []);
}

/** What is wrong with a secret argument, each rule once: neither its value nor where in it or how often the rule is broken. */
function hiddenProblems(name: string, issues: readonly z.core.$ZodIssue[]): ArgumentProblem[] {
  const rules = new Set(issues.map(hiddenRuleOf));
  return [...rules].map((rule) => ({ path: [name], message: `${name} ${HIDDEN}: ${rule}` }));
}

function hiddenRuleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return "has an unknown key";
  const { params } = issue as { params?: { rule?: unknown } };
  return typeof params?.rule === "string" ? params.rule : ruleOf(issue);
}

/** A sentence without the value that it begins with, where one of the arguments that it names is a secret. */
function withHidden(sentence: string, secrets: ReadonlySet<unknown>): string {
  const names = /^\w+(?:, \w+)*/.exec(sentence)?.[0] ?? "";
  if (!names.split(", ").some((name) => secrets.has(name))) return sentence;
  return sentence.replace(/^[^:]*/, `${names} ${HIDDEN}`);
}

/** The argument's name that a sentence begins with. */
function nameIn(sentence: string): string {
  return /^\w+/.exec(sentence)?.[0] ?? "";
}

/** What is wrong in one place of an argument. A rule that shows the value itself, masked, begins with a colon. */
function problemOf(name: string, issue: z.core.$ZodIssue): ArgumentProblem {
  const path = [name, ...issue.path, ...(issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [])];
  const inside = issue.path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  const at = name + inside;
  const message = issue.message.startsWith(":")
    ? at + issue.message
    : `${at} ${formatValue(issue.input)}: ${ruleOf(issue)}`;
  return { path, message };
}

/** The rule that an issue is about, as messages say it. */
function ruleOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.expected === "int") return "must be a whole number";
      return `must be ${/^[aeiou]/.test(issue.expected) ? "an" : "a"} ${issue.expected}`;
    case "invalid_value":
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(", ")}`;
    case "unrecognized_keys":
      return `unknown key ${issue.keys.map((key) => JSON.stringify(key)).join(", ")}`;
    default:
      return issue.message;
  }
}

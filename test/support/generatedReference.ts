import { metadataOf } from "../../provider/core/check";
import { describeArgument, describeKind, describeOutput } from "../../provider/core/definition";
import { type BlockMember, BLOCKS, type SettingBlock } from "../../provider/core/settingBlocks";
import { describeSetting, type Setting, settingNames, SETTINGS } from "../../provider/core/settingTable";
import { type Kind, KINDS, kinds } from "../../provider/kinds";
import { PulumiTypes, type TypeSpec } from "../../provider/pulumiTypes";

/** The reference of all resources and settings, made of the definitions. */
export function referenceText(): string {
  const types = new PulumiTypes();
  const resources = KINDS.map((kind) => resourceText(kind, types));
  return `${[INTRODUCTION, ...resources, typesText(types), settingsText()].join("\n\n")}\n`;
}

const INTRODUCTION = `<!-- Made of the definitions: do not edit it. UPDATE_DOCS=1 npm test -- test/generated.test.ts writes it anew. -->

# Resources and settings

What each resource takes and gives out, and what can be configured. Blanks and line breaks around a text are no part of it. A _set_ is a list, or a text with a member on each line; order does not matter. It is given out as text, one member a line in
ascending order, so that a preview shows exactly the lines that come and go. A _code_ is one of the names, or its number.`;

function resourceText(kind: Kind, types: PulumiTypes): string {
  const { rules, outputs, lookup = [], hasJournal } = kinds[kind];
  const shape = rules.shapeFor({});
  const argumentItems = Object.entries(shape).map(([name, rule]) => {
    const type = wordOf(types.typeOf(name, rule, "input"), types);
    const isRequired = !rule.safeParse(undefined).success;
    const { replaces } = metadataOf(rule);
    const notes = [type, ...(isRequired ? ["required"] : []), ...(replaces === true ? ["replaces"] : [])];
    return item(name, notes, replaces === true ? (rule.description ?? "") : describeArgument(rule));
  });
  const outputItems = Object.entries(outputs).map(([name, rule]) => {
    const { isSecret } = metadataOf(rule);
    const type = wordOf(types.typeOf(name, rule, "output"), types);
    return item(name, isSecret === true ? [type, "secret"] : [type], describeOutput(rule));
  });
  const places = ["its id", ...lookup.map((name) => `\`${name}\``)];
  const found = places.join(", ").replace(/, ([^,]*)$/, " and $1");
  const sets = Object.keys(shape).filter((name) => metadataOf(shape[name]).members !== undefined);
  const given =
    hasJournal === undefined
      ? "each of which is an output, too"
      : `each of which is an output, too (\`${sets.join("`, `")}\` only in programs with the npm package)`;
  const isRead = kinds[kind].lookup !== undefined;
  return [
    `## ${kind}`,
    describeKind(kinds[kind]),
    `Looked up by: ${isRead ? `${found}.` : "nothing, since no API reads it."}`,
    `**Arguments**, ${given}:`,
    argumentItems.join("\n"),
    `**Outputs** besides:`,
    outputItems.join("\n"),
  ].join("\n\n");
}

/** An item of a list; paragraphs after the first stand under it. */
function item(name: string, notes: readonly string[], description: string): string {
  const indented = description.replace(/\n(?=[^\n])/g, "\n  ");
  // A list in an item is followed by a blank line.
  return `- \`${name}\` (${notes.join(", ")}): ${indented}${description.includes("\n") ? "\n" : ""}`;
}

/** A type as people call it. */
function wordOf({ type, items, oneOf, $ref }: TypeSpec, types: PulumiTypes): string {
  if (oneOf !== undefined) {
    if (oneOf.some((each) => each.type === "array")) return "set";
    const code = oneOf.find((each) => each.$ref !== undefined);
    return code === undefined ? oneOf.map((each) => wordOf(each, types)).join(" or ") : wordOf(code, types);
  }
  if (items !== undefined) return `list of ${wordOf(items, types)}`;
  if ($ref !== undefined) {
    const token = $ref.replace("#/types/", "");
    const named = types.named[token];
    const name = token.split(":").at(-1) ?? "";
    if (named?.type === "string") return named.enum.map(({ value }) => `\`${value}\``).join(", ");
    return named?.type === "object"
      ? `[${name}](#${name.toLowerCase()})`
      : `code [${name}](#${name.toLowerCase()})`;
  }
  return { string: "text", integer: "whole number", number: "number", boolean: "boolean" }[type as "string"];
}

/** The types that have names, but for texts of which each is listed where it is used. */
function typesText(types: PulumiTypes): string {
  const sections = Object.entries(types.named).flatMap(([token, type]) => {
    if (type.type === "string") return [];
    const items =
      type.type === "object"
        ? Object.entries(type.properties).map(([name, spec]) =>
            item(name, [wordOf(spec, types)], spec.description ?? ""),
          )
        : type.enum.map(({ name = "", value }) => `- \`${name}\` (${value})`);
    return [`### ${token.split(":").at(-1) ?? ""}\n\n${type.description}\n\n${items.join("\n")}`];
  });
  return `## Types\n\n${sections.join("\n\n")}`;
}

function settingsText(): string {
  const settings = [...settingNames].map(([name, key]) => {
    const setting = SETTINGS[key];
    const notes = [`\`${key}\``, settingWord(setting), ...(setting.isSecret === true ? ["secret"] : [])];
    return item(name, notes, describeSetting(setting));
  });
  const blocks = Object.values<SettingBlock>(BLOCKS).map(({ name, description, members }) => {
    const items = Object.entries<BlockMember>(members).map(
      ([member, { type, isRequired, description: said }]) =>
        item(
          member,
          [type === "seconds" ? "whole number" : "text", ...(isRequired === true ? ["required"] : [])],
          said,
        ),
    );
    return `### ${name}\n\n${description}\n\n${items.join("\n")}`;
  });
  return `## Settings

Each by its name in the arguments of a plugin's provider, and by its key in the stack configuration of a program for Node (\`pulumi config set\`), whose \`Provider\` has the same keys without what stands before the colon. How they belong
together is said in [Credentials](credentials.md).

${settings.join("\n")}

${blocks.join("\n\n")}`;
}

function settingWord({ type }: Setting): string {
  if (type === undefined) return "text";
  if (type === "number" || type === "boolean") return type;
  return "members" in type
    ? `[${type.name}](#${type.name.toLowerCase()})`
    : type.map((value) => `\`${value}\``).join(" or ");
}

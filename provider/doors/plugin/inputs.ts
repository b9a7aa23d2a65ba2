import { metadataOf, type SetMembers } from "../../core/check";
import { type Declaration, DECLARATION, isUnknown, type Properties, UNKNOWN } from "../../core/properties";
import { kinds, type Kind } from "../../kinds";
import { encodeSet } from "../../sets/memberText";
import { nameIn, typesIn } from "./types";

/** Arguments as a program of any language writes them, in the form that their rules and lifecycles take. */
export function toRuleForm(kind: Kind, declared: Properties): Properties {
  const shape = kinds[kind].rules.shapeFor(declared);
  const entries = Object.entries(declared).map(([name, value]): [string, unknown] => {
    const { members, names } = metadataOf(shape[name]);
    if (members !== undefined) return [name, setText(members, value)];
    if (names !== undefined && typeof value === "string") return [name, names[value] ?? value];
    return [name, value];
  });
  // Null is how some languages leave an argument out.
  return Object.fromEntries(entries.filter(([, value]) => value !== null && value !== undefined));
}

/** A set, which a program writes as a list or as text with a member a line, such as that of a file. */
function setText({ type }: SetMembers, value: unknown): unknown {
  if (isUnknown(value)) return UNKNOWN;
  if (typeof value === "string") return encodeSet(linesOf(value));
  if (!Array.isArray(value)) return value === null ? undefined : encodeSet([value]);
  const isWhole = (member: unknown) => type === "digits" && Number.isSafeInteger(member);
  return encodeSet(value.map((member: unknown) => (isWhole(member) ? String(member) : member)));
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** What a program's classes would tell a check besides: which of its resources it is about. */
export function declarationInput(urn: string): { readonly [DECLARATION]: Declaration } {
  return { [DECLARATION]: { name: nameIn(urn), within: typesIn(urn) } };
}

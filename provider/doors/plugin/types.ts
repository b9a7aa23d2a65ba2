import { KINDS, type Kind, kinds } from "../../kinds";
import { childTokenOf, tokenOf } from "../../packageSchema";

/** The kinds that are components in this door: their journal and their group are children. */
const COMPONENTS = KINDS.filter((kind) => kinds[kind].hasJournal === true);

/** The component of a type's name; undefined for any other type. */
export function componentOf(type: string): Kind | undefined {
  return COMPONENTS.find((kind) => type === tokenOf(kind));
}

/** The kind whose lifecycle a custom resource of a type has; undefined for a type that this version does not know. */
export function kindOf(type: string): string | undefined {
  const custom = KINDS.find((kind) => type === tokenOf(kind) && !COMPONENTS.includes(kind));
  if (custom !== undefined) return custom;
  return COMPONENTS.flatMap((kind) => [kind, `${kind}Journal`]).find((kind) => type === childTokenOf(kind));
}

/** The URN of a component's child. */
export function childUrn(component: string, kind: string, name: string): string {
  return `${component.split("::").slice(0, 3).join("::")}$${childTokenOf(kind)}::${name}`;
}

/** The type in a URN: the last of those that it stands in. */
export function typeIn(urn: string): string {
  return typesIn(urn).split("$").at(-1) ?? "";
}

/** All types in a URN. */
export function typesIn(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/** The name in a URN: `urn:pulumi:STACK::PROJECT::TYPES::NAME`. */
export function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The kind, where users declare it; a journal is none. */
export function declaredKind(kind: string): Kind | undefined {
  return KINDS.find((one) => one === kind);
}

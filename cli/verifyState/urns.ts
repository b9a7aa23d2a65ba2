/** What every URN begins with. */
const PREFIX = "urn:pulumi:";

/** The type that a URN, or a reference to a provider, is of; empty where the text is no URN. Pulumi goes by it, not by the field `type`. */
export function typeIn(urn: string): string {
  if (!urn.startsWith(PREFIX)) return "";
  const [, , types = ""] = urn.slice(PREFIX.length).split("::");
  return types.slice(types.lastIndexOf("$") + 1);
}

/** The package that a type belongs to. */
export function packageOf(type: string): string {
  return type.split(":")[0] ?? "";
}

import { typeOf } from "../provider/core/providerText";
import { childTokenOf, PACKAGE } from "../provider/packageSchema";

/** A group, a group's journal, what only holds these two together, or what this package knows nothing of. */
export type Role = "group" | "journal" | "component" | "foreign";

export const STACK_TYPE = "pulumi:pulumi:Stack";

/** The type of what a component of the provider plugin consists of: its group and its journal. */
const CHILD_TYPE = childTokenOf("");

/** What the types of both doors begin with; a kind follows, known or of a later version. */
const TYPES = [typeOf(""), `${PACKAGE}:index:`, CHILD_TYPE];

/** What a kind's resources are called, be they dynamic ones or the plugin's. */
export function typesOf(kind: string): string[] {
  return TYPES.map((own) => own + kind);
}

/** The parts of a URN: `urn:pulumi:STACK::PROJECT::PARENTTYPE$TYPE::NAME`. */
export function partsOf(urn: string): { stack: string; project: string; type: string; name: string } {
  const [head = "", project = "", types = "", ...name] = urn.split("::");
  return {
    stack: head.replace(/^urn:pulumi:/, ""),
    project,
    type: types.slice(types.lastIndexOf("$") + 1),
    name: name.join("::"),
  };
}

/** The kind in a type, such as `AxgGroup`; the whole type where it is none of this package's. */
export function kindIn(type: string): string {
  const start = TYPES.find((own) => type.startsWith(own)) ?? "";
  return type.slice(start.length);
}

export function roleOf(type: string, isComponent: boolean): Role {
  const kind = kindIn(type);
  if (kind === type) return "foreign";
  if (isComponent) return "component";
  return kind.endsWith("Journal") ? "journal" : "group";
}

/** The URN of the component that a group's resource belongs to; nothing for any other resource. */
export function componentUrnOf(urn: string): string | undefined {
  const [head, project, types = "", ...name] = urn.split("::");
  const within = types.slice(0, Math.max(0, types.lastIndexOf("$")));
  if (within === "" || roleOf(partsOf(urn).type, false) !== "group") return undefined;
  return partsOf(urn).type.startsWith(CHILD_TYPE) ? [head, project, within, ...name].join("::") : undefined;
}

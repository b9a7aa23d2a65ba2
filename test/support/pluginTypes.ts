import { componentOf, declaredKind } from "../../provider/doors/plugin/types";
import { childTokenOf, tokenOf } from "../../provider/packageSchema";

/** The type that a kind's resource has in the plugin: a component's group is a child. */
export function typeInPlugin(kind: string): string {
  const declared = declaredKind(kind);
  return declared === undefined || componentOf(tokenOf(declared)) !== undefined
    ? childTokenOf(kind)
    : tokenOf(declared);
}

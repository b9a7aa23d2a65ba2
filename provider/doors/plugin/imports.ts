import { metadataOf } from "../../core/check";
import type { Properties } from "../../core/properties";
import { type Kind, kinds } from "../../kinds";
import { declaredKind } from "./types";

/** The arguments that stand before the group's own id in the id of an import, with a slash after each: where the group is looked for. */
const PLACES: Partial<Record<Kind, readonly string[]>> = {
  ApigGroup: ["instanceId"],
  DeviceVirtualGroup: ["domainInstanceId", "osType"],
};

/**
 * What a read is given: the id of a state or a look-up, or that of an import, which may say where the group is, too.
 *
 * @param properties none in an import
 */
export function importedProperties(
  kind: string,
  id: string,
  properties: Properties,
): { readonly id: string; readonly properties: Properties } {
  const group = declaredKind(kind);
  const names = group === undefined ? undefined : PLACES[group];
  const parts = id.split("/");
  if (group === undefined || names === undefined || parts.length === 1 || Object.keys(properties).length > 0)
    return { id, properties };
  if (parts.length !== names.length + 1)
    throw new Error(`${id} is no id of ${group}: import it by ID, or by ${[...names, "ID"].join("/")}`);
  const shape = kinds[group].rules.shapeFor({});
  const place = names.flatMap((name, index): [string, unknown][] => {
    const text = parts[index] ?? "";
    if (text === "") return [];
    const codes = metadataOf(shape[name]).names;
    return [[name, codes === undefined ? text : (codes[text] ?? Number(text))]];
  });
  return { id: parts.at(-1) ?? "", properties: Object.fromEntries(place) };
}

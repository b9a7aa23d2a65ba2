import { formatCodes, metadataOf } from "../../core/check";
import { RefusedError } from "../../core/calls/errors";
import type { Properties } from "../../core/properties";
import { kinds } from "../../kinds";
import { declaredKind } from "./types";

/**
 * What a read is given: the id of a state or a look-up, or that of an import, which may say where the group is, too: before the group's own
 * id, with a slash after each, stand the arguments by which it is looked up.
 *
 * @param properties none in an import
 */
export function importedProperties(
  kind: string,
  id: string,
  properties: Properties,
): { readonly id: string; readonly properties: Properties } {
  const group = declaredKind(kind);
  const names = group === undefined ? [] : (kinds[group].lookup ?? []);
  const parts = id.split("/");
  if (group === undefined || names.length === 0 || parts.length === 1 || Object.keys(properties).length > 0)
    return { id, properties };
  if (parts.length !== names.length + 1)
    throw new Error(`${id} is no id of ${group}: import it by ID, or by ${formOf(names)}`);
  const shape = kinds[group].rules.shapeFor({});
  const place = names.flatMap((name, index): [string, unknown][] => {
    const text = parts[index] ?? "";
    if (text === "") return [];
    const codes = metadataOf(shape[name]).names;
    return [[name, codes === undefined ? text : codeOf(codes, name, text)]];
  });
  return { id: parts.at(-1) ?? "", properties: Object.fromEntries(place) };
}

/** @throws Error where it is neither a code's name nor a code */
function codeOf(codes: Readonly<Record<string, number>>, name: string, text: string): number {
  const code = codes[text] ?? Number(text);
  if (Object.values(codes).includes(code)) return code;
  throw new Error(`${name} ${JSON.stringify(text)} in the id must be one of ${formatCodes(codes)}`);
}

/**
 * Why an import or a look-up failed, and in which form its id says where the group is: in them there are no arguments to be corrected.
 *
 * @param properties none in an import
 */
export function importFailure(kind: string, id: string, properties: Properties, error: unknown): unknown {
  const group = declaredKind(kind);
  const names = group === undefined ? [] : (kinds[group].lookup ?? []);
  const isPlain = names.length > 0 && !id.includes("/") && Object.keys(properties).length === 0;
  // A session's errors have the calls' as their causes.
  if (!isPlain || !(error instanceof Error && error.cause instanceof RefusedError)) return error;
  return new Error(`${error.message}. Import it by ${formOf(names)}`, { cause: error });
}

function formOf(names: readonly string[]): string {
  return [...names, "ID"].join("/");
}

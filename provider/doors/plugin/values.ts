import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { type Properties, UNKNOWN } from "../../core/properties";
import { toStructValues } from "../session";

/** How Pulumi's protocol marks a secret: an object with this key, whose value says what kind of mark it is. */
const MARK = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What stands for values that a preview does not know yet; one for each type of value. */
const UNKNOWNS: ReadonlySet<unknown> = new Set([
  UNKNOWN,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
]);

/** Properties of a request, without the marks of what is secret. */
export interface Unmarked {
  readonly values: Properties;
  /** The names of those that are secrets or have one inside. */
  readonly secrets: readonly string[];
}

/** Reads a request's properties; none where it has none. */
export function unmark(struct: Struct | undefined): Unmarked {
  const values: Record<string, unknown> = {};
  const secrets: string[] = [];
  for (const [name, marked] of Object.entries(struct?.toJavaScript() ?? {})) {
    const { value, isSecret } = unmarkValue(marked);
    values[name] = value;
    if (isSecret) secrets.push(name);
  }
  return { values, secrets };
}

function unmarkValue(marked: unknown): { readonly value: unknown; readonly isSecret: boolean } {
  if (UNKNOWNS.has(marked)) return { value: UNKNOWN, isSecret: false };
  if (typeof marked !== "object" || marked === null) return { value: marked, isSecret: false };
  let isSecret = false;
  const inner = (value: unknown): unknown => {
    const found = unmarkValue(value);
    isSecret ||= found.isSecret;
    return found.value;
  };
  if (Array.isArray(marked)) return { value: marked.map(inner), isSecret };
  if ((marked as Properties)[MARK] === SECRET)
    return { value: inner((marked as Properties)["value"]), isSecret: true };
  const entries = Object.entries(marked).map(([key, value]) => [key, inner(value)] as const);
  return { value: Object.fromEntries(entries), isSecret };
}

/** Properties for an answer, those of these names marked as secrets. */
export function mark(values: Properties, secrets: readonly string[]): Struct {
  const names = new Set(secrets);
  const entries = Object.entries(toStructValues(values)).map(([name, value]): [string, unknown] => [
    name,
    names.has(name) && value !== null ? { [MARK]: SECRET, value } : value,
  ]);
  return Struct.fromJavaScript(Object.fromEntries(entries) as Parameters<typeof Struct.fromJavaScript>[0]);
}

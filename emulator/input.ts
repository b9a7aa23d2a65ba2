import type { z } from "zod";

import { InputError } from "./inputError";

/**
 * Checks what came from outside.
 *
 * @throws InputError that names every field at fault and its rule
 */
export function parseInput<T>(shape: z.ZodType<T>, input: unknown): T {
  const parsed = shape.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new InputError(parsed.error.issues.map(describe).join("; "));
}

function describe(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  const field = issue.path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
  return field === "" ? issue.message : `${field}: ${issue.message}`;
}

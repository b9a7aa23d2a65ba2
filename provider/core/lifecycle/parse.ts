import type { z } from "zod";

import type { Properties } from "../properties";

/**
 * Parses checked arguments, or a state that this package wrote.
 *
 * @throws Error that names what is wrong: somebody edited the state, or a later version wrote it
 */
export function parseProperties<T>(what: string, shape: z.ZodType<T>, properties: Properties): T {
  const parsed = shape.safeParse(properties);
  if (parsed.success) return parsed.data;
  const names = parsed.error.issues.map((issue) => issue.path.join("..")).join(", ");
  throw new Error(
    `${what} cannot be read: ${names}. If a later version of pulumi-cloud-groups wrote it, upgrade the package`,
  );
}

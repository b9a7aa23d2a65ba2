import { z } from "zod";

import type { Parameters } from "../api";
import { badParameter, ioaRefusal } from "./refusals";

/** -1 for all, 0 Windows, 1 Linux, 2 macOS, 3 Windows Server, 4 Android, 5 iOS. */
export const osType = z.int().min(-1).max(5);

/** 0 manual, 1 hourly, 2 daily, 3 every `AutoMinute` minutes. */
export const timeType = z.int().min(0).max(3);

/** A management domain; `"1"` is the root. */
export const domainInstanceId = z.string().min(1).optional();

/**
 * Checks parameters as API 3.0 does: what it does not know it refuses.
 *
 * @throws Refusal
 */
export function parseParameters<T>(shape: z.ZodType<T>, parameters: Parameters): T {
  const parsed = shape.safeParse(parameters);
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.find((issue) => issue.code === "unrecognized_keys");
  if (unknown !== undefined) {
    const name = [...unknown.path, unknown.keys[0] ?? ""].map(String).join(".");
    throw ioaRefusal("UnknownParameter", `The parameter \`${name}\` is not recognized.`);
  }
  const issue = parsed.error.issues[0];
  const [first = ""] = issue?.path ?? [];
  if (issue?.path.length === 1 && parameters[String(first)] === undefined)
    throw ioaRefusal("MissingParameter", `The request is missing a required parameter \`${String(first)}\`.`);
  throw badParameter(`${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? ""}`);
}

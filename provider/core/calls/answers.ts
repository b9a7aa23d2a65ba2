import type { z } from "zod";

import { isRefusal, UnusableAnswerError } from "./errors";

/**
 * A successful answer in the shape that the documents give it.
 *
 * @throws UnusableAnswerError where it has another shape
 */
export function parseAnswer<T>(operation: string, shape: z.ZodType<T>, answer: unknown): T {
  const parsed = shape.safeParse(answer);
  if (parsed.success) return parsed.data;
  const requestId = (answer as { RequestId?: unknown } | null)?.RequestId;
  throw new UnusableAnswerError({
    operation,
    code: "UnreadableAnswer",
    detail: "the response is not as documented",
    requestId: typeof requestId === "string" ? requestId : undefined,
  });
}

/** What a text says as JSON; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What a call answers, or nothing where it was refused with this code (`Prefix.*` for all that begin so). */
export async function unlessRefused<T>(code: string, call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isRefusal(error, code)) return undefined;
    throw error;
  }
}

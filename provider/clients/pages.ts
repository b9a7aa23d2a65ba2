import { isDeepStrictEqual } from "node:util";

import { UnusableAnswerError } from "./errors";

/**
 * Reads a whole list. The totals in the clouds' answers are wrong at times, so pages are read until one is not full.
 *
 * @param operation the cloud's name of the call
 * @param read returns the page of this number, from 1
 * @throws UnusableAnswerError if a page comes twice
 */
export async function allPages<T>(
  operation: string,
  pageSize: number,
  read: (number: number) => Promise<readonly T[]>,
): Promise<T[]> {
  const items: T[] = [];
  let last: readonly T[] | undefined;
  for (let number = 1; ; number++) {
    const page = await read(number);
    if (page.length >= pageSize && isDeepStrictEqual(page, last)) throw repeatedPage(operation);
    items.push(...page);
    if (page.length < pageSize) return items;
    last = page;
  }
}

/** The error for a cloud that answers with the same page again: the list would never end. */
export function repeatedPage(operation: string): UnusableAnswerError {
  return new UnusableAnswerError({
    operation,
    code: "RepeatedPage",
    detail: "the next page of the list is the same as the one before",
  });
}

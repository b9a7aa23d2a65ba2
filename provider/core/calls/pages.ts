import { isDeepStrictEqual } from "node:util";

import { UnusableAnswerError } from "./errors";

/** Which page of a list is asked for. An API takes the number or the offset, as it names its pages. */
export interface PageAsked {
  /** From 1. */
  readonly number: number;
  readonly size: number;
  /** How many items came before. */
  readonly offset: number;
}

/** A page as the cloud answers it. */
export interface Page<T> {
  readonly items: readonly T[];
  /** How many items the cloud counts in the whole list. Some count none at times: then that says nothing. */
  readonly total?: number | undefined;
}

/** A list that comes in pages. */
export interface PagedList<T> {
  /** The cloud's name of the call. */
  readonly operation: string;
  /** How many items a page is asked for; a cloud may give fewer. */
  readonly pageSize: number;
  /** What tells the items apart. */
  keyOf(item: T): string;
  read(page: PageAsked): Promise<Page<T>>;
}

/** How often a list is read that changes while it is read. */
const READS = 3;
/** After so many pages without a new item, a list is taken for one without an end. */
const OLD_PAGES = 10;

/**
 * Reads a whole list, as a set. One that changed meanwhile, so that an item may have slipped from one page to the one before it, is
 * read again, a few times.
 *
 * @throws UnusableAnswerError where the list has no end
 */
export async function readAll<T>(list: PagedList<T>): Promise<T[]> {
  for (let reads = 1; ; reads++) {
    const items = new Map<string, T>();
    const totals = new Set<number | undefined>();
    let isTorn = false;
    for await (const { items: some, total } of pagesOf(list)) {
      totals.add(total);
      for (const item of some) {
        isTorn ||= items.has(list.keyOf(item));
        items.set(list.keyOf(item), item);
      }
    }
    if (!(isTorn || totals.size > 1) || reads === READS) return [...items.values()];
  }
}

/** Reads a list until an item is the wanted one. */
export async function findAmong<T>(
  list: PagedList<T>,
  isWanted: (item: T) => boolean,
): Promise<T | undefined> {
  for await (const { items } of pagesOf(list)) {
    const found = items.find(isWanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The pages of a list, until one is empty. A short page alone is no end, since a cloud may give fewer items than it is asked for; nor is
 * the total alone, which is wrong at times. Both together are.
 */
async function* pagesOf<T>(list: PagedList<T>): AsyncGenerator<Page<T>, void> {
  const { operation, pageSize } = list;
  const seen = new Set<string>();
  let size = pageSize;
  let offset = 0;
  let oldPages = 0;
  let last: readonly T[] = [];
  for (let number = 1; ; number++) {
    const page = await list.read({ number, size, offset });
    const { items, total = 0 } = page;
    if (items.length === 0) return;
    if (isDeepStrictEqual(items, last)) {
      // A list that knows no pages comes whole each time.
      if (items.length < pageSize) return;
      throw repeatedPage(operation);
    }
    yield page;
    const before = seen.size;
    for (const item of items) seen.add(list.keyOf(item));
    if (items.length < pageSize && total > 0 && seen.size >= total) return;
    oldPages = seen.size === before ? oldPages + 1 : 0;
    if (oldPages === OLD_PAGES) throw repeatedPage(operation);
    // What a page really holds is what the next one must begin after, be it that the cloud counts by what it was asked for.
    if (number === 1) size = Math.min(size, items.length);
    offset += items.length;
    last = items;
  }
}

/** The error for a cloud that answers with the same page again: the list would never end. */
export function repeatedPage(operation: string): UnusableAnswerError {
  return new UnusableAnswerError({
    operation,
    code: "RepeatedPage",
    detail: "a page of the list repeats the one before it",
  });
}

import assert from "node:assert/strict";

import fc from "fast-check";

import { UnusableAnswerError } from "../../../provider/core/calls/errors";
import {
  findAmong,
  type Page,
  type PageAsked,
  type PagedList,
  readAll,
} from "../../../provider/core/calls/pages";

const SIZE = 3;

/** How a cloud hands a list out. */
interface Cloud {
  readonly items: readonly number[];
  /** The most items that a page has. */
  readonly cap?: number;
  /** How it finds a page: by its number and the size that it gives, or that it was asked for; or by the offset. */
  readonly by?: "given" | "asked" | "offset";
  readonly totals?: "counted" | "zero";
  /** How many items come at the front of the list, one after each page, and how many go from there. */
  readonly comers?: number;
  readonly goers?: number;
}

function listOf({ items, cap = SIZE, by = "given", totals = "zero", comers = 0, goers = 0 }: Cloud) {
  let now = [...items];
  let [come, gone] = [0, 0];
  const asked: PageAsked[] = [];
  const read = (page: PageAsked): Promise<Page<number>> => {
    asked.push(page);
    const { number, size, offset } = page;
    const given = Math.min(size, cap);
    const from = by === "offset" ? offset : (number - 1) * (by === "given" ? given : size);
    const shown = now.slice(from, from + given);
    const total = totals === "counted" ? now.length : 0;
    if (come < comers) now = [1000 + come++, ...now];
    if (gone < goers) {
      gone++;
      now = now.slice(1);
    }
    return Promise.resolve({ items: shown, total });
  };
  const list: PagedList<number> = { operation: "listApis", pageSize: SIZE, keyOf: String, read };
  return { list, asked, left: () => now };
}

const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);

describe("the pages of a list", () => {
  for (const [items, zero, counted] of [
    [0, 1, 1],
    [2, 2, 1],
    [3, 2, 2],
    [4, 3, 2],
    [7, 4, 3],
  ] as const) {
    it(`are read until one is empty, or is short and nothing is missing: ${items} items, ${SIZE} a page`, async () => {
      for (const [totals, pages] of [
        ["zero", zero],
        ["counted", counted],
      ] as const) {
        const { list, asked } = listOf({ items: numbers(items), totals });
        assert.deepEqual(await readAll(list), numbers(items));
        assert.equal(asked.length, pages, totals);
      }
    });
  }

  it("are the whole list, however many items a page has and however the cloud finds it", async () => {
    const worlds = fc.record({
      items: fc.nat(20).map(numbers),
      cap: fc.integer({ min: 1, max: SIZE }),
      by: fc.constantFrom("given" as const, "asked" as const, "offset" as const),
      totals: fc.constantFrom("counted" as const, "zero" as const),
    });
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        assert.deepEqual(await readAll(listOf(world).list), world.items);
      }),
    );
  });

  it("give each item once, and lose none, while others come", async () => {
    for (const totals of ["counted", "zero"] as const)
      for (const comers of [1, 2, 7]) {
        const { list } = listOf({ items: numbers(7), totals, comers });
        const items = await readAll(list);
        assert.equal(new Set(items).size, items.length);
        for (const item of numbers(7)) assert.ok(items.includes(item), `${item} of ${items.join()}`);
      }
  });

  it("are read again where the total changes meanwhile, since an item may have slipped to a page before", async () => {
    const { list, left } = listOf({ items: numbers(7), totals: "counted", goers: 2 });
    assert.deepEqual(await readAll(list), left());
  });

  it("are read as far as what is looked for", async () => {
    const { list, asked } = listOf({ items: numbers(7) });
    assert.equal(await findAmong(list, (item) => item === 4), 4);
    assert.equal(asked.length, 2);
    assert.equal(await findAmong(list, (item) => item === 9), undefined);
  });

  it("are one page where the cloud knows none and gives the whole list each time", async () => {
    const whole = { ...listOf({ items: [] }).list, read: () => Promise.resolve({ items: [1, 2] }) };
    assert.deepEqual(await readAll(whole), [1, 2]);
  });

  it("are an error if the cloud answers with the same page for ever", async () => {
    let page = 0;
    const mixed = () => ({ items: page++ % 2 === 0 ? [1, 2, 3] : [3, 2, 1] });
    for (const read of [() => ({ items: [1, 2, 3] }), mixed]) {
      const endless = { ...listOf({ items: [] }).list, read: () => Promise.resolve(read()) };
      await assert.rejects(
        readAll(endless),
        (error) =>
          error instanceof UnusableAnswerError &&
          error.message ===
            "listApis succeeded, but the response is unusable: RepeatedPage: a page of the list repeats the one before it",
      );
    }
  });
});

import assert from "node:assert/strict";

import { UnusableAnswerError } from "../../provider/clients/errors";
import { allPages } from "../../provider/clients/pages";

const SIZE = 3;

/** A list, as a cloud hands it out page by page. */
function pagesOf(items: readonly number[]) {
  const asked: number[] = [];
  const read = (number: number): Promise<number[]> => {
    asked.push(number);
    return Promise.resolve(items.slice((number - 1) * SIZE, number * SIZE));
  };
  return { asked, read };
}

describe("the pages of a list", () => {
  for (const [items, pages] of [
    [0, 1],
    [2, 1],
    [3, 2],
    [4, 2],
  ] as const) {
    it(`are read until one is not full: ${items} items, ${SIZE} a page`, async () => {
      const list = Array.from({ length: items }, (_, at) => at);
      const { asked, read } = pagesOf(list);
      assert.deepEqual(await allPages("listApis", SIZE, read), list);
      assert.equal(asked.length, pages);
    });
  }

  it("are an error if the cloud answers with the same page for ever", async () => {
    await assert.rejects(
      allPages("listApis", SIZE, () => Promise.resolve([1, 2, 3])),
      (error) =>
        error instanceof UnusableAnswerError &&
        error.message ===
          "listApis took effect, but its answer cannot be used: RepeatedPage: the next page of the list is the same as the one before",
    );
  });
});

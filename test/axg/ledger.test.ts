import assert from "node:assert/strict";

import { AxgLedger } from "../../provider/axg/ledger";

const of = (text: string) => text.split(" ").filter(Boolean);
const ledger = (held: string, ...uncertain: string[]) =>
  new AxgLedger({ held: of(held), uncertain: uncertain.map(of) });
const told = (books: AxgLedger) => {
  const { held, uncertain } = books.contents();
  return [held.join(" "), ...uncertain.map((unit) => unit.join(" ")).sort()];
};

describe("the books of a group's numbers", () => {
  it("have what accepted calls made of it", () => {
    const books = ledger("2 4");
    books.recordDone({ operateType: "addNumbers", numbers: of("1 3 5") });
    books.recordDone({ operateType: "deleteNumbers", numbers: of("2 5") });
    assert.deepEqual(told(books), ["1 3 4"]);
    books.recordDone({ operateType: "overwriteNumbers", numbers: of("9 8") });
    assert.deepEqual(told(books), ["8 9"]);
  });

  it("keep the numbers of a lost addition or deletion apart, as one unit", () => {
    const books = ledger("1 2");
    books.recordLost({ operateType: "addNumbers", numbers: of("3 4") });
    assert.deepEqual(told(books), ["1 2", "3 4"]);
    books.recordLost({ operateType: "deleteNumbers", numbers: of("1 2") });
    assert.deepEqual(told(books), ["", "1 2", "3 4"]);
  });

  it("have two units after a lost overwrite: what it would take away and what it would bring", () => {
    const books = ledger("1 2 3");
    books.recordLost({ operateType: "overwriteNumbers", numbers: of("3 4") });
    assert.deepEqual(told(books), ["3", "1 2", "4"]);
  });

  it("split a unit where a later lost call touches part of it", () => {
    const books = ledger("", "1 2 3");
    books.recordLost({ operateType: "addNumbers", numbers: of("2 3 4") });
    assert.deepEqual(told(books), ["", "1", "2 3", "4"]);
  });

  it("settle what a call settles", () => {
    const books = ledger("", "1 2 3", "4");
    books.recordDone({ operateType: "deleteNumbers", numbers: of("1") });
    books.recordDone({ operateType: "addNumbers", numbers: of("4") });
    assert.deepEqual(told(books), ["4", "2 3"]);
  });
});

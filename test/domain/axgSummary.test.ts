import assert from "node:assert/strict";

import * as fc from "fast-check";

import { JOURNAL_MISSING, parsedSummary, summaryOf, summaryText } from "../../provider/domain/axgSummary";
import { someNumbers } from "../support/numbers";

describe("the summary of a change of numbers", () => {
  it("counts what comes, goes and stays, and the calls of it", () => {
    const contents = { held: someNumbers(300), doubtful: [someNumbers(50, 1000)] };
    const summary = summaryOf(contents, someNumbers(300, 3), "auto");
    assert.deepEqual(summary, { added: 3, deleted: 3, staying: 297, unconfirmed: 50, calls: 3 });
    assert.equal(
      summaryText("1234", summary),
      "1234: 3 to add, 3 to delete, 297 stay, 50 unconfirmed ones to settle; 3 calls",
    );
  });

  it("is read back from its text", () => {
    const count = fc.nat({ max: 2_000_000 });
    const counts = { added: count, deleted: count, staying: count, unconfirmed: count, calls: count };
    const summaries = fc.record(counts, { noNullPrototype: true });
    fc.assert(
      fc.property(summaries, fc.constantFrom("", JOURNAL_MISSING, "\n"), (summary, end) => {
        assert.deepEqual(parsedSummary(summaryText("1234", summary) + end), summary);
      }),
    );
  });

  it("is not read from what an update says while it runs", () => {
    assert.equal(parsedSummary("2 of 2 calls, 300 of 300 numbers"), undefined);
  });
});

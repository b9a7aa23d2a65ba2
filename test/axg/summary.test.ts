import assert from "node:assert/strict";

import * as fc from "fast-check";

import type { Strategy } from "../../provider/axg/plan";
import {
  callsOfChange,
  JOURNAL_MISSING,
  noticesOf,
  parsedSummary,
  summaryOf,
  summaryText,
} from "../../provider/axg/summary";
import { someNumbers } from "../support/numbers";

describe("the summary of a change of numbers", () => {
  it("counts what comes, goes and stays, and the calls of it", () => {
    const contents = { held: someNumbers(300), uncertain: [someNumbers(50, 1000)] };
    const change = { contents, intended: someNumbers(300, 3), strategy: "auto" } as const;
    const summary = summaryOf(change, callsOfChange(change).length);
    assert.deepEqual(summary, { added: 3, deleted: 3, staying: 297, uncertain: 50, calls: 3 });
    assert.equal(
      summaryText("1234", summary),
      "1234: 3 to add, 3 to delete, 297 stay, 50 uncertain ones to settle; 3 calls",
    );
  });

  it("comes with a word on calls that replace everything, or that delete before they add", () => {
    const change = { contents: { held: someNumbers(210), uncertain: [] }, intended: someNumbers(150, 1000) };
    const noticesBy = (strategy: Strategy, isExclusive: boolean) =>
      noticesOf(callsOfChange({ ...change, strategy }), isExclusive);
    assert.deepEqual(noticesBy("incremental", false), []);
    const [replaces, deletes, ...others] = noticesBy("fewestCalls", false);
    assert.match(replaces!, /replaces whatever the group holds, also numbers that others keep in it/);
    assert.match(deletes!, /deletes numbers before it adds others/);
    assert.deepEqual(others, []);
    assert.deepEqual(noticesBy("fewestCalls", true), [deletes]);
  });

  it("is read back from its text", () => {
    const count = fc.nat({ max: 2_000_000 });
    const counts = { added: count, deleted: count, staying: count, uncertain: count, calls: count };
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

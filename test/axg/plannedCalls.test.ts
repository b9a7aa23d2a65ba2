import assert from "node:assert/strict";

import type { Strategy } from "../../provider/axg/plan";
import { callsOfChange, countChange, noticesOf } from "../../provider/axg/plannedCalls";
import { someNumbers } from "../support/numbers";

describe("the planned calls of a change of numbers", () => {
  it("come with what is added, deleted, unchanged and uncertain", () => {
    const contents = { held: someNumbers(300), uncertain: [someNumbers(50, 1000)] };
    const change = { contents, intended: someNumbers(300, 3), strategy: "auto" } as const;
    const counts = countChange(change, callsOfChange(change).length);
    assert.deepEqual(counts, { added: 3, deleted: 3, unchanged: 297, uncertain: 50, calls: 3 });
  });

  it("come with a word on calls that replace everything, or that delete before they add", () => {
    const change = { contents: { held: someNumbers(210), uncertain: [] }, intended: someNumbers(150, 1000) };
    const noticesBy = (strategy: Strategy, isExclusive: boolean) =>
      noticesOf(callsOfChange({ ...change, strategy }), isExclusive);
    assert.deepEqual(noticesBy("incremental", false), []);
    const [replaces, deletes, ...others] = noticesBy("fewestCalls", false);
    assert.match(replaces!, /replaces everything the group holds, including numbers that others keep in it/);
    assert.match(deletes!, /deletes numbers before it adds others/);
    assert.deepEqual(others, []);
    assert.deepEqual(noticesBy("fewestCalls", true), [deletes]);
  });
});

import assert from "node:assert/strict";

import fc from "fast-check";

import { ascending } from "../../provider/sets/memberText";
import { setDifference } from "../../provider/sets/memberSet";

const sets = fc
  .uniqueArray(fc.stringMatching(/^\d{5,7}$/), { maxLength: 40 })
  .map((members) => members.sort(ascending));

describe("the difference of two sets", () => {
  it("is what Set says it is, in ascending order", () => {
    fc.assert(
      fc.property(sets, sets, (from, to) => {
        const { added, deleted, staying } = setDifference(from, to);
        assert.deepEqual(
          added,
          to.filter((member) => !new Set(from).has(member)),
        );
        assert.deepEqual(
          deleted,
          from.filter((member) => !new Set(to).has(member)),
        );
        assert.deepEqual(
          staying,
          from.filter((member) => new Set(to).has(member)),
        );
      }),
    );
  });
});

import assert from "node:assert/strict";

import fc from "fast-check";

import {
  withUncertain,
  type JournalRecord,
  targetsAfter,
  appendAttempt,
  type Target,
} from "../../provider/axg/journal";
import { ascending } from "../../provider/sets/memberText";
import { someNumbers } from "../support/numbers";

const POOL = someNumbers(40);
const set = fc.subarray([...POOL]);
const target = fc.record(
  { groupRef: fc.constantFrom("FC1/1", "FC1/2"), numbers: set },
  { noNullPrototype: true },
);

function recordOf(targets: readonly Target[]): JournalRecord | undefined {
  return targets.reduce<JournalRecord | undefined>((record, next) => appendAttempt(record, next), undefined);
}

describe("the record of what a group's numbers are about to become", () => {
  it("gives back the targets of all attempts since one, last one first", () => {
    fc.assert(
      fc.property(fc.array(target, { maxLength: 8 }), fc.nat(8), (targets, concluded) => {
        const open = targetsAfter(recordOf(targets), concluded);
        assert.deepEqual(open.targets, targets.slice(concluded).reverse());
        assert.equal(open.forgotten, 0);
      }),
    );
  });

  it("says how many it has forgotten", () => {
    const targets = Array.from({ length: 12 }, (_, at) => ({
      groupRef: "FC1/1",
      numbers: POOL.slice(at, at + 3),
    }));
    const { targets: known, forgotten } = targetsAfter(recordOf(targets), 1);
    assert.equal(known.length + forgotten, 11);
    assert.equal(forgotten, 2);
    assert.deepEqual(targetsAfter(recordOf(targets), 12), { targets: [], forgotten: 0 });
  });

  it("stays small where large sets are replaced by others altogether, and keeps the last four of those", () => {
    const pool = someNumbers(150_000);
    const targets = Array.from({ length: 9 }, (_, at) => ({
      groupRef: "FC1/1",
      numbers: pool.filter((_number, index) => index % 9 === at),
    }));
    const record = recordOf(targets);
    assert.equal(targetsAfter(record, 0).targets.length, 4);
    assert.ok(JSON.stringify(record).length < 8 * (record?.numbers.length ?? 0));
  });

  it("makes uncertain what any of the open attempts would have added or deleted, and nothing else", () => {
    fc.assert(
      fc.property(set, fc.array(set, { maxLength: 4 }), set, (held, targets, declared) => {
        const contents = withUncertain({ held, uncertain: [] }, targets, declared);
        const isUncertain = (number: string) =>
          targets.some((t) => t.includes(number) !== held.includes(number));
        assert.deepEqual(contents.uncertain.flat().sort(ascending), POOL.filter(isUncertain));
        assert.deepEqual(
          contents.held,
          held.filter((number) => !isUncertain(number)),
        );
        for (const unit of contents.uncertain)
          assert.equal(new Set(unit.map((number) => declared.includes(number))).size, 1);
      }),
    );
  });
});

import assert from "node:assert/strict";

import fc from "fast-check";

import { type AxgCall, PlanError, planCalls, STRATEGIES, type Strategy } from "../../provider/axg/plan";
import { ascending } from "../../provider/sets/memberText";
import { setDifference } from "../../provider/sets/memberSet";
import { AxgModel } from "../support/axgModel";

/** Numbers `from`, `from + 1`, … as texts in ascending order. */
function range(from: number, count: number): string[] {
  return Array.from({ length: count }, (_, at) => String(13_000_000_000 + from + at));
}

/** Sizes at the cap of 200 and around it. */
const size = fc.constantFrom(0, 1, 2, 199, 200, 201, 400, 401, 650);

/** Two sets that share some numbers. */
const change = fc
  .record({ deleted: size, staying: size, added: size })
  .map(({ deleted, staying, added }) => ({
    held: range(0, deleted + staying),
    declared: range(deleted, staying + added),
  }));

const strategy = fc.constantFrom<Strategy>(...STRATEGIES);

function carriedOut(held: readonly string[], calls: readonly AxgCall[]): AxgModel {
  const model = new AxgModel(held);
  for (const call of calls) model.apply(call);
  return model;
}

/** The contract's number of calls under `fewestCalls`. */
function fewest(held: readonly string[], declared: readonly string[]): number {
  const { added, deleted } = setDifference(held, declared);
  if (added.length + deleted.length === 0) return 0;
  const incremental = Math.ceil(added.length / 200) + Math.ceil(deleted.length / 200);
  const overwrite = Math.ceil(Math.max(0, held.length - 200) / 200) + Math.ceil(declared.length / 200);
  return declared.length === 0 ? incremental : Math.min(incremental, overwrite);
}

/** The least number of calls between any two sets of a few numbers, by breadth-first search over all calls that the API takes. */
function leastCalls(universe: number, cap: number) {
  const numbers = range(0, universe);
  const all = Array.from({ length: 2 ** universe }, (_, set) => set);
  const size = (set: number) => set.toString(2).replaceAll("0", "").length;
  const small = all.filter((set) => set !== 0 && size(set) <= cap);
  const after = (set: number) => [
    ...small.flatMap((call) => [set | call, set & ~call]),
    ...(size(set) <= cap ? small : []),
  ];
  const distances = all.map((from) => {
    const distance = new Map([[from, 0]]);
    for (const [set, calls] of distance) {
      for (const next of after(set)) if (!distance.has(next)) distance.set(next, calls + 1);
    }
    return distance;
  });
  const members = (set: number) => numbers.filter((_, at) => set & (1 << at));
  const sets = all.map(members);
  const index = new Map(sets.map((set, at) => [set.join(" "), at]));
  const at = (set: readonly string[]) => index.get(set.join(" "))!;
  return {
    sets,
    between: (from: readonly string[], to: readonly string[]) => distances[at(from)]!.get(at(to)),
  };
}

describe("the plan of calls", () => {
  it("ends at the declared numbers by calls that the API takes, whatever the strategy", () => {
    fc.assert(
      fc.property(change, strategy, ({ held, declared }, chosen) => {
        if (chosen === "overwrite" && held.length > 200) return;
        const model = carriedOut(held, planCalls(held, declared, chosen));
        assert.deepEqual([...model.numbers].sort(ascending), declared);
      }),
    );
  });

  it("never empties a group under incremental, nor lets a number that stays be missing", () => {
    fc.assert(
      fc.property(change, ({ held, declared }) => {
        const model = new AxgModel(held);
        const { staying } = setDifference(held, declared);
        for (const call of planCalls(held, declared, "incremental")) {
          model.apply(call);
          assert.ok(staying.every((number) => model.numbers.has(number)));
          if (declared.length > 0) assert.notEqual(model.numbers.size, 0);
        }
      }),
    );
  });

  it("has exactly the contract's number of calls under fewestCalls", () => {
    fc.assert(
      fc.property(change, ({ held, declared }) => {
        assert.equal(planCalls(held, declared, "fewestCalls").length, fewest(held, declared));
      }),
    );
  });

  it("has no more calls under fewestCalls than an exhaustive search finds", () => {
    for (const cap of [1, 2]) {
      const least = leastCalls(5, cap);
      for (const held of least.sets) {
        for (const declared of least.sets) {
          const calls = planCalls(held, declared, "fewestCalls", { cap });
          assert.equal(
            calls.length,
            least.between(held, declared),
            `cap ${cap}: ${held.join(" ")} -> ${declared.join(" ")}`,
          );
        }
      }
    }
  });

  it("makes no call where nothing changes", () => {
    for (const chosen of STRATEGIES) assert.deepEqual(planCalls(range(0, 401), range(0, 401), chosen), []);
  });

  it("takes one overwrite under auto where no number stays and that saves a call", () => {
    assert.deepEqual(
      planCalls(range(0, 200), range(500, 200), "auto").map((call) => call.operateType),
      ["overwriteNumbers"],
    );
    assert.deepEqual(
      planCalls(range(0, 200), range(199, 200), "auto").map((call) => call.operateType),
      ["addNumbers", "deleteNumbers"],
    );
    assert.deepEqual(
      planCalls([], range(0, 200), "auto").map((call) => call.operateType),
      ["addNumbers"],
    );
  });

  it("refuses overwrite where the group holds more than 200, and says what would do", () => {
    assert.throws(
      () => planCalls(range(0, 201), range(0, 5), "overwrite"),
      (error: Error) => {
        assert.ok(error instanceof PlanError);
        assert.match(error.message, /holds 201 numbers.*at most 200.*"fewestCalls"/);
        return true;
      },
    );
  });

  it("settles uncertain numbers: it ends at the declared ones whichever of them the group holds", () => {
    const subsets = fc.tuple(change, size, fc.infiniteStream(fc.boolean()), strategy);
    fc.assert(
      fc.property(subsets, ([{ held, declared }, size, holds, chosen]) => {
        const uncertain = [...range(0, 2000)]
          .filter((number) => !held.includes(number))
          .slice(0, Math.min(size, 200));
        if (chosen === "overwrite" && held.length + uncertain.length > 200) return;
        const really = [...held, ...uncertain.filter(() => holds.next().value)];
        const model = carriedOut(really, planCalls(held, declared, chosen, { uncertain }));
        assert.deepEqual([...model.numbers].sort(ascending), declared);
      }),
    );
  });
});

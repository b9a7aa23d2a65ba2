import assert from "node:assert/strict";

import fc from "fast-check";

import { refusalCause } from "../../provider/axg/client";
import { withUncertain } from "../../provider/axg/journal";
import { AxgLedger } from "../../provider/axg/ledger";
import type { GroupContents } from "../../provider/axg/numberSet";
import type { AxgCall, Strategy } from "../../provider/axg/plan";
import { AxgApplication } from "../../provider/axg/application";
import { ascending } from "../../provider/sets/memberText";
import { answer, strategy, stretches } from "../support/axgArbitraries";
import { AxgCloud, Killed, type Mishap, type World } from "../support/axgCloud";
import { drawn } from "../support/drawn";
import { someNumbers } from "../support/numbers";

const POOL = someNumbers(1300);

const declaration = stretches(POOL, [1, 2, 5, 60, 199, 200, 201, 400, 401, 640], fc.boolean());
const codes = fc.constantFrom<"own" | "shared">("own", "shared");

/** Mishaps come in rows, so that some outlast all tries of a call. */
function rows(mishaps: readonly Mishap[], maxLength: number): fc.Arbitrary<Mishap[]> {
  const row = fc.record({ mishap: fc.constantFrom(...mishaps), times: fc.integer({ min: 1, max: 5 }) });
  return fc
    .array(row, { maxLength })
    .map((all) => all.flatMap(({ mishap, times }) => Array<Mishap>(times).fill(mishap)));
}

const sequence = fc.record({
  first: declaration,
  declarations: fc.array(declaration, { minLength: 1, maxLength: 5 }),
  mishaps: rows(["none", "none", "none", "lostBefore", "lostAfter", "refused"], 14),
  strategy,
  repeatedAdd: answer,
  absentDelete: answer,
  codes,
});

/** One update, as the resource makes it. What it throws is given back. */
async function update(
  cloud: AxgCloud,
  contents: GroupContents,
  declared: readonly string[],
  chosen: Strategy,
  operate: (call: AxgCall) => Promise<void> = cloud.operate,
) {
  const ledger = new AxgLedger(contents);
  const application = new AxgApplication({ ledger, operate, cause: refusalCause });
  const failure: unknown = await application.apply(declared, chosen).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { contents: ledger.contents(), failure, refused: application.refused.map(({ number }) => number) };
}

/** What the state has for certain must be there. */
function assertHeld({ held }: GroupContents, { numbers }: AxgCloud): void {
  assert.deepEqual(held, [...held].sort(ascending));
  assert.ok(
    held.every((number) => numbers.has(number)),
    "a number held for certain is not there",
  );
}

/** The state's word on the group must hold: what it holds for certain, and what it may hold. */
function assertTrue(contents: GroupContents, cloud: AxgCloud): void {
  assertHeld(contents, cloud);
  const uncertain = contents.uncertain.flat();
  const known = new Set([...contents.held, ...uncertain]);
  assert.equal(known.size, contents.held.length + uncertain.length, "a number stands twice in the state");
  for (const number of cloud.numbers)
    assert.ok(known.has(number), "a number is there that the state does not know");
}

/** Updates that are killed now and then, each tried again with what the state and the journal have of it. */
async function updateUntilNotKilled(
  cloud: AxgCloud,
  contents: GroupContents,
  declared: readonly string[],
  chosen: Strategy,
) {
  for (let known = contents; ; known = withUncertain(contents, [declared], declared)) {
    const updated = await update(cloud, known, declared, chosen);
    if (!(updated.failure instanceof Killed)) return updated;
  }
}

describe("a group brought to its declared numbers", () => {
  it("is known to the state after every failure, and ends as declared once nothing fails", async () => {
    await fc.assert(
      fc.asyncProperty(sequence, async ({ first, declarations, mishaps, strategy: chosen, ...world }) => {
        const cloud = new AxgCloud(first, world, (call) => mishaps[call] ?? "none");
        let contents: GroupContents = { held: first, uncertain: [] };
        for (const declared of declarations) {
          ({ contents } = await update(cloud, contents, declared, chosen));
          assertTrue(contents, cloud);
        }
        const last = declarations.at(-1)!;
        cloud.calls = mishaps.length;
        const settled = await update(cloud, contents, last, chosen);
        assert.equal(settled.failure, undefined);
        assert.deepEqual(settled.contents, { held: last, uncertain: [] });
        assert.deepEqual([...cloud.numbers].sort(ascending), last);
        const { calls } = cloud;
        await update(cloud, settled.contents, last, chosen);
        assert.equal(cloud.calls, calls, "a call where nothing changed");
      }),
      drawn(4_000),
    );
  });

  it("ends as declared where updates are killed at any call and run again, in every world", async () => {
    const killed = fc.record({
      first: declaration,
      declared: declaration,
      mishaps: fc.array(
        fc.constantFrom<Mishap>(
          "none",
          "none",
          "none",
          "killedBefore",
          "killedAfter",
          "lostBefore",
          "lostAfter",
        ),
        { maxLength: 30 },
      ),
    });
    const world = fc.record({ repeatedAdd: answer, absentDelete: answer, codes });
    await fc.assert(
      fc.asyncProperty(killed, strategy, world, async ({ first, declared, mishaps }, chosen, rules) => {
        const cloud = new AxgCloud(first, rules, (call) => mishaps[call] ?? "none");
        let contents: GroupContents = { held: first, uncertain: [] };
        let failure: unknown;
        do ({ contents, failure } = await updateUntilNotKilled(cloud, contents, declared, chosen));
        while (failure !== undefined && cloud.calls < 10_000);
        assert.equal(failure, undefined);
        assert.deepEqual([...cloud.numbers].sort(ascending), declared);
        assert.deepEqual(contents, { held: declared, uncertain: [] });
      }),
      drawn(3_000),
    );
  });

  it("lets everything through but the numbers that the cloud takes in no call, and names those", async () => {
    const some = fc
      .uniqueArray(fc.nat(399), { minLength: 1, maxLength: 5 })
      .map((at) => at.map((index) => POOL[index]!));
    await fc.assert(
      fc.asyncProperty(some, answer, answer, async (bad, repeatedAdd, absentDelete) => {
        const cloud = new AxgCloud([], { repeatedAdd, absentDelete, blocked: new Set(bad) });
        const { contents, refused } = await update(
          cloud,
          { held: [], uncertain: [] },
          POOL.slice(0, 400),
          "auto",
        );
        assert.deepEqual(refused.sort(ascending), bad.sort(ascending));
        assert.deepEqual(
          contents.held,
          POOL.slice(0, 400).filter((number) => !bad.includes(number)),
        );
        assertTrue(contents, cloud);
      }),
      drawn(300),
    );
  });
});

/** Times at which a cloud takes no additions, as stretches of calls. */
const locks = fc
  .array(fc.record({ from: fc.nat(40), calls: fc.constantFrom(1, 2, 3, 8, 1000) }), { maxLength: 3 })
  .map((all) => (call: number) => all.some(({ from, calls }) => call >= from && call < from + calls));

const world: fc.Arbitrary<World> = fc.record({
  repeatedAdd: answer,
  absentDelete: answer,
  blocked: fc.subarray([...POOL].slice(0, 60), { maxLength: 3 }).map((some) => new Set(some)),
  limit: fc.constantFrom(60, 200, 205, 400, 10_000),
  isLocked: fc.option(locks, { nil: () => false }),
  codes,
});

/** Groups whose declared numbers are there already, as far as the draw has it, whether the state knows them or not. */
const standing = fc.record({
  there: declaration,
  isKnown: fc.constantFrom<(at: number) => boolean>(
    () => true,
    () => false,
    (at) => at % 2 === 0,
  ),
  declarations: fc.array(declaration, { minLength: 1, maxLength: 4 }),
  mishaps: rows(["none", "none", "none", "none", "lostBefore", "lostAfter"], 8),
});

describe("a group whose cloud refuses additions for a while, is full, or says the same of several causes", () => {
  let deletions = 0;
  let probes = 0;
  after(() => {
    console.log(
      `      ${deletions} numbers deleted, ${probes} uncertain ones to see whether they were there, 0 others`,
    );
  });

  it("loses no number that is declared and there: none is deleted to find something out, but for uncertain ones", async () => {
    await fc.assert(
      fc.asyncProperty(standing, world, async ({ there, isKnown, declarations, mishaps }, rules) => {
        const cloud = new AxgCloud(there, rules, (call) => mishaps[call] ?? "none");
        let contents: GroupContents = { held: there.filter((_, at) => isKnown(at)), uncertain: [] };
        for (const declared of declarations) {
          const before = new Set(cloud.numbers);
          const uncertain = new Set(contents.uncertain.flat());
          const wanted = new Set(declared);
          const operate = async (call: AxgCall) => {
            if (call.operateType === "deleteNumbers") {
              deletions += call.numbers.length;
              const live = call.numbers.filter((number) => wanted.has(number) && cloud.numbers.has(number));
              probes += live.length;
              assert.deepEqual(
                live.filter((number) => !uncertain.has(number)),
                [],
                "deleted for a probe",
              );
            }
            const mishap = mishaps[cloud.calls] ?? "none";
            if (mishap !== "none") for (const number of call.numbers) uncertain.add(number);
            await cloud.operate(call);
          };
          ({ contents } = await update(cloud, contents, declared, "incremental", operate));
          assertHeld(contents, cloud);
          const lost = declared.filter((number) => before.has(number) && !cloud.numbers.has(number));
          assert.ok(
            lost.every((number) => uncertain.has(number)),
            "a number that stays is gone",
          );
        }
      }),
      drawn(5_000),
    );
  });

  it("is as it was where no addition is taken, and that reads as the cloud's", async () => {
    await fc.assert(
      fc.asyncProperty(declaration, declaration, answer, answer, codes, async (there, declared, ...rules) => {
        const [repeatedAdd, absentDelete, said] = rules;
        const cloud = new AxgCloud(there, { repeatedAdd, absentDelete, codes: said, isLocked: () => true });
        const { contents, failure, refused } = await update(
          cloud,
          { held: [], uncertain: [] },
          declared,
          "auto",
        );
        assert.match(String(failure), said === "own" ? /isv\.POOL_LOCKED/ : /isv\.REFUSED/);
        assert.deepEqual(refused, []);
        assert.deepEqual(contents, { held: [], uncertain: [] });
        assert.deepEqual([...cloud.numbers].sort(ascending), there);
        assert.ok(cloud.calls <= 12, `${cloud.calls} calls`);
      }),
      drawn(1000),
    );
  });

  it("loses one uncertain number at most however often an update is run again, and says which", async () => {
    for (const repeatedAdd of ["accept", "refuse"] as const) {
      const there = POOL.slice(0, 6);
      const cloud = new AxgCloud(there, { repeatedAdd, absentDelete: "accept", isLocked: () => true });
      let contents: GroupContents = { held: [], uncertain: [there] };
      const failures: unknown[] = [];
      for (let times = 0; times < 5; times++) {
        const updated = await update(cloud, contents, there, "incremental");
        failures.push(updated.failure);
        ({ contents } = updated);
      }
      assert.equal(cloud.numbers.size, there.length - 1);
      assert.match(String(failures[0]), /100\*{4}0000 was uncertain, and was deleted to find out whether/);
    }
  });

  it("makes room by what it certainly holds, with uncertain numbers among those that go", async () => {
    const held = POOL.slice(0, 30);
    const rest = { repeatedAdd: "refuse", absentDelete: "accept", codes: "shared" } as const;
    const cloud = new AxgCloud(held, { ...rest, limit: 30 });
    const declared = [...held.slice(10), ...POOL.slice(100, 110)];
    const contents = { held, uncertain: POOL.slice(40, 57).map((number) => [number]) };
    const updated = await update(cloud, contents, declared, "incremental");
    assert.equal(updated.failure, undefined);
    assert.deepEqual([...cloud.numbers].sort(ascending), declared);
  });

  it("is changed where it is full: what goes anyway makes room, and nothing that stays is ever missing", async () => {
    const full = fc.record({
      held: declaration.filter((numbers) => numbers.length > 1),
      gone: fc.integer({ min: 1, max: 700 }),
      free: fc.nat(3),
    });
    const rules = fc.record({ repeatedAdd: answer, absentDelete: answer, codes });
    await fc.assert(
      fc.asyncProperty(full, rules, async ({ held, gone, free }, rest) => {
        const limit = held.length + free;
        const staying = held.slice(gone);
        const known = new Set(held);
        const kept = new Set(staying);
        const fresh = POOL.filter((number) => !known.has(number)).slice(0, limit - staying.length);
        const declared = [...staying, ...fresh].sort(ascending);
        const cloud = new AxgCloud(held, { ...rest, limit });
        const operate = async (call: AxgCall) => {
          await cloud.operate(call);
          assert.ok(cloud.numbers.size > 0, "the group is empty");
          const isStaying =
            call.operateType === "deleteNumbers" && call.numbers.some((number) => kept.has(number));
          assert.ok(!isStaying, "a number that stays is missing");
        };
        const updated = await update(cloud, { held, uncertain: [] }, declared, "incremental", operate);
        assert.equal(updated.failure, undefined);
        assert.deepEqual(updated.refused, []);
        assert.deepEqual([...cloud.numbers].sort(ascending), declared);
        assert.deepEqual(updated.contents, { held: declared, uncertain: [] });
      }),
      drawn(2_000),
    );
  });
});

describe("a line that loses answers", () => {
  it("delays an update and does not end it: a million numbers with one answer lost in a hundred", async () => {
    const many = someNumbers(1_000_000);
    for (const repeatedAdd of ["accept", "refuse"] as const) {
      const cloud = new AxgCloud([], { repeatedAdd, absentDelete: "accept" }, (call) =>
        call % 100 === 7 ? (call % 200 === 7 ? "lostAfter" : "lostBefore") : "none",
      );
      const { contents, failure } = await update(cloud, { held: [], uncertain: [] }, many, "incremental");
      assert.equal(failure, undefined);
      assert.equal(cloud.numbers.size, many.length);
      assert.equal(contents.held.length, many.length);
      assert.ok(cloud.calls < 5400, `${cloud.calls} calls`);
    }
  });
});

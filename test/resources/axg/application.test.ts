import assert from "node:assert/strict";

import fc from "fast-check";

import { refusalCause } from "../../../provider/clients/dypls";
import { AxgLedger, type GroupContents } from "../../../provider/domain/axgLedger";
import type { Strategy } from "../../../provider/domain/axgPlan";
import { ascending } from "../../../provider/domain/memberText";
import { AxgApplication } from "../../../provider/resources/axg/application";
import { answer, strategy, stretches } from "../../support/axgArbitraries";
import { AxgCloud, Killed, type Mishap, type World } from "../../support/axgCloud";
import { someNumbers } from "../../support/numbers";

const POOL = someNumbers(1300);

const declaration = stretches(POOL, [1, 2, 5, 60, 199, 200, 201, 400, 401, 640], fc.boolean());
const mishap = fc.constantFrom<Mishap>("none", "none", "none", "lostBefore", "lostAfter", "refused");
const sequence = fc.record({
  first: declaration,
  declarations: fc.array(declaration, { minLength: 1, maxLength: 5 }),
  mishaps: fc.array(mishap, { maxLength: 40 }),
  strategy,
  repeatedAdd: answer,
  absentDelete: answer,
});

/** One update, as the resource makes it. What it throws is given back. */
async function update(
  cloud: AxgCloud,
  contents: GroupContents,
  declared: readonly string[],
  chosen: Strategy,
) {
  const ledger = new AxgLedger(contents);
  const application = new AxgApplication(ledger, cloud.operate, refusalCause);
  const failure: unknown = await application.bring(declared, chosen).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { contents: ledger.contents(), failure, refused: application.refused.map(({ number }) => number) };
}

/** The state's word on the group must hold: what it holds for certain, what it may hold, each doubtful unit whole or not at all. */
function assertTrue(contents: GroupContents, cloud: AxgCloud): void {
  assert.deepEqual(contents.held, [...contents.held].sort(ascending));
  assert.ok(
    contents.held.every((number) => cloud.numbers.has(number)),
    "a number held for certain is not there",
  );
  const doubtful = contents.doubtful.flat();
  const known = new Set([...contents.held, ...doubtful]);
  assert.equal(known.size, contents.held.length + doubtful.length, "a number stands twice in the state");
  for (const number of cloud.numbers)
    assert.ok(known.has(number), "a number is there that the state does not know");
  for (const unit of contents.doubtful)
    assert.equal(new Set(unit.map((number) => cloud.numbers.has(number))).size, 1);
}

/** Updates that are killed now and then, each tried again with what the state has: nothing of a killed one. */
async function updateUntilNotKilled(
  cloud: AxgCloud,
  contents: GroupContents,
  declared: readonly string[],
  chosen: Strategy,
) {
  for (;;) {
    const updated = await update(cloud, contents, declared, chosen);
    if (!(updated.failure instanceof Killed)) return updated;
  }
}

const killing = fc.constantFrom<Mishap>(
  "none",
  "none",
  "none",
  "killedBefore",
  "killedAfter",
  "lostBefore",
  "lostAfter",
);

describe("a group brought to its declared numbers", () => {
  it("is known to the state after every failure, and ends as declared once nothing fails", async () => {
    await fc.assert(
      fc.asyncProperty(
        sequence,
        async ({ first, declarations, mishaps, strategy: chosen, repeatedAdd, absentDelete }) => {
          const world: World = { repeatedAdd, absentDelete, blocked: new Set() };
          const cloud = new AxgCloud(first, world, (call) => mishaps[call] ?? "none");
          let contents: GroupContents = { held: first, doubtful: [] };
          for (const declared of declarations) {
            ({ contents } = await update(cloud, contents, declared, chosen));
            assertTrue(contents, cloud);
          }
          const last = declarations.at(-1)!;
          cloud.calls = mishaps.length;
          const settled = await update(cloud, contents, last, chosen);
          assert.equal(settled.failure, undefined);
          assert.deepEqual(settled.contents, { held: last, doubtful: [] });
          assert.deepEqual([...cloud.numbers].sort(ascending), last);
          const { calls } = cloud;
          await update(cloud, settled.contents, last, chosen);
          assert.equal(cloud.calls, calls, "a call where nothing changed");
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it("ends as declared where updates are killed at any call and run again, in every world", async () => {
    const killed = fc.record({
      first: declaration,
      declared: declaration,
      mishaps: fc.array(killing, { maxLength: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(
        killed,
        strategy,
        answer,
        answer,
        async ({ first, declared, mishaps }, chosen, repeatedAdd, absentDelete) => {
          const world: World = { repeatedAdd, absentDelete, blocked: new Set() };
          const cloud = new AxgCloud(first, world, (call) => mishaps[call] ?? "none");
          let contents: GroupContents = { held: first, doubtful: [] };
          let failure: unknown;
          do ({ contents, failure } = await updateUntilNotKilled(cloud, contents, declared, chosen));
          while (failure !== undefined && cloud.calls < 10_000);
          assert.equal(failure, undefined);
          assert.deepEqual([...cloud.numbers].sort(ascending), declared);
          assert.deepEqual(contents, { held: declared, doubtful: [] });
        },
      ),
      { numRuns: 5_000 },
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
          { held: [], doubtful: [] },
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
      { numRuns: 300 },
    );
  });
});

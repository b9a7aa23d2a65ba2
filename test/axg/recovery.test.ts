import assert from "node:assert/strict";

import fc from "fast-check";

import type { GroupContents } from "../../provider/axg/numberSet";
import { ascending } from "../../provider/sets/memberText";
import { answer, strategy, stretches } from "../support/axgArbitraries";
import { AxgStack, RpcCloud, type RpcMishap, sendingTo } from "../support/axgStack";
import { drawn } from "../support/drawn";
import { someNumbers } from "../support/numbers";

const POOL = someNumbers(900);

const declaration = stretches(POOL, [0, 1, 2, 5, 30, 60, 199, 200, 201, 401, 450], fc.boolean());

const FAULTS: readonly RpcMishap[] = [
  "throttled",
  "serverError",
  "serverErrorAfter",
  "hang",
  "hangAfter",
  "lost",
  "lostAfter",
  "garbledAfter",
  "refused",
];
const KILLS: readonly RpcMishap[] = ["killed", "killedAfter"];

/** More updates in a row than this, killed with other declarations each, are not all remembered. */
const REMEMBERED = 4;

/** Some losses outlast all tries of a call; a process is killed once. */
function mishapRows(mishaps: readonly RpcMishap[]): fc.Arbitrary<RpcMishap[]> {
  const row = fc.record({
    mishap: fc.constantFrom<RpcMishap>("none", "none", ...mishaps),
    times: fc.constantFrom(1, 1, 2, 4),
  });
  return fc
    .array(row, { maxLength: 15 })
    .map((all) =>
      all.flatMap(({ mishap, times }) => Array<RpcMishap>(KILLS.includes(mishap) ? 1 : times).fill(mishap)),
    );
}

function sequences(mishaps: readonly RpcMishap[]) {
  return fc.record({
    declarations: fc.array(declaration, { minLength: 1, maxLength: 5 }),
    mishaps: mishapRows(mishaps).filter(
      (all) => all.filter((mishap) => KILLS.includes(mishap)).length <= REMEMBERED,
    ),
    last: declaration,
    strategy,
    rules: fc.record({ repeatedAdd: answer, absentDelete: answer }),
  });
}

/** What the state says of the group must hold: what it has for certain, and what it may have. */
function assertTrue({ held, uncertain }: GroupContents, { numbers }: RpcCloud): void {
  assert.deepEqual(held, [...held].sort(ascending));
  assert.ok(
    held.every((number) => numbers.has(number)),
    "a number held for certain is not there",
  );
  const known = new Set([...held, ...uncertain.flat()]);
  assert.equal(known.size, held.length + uncertain.flat().length, "a number stands twice in the state");
  for (const number of numbers)
    assert.ok(known.has(number), "a number is there that the state does not know");
}

/** Runs a sequence of updates with its mishaps; after them one update must do, and a further one must do nothing. */
async function assertRecovers(
  sequence: ReturnType<typeof sequences> extends fc.Arbitrary<infer T> ? T : never,
) {
  const { declarations, mishaps, last, rules } = sequence;
  let isQuiet = false;
  const cloud = new RpcCloud(rules, (call) => (isQuiet ? "none" : (mishaps[call] ?? "none")));
  await sendingTo(
    () => cloud,
    async () => {
      const stack = new AxgStack(cloud, sequence.strategy);
      for (const declared of declarations) {
        // An update that was killed is known by the journal alone, so that the state may be wrong until the next one.
        if ((await stack.up(declared)) !== "killed") assertTrue(stack.contents, cloud);
      }
      isQuiet = true;
      await stack.up(last);
      assert.equal(stack.failure, undefined);
      assert.deepEqual([...cloud.numbers].sort(ascending), last);
      assert.deepEqual(stack.contents, { held: last, uncertain: [] });
      const { calls } = cloud;
      assert.equal(await stack.up(last), "unchanged");
      assert.equal(cloud.calls, calls, "a call where nothing changed");
    },
  );
}

describe("an AxgGroupNumbers through updates with faults at random calls", () => {
  it("is known to the state after every failure, and ends as declared once nothing fails", async () => {
    await fc.assert(fc.asyncProperty(sequences(FAULTS), assertRecovers), drawn(1_500));
  });

  it("ends as declared also where updates are killed and the next ones declare something else", async () => {
    await fc.assert(
      fc.asyncProperty(sequences([...FAULTS, ...KILLS, ...KILLS]), assertRecovers),
      drawn(2_500),
    );
  });
});

describe("an AxgGroupNumbers of many numbers", () => {
  const MANY = someNumbers(400_000);
  /** A partial result travels in a header that breaks near 16 MB, as base64. */
  const MOST_KEPT = 10_000_000;

  it("keeps what is held and what is uncertain in little, after a kill and a failure", async () => {
    let fails: (call: number) => RpcMishap = (call) => (call === 1000 ? "killedAfter" : "none");
    const cloud = new RpcCloud({ repeatedAdd: "accept", absentDelete: "accept" }, (call) => fails(call));
    await sendingTo(
      () => cloud,
      async () => {
        const stack = new AxgStack(cloud, "incremental");
        assert.equal(await stack.up(MANY), "killed");
        fails = (call) => (call === 1500 ? "refused" : "none");
        assert.equal(await stack.up(MANY.slice(1)), "failed");
        assertTrue(stack.contents, cloud);
        assert.ok(stack.contents.uncertain.flat().length > 250_000);
        assert.ok(stack.keptSize < MOST_KEPT / 4, `${stack.keptSize} characters`);
        assert.equal(await stack.up(MANY.slice(1)), "done");
        assert.deepEqual([...cloud.numbers].sort(ascending), MANY.slice(1));
      },
    );
  });
});

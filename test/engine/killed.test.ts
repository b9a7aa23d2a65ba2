import assert from "node:assert/strict";

import fc from "fast-check";

import { stretches } from "../support/axgArbitraries";
import type { OpenRules } from "../support/axgStack";
import { drawnWithSeed } from "../support/drawn";
import { type Declared, Fleet } from "../support/fleet";
import { killedUpdate } from "../support/killing";
import { someNumbers } from "../support/numbers";
import { startPostgres } from "../support/postgres";

/** Groups of each of the two clouds. */
const GROUPS = ["5000", "5001", "5002"];
/** Updates of each cloud's stack that are killed: several in a row, then one that ends. */
const { numRuns, seed, title } = drawnWithSeed(30);
const KILLS_IN_A_ROW = 3;
const KILLS = Math.ceil(numRuns / KILLS_IN_A_ROW) * KILLS_IN_A_ROW;
/** How many updates may be tried for each that is killed in time. */
const MOST_TRIES = 5;
const POOL = someNumbers(900);
/** Holds answers up, so that updates are killed between a call's effect and its answer, too. */
const LATENCY_MS = 20;

const declaration = stretches(POOL, [1, 5, 199, 200, 201, 450]);

const WORLDS: readonly OpenRules[] = [
  { repeatedAdd: "accept", absentDelete: "accept" },
  { repeatedAdd: "refuse", absentDelete: "refuse" },
];

/** The sets that are declared next: for each group new ones, those of the last update, or those before the killed ones. */
function nextOf(last: Declared, settled: Declared, chosen: number): Declared {
  const sets = fc.sample(fc.tuple(fc.nat(2), declaration), { numRuns: GROUPS.length, seed: chosen });
  return Object.fromEntries(
    GROUPS.map((groupId, at) => {
      const [choice, fresh] = sets[at]!;
      return [groupId, [fresh, last[groupId], settled[groupId]][choice] ?? fresh];
    }),
  );
}

async function survivesKills(rules: OpenRules): Promise<number> {
  // Unlike files, which the engine writes in place, a database keeps the state whole when it is killed.
  const postgres = await startPostgres();
  const fleet = await Fleet.create(GROUPS, rules, { PULUMI_BACKEND_URL: postgres.url });
  fleet.emulator.configure({ latencyMs: LATENCY_MS });
  const random = fc.sample(fc.tuple(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 4 })), {
    numRuns: KILLS * MOST_TRIES,
    seed,
  });
  let inTime = 0;
  try {
    let settled: Declared = {};
    let declared: Declared = {};
    for (const [sets, setsAfter, calls] of random) {
      declared = nextOf(declared, settled, sets);
      await fleet.declare(declared);
      // A set that is declared again may need no call, and its update may end before it is killed.
      if (!(await killedUpdate(fleet, calls, inTime % 3 === 2 ? "provider" : "engine"))) continue;
      inTime++;
      if (inTime % KILLS_IN_A_ROW > 0) continue;
      settled = nextOf(declared, settled, setsAfter);
      await fleet.assertEndsAs(settled);
      if (inTime === KILLS) break;
    }
  } finally {
    await fleet.remove();
    await postgres.stop();
  }
  return inTime;
}

describe(`updates that are killed with kill -9, with the real engine (${title})`, () => {
  it(`end as declared by the next update, whatever it declares, after ${KILLS * WORLDS.length} kills`, async () => {
    const inTime = await Promise.all(WORLDS.map(survivesKills));
    assert.deepEqual(inTime, [KILLS, KILLS]);
  });
});

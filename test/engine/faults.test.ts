import fc from "fast-check";

import type { Fault } from "../../emulator";
import { stretches } from "../support/axgArbitraries";
import type { OpenRules } from "../support/axgStack";
import { drawnWithSeed } from "../support/drawn";
import { type Declared, Fleet } from "../support/fleet";
import { someNumbers } from "../support/numbers";

/** Groups of each of the two clouds: each goes through a sequence of its own. */
const { numRuns, seed, title } = drawnWithSeed(80);
const GROUPS = Array.from({ length: numRuns }, (_, at) => String(5000 + at));
const ROUNDS = 2;
const POOL = someNumbers(900);

/** A call is given up soon, and an update once nothing goes through for long, so that a hanging call costs little. */
const IMPATIENT = { CLOUD_GROUPS_TIMEOUT_SECONDS: "0.5", CLOUD_GROUPS_DEADLINE_SECONDS: "5" };

const declaration = stretches(POOL, [1, 5, 199, 200, 201, 450]);

interface ChosenFault {
  readonly kind: Fault["kind"];
  readonly applied: boolean;
  readonly skip: number;
  readonly refused: boolean;
}

const fault: fc.Arbitrary<ChosenFault> = fc.record(
  {
    kind: fc.constantFrom<Fault["kind"]>("throttle", "error", "hang", "disconnect", "garble"),
    applied: fc.boolean(),
    skip: fc.nat(3),
    refused: fc.boolean(),
  },
  { noNullPrototype: true },
);

/** A fault for a call of one group. A server error leaves open whether the call took effect, a refusal does not. */
function faultOf(groupId: string, { kind, applied, skip, refused }: ChosenFault): Fault {
  const chosen = { kind, operation: "OperateAxgGroup", match: { GroupId: groupId }, skip };
  if (kind === "throttle") return chosen;
  if (kind !== "error") return { ...chosen, applied };
  return refused
    ? { ...chosen, code: "isv.OUT_OF_SERVICE", status: 200 }
    : { ...chosen, applied, code: "InternalError", status: 500 };
}

const WORLDS: readonly OpenRules[] = [
  { repeatedAdd: "accept", absentDelete: "accept" },
  { repeatedAdd: "refuse", absentDelete: "refuse" },
];

async function survives(rules: OpenRules): Promise<void> {
  const fleet = await Fleet.create(GROUPS, rules, IMPATIENT);
  try {
    let declared: Declared = {};
    for (let round = 0; round < ROUNDS; round++) {
      const sets = fc.sample(declaration, { numRuns: GROUPS.length, seed: seed + round });
      const faults = fc.sample(fc.tuple(fault, fault), { numRuns: GROUPS.length, seed: seed + round });
      declared = Object.fromEntries(GROUPS.map((groupId, at) => [groupId, sets[at]!]));
      fleet.emulator.clearFaults();
      fleet.emulator.inject(GROUPS.flatMap((groupId, at) => faults[at]!.map((one) => faultOf(groupId, one))));
      await fleet.declare(declared);
      await fleet.stack.run(["up", "--yes", "--skip-preview", "--suppress-progress", "--continue-on-error"]);
      await fleet.assertTrue(GROUPS);
    }
    await fleet.assertEndsAs(declared);
  } finally {
    await fleet.remove();
  }
}

describe(`updates with faults at random calls, with the real engine (${title})`, () => {
  it(`keep the state true in ${GROUPS.length * WORLDS.length} sequences, and end as declared`, async () => {
    await Promise.all(WORLDS.map(survives));
  });
});

import assert from "node:assert/strict";

import { actionOf, type Step, STEPS } from "../../provider/core/permissions";
import { lifecycles } from "../../provider/lifecycles";
import { needs, permissions } from "../../provider/permissions";
import { ProviderError } from "../support/providerProcess";
import { configured, failureOf, useCloud } from "./support/cloud";
import { type Life, LIVES, type Witness } from "./support/lives";

interface Denial {
  readonly code: string;
  readonly status?: number;
}

/** How each API says that its caller lacks a permission: mostly, and in other words. */
const DENIALS: Readonly<Record<string, readonly [Denial, ...Denial[]]>> = {
  dypls: [{ code: "isp.RAM_PERMISSION_DENY" }, { code: "Forbidden.RAM", status: 403 }],
  ram: [
    { code: "NoPermission", status: 403 },
    { code: "Forbidden.RAM", status: 403 },
  ],
  ioa: [
    { code: "UnauthorizedOperation.NoResourcePermissions" },
    { code: "UnauthorizedOperation" },
    { code: "AuthFailure.UnauthorizedOperation" },
  ],
  apig: [
    { code: "APIG.1101", status: 403 },
    { code: "APIG.1005", status: 403 },
    { code: "APIG.9997", status: 403 },
  ],
};

function denialsOf(operation: string): readonly [Denial, ...Denial[]] {
  return DENIALS[permissions[operation]?.api ?? ""] ?? assert.fail(`no API says how it denies ${operation}`);
}

/** Thrown by a witness to end a life early. */
class Seen extends Error {}

/** A process of its own: one that was refused DescribeAutoVirtualGroupRule as unknown does not ask again. */
const RULES_TOLD = configured({ "cloud-groups:deadlineSeconds": "500" });

describe("What a resource is declared to need", () => {
  const cloud = useCloud(RULES_TOLD);

  it("is declared for every kind", () => {
    assert.deepEqual(Object.keys(needs).sort(), Object.keys(lifecycles).sort());
  });

  for (const life of LIVES) {
    it(`is all that its steps call, and nothing besides: ${life.name}`, async () => {
      const declared = needs[life.kind]!;
      const called = new Map(STEPS.map((step): [Step, Set<string>] => [step, new Set()]));
      const note = async (steps: readonly Step[], action: () => Promise<unknown>): Promise<void> => {
        for (const operation of await cloud.callsOf(action)) {
          const at = steps.filter((step) => declared[step].some((known) => known === operation));
          assert.ok(at.length > 0, `${life.kind} does not declare ${operation} for ${steps.join(" with ")}`);
          for (const step of at) called.get(step)!.add(operation);
        }
      };
      await life.run(cloud, {
        goes: async <T>(steps: readonly Step[], action: () => Promise<T>) => {
          let result: { readonly value: T } | undefined;
          await note(steps, async () => (result = { value: await action() }));
          return result!.value;
        },
        fails: (steps, action) => note(steps, () => failureOf(action())),
      });
      for (const step of STEPS) {
        const expected = declared[step].filter((operation) => life.never?.includes(operation) !== true);
        assert.deepEqual([...called.get(step)!].sort(), expected.toSorted(), step);
      }
    });
  }
});

describe("A permission that the calling user lacks", () => {
  const cloud = useCloud(RULES_TOLD);

  /** The message of the first step that ends with this call denied. */
  async function denied(life: Life, operation: string, denial: Denial): Promise<string> {
    let message = "";
    const deny = async <T>(action: () => Promise<T>): Promise<T> => {
      cloud.emulator.inject({ kind: "error", operation, message: "not you", times: 0, ...denial });
      try {
        return await action();
      } catch (error) {
        if (error instanceof ProviderError && isMet()) {
          ({ message } = error);
          throw new Seen();
        }
        throw error;
      } finally {
        cloud.emulator.clearFaults();
      }
    };
    const isMet = () => cloud.emulator.faults().some(({ fault, met }) => fault.times === 0 && met > 0);
    const witness: Witness = {
      goes: (_steps, action) => deny(action),
      fails: async (_steps, action) => {
        await deny(action).catch((error: unknown) => {
          if (error instanceof Seen) throw error;
        });
      },
    };
    await assert.rejects(life.run(cloud, witness), Seen, `${operation} is never called`);
    return message;
  }

  async function assertNamed(life: Life, operation: string, denial: Denial): Promise<void> {
    const message = await denied(life, operation, denial);
    assert.ok(message.includes(`${operation} was refused: ${denial.code}: not you (request id `), message);
    assert.ok(message.includes(`. Grant the calling user ${actionOf(permissions, operation)}`), message);
  }

  for (const life of LIVES) {
    const all = Object.values(needs[life.kind]!).flat();
    const operations = new Set(all.filter((operation) => life.never?.includes(operation) !== true));
    for (const operation of operations) {
      it(`is named with the call that needs it: ${operation} of ${life.name}`, () =>
        assertNamed(life, operation, denialsOf(operation)[0]));
    }

    const [first] = operations;
    for (const denial of denialsOf(first!).slice(1)) {
      it(`is named by ${denial.code} too: ${first} of ${life.name}`, () => assertNamed(life, first!, denial));
    }
  }
});

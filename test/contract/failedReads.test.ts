import assert from "node:assert/strict";

import type { Fault } from "../../emulator";
import { someNumbers } from "../support/numbers";
import { failureOf, HASTY, IMPATIENT, useCloud } from "./support/cloud";
import { APIG, axgArgs, forEach, IOA, type Kind, RAM } from "./support/kinds";

/** Refused reads that say nothing of the group's end. */
const REFUSALS: readonly { readonly of: Kind; readonly what: string; readonly fault: Omit<Fault, "kind"> }[] =
  [
    { of: RAM, what: "an absent user", fault: { status: 404, code: "EntityNotExist.User" } },
    { of: RAM, what: "denied access", fault: { status: 403, code: "NoPermission" } },
    { of: RAM, what: "an unknown API", fault: { status: 404, code: "InvalidApi.NotFound" } },
    { of: APIG, what: "an unpublished API", fault: { status: 404, code: "APIGW.0101" } },
    { of: APIG, what: "an absent gateway", fault: { status: 404, code: "APIG.3030" } },
    { of: APIG, what: "denied access", fault: { status: 403, code: "APIG.1101" } },
    { of: IOA, what: "something absent", fault: { code: "ResourceNotFound.NotFound" } },
    { of: IOA, what: "denied access", fault: { code: "UnauthorizedOperation.NoResourcePermissions" } },
  ];

describe("A read that fails", () => {
  const cloud = useCloud();

  for (const { of, what, fault } of REFUSALS) {
    it(`does not drop a ${of.kind} from the state for ${what} (${String(fault.code)})`, async () => {
      const made = await cloud.engine.create(of.kind, of.args("group"));
      cloud.emulator.inject({ kind: "error", operation: of.read, message: "not that", ...fault });
      const error = await failureOf(cloud.engine.refresh(made));
      assert.ok(
        error.message.startsWith(`${of.read} was refused: ${String(fault.code)}: not that (request id `),
        error.message,
      );
    });
  }

  it("cannot happen to AxgGroupNumbers, which only their state knows", async () => {
    const made = await cloud.engine.create("AxgGroupNumbers", axgArgs(someNumbers(2)));
    cloud.emulator.inject({ kind: "hang", times: 0 });
    const calls = await cloud.callsOf(async () => {
      assert.deepEqual(await cloud.engine.refresh(made), made);
    });
    assert.deepEqual(calls, []);
    const error = await failureOf(cloud.engine.provider.read("AxgGroupNumbers", made.id, {}));
    assert.match(
      error.message,
      /FC123456\/1234 cannot be looked up: no API of Alibaba Cloud reads the numbers/,
    );
  });
});

describe("A read whose answer is lost", () => {
  const cloud = useCloud(IMPATIENT);

  it("is made again, and so is one that the cloud failed to answer", () =>
    forEach(async ({ kind, args, read, atRead }) => {
      const readAgain = async (fault: Fault["kind"]) => {
        const made = await cloud.engine.create(kind, args(`group_${fault}`));
        cloud.emulator.inject({ kind: fault, operation: read, match: atRead(made) });
        assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
        assert.deepEqual(
          cloud.emulator
            .faults()
            .filter((armed) => armed.fault.operation === read && armed.fault.kind === fault),
          [],
        );
      };
      await Promise.all((["disconnect", "hang", "garble", "error"] as const).map(readAgain));
    }));
});

describe("A read that fails until the deadline", () => {
  const patient = useCloud();
  const hasty = useCloud(HASTY);

  it("does not drop a group from the state, be it throttled or never answered", () =>
    forEach(async ({ kind, args, read, atRead }) => {
      const failing = async (fault: Fault["kind"], says: string) => {
        const made = await patient.engine.create(kind, args(`group_${fault}`));
        patient.emulator.inject({ kind: fault, operation: read, match: atRead(made), times: 0 });
        const { message } = await failureOf(hasty.engine.refresh(made));
        assert.match(message, new RegExp(`^${read}:? ${says}: `));
      };
      await Promise.all([
        // A busy machine may have no time left for the last connection.
        failing("throttle", "was not (applied|sent)"),
        failing("hang", "outcome unknown: Timeout"),
      ]);
    }));
});

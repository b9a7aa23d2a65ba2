import assert from "node:assert/strict";

import type { Fault } from "../../emulator";
import { ProviderError, type Values } from "../support/providerProcess";
import { someNumbers } from "../support/numbers";
import { failureOf, IMPATIENT, useCloud } from "../contract/support/cloud";
import { afterPartial, type Deployed, visible } from "../contract/support/engine";
import { axgArgs, axgCallsOf, lines } from "../contract/support/kinds";

const KIND = "AxgGroupNumbers";
const ALL = someNumbers(450);
const [FIRST, SECOND, THIRD] = [ALL.slice(0, 200), ALL.slice(200, 400), ALL.slice(400)];

describe("AxgGroupNumbers after a failure midway", () => {
  const cloud = useCloud();
  const impatient = useCloud(IMPATIENT);
  const held = () => cloud.account.dypls.pools["FC123456"]!.groups["1234"]!.numbers;

  const fail = (fault: Omit<Fault, "operation">) => {
    cloud.emulator.inject({ operation: "OperateAxgGroup", ...fault });
  };

  /** Loses the answer of a call, and has the next one refused, which ends the update. */
  const lose = (fault: Omit<Fault, "operation">) => {
    fail(fault);
    fail({
      kind: "error",
      code: "isv.OUT_OF_SERVICE",
      ...(fault.skip === undefined ? {} : { skip: fault.skip }),
    });
  };

  /** Creates numbers, which fails, and what the state has then. */
  async function failedCreate(
    args: Values,
    { provider } = cloud.engine,
  ): Promise<{ error: ProviderError; kept: Deployed }> {
    const inputs = await cloud.engine.checked(KIND, args);
    const error = await failureOf(provider.create(KIND, inputs));
    return { error, kept: afterPartial(KIND, inputs, error) };
  }

  /** Updates until an update goes through, each from what the one before left in the state. */
  async function deployed(resource: Deployed, args: Values): Promise<Deployed> {
    try {
      return await cloud.engine.update(resource, args);
    } catch (error) {
      if (!(error instanceof ProviderError) || cloud.emulator.calls().length > 100) throw error;
      return deployed(afterPartial(KIND, resource.inputs, error), args);
    }
  }

  /** The next update sends all but the first 200 numbers, and then the group has all. */
  async function assertGoesOn(kept: Deployed): Promise<void> {
    const sent = await axgCallsOf(cloud, async () => {
      assert.deepEqual(visible((await cloud.engine.update(kept, axgArgs(ALL))).outs), axgArgs(ALL));
    });
    assert.deepEqual(sent.toSorted(), ["addNumbers 200", "addNumbers 50"]);
    assert.deepEqual(held(), ALL);
  }

  it("keeps what a create had done, and says how far it got", async () => {
    fail({ kind: "error", code: "isv.OUT_OF_SERVICE", message: `${FIRST[0]!} is out of service`, skip: 1 });
    const { error, kept } = await failedCreate(axgArgs(ALL));
    assert.equal(kept.id, "FC123456/1234");
    assert.deepEqual(visible(kept.outs), axgArgs(FIRST));
    assert.deepEqual(held(), FIRST);
    assert.match(
      error.message,
      /^OperateAxgGroup was refused: isv\.OUT_OF_SERVICE: 100\*\*\*\*0000 is out of service \(request id \S+\)\. 1 calls? went through; the group holds 200 numbers\. Run `pulumi up` again to continue$/,
    );
    assert.deepEqual(error.partial?.reasons, [error.message]);
  });

  it("sends only what is missing next time", async () => {
    fail({ kind: "error", code: "isv.OUT_OF_SERVICE", skip: 1 });
    const { kept } = await failedCreate(axgArgs(ALL));
    await assertGoesOn(kept);
  });

  it("keeps what an update had done, and goes on from there", async () => {
    const made = await cloud.engine.create(KIND, axgArgs(FIRST));
    const news = axgArgs([...SECOND, ...THIRD], { strategy: "incremental" });
    fail({ kind: "error", code: "isv.OUT_OF_SERVICE", skip: 2 });
    const error = await failureOf(cloud.engine.update(made, news));
    const kept = afterPartial(KIND, made.inputs, error);
    assert.deepEqual(visible(kept.outs), { ...news, numbers: lines(ALL) });
    assert.deepEqual(held(), ALL);
    const sent = await axgCallsOf(cloud, async () => {
      assert.deepEqual(visible((await cloud.engine.update(kept, news)).outs), news);
    });
    assert.deepEqual(sent, ["deleteNumbers 200"]);
    assert.deepEqual(held(), [...SECOND, ...THIRD]);
  });

  it("goes back to where it came from where the program does", async () => {
    const made = await cloud.engine.create(KIND, axgArgs(FIRST));
    fail({ kind: "error", code: "isv.OUT_OF_SERVICE", skip: 1 });
    const error = await failureOf(cloud.engine.update(made, axgArgs(ALL)));
    await cloud.engine.update(afterPartial(KIND, made.inputs, error), axgArgs(FIRST));
    assert.deepEqual(held(), FIRST);
  });

  it("deletes what was done, and no more, where it is destroyed", async () => {
    fail({ kind: "error", code: "isv.OUT_OF_SERVICE", skip: 1 });
    const { kept } = await failedCreate(axgArgs(ALL));
    assert.deepEqual(await axgCallsOf(cloud, () => cloud.engine.destroy(kept)), ["deleteNumbers 200"]);
    assert.deepEqual(held(), []);
  });

  for (const axgAbsentDelete of ["accept", "refuse"] as const) {
    it(`goes on with a destroy that stopped midway (the cloud: ${axgAbsentDelete} to delete what is not there)`, async () => {
      cloud.emulator.configure({ axgAbsentDelete });
      const made = await cloud.engine.create(KIND, axgArgs(ALL));
      fail({ kind: "error", code: "isv.OUT_OF_SERVICE", skip: 1 });
      const error = await failureOf(cloud.engine.destroy(made));
      assert.match(
        error.message,
        /isv\.OUT_OF_SERVICE: .*Some numbers may already be deleted: run `pulumi destroy` again before any `pulumi up`$/,
      );
      assert.equal(held().length, 250);
      await cloud.engine.destroy(made);
      assert.deepEqual(held(), []);
    });
  }

  it("keeps nothing of a create whose first call was refused", async () => {
    fail({ kind: "error", code: "isv.OUT_OF_SERVICE" });
    const error = await failureOf(cloud.engine.create(KIND, axgArgs(ALL)));
    assert.match(error.message, /^OperateAxgGroup was refused: isv\.OUT_OF_SERVICE: /);
    assert.equal(error.partial, undefined);
  });

  it("keeps the state as it was where an update's first call was refused", async () => {
    const made = await cloud.engine.create(KIND, axgArgs(FIRST));
    fail({ kind: "error", code: "isv.OUT_OF_SERVICE" });
    const error = await failureOf(cloud.engine.update(made, axgArgs(ALL)));
    assert.equal(error.partial, undefined);
  });

  for (const kind of ["disconnect", "garble", "error", "hang"] as const) {
    for (const applied of kind === "hang" ? [true] : [true, false]) {
      const outcome = applied ? "carried out" : "not carried out";
      const engine = () => (kind === "hang" ? impatient.engine : cloud.engine);

      it(`makes a call again whose answer was lost, and goes on (${kind}, ${outcome})`, async () => {
        fail({ kind, applied, skip: 1 });
        const sent = await axgCallsOf(cloud, async () => {
          const inputs = await engine().checked(KIND, axgArgs(ALL));
          assert.deepEqual(visible((await engine().provider.create(KIND, inputs)).outs), axgArgs(ALL));
        });
        assert.deepEqual(sent, ["addNumbers 200", "addNumbers 200", "addNumbers 200", "addNumbers 50"]);
        assert.deepEqual(held(), ALL);
      });

      it(`keeps the numbers of a lost call as uncertain, and the next update settles them (${kind}, ${outcome})`, async () => {
        lose({ kind, applied, skip: 1 });
        const { error, kept } = await failedCreate(axgArgs(ALL), engine());
        assert.match(error.message, /^OperateAxgGroup was refused: isv\.OUT_OF_SERVICE: /);
        assert.match(
          error.message,
          /the group holds 200 numbers, and 200 are uncertain\. Run `pulumi up` again to continue/,
        );
        assert.deepEqual(visible(kept.outs), { ...axgArgs(FIRST), uncertain: lines(SECOND) });
        assert.deepEqual(held(), applied ? [...FIRST, ...SECOND] : FIRST);
        await assertGoesOn(kept);
      });
    }
  }

  it("gives up on a call whose answer is lost again and again", async () => {
    fail({ kind: "disconnect", applied: true, times: 0 });
    const sent = await axgCallsOf(cloud, async () => {
      const { error, kept } = await failedCreate(axgArgs(ALL));
      assert.match(error.message, /^OperateAxgGroup: outcome unknown: /);
      assert.deepEqual(visible(kept.outs), { ...axgArgs([]), uncertain: lines(FIRST) });
    });
    assert.deepEqual(sent, ["addNumbers 200", "addNumbers 200", "addNumbers 200", "addNumbers 200"]);
  });

  it("keeps a lost first call of a create, so that a destroy takes its numbers out", async () => {
    lose({ kind: "disconnect", applied: true });
    const { kept } = await failedCreate(axgArgs(FIRST));
    assert.deepEqual(visible(kept.outs), { ...axgArgs([]), uncertain: lines(FIRST) });
    assert.deepEqual(await axgCallsOf(cloud, () => cloud.engine.destroy(kept)), ["deleteNumbers 200"]);
    assert.deepEqual(held(), []);
  });

  for (const applied of [true, false]) {
    it(`settles a lost deletion and a lost overwrite (${applied ? "carried out" : "not carried out"})`, async () => {
      for (const { takeOver, to } of [
        { takeOver: false, to: someNumbers(2) },
        { takeOver: true, to: someNumbers(4, 100) },
      ]) {
        cloud.emulator.reset();
        const args = (numbers: readonly string[]) => axgArgs(numbers, { takeOver });
        const made = await cloud.engine.create(KIND, args(someNumbers(4)));
        lose({ kind: "disconnect", applied });
        const error = await failureOf(cloud.engine.update(made, args(to)));
        const settled = await cloud.engine.update(afterPartial(KIND, made.inputs, error), args(to));
        assert.deepEqual(visible(settled.outs), args(to));
        assert.deepEqual(held(), to);
      }
    });

    it(`settles a change of mind after a lost addition (${applied ? "carried out" : "not carried out"})`, async () => {
      for (const strategy of ["auto", "incremental", "fewestCalls"]) {
        cloud.emulator.reset();
        const made = await cloud.engine.create(KIND, axgArgs(someNumbers(3), { strategy }));
        lose({ kind: "disconnect", applied });
        const error = await failureOf(cloud.engine.update(made, axgArgs(someNumbers(5), { strategy })));
        await cloud.engine.update(
          afterPartial(KIND, made.inputs, error),
          axgArgs(someNumbers(3), { strategy }),
        );
        assert.deepEqual(held(), someNumbers(3));
      }
    });
  }

  it("shows uncertain numbers as a difference after a refresh, so that the next update runs", async () => {
    lose({ kind: "disconnect", applied: true, skip: 1 });
    const { kept } = await failedCreate(axgArgs(ALL));
    const found = await cloud.engine.refresh(kept);
    assert.deepEqual(found?.inputs, { ...axgArgs(FIRST), uncertain: lines(SECOND) });
    const inputs = await cloud.engine.checked(KIND, axgArgs(FIRST), found.inputs);
    assert.notDeepEqual(
      inputs,
      found.inputs,
      "even where the declaration is what the group holds for certain",
    );
    const settled = await cloud.engine.update(found, axgArgs(FIRST));
    assert.equal(settled.outs["uncertain"], undefined);
    assert.deepEqual(held(), FIRST);
    assert.deepEqual((await cloud.engine.refresh(settled))?.inputs, settled.inputs);
  });

  for (const axgRepeatedAdd of ["accept", "refuse"] as const) {
    for (const axgAbsentDelete of ["accept", "refuse"] as const) {
      it(`settles where the cloud says ${axgRepeatedAdd} to a repeated addition and ${axgAbsentDelete} to a deletion of what is not there`, async () => {
        for (const applied of [true, false]) {
          cloud.emulator.reset();
          cloud.emulator.configure({ axgRepeatedAdd, axgAbsentDelete });
          lose({ kind: "disconnect", applied, skip: 1 });
          const { kept } = await failedCreate(axgArgs(ALL));
          fail({ kind: "disconnect", applied, times: 2 });
          const made = await deployed(kept, axgArgs(ALL));
          assert.deepEqual([visible(made.outs), held()], [axgArgs(ALL), ALL]);
          fail({ kind: "disconnect", applied, skip: 1 });
          const changed = await deployed(made, axgArgs(THIRD));
          assert.deepEqual([visible(changed.outs), held()], [axgArgs(THIRD), THIRD]);
        }
      });
    }
  }

  it("puts in all numbers but those that the cloud refuses for themselves, and names them masked", async () => {
    cloud.emulator.configure({ axgBlockedNumbers: [SECOND[7]!] });
    const { error, kept } = await failedCreate(axgArgs(ALL));
    assert.match(error.message, /isv\.MOBILE_NUMBER_ILLEGAL: .*Refused numbers: 100\*\*\*\*0207\. /);
    const others = ALL.filter((number) => number !== SECOND[7]);
    assert.deepEqual(visible(kept.outs), axgArgs(others));
    assert.deepEqual(held(), others);
    const settled = await cloud.engine.update(kept, axgArgs(others));
    assert.deepEqual(visible(settled.outs), axgArgs(others));
  });

  it("goes on through throttling without being told", async () => {
    fail({ kind: "throttle", skip: 1 });
    const sent = await axgCallsOf(cloud, () => cloud.engine.create(KIND, axgArgs(ALL)));
    assert.deepEqual(sent, ["addNumbers 200", "addNumbers 200", "addNumbers 200", "addNumbers 50"]);
    assert.deepEqual(held(), ALL);
  });

  it("masks numbers in its messages", async () => {
    const message = `already there: ${FIRST.slice(0, 3).join(",")}`;
    fail({ kind: "error", code: "isv.OUT_OF_SERVICE", message, skip: 1 });
    const { error } = await failedCreate(axgArgs(ALL));
    assert.match(error.message, /already there: 100\*\*\*\*0000,100\*\*\*\*0001,100\*\*\*\*0002/);
    for (const number of ALL) assert.ok(!error.message.includes(number));
  });
});

import assert from "node:assert/strict";

import { INVALID_NUMBERS } from "../../provider/axg/journal";
import type { Values } from "../support/providerProcess";
import { someNumbers } from "../support/numbers";
import { failureOf, useCloud } from "../contract/support/cloud";
import { afterPartial, type Deployed, visible } from "../contract/support/engine";
import { axgArgs, journalArgs } from "../contract/support/kinds";

const JOURNAL = "AxgGroupNumbersJournal";
const KIND = "AxgGroupNumbers";
const ALL = someNumbers(700);
const [FIRST, SECOND, THIRD] = [ALL.slice(0, 300), ALL.slice(200, 500), ALL.slice(400)];

describe("AxgGroupNumbers and its journal", () => {
  const cloud = useCloud();
  const held = () => [...cloud.account.dypls.pools["FC123456"]!.groups["1234"]!.numbers].sort();

  /** The journal's part of an update, which it begins, with what the engine asks of it. */
  async function journalled(journal: Deployed | undefined, numbers: readonly string[]): Promise<Deployed> {
    cloud.engine.beginRun();
    if (journal === undefined) return cloud.engine.create(JOURNAL, journalArgs(numbers));
    const inputs = await cloud.engine.checked(JOURNAL, journalArgs(numbers), journal.inputs);
    await cloud.engine.provider.diff(JOURNAL, journal.id, journal.outs, inputs);
    if (inputs["numbers"] === journal.inputs["numbers"]) return journal;
    const outs = await cloud.engine.provider.update(JOURNAL, journal.id, journal.outs, inputs);
    return { ...journal, inputs, outs };
  }

  const argsOf = (journal: Deployed, numbers: readonly string[], others: Values = {}) =>
    axgArgs(numbers, { __journal: journal.id, strategy: "incremental", ...others });

  /** Refuses a call of the next update, after some that go through. */
  const refuse = (skip: number) => {
    cloud.emulator.inject({ operation: "OperateAxgGroup", kind: "error", code: "isv.OUT_OF_SERVICE", skip });
  };

  /** A group and its journal, and what an update that was killed leaves: the journal's step, and calls that went out. */
  async function killedUpdate(): Promise<{ journal: Deployed; group: Deployed }> {
    const journal = await journalled(undefined, FIRST);
    const group = await cloud.engine.create(KIND, argsOf(journal, FIRST));
    const next = await journalled(journal, SECOND);
    await cloud.engine.update(group, argsOf(next, SECOND));
    return { journal: next, group };
  }

  it("keeps the set out of the journal's inputs, and the number of the attempt with the group", async () => {
    const journal = await journalled(undefined, FIRST);
    assert.deepEqual(Object.keys(journal.inputs).sort(), ["groupId", "numbers", "poolKey"]);
    assert.match(String(journal.inputs["numbers"]), /^300 numbers, sha256 [0-9a-f]{32}$/);
    const { outs } = await cloud.engine.create(KIND, argsOf(journal, FIRST));
    assert.deepEqual(visible(outs), argsOf(journal, FIRST, { __attempt: 1 }));
  });

  it("plans what settles a killed update also where the old set is declared again", async () => {
    const { journal, group } = await killedUpdate();
    const next = await journalled(journal, FIRST);
    const inputs = await cloud.engine.checked(KIND, argsOf(next, FIRST), group.inputs);
    const { changes } = await cloud.engine.provider.diff(KIND, group.id, group.outs, inputs);
    assert.equal(changes, 2, "an update is needed although the inputs are the same");
    await cloud.engine.provider.update(KIND, group.id, group.outs, inputs);
    assert.deepEqual(held(), FIRST);
  });

  it("ends as declared where something else is declared after a killed update", async () => {
    const { journal, group } = await killedUpdate();
    const next = await journalled(journal, THIRD);
    const { outs } = await cloud.engine.update(group, argsOf(next, THIRD));
    assert.deepEqual(held(), THIRD);
    assert.equal(outs["__attempt"], 3);
  });

  it("ends as declared where something else is declared after a killed create", async () => {
    const journal = await journalled(undefined, FIRST);
    await cloud.engine.create(KIND, argsOf(journal, FIRST));
    const next = await journalled(journal, THIRD);
    await cloud.engine.create(KIND, argsOf(next, THIRD));
    assert.deepEqual(held(), THIRD);
  });

  it("deletes what a killed update added where everything is destroyed after it", async () => {
    const { journal, group } = await killedUpdate();
    // A process of its own: it has not seen the journal when the group goes.
    const restarted = await cloud.restarted();
    try {
      await restarted.delete(KIND, group.id, group.outs);
      assert.notDeepEqual(held(), []);
      await restarted.delete(JOURNAL, journal.id, journal.outs);
      assert.deepEqual(held(), []);
    } finally {
      await restarted.stop();
    }
  });

  it("deletes nothing where the group was taken out of the state and not destroyed", async () => {
    const { journal } = await killedUpdate();
    const restarted = await cloud.restarted();
    try {
      await restarted.delete(JOURNAL, journal.id, journal.outs);
      assert.deepEqual(held(), SECOND);
    } finally {
      await restarted.stop();
    }
  });

  it("sends nothing where the journal takes no part in the update, and says what to do", async () => {
    const { group, journal } = await killedUpdate();
    const restarted = await cloud.restarted();
    try {
      const calls = await cloud.callsOf(async () => {
        const inputs = argsOf(journal, THIRD);
        const { message } = await failureOf(restarted.update(KIND, group.id, group.outs, inputs));
        assert.match(
          message,
          /nothing was sent, because the journal takes no part in this update, and .*--target/,
        );
      });
      assert.deepEqual(calls, []);
    } finally {
      await restarted.stop();
    }
  });

  it("sends nothing where the journal has another set than is declared", async () => {
    const { group, journal } = await killedUpdate();
    const next = await journalled(journal, FIRST);
    const calls = await cloud.callsOf(async () => {
      const { message } = await failureOf(cloud.engine.update(group, argsOf(next, THIRD)));
      assert.match(
        message,
        /nothing was sent, because the journal was given other numbers than the resource\. .* not in a transformation/,
      );
    });
    assert.deepEqual(calls, []);
  });

  it("ends as declared where an update failed midway, was made again and killed, and something else is declared", async () => {
    const journal = await journalled(undefined, FIRST);
    const group = await cloud.engine.create(KIND, argsOf(journal, FIRST));
    const next = await journalled(journal, [...FIRST, ...THIRD]);
    refuse(1);
    const error = await failureOf(cloud.engine.update(group, argsOf(next, [...FIRST, ...THIRD])));
    const failed = afterPartial(KIND, group.inputs, error);
    // The journal is given the same set, so that it does not change; what this update ends with is never stored.
    assert.equal(await journalled(next, [...FIRST, ...THIRD]), next);
    await cloud.engine.update(failed, argsOf(next, [...FIRST, ...THIRD]));
    assert.equal(held().length, 600);
    const last = await journalled(next, FIRST);
    const { outs } = await cloud.engine.update(failed, argsOf(last, FIRST));
    assert.deepEqual(held(), FIRST);
    assert.equal(outs["__failed"], undefined);
  });

  for (const answer of ["accept", "refuse"] as const) {
    it(`goes on where numbers that are refused for themselves are declared no more (absent ones: ${answer})`, async () => {
      cloud.emulator.configure({ axgBlockedNumbers: [SECOND[7]!], axgAbsentDelete: answer });
      const journal = await journalled(undefined, FIRST.slice(0, 10));
      const group = await cloud.engine.create(KIND, argsOf(journal, FIRST.slice(0, 10)));
      const next = await journalled(journal, ALL);
      const failed = afterPartial(
        KIND,
        group.inputs,
        await failureOf(cloud.engine.update(group, argsOf(next, ALL))),
      );
      const others = ALL.filter((number) => number !== SECOND[7]);
      const last = await journalled(next, others);
      const calls = await cloud.callsOf(() => cloud.engine.update(failed, argsOf(last, others)));
      assert.deepEqual(calls, []);
      assert.deepEqual(held(), others);
    });
  }

  it("knows that a refused change was not sent: none of its numbers is uncertain afterwards", async () => {
    const journal = await journalled(undefined, FIRST);
    const group = await cloud.engine.create(KIND, argsOf(journal, FIRST));
    const emptied = await journalled(journal, FIRST.slice(0, 10));
    const limited = argsOf(emptied, FIRST.slice(0, 10), { deletionLimit: 5 });
    const error = await failureOf(cloud.engine.update(group, limited));
    assert.match(
      error.message,
      /^deletionLimit 5: this change would delete 290 of 300 numbers\. Raise the limit/,
    );
    const kept = afterPartial(KIND, group.inputs, error);
    const back = await journalled(emptied, [...FIRST, ...THIRD]);
    const calls = await cloud.callsOf(() => cloud.engine.update(kept, argsOf(back, [...FIRST, ...THIRD])));
    assert.equal(calls.length, 2);
  });

  it("says that nothing was changed where an update is refused altogether", async () => {
    const journal = await journalled(undefined, FIRST);
    const group = await cloud.engine.create(KIND, argsOf(journal, FIRST));
    const next = await journalled(journal, [...FIRST, ...THIRD]);
    refuse(0);
    const { message, partial } = await failureOf(
      cloud.engine.update(group, argsOf(next, [...FIRST, ...THIRD])),
    );
    assert.match(message, /isv\.OUT_OF_SERVICE: .*\. Nothing was changed: the group holds 300 numbers$/);
    const back = await journalled(next, FIRST);
    await cloud.engine.update({ ...group, outs: partial!.properties }, argsOf(back, FIRST));
    assert.deepEqual(held(), FIRST);
  });

  it("keeps no group of a create that was refused before anything went through", async () => {
    const journal = await journalled(undefined, FIRST);
    refuse(0);
    const error = await failureOf(cloud.engine.create(KIND, argsOf(journal, FIRST)));
    assert.equal(error.partial, undefined);
    const next = await journalled(journal, SECOND);
    await cloud.engine.create(KIND, argsOf(next, SECOND));
    assert.deepEqual(held(), SECOND);
  });

  it("does not fail a create for killed updates that are remembered no more", async () => {
    let journal = await journalled(undefined, FIRST);
    for (let at = 1; at <= 10; at++) journal = await journalled(journal, FIRST.slice(at));
    const next = await journalled(journal, THIRD);
    await cloud.engine.create(KIND, argsOf(next, THIRD));
    assert.deepEqual(held(), THIRD);
  });

  it("serves several groups that declare the same set", async () => {
    const [one, another] = [journalArgs(FIRST), journalArgs(FIRST, { poolKey: "FC123456", groupId: "5678" })];
    const checked = [await cloud.engine.checked(JOURNAL, one), await cloud.engine.checked(JOURNAL, another)];
    for (const inputs of checked) await cloud.engine.provider.create(JOURNAL, inputs);
  });

  it("records nothing of what is no set of numbers", async () => {
    const journal = await journalled(undefined, FIRST);
    const bad = { ...journalArgs([]), numbers: INVALID_NUMBERS, __set: undefined };
    const inputs = await cloud.engine.checked(
      JOURNAL,
      JSON.parse(JSON.stringify(bad)) as Values,
      journal.inputs,
    );
    assert.deepEqual(inputs, journal.inputs);
  });

  it("is kept by a refresh", async () => {
    const journal = await journalled(undefined, FIRST);
    const group = await cloud.engine.create(KIND, argsOf(journal, FIRST));
    assert.deepEqual(await cloud.engine.refresh(journal), journal);
    assert.deepEqual(await cloud.engine.refresh(group), group);
  });

  it("fails once, after it did all it could, where more killed updates went before than are remembered", async () => {
    let journal = await journalled(undefined, FIRST);
    const group = await cloud.engine.create(KIND, argsOf(journal, FIRST));
    for (let at = 1; at <= 10; at++) journal = await journalled(journal, FIRST.slice(at));
    const next = await journalled(journal, THIRD);
    const error = await failureOf(cloud.engine.update(group, argsOf(next, THIRD)));
    assert.match(error.message, /^Too many interrupted updates to track: the group may hold extra numbers/);
    assert.deepEqual(held(), THIRD);
    const kept = afterPartial(KIND, group.inputs, error);
    const again = await journalled(next, THIRD);
    assert.deepEqual(await cloud.callsOf(() => cloud.engine.update(kept, argsOf(again, THIRD))), []);
  });
});

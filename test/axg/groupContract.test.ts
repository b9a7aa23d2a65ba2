import assert from "node:assert/strict";

import type { Values } from "../support/providerProcess";
import { someNumbers } from "../support/numbers";
import { failureOf, useCloud } from "../contract/support/cloud";
import { afterPartial } from "../contract/support/engine";
import { journalArgs, lines } from "../contract/support/kinds";

const KIND = "AxgGroup";
const ALL = someNumbers(450);

function args(numbers: readonly string[], more: Values = {}): Values {
  return { poolKey: "FC123456", groupName: "drivers", numbers: lines(numbers), ...more };
}

describe("AxgGroup", () => {
  const cloud = useCloud();
  const groups = () => cloud.account.dypls.pools["FC123456"]!.groups;
  const made = () => Object.entries(groups()).filter(([, { name }]) => name === "drivers");

  it("is made with its first 200 numbers, the rest added after it", async () => {
    const calls = await cloud.callsOf(async () => {
      const group = await cloud.engine.create(KIND, args(ALL));
      assert.deepEqual(
        [group.id],
        made().map(([id]) => `FC123456/${id}`),
      );
      assert.equal(group.outs["groupId"], made()[0]![0]);
    });
    assert.deepEqual(calls, ["CreateAxgGroup", "OperateAxgGroup", "OperateAxgGroup"]);
    assert.deepEqual(made()[0]![1].numbers, ALL);
  });

  it("changes its numbers in place, is refreshed without a call, and is deleted with one", async () => {
    const group = await cloud.engine.create(KIND, args(ALL));
    const changed = await cloud.engine.update(group, args(ALL.slice(2)));
    assert.deepEqual(made()[0]![1].numbers, ALL.slice(2));
    const calls = await cloud.callsOf(async () => {
      assert.deepEqual((await cloud.engine.refresh(changed))?.inputs, changed.inputs);
      await cloud.engine.destroy(changed);
    });
    assert.deepEqual(calls, ["DeleteAxgGroup"]);
    assert.deepEqual(made(), []);
  });

  it("is replaced for another name, remark or pool, the new group first", async () => {
    const group = await cloud.engine.create(KIND, args(ALL));
    const { replacesList, deletebeforereplace } = await cloud.engine.provider.diff(
      KIND,
      group.id,
      group.outs,
      args(ALL, { groupName: "couriers", remark: "r" }),
    );
    assert.deepEqual(replacesList, ["groupName", "remark"]);
    assert.equal(deletebeforereplace, false);
  });

  it("says what to look for where the answer to its creation was lost, and makes no second one", async () => {
    cloud.emulator.inject({ operation: "CreateAxgGroup", kind: "disconnect", applied: true });
    const error = await failureOf(cloud.engine.provider.create(KIND, args(ALL)));
    assert.equal(error.partial, undefined);
    assert.match(
      error.message,
      /CreateAxgGroup: outcome unknown: .*look in the console under number pool FC123456 for one named "drivers" of 200 numbers/,
    );
    assert.equal(made().length, 1);
  });

  it("is kept where only its first numbers arrived, and completed by the next update", async () => {
    cloud.emulator.inject({ operation: "OperateAxgGroup", kind: "error", code: "isv.OUT_OF_SERVICE" });
    const error = await failureOf(cloud.engine.provider.create(KIND, args(ALL)));
    const kept = afterPartial(KIND, args(ALL), error);
    assert.equal(kept.outs["numbers"], lines(ALL.slice(0, 200)));
    const done = await cloud.engine.update(kept, args(ALL));
    assert.equal(done.outs["numbers"], lines(ALL));
    assert.deepEqual(made()[0]![1].numbers, ALL);
  });

  it("is made although some of its first numbers are refused, which are named", async () => {
    cloud.emulator.configure({ axgBlockedNumbers: [ALL[7]!] });
    const error = await failureOf(cloud.engine.provider.create(KIND, args(ALL)));
    assert.match(
      error.message,
      /^OperateAxgGroup was refused: isv\.MOBILE_NUMBER_ILLEGAL: .*Refused numbers: 100\*\*\*\*0007\. /,
    );
    const others = ALL.filter((number) => number !== ALL[7]);
    const kept = afterPartial(KIND, args(ALL), error);
    assert.equal(kept.id, `FC123456/${made()[0]![0]}`);
    assert.deepEqual(made()[0]![1].numbers, others);
    const calls = await cloud.callsOf(() => cloud.engine.update(kept, args(others)));
    assert.deepEqual(calls, []);
    assert.equal(made().length, 1);
  });

  it("is not made where the cloud refuses it whatever its numbers", async () => {
    const error = await failureOf(cloud.engine.provider.create(KIND, args(ALL, { poolKey: "FC999999" })));
    assert.match(error.message, /^CreateAxgGroup was refused: isv\.POOLKEY_NOT_EXISTS: /);
    assert.equal(error.partial, undefined);
  });

  it("is not emptied unless allowEmpty says so", async () => {
    const group = await cloud.engine.create(KIND, args(ALL));
    const { failures } = await cloud.engine.provider.check(KIND, args([]), group.inputs);
    assert.deepEqual(
      failures.map(({ reason }) => reason),
      ["numbers: none are declared, but the group holds 450. Set `allowEmpty: true` to empty it"],
    );
    await cloud.engine.update(group, args([], { allowEmpty: true }));
    assert.deepEqual(made()[0]![1].numbers, []);
    // Another group of another name is made, and nothing is emptied.
    const renamed = args([], { groupName: "couriers" });
    assert.deepEqual((await cloud.engine.provider.check(KIND, renamed, group.inputs)).failures, []);
  });

  it("says what to do where it cannot be deleted", async () => {
    cloud.emulator.seed({
      first: {
        dypls: {
          pools: [
            { key: "FC123456", groups: [{ id: 77, name: "bound", bound: true, numbers: ALL.slice(0, 1) }] },
          ],
        },
      },
    });
    const outs = { ...args(ALL.slice(0, 1)), groupId: "77" };
    const error = await failureOf(cloud.engine.provider.delete(KIND, "FC123456/77", outs));
    assert.match(error.message, /DeleteAxgGroup was refused: .*release them first/);
    assert.ok(
      error.message.endsWith(
        `remove it from the state: \`pulumi state delete '${cloud.engine.provider.urnOf(KIND)}'\``,
      ),
    );
  });

  it("cannot be looked up, as no API reads it", async () => {
    const error = await failureOf(cloud.engine.provider.read(KIND, "FC123456/77", {}));
    assert.match(error.message, /cannot be looked up/);
  });

  it("settles what a killed update left, also where the old set is declared again", async () => {
    const { engine } = cloud;
    const noted = (numbers: readonly string[]) =>
      journalArgs(numbers, { poolKey: "FC123456", groupName: "drivers" });
    const old = ALL.slice(0, 250);
    const journal = await engine.create("AxgGroupJournal", noted(old));
    const group = await engine.create(KIND, args(old, { __journal: journal.id }));
    const killed = await engine.update(journal, noted(ALL));
    await engine.update(group, args(ALL, { __journal: journal.id }));
    await engine.update(killed, noted(old));
    const { outs } = await engine.update(group, args(old, { __journal: journal.id }));
    assert.deepEqual(made()[0]![1].numbers, old);
    assert.equal(outs["__attempt"], 3);
  });
});

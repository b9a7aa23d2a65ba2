import assert from "node:assert/strict";

import type { Values } from "../support/providerProcess";
import { someNumbers } from "../support/numbers";
import { failureOf, useCloud } from "../contract/support/cloud";
import { axgArgs, journalArgs, lines } from "../contract/support/kinds";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const declaration = (name: string, kind: string) => ({ __declaration: { name, within: kind } });

/** What an AxgGroupNumbers of this name hands over. */
const numbersOf = (name: string, args: Values = {}) =>
  axgArgs(someNumbers(2), { ...args, ...declaration(name, "AxgGroupNumbers") });

const problem = (argument: string, other: string) =>
  `${argument}: another resource, "${other}", declares this group, too. Declare each group once: ` +
  "remove one of the two resources, or give them different groups";

describe("An AXG group that two resources of a program declare", () => {
  const cloud = useCloud();

  async function problems(args: Values): Promise<string[]> {
    const { inputs, failures } = await cloud.engine.provider.check("AxgGroupNumbers", args);
    assert.equal(inputs["__declaration"], undefined, "no state has it");
    return failures.map(({ reason }) => reason);
  }

  it("is refused in the preview, whatever their numbers, and however its GID is written", async () => {
    assert.deepEqual(await problems(numbersOf("first")), []);
    const other = { numbers: lines(someNumbers(2, 100)) };
    for (const args of [{}, other, { groupId: 1234 }, { ...other, takeOver: true }])
      assert.deepEqual(await problems(numbersOf("second", args)), [problem("groupId", "first")]);
  });

  it("is no other pool's, no other group, and none that is not known yet", async () => {
    assert.deepEqual(await problems(numbersOf("first")), []);
    for (const args of [{ groupId: "5678" }, { poolKey: "FC654321" }, { groupId: UNKNOWN }])
      assert.deepEqual(await problems(numbersOf("second", args)), []);
  });

  it("is not one that the same resource declares again, or gives up", async () => {
    for (let checks = 0; checks < 2; checks++) assert.deepEqual(await problems(numbersOf("first")), []);
    assert.deepEqual(await problems(numbersOf("first", { groupId: "5678" })), []);
    assert.deepEqual(await problems(numbersOf("second")), []);
  });

  it("is refused where one of the two is the AxgGroup itself, whichever comes first", async () => {
    const numbers = someNumbers(2);
    const pool = { poolKey: "FC123456" };
    const told = journalArgs(numbers, pool);
    const journal = await cloud.engine.create("AxgGroupJournal", told);
    const linked = {
      ...pool,
      numbers: lines(numbers),
      __journal: journal.id,
      ...declaration("campaign", "AxgGroup"),
    };
    const made = await cloud.engine.create("AxgGroup", linked);
    const own = { groupId: made.outs["groupId"] };
    assert.deepEqual(await problems(numbersOf("callers", own)), [problem("groupId", "campaign")]);

    cloud.engine.beginRun();
    await cloud.engine.provider.diff("AxgGroupJournal", journal.id, journal.outs, journal.inputs);
    assert.deepEqual(await problems(numbersOf("callers", own)), []);
    const refused = await failureOf(cloud.engine.update(made, linked));
    assert.match(refused.message, /another resource, "callers", declares this group, too/);
  });
});

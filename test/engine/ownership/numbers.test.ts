import assert from "node:assert/strict";

import { someNumbers } from "../../support/numbers";
import { holdings, log, useOwnershipStack } from "../../support/ownership";

const LIST = someNumbers(31);

const OTHER_GROUPS = { first: { dypls: { pools: [{ key: "FC123456", groups: [{ id: 5678 }] }] } } };

/** An AxgGroupNumbers of this resource name. */
function numbers(name: string, groupId: string, list: readonly string[], options = "{}"): string {
  return `new AxgGroupNumbers("${name}", { poolKey: "FC123456", groupId: "${groupId}", numbers: ${JSON.stringify(list)} }, ${options});\n`;
}

const JOURNAL_MISSING = /nothing was sent, because the journal takes no part in this update/;

describe("an AXG group's numbers that are replaced, moved or ignored", () => {
  const running = useOwnershipStack({ seed: OTHER_GROUPS });

  const held = (groupId = "1234") => running.it.numbers(groupId);
  const cloud = () => holdings(running.it.emulator).axg;

  describe("after some changes", () => {
    before(async () => {
      for (let change = 0; change < 3; change++)
        await running.it.begin(numbers("callers", "1234", someNumbers(40 + change, change * 3)));
      await running.it.begin(numbers("callers", "1234", LIST));
      assert.deepEqual(held(), LIST);
    });

    const WAYS = {
      "--replace of it": ["--replace", "**::callers"],
      "--target-replace of it and its journal": [
        "--target-replace",
        "**::callers",
        "--target-replace",
        "**::callers-journal",
      ],
      "--target-replace of it, with its journal as a target": [
        "--target-replace",
        "**::callers",
        "--target",
        "**::callers-journal",
      ],
      "--replace of it and its journal": ["--replace", "**::callers", "--replace", "**::callers-journal"],
    };

    for (const [way, args] of Object.entries(WAYS)) {
      it(`are the same after ${way}`, async () => {
        const outcome = await running.it.succeed({ args });
        await log("3", `up ${way}`, outcome, cloud());
        assert.match(outcome.result.output, /\+-[12] replaced/);
        // Nothing was left to be done by what was replaced before.
        assert.doesNotMatch(outcome.result.output, /\d updated/);
        assert.deepEqual(held(), LIST);
      });
    }

    it("are left alone by --target-replace without the journal, which is refused", async () => {
      const outcome = await running.it.previewAndTake({ args: ["--target-replace", "**::callers"] });
      await log("3", "up --target-replace of it without its journal", outcome, cloud());
      assert.notEqual(outcome.result.status, 0);
      assert.match(outcome.result.output, JOURNAL_MISSING);
      assert.deepEqual(outcome.asked, { preview: [], result: [] });
      assert.deepEqual(held(), LIST);
      await running.it.isSettled();
    });
  });

  it("are in both groups where the resource goes to another GID and its old one gets a resource of its own", async () => {
    await running.it.begin(numbers("callers", "1234", LIST));
    const program = numbers("callers", "5678", LIST) + numbers("callers-old", "1234", LIST);
    const outcome = await running.it.succeed({ program });
    await log("4", "another GID for callers, callers-old keeps the old one", outcome, cloud());
    assert.deepEqual([held("1234"), held("5678")], [LIST, LIST]);
    await running.it.isSettled();
  });

  it("stay where all changes are ignored, update after update", async () => {
    await running.it.begin(numbers("callers", "1234", LIST));
    assert.deepEqual(held("5678"), []);
    for (const count of [10, 40]) {
      const program = numbers("callers", "1234", someNumbers(count, 5), `{ ignoreChanges: ["*"] }`);
      const outcome = await running.it.succeed({ program });
      await log("8", `ignoreChanges * and ${count} other numbers`, outcome, cloud());
      assert.deepEqual(outcome.asked.result, []);
      assert.deepEqual(held(), LIST);
    }
    await running.it.isSettled();
  });

  const TRANSFORMS = {
    "an option": "",
    "a stack transformation": `
      pulumi.runtime.registerStackTransformation(({ props, opts }) => ({ props, opts: { ...opts, ignoreChanges: ["numbers"] } }));
    `,
  };

  for (const [way, transform] of Object.entries(TRANSFORMS)) {
    it(`go to another group where changes of numbers are ignored by ${way}`, async () => {
      await running.it.begin(numbers("callers", "1234", LIST));
      const options = transform === "" ? `{ ignoreChanges: ["numbers"] }` : "{}";
      for (const groupId of ["5678", "1234"]) {
        const program = transform + numbers("callers", groupId, someNumbers(12, 7), options);
        const outcome = await running.it.succeed({ program });
        await log("9", `ignoreChanges numbers by ${way}, other numbers and GID ${groupId}`, outcome, cloud());
        assert.deepEqual(held(groupId), LIST);
        assert.deepEqual(held(groupId === "1234" ? "5678" : "1234"), []);
        await running.it.isSettled();
      }
    });
  }

  it("are told apart from those of an AxgGroup of the same resource name", async () => {
    const group = (list: readonly string[]) =>
      `new AxgGroup("callers", { poolKey: "FC123456", groupName: "own", numbers: ${JSON.stringify(list)} });`;
    const own = () =>
      Object.values(running.it.emulator.state().accounts.first.dypls.pools["FC123456"]!.groups).find(
        ({ name }) => name === "own",
      )?.numbers;
    await running.it.begin(numbers("callers", "1234", LIST));
    const added = await running.it.succeed({
      program: numbers("callers", "1234", LIST) + group(LIST.slice(0, 9)),
    });
    await log("10", "an AxgGroup of the name of an AxgGroupNumbers", added, cloud());
    assert.deepEqual([held(), own()], [LIST, LIST.slice(0, 9)]);
    await running.it.isSettled();
    const changed = await running.it.succeed({
      program: numbers("callers", "1234", LIST.slice(1)) + group(LIST.slice(3)),
    });
    await log("10", "both lists are changed", changed, cloud());
    assert.deepEqual([held(), own()], [LIST.slice(1), LIST.slice(3)]);
    const removed = await running.it.succeed({ program: numbers("callers", "1234", LIST.slice(1)) });
    await log("10", "the AxgGroup goes", removed, cloud());
    assert.deepEqual([held(), own()], [LIST.slice(1), undefined]);
  });
});

import assert from "node:assert/strict";

import { someNumbers } from "../../support/numbers";
import { holdings, log, useOwnershipStack } from "../../support/ownership";

const LIST = someNumbers(31);

function numbers(groupId: string, list: readonly string[], more = ""): string {
  return `new AxgGroupNumbers("callers", { poolKey: "FC123456", groupId: "${groupId}", numbers: ${JSON.stringify(list)}, ${more} });\n`;
}

function group(list: readonly string[]): string {
  return `new AxgGroup("drivers", { poolKey: "FC123456", groupName: "drivers", numbers: ${JSON.stringify(list)} });\n`;
}

describe("AXG groups that are absent, emptied or refused", () => {
  const running = useOwnershipStack();

  afterEach(async () => {
    await running.it.stack.clear();
    running.it.emulator.reset();
  });

  const cloud = () => holdings(running.it.emulator).axg;
  it("are refused alike again and again where the GID does not exist, until it is put right", async () => {
    for (const round of ["first", "second"]) {
      const outcome = await running.it.previewAndTake({ program: numbers("99", LIST) });
      await log(
        "13",
        `a GID that does not exist, ${round} up (${outcome.asked.result.length} calls)`,
        outcome,
        cloud(),
      );
      assert.equal(outcome.preview.status, 0, outcome.preview.output);
      assert.notEqual(outcome.result.status, 0);
      assert.match(
        outcome.result.output,
        /OperateAxgGroup was refused: isv\.ILLEGAL_ARGUMENT: the group 99 does not exist/,
      );
      assert.doesNotMatch(outcome.result.output, /uncertain|Refused numbers/);
      assert.ok(outcome.asked.result.length <= 20, String(outcome.asked.result.length));
    }
    const outcome = await running.it.succeed({ program: numbers("1234", LIST) });
    await log("13", "the right GID", outcome, cloud());
    assert.deepEqual(running.it.numbers(), LIST);
    await running.it.isSettled();
    const destroyed = await running.it.succeed({ command: "destroy" });
    await log("13", "destroy", destroyed, cloud());
    assert.deepEqual(running.it.numbers(), []);
  });

  it("are refused alike where a GID of before is changed to one that does not exist", async () => {
    await running.it.begin(numbers("1234", LIST));
    for (const round of ["first", "second"]) {
      const outcome = await running.it.take({ program: numbers("99", LIST) });
      await log(
        "13",
        `the GID is changed to one that does not exist, ${round} up (${outcome.asked.result.length} calls)`,
        outcome,
        cloud(),
      );
      assert.notEqual(outcome.result.status, 0);
      assert.doesNotMatch(outcome.result.output, /uncertain|Refused numbers/);
      assert.ok(outcome.asked.result.length <= 20, String(outcome.asked.result.length));
      assert.deepEqual(running.it.numbers(), LIST);
    }
    const outcome = await running.it.succeed({ program: numbers("1234", LIST) });
    await log("13", "the GID of before", outcome, cloud());
    assert.deepEqual(running.it.numbers(), LIST);
    await running.it.isSettled();
  });

  const GROUPS = {
    AxgGroupNumbers: { name: "callers", program: numbers("5678", LIST) },
    AxgGroup: { name: "drivers", program: group(LIST) },
  };

  for (const [kind, { name, program }] of Object.entries(GROUPS)) {
    it(`say how to go on with a destroy where the group of an ${kind} was deleted in the console`, async () => {
      running.it.emulator.seed({
        first: { dypls: { pools: [{ key: "FC123456", groups: [{ id: 5678 }] }] } },
      });
      await running.it.begin(program);
      running.it.emulator.reset();
      const failed = await running.it.take({ command: "destroy" });
      await log("14", `${kind}: the group is deleted in the console, destroy`, failed, cloud());
      assert.notEqual(failed.result.status, 0);
      const urn = /pulumi state delete '([^']+)'/.exec(failed.result.output)?.[1];
      assert.ok(urn !== undefined, failed.result.output);
      assert.equal(urn, await running.it.urn(kind, name));
      await running.it.stack.succeed("state", "delete", urn, "--yes");
      const outcome = await running.it.succeed({ command: "destroy" });
      await log("14", `${kind}: pulumi state delete as printed, destroy`, outcome, cloud());
      assert.deepEqual(await running.it.stack.resources(kind), []);
    });
  }

  it("are not emptied unasked, and the refusal leaves nothing behind", async () => {
    await running.it.begin(numbers("1234", LIST));
    const refused = await running.it.previewAndTake({ program: numbers("1234", []) });
    await log("15", "an empty list without allowEmpty", refused, cloud());
    for (const { status, output } of [refused.preview, refused.result]) {
      assert.notEqual(status, 0);
      assert.match(
        output,
        /numbers: none are declared, but the group holds 31\. Set `allowEmpty: true` to empty it/,
      );
    }
    assert.deepEqual(refused.asked, { preview: [], result: [] });
    assert.deepEqual(running.it.numbers(), LIST);
    const again = await running.it.previewAndSucceed({ program: numbers("1234", LIST) });
    await log("15", `the old list again (${again.asked.result.length} calls)`, again, cloud());
    assert.doesNotMatch(again.preview.output, /uncertain/);
    assert.deepEqual(running.it.numbers(), LIST);
    await running.it.isSettled();
    const emptied = await running.it.succeed({ program: numbers("1234", [], "allowEmpty: true") });
    await log("15", "an empty list with allowEmpty", emptied, cloud());
    assert.deepEqual(running.it.numbers(), []);
    await running.it.isSettled();
    await running.it.begin(numbers("1234", LIST));
    const removed = await running.it.succeed({ program: "" });
    await log("15", "the resource is removed, without allowEmpty", removed, cloud());
    assert.deepEqual(running.it.numbers(), []);
  });

  it("are made with all but a bad number, and the next list finishes", async () => {
    const list = someNumbers(450);
    const bad = list[17]!;
    running.it.emulator.configure({ axgBlockedNumbers: [bad] });
    const drivers = () => {
      const groups = Object.values(
        running.it.emulator.state().accounts.first.dypls.pools["FC123456"]!.groups,
      );
      return groups.filter(({ name }) => name === "drivers").map((made) => made.numbers);
    };
    const failed = await running.it.take({ program: group(list) });
    await log(
      "16",
      `an AxgGroup with a bad number among the first 200 (${failed.asked.result.length} calls)`,
      failed,
      cloud(),
    );
    assert.notEqual(failed.result.status, 0);
    assert.match(failed.result.output, /Refused numbers: 100\*\*\*\*0017/);
    assert.ok(!failed.result.output.includes(bad));
    const good = list.filter((number) => number !== bad);
    assert.deepEqual(drivers(), [good]);
    const outcome = await running.it.succeed({ program: group(good) });
    await log("16", `up without the bad number (${outcome.asked.result.length} calls)`, outcome, cloud());
    assert.deepEqual(drivers(), [good]);
    await running.it.isSettled();
  });
});

import assert from "node:assert/strict";

import type { CommandResult } from "../../cli/result";
import { summaryCommand, type SummaryOptions } from "../../cli/summary";
import { type Emulator, startEmulator } from "../../emulator";
import { CLASSES } from "../support/doorClasses";
import { Stack } from "../support/stack";

const HEAD = `
  const pulumi = require("@pulumi/pulumi");
  const { ApigGroup, AxgGroup, AxgGroupNumbers, DeviceVirtualGroup, RamGroup } = classes;
  const some = (count, from = 0) => Array.from({ length: count }, (_, at) => String(10020000000 + from + at));
  const own = { async create(inputs) { return { id: "own", outs: inputs }; } };
  class Own extends pulumi.dynamic.Resource { constructor(name, args) { super(own, name, { ...args, made: undefined }); } }
  const poolKey = "FC123456";
  new RamGroup("kept", { groupName: "kept" });
`;

const BEFORE = `${HEAD}
  new AxgGroupNumbers("callers", { poolKey, groupId: "1234", numbers: some(1000) });
  new AxgGroupNumbers("secret", { poolKey, groupId: "1235", numbers: pulumi.secret(some(5)) });
  new AxgGroup("support", { poolKey, remark: "first", numbers: some(250) });
  new AxgGroup("gone", { poolKey, numbers: some(3) });
  new RamGroup("ram", { groupName: "finance", comments: "pays" });
  new ApigGroup("apig", { name: "payments", remark: "all" });
  new DeviceVirtualGroup("office", { deviceVirtualGroupName: "office", devices: ["mid-windows-1", "mid-windows-2"] });
`;

const AFTER = `${HEAD}
  new Own("own", {});
  new AxgGroupNumbers("callers", { poolKey, groupId: "1234", numbers: some(1000, 300) });
  new AxgGroupNumbers("secret", { poolKey, groupId: "1235", numbers: pulumi.secret(some(7)) });
  new AxgGroup("support", { poolKey, remark: "second", numbers: some(450) });
  new AxgGroup("made", { poolKey, numbers: some(201) });
  new RamGroup("ram", { groupName: "billing", comments: "pays" });
  new ApigGroup("apig", { name: "payments", remark: "all", instanceId: "instance-1" });
  new DeviceVirtualGroup("office", { deviceVirtualGroupName: "office", devices: ["mid-windows-1", "mid-windows-3"] });
`;

/** The next update loses every answer to its only call; the one after it declares something else. */
const LOST = AFTER.replace("some(201)", "some(202)");
const FOUND = AFTER.replace("some(201)", "some(203)");

const WRONG = AFTER.replace('"billing"', '"bill ing"');

for (const [door, classes] of Object.entries(CLASSES)) {
  describe(`cloud-groups summary of ${door} resources, with the real engine`, () => {
    let emulator: Emulator;
    let stack: Stack;

    const programOf = (resources: string) =>
      `const classes = require(${JSON.stringify(classes)});${resources}`;

    before(async () => {
      const groups = [{ id: "1234" }, { id: "1235" }];
      emulator = await startEmulator({
        seed: { first: { dypls: { pools: [{ key: "FC123456", groups }] } } },
      });
      stack = await Stack.create(programOf(BEFORE), emulator.environment);
      await stack.up();
    });

    after(async () => {
      await stack.remove();
      await emulator.stop();
    });

    /** The summary of a preview of a program. What the engine prints besides stands around the JSON. */
    async function summary(program: string, options: SummaryOptions = {}): Promise<CommandResult> {
      await stack.write(programOf(program));
      const { output } = await stack.run(["preview", "--json", "--show-sames"]);
      return summaryCommand(output, options);
    }

    /** The calls on AXG groups that a text announces, and those that the update then makes. */
    async function assertCalls(text: string): Promise<void> {
      const since = emulator.calls().at(-1)?.sequence ?? 0;
      await stack.up();
      const calls = emulator
        .calls(since)
        .map(({ operation }) => operation)
        .filter((operation) => operation.endsWith("AxgGroup"));
      assert.equal(
        Number(/; ([\d,]+) calls?\.\n/.exec(text)?.[1]),
        calls.length,
        `${text}\n${calls.join("\n")}`,
      );
    }

    it("says what an update then does, and counts its calls", async () => {
      const { text, status } = await summary(AFTER, { failOn: "replace,delete" });
      assert.equal(status, 3);
      assert.match(text, /^## Groups of `test\/dev`\n/);
      assert.match(text, /\*\*Groups\*\*: 1 created, 4 updated, 2 replaced, 1 deleted, 1 unchanged\./);
      assert.match(text, /Other resources of the stack: 1 created\./);
      assert.match(
        text,
        /\*\*Deletions\*\*: AxgGroupNumbers `callers` .* loses 300 of 1,000 numbers \(30 %\)/,
      );
      assert.match(text, /\*\*Replaced\*\*: AxgGroup `support` .*because of `remark`/);
      assert.match(text, /\*\*Replaced\*\*: ApigGroup `apig` .*because of `instanceId`/);
      assert.match(text, /numbers: 300 to add, 300 to delete, 700 unchanged; 4 calls/);
      assert.match(
        text,
        /### Updated: AxgGroupNumbers `secret` [^]*?numbers: 2 to add, 0 to delete, 5 unchanged; 1 call/,
      );
      assert.match(text, /- `groupName`: `finance` → `billing`/);
      assert.doesNotMatch(text, /1002\d{7}/);
      await assertCalls(text);
    });

    it("counts what an earlier update left uncertain, though the preview hides it", async () => {
      emulator.inject([{ kind: "disconnect", applied: true, operation: "OperateAxgGroup", times: 4 }]);
      await stack.write(programOf(LOST));
      const { status } = await stack.run(["up", "--yes", "--skip-preview"]);
      assert.notEqual(status, 0);
      emulator.clearFaults();
      const { text } = await summary(FOUND);
      assert.match(text, /\*\*Uncertain\*\*: 1 number of AxgGroup `made` .* settled first/);
      assert.match(
        text,
        /an earlier update failed, and this one finishes it: `+OperateAxgGroup: outcome unknown/,
      );
      await assertCalls(text);
    });

    it("says why a preview failed", async () => {
      const { text, status } = await summary(WRONG);
      assert.equal(status, 1);
      assert.match(
        text,
        /\*\*The preview failed\*\* with 1 error.*\n\n`ram`:\n\n```\n.*groupName "bill ing": must be/,
      );
    });
  });
}

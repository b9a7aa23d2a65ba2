import assert from "node:assert/strict";

import { someNumbers } from "../support/numbers";
import { useStack } from "../support/runningStack";

const NUMBERS = someNumbers(450);
const PROGRAM = `
  const pulumi = require("@pulumi/pulumi");
  const { AxgGroupNumbers } = require("pulumi-cloud-groups");
  const numbers = pulumi.secret(${JSON.stringify(NUMBERS)});
  new AxgGroupNumbers("numbers", { poolKey: "FC123456", groupId: "1234", numbers });
`;

describe("numbers that are declared as secrets", () => {
  const running = useStack(PROGRAM);

  async function assertSecret(): Promise<void> {
    const state = await running.stack.export();
    for (const number of NUMBERS) assert.equal(state.includes(number), false, number);
  }

  it("stay secret in the state, also those of a failure midway, and in what is printed", async () => {
    running.emulator.inject({ operation: "OperateAxgGroup", kind: "disconnect", skip: 1, times: 0 });
    const failed = await running.stack.run(["up", "--yes", "--skip-preview", "--diff"]);
    assert.notEqual(failed.status, 0);
    assert.match(failed.output, /200 numbers, and 200 are uncertain/);
    assert.doesNotMatch(failed.output, /10020000\d\d\d/);
    await assertSecret();
    running.emulator.clearFaults();
    const succeeded = await running.stack.up("--diff");
    assert.doesNotMatch(succeeded, /10020000\d\d\d/);
    await assertSecret();
    const { groups } = running.emulator.state().accounts.first.dypls.pools["FC123456"]!;
    assert.deepEqual(groups["1234"]!.numbers, NUMBERS);
  });
});

const GROUPS = `
  const pulumi = require("@pulumi/pulumi");
  const { ApigGroup, AxgGroup, DeviceVirtualGroup, RamGroup } = require("pulumi-cloud-groups");
  const secret = (name, value) => pulumi.secret(process.env[name] ?? value);
  const comments = secret("COMMENTS", "a word in confidence");
  new RamGroup("finance", { groupName: "finance", comments });
  new ApigGroup("apig", { name: secret("NAME", "payments"), remark: secret("REMARK", "a word in confidence") });
  new DeviceVirtualGroup("device", {
    deviceVirtualGroupName: "office",
    timeType: secret("TIME", 1),
    deviceBlacklist: [1001, secret("DEVICE", 1002)],
    autoRules: { simpleRules: [{ relation: "并且", expressions: [{ items: [{ key: "ip", operate: "包含", value: secret("RULE", "10.0.") }] }] }] },
  });
  new RamGroup("plain", { groupName: "plain", comments: "pays" });
  new AxgGroup("callers", { poolKey: "FC123456", numbers: ["10020000000", secret("NUMBER", "10020000001")] });
`;

describe("secret arguments", () => {
  const running = useStack(GROUPS);

  it("are shown by no error of a rule that they break", async () => {
    const wrong: [Record<string, string>, RegExp][] = [
      [{ COMMENTS: "in confidence ".repeat(20) }, /comments \[secret\]: must be at most 128 characters long/],
      [{ NUMBER: "138 5555 0009" }, /numbers \[secret\]: each must be digits only, 5 to 20 of them/],
      [{ NAME: "in confidence" }, /name \[secret\]: must be 3 to 64 Chinese characters/],
      [{ REMARK: "in confidence ".repeat(20) }, /remark \[secret\]: must be at most 255 characters long/],
      [{ DEVICE: "138-in-confidence" }, /deviceBlacklist \[secret\]: each must be a device id/],
      [{ TIME: "in confidence" }, /timeType \[secret\]: must be one of 0, 1, 2, 3/],
    ];
    for (const [environment, message] of wrong) {
      for (const form of "NUMBER" in environment ? ["--diff", "--json"] : ["--diff"]) {
        const { status, output } = await running.stack.run(["preview", form], environment);
        assert.notEqual(status, 0);
        assert.match(output, message);
        // The JSON has times, too, and names the input, with nothing in it.
        assert.doesNotMatch(output, form === "--json" ? /confidence|5555/ : /confidence|138|0009|__secrets/);
      }
    }
    assert.deepEqual(running.emulator.calls(), []);
  });

  it("leave nothing in the state but their values, encrypted, and change nothing", async () => {
    await running.stack.up();
    const state = await running.stack.export();
    assert.doesNotMatch(state, /confidence|10020000001/);
    // The engine writes down that no resource lies behind the input, and no more.
    assert.doesNotMatch(state.replaceAll(/"__secrets": \[\],?/g, ""), /__secrets/);
    const groups = await running.stack.resources("RamGroup");
    const plain = groups.find(({ inputs }) => inputs["groupName"] === "plain");
    assert.equal(plain?.inputs["comments"], "pays");
    await running.stack.succeed("preview", "--expect-no-changes");
    await running.stack.up("--expect-no-changes");
    await running.stack.succeed("refresh", "--yes", "--expect-no-changes");
    await running.stack.up("--expect-no-changes");
  });
});

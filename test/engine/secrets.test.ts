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
    running.emulator.inject({ operation: "OperateAxgGroup", kind: "disconnect", skip: 1 });
    const failed = await running.stack.run(["up", "--yes", "--skip-preview", "--diff"]);
    assert.notEqual(failed.status, 0);
    assert.match(failed.output, /200 numbers and may hold 200 unconfirmed/);
    assert.doesNotMatch(failed.output, /10020000\d\d\d/);
    await assertSecret();
    const succeeded = await running.stack.up("--diff");
    assert.doesNotMatch(succeeded, /10020000\d\d\d/);
    await assertSecret();
    const { groups } = running.emulator.state().accounts.first.dypls.pools["FC123456"]!;
    assert.deepEqual(groups["1234"]!.numbers, NUMBERS);
  });
});

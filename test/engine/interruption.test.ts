import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

import { type Emulator, startEmulator } from "../../emulator";
import { someNumbers } from "../support/numbers";
import { Stack } from "../support/stack";

const ALL = someNumbers(2000);

/** Looks again soon, and leaves the processor to the engine meanwhile. */
const aMoment = () => wait(5);

function program(numbers: readonly string[]): string {
  return `
    const { AxgGroupNumbers } = require("pulumi-cloud-groups");
    new AxgGroupNumbers("numbers", { poolKey: "FC123456", groupId: "1234", numbers: ${JSON.stringify(numbers)} });
  `;
}

describe("an update that is stopped midway", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator();
    stack = await Stack.create(program(ALL), emulator.environment);
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  const held = () => emulator.state().accounts.first.dypls.pools["FC123456"]!.groups["1234"]!.numbers;

  it("ends after the call under way, keeps the progress, and goes on from there", async () => {
    // The third call is held up until the engine has been told to stop.
    emulator.inject({ operation: "OperateAxgGroup", kind: "delay", skip: 2, delayMs: 1500 });
    const update = spawn("pulumi", ["up", "--yes", "--skip-preview", "--non-interactive"], stack.process);
    update.stdout.resume();
    update.stderr.resume();
    while (emulator.calls().length < 3 && update.exitCode === null) await aMoment();
    update.kill("SIGINT");
    const [status] = (await once(update, "close")) as [number];
    assert.notEqual(status, 0);
    assert.equal(emulator.calls().length, 3);
    const [resource] = await stack.resources("AxgGroupNumbers");
    assert.deepEqual(String(resource!.outputs["numbers"]).trim().split("\n"), held());
    assert.equal(held().length, 600);
    assert.match(
      resource!.initErrors![0]!,
      /stopped before the next call\. 3 calls went through; the group holds 600 numbers\./,
    );
    await stack.up();
    assert.deepEqual(held(), ALL);
    assert.equal(emulator.calls().length, 10);
    await stack.up("--expect-no-changes");
  });
});

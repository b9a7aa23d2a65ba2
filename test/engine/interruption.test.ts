import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { someNumbers } from "../support/numbers";
import { useStack } from "../support/runningStack";

const ALL = someNumbers(2000);

/** Looks again soon, and leaves the processor to the engine meanwhile. */
const aMoment = () => wait(5);

function program(numbers: readonly string[]): string {
  return `
    const { AxgGroupNumbers } = require("pulumi-cloud-groups");
    new AxgGroupNumbers("numbers", { poolKey: "FC123456", groupId: "1234", numbers: ${JSON.stringify(numbers)} });
  `;
}

/** Makes of a Node that tells of streams one that does not, as the first ones of 22 did not. */
const WITHOUT_CHANNEL = `
  const channels = require("node:diagnostics_channel");
  const { subscribe } = channels;
  channels.subscribe = (name, listener) => {
    if (name !== "http2.server.stream.start") subscribe(name, listener);
  };
`;

for (const node of ["", ", by a Node that does not tell of streams"]) {
  describe(`an update that is stopped midway${node}`, () => {
    stoppedMidway(node !== "");
  });
}

function stoppedMidway(isOlder: boolean): void {
  const running = useStack(program(ALL));

  const held = () => running.emulator.state().accounts.first.dypls.pools["FC123456"]!.groups["1234"]!.numbers;

  it("ends after the call under way, keeps the progress, and goes on from there", async () => {
    // The third call is held up until the engine has been told to stop.
    running.emulator.inject({ operation: "OperateAxgGroup", kind: "delay", skip: 2, delayMs: 1500 });
    const { env, ...place } = running.stack.process;
    const preload = join(running.stack.folder, "preload.cjs");
    await writeFile(preload, WITHOUT_CHANNEL);
    const options = isOlder ? { NODE_OPTIONS: `--require=${preload}` } : {};
    const update = spawn("pulumi", ["up", "--yes", "--skip-preview", "--non-interactive"], {
      ...place,
      env: { ...env, ...options },
    });
    update.stdout.resume();
    update.stderr.resume();
    while (running.emulator.calls().length < 3 && update.exitCode === null) await aMoment();
    update.kill("SIGINT");
    const [status] = (await once(update, "close")) as [number];
    assert.notEqual(status, 0);
    assert.equal(running.emulator.calls().length, 3);
    const [resource] = await running.stack.resources("AxgGroupNumbers");
    assert.deepEqual(String(resource!.outputs["numbers"]).trim().split("\n"), held());
    assert.equal(held().length, 600);
    assert.match(
      resource!.initErrors![0]!,
      /cancelled before the next call\. 3 calls went through; the group holds 600 numbers\./,
    );
    await running.stack.up();
    assert.deepEqual(held(), ALL);
    assert.equal(running.emulator.calls().length, 10);
    await running.stack.up("--expect-no-changes");
  });
}

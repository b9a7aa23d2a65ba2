import assert from "node:assert/strict";

import { type Emulator, startEmulator } from "../../emulator";
import { someNumbers } from "../support/numbers";
import { Stack } from "../support/stack";

const ALL = someNumbers(500);

function program(name: string, numbers: readonly string[], options: object = {}): string {
  return `
    const { AxgGroupNumbers } = require("pulumi-cloud-groups");
    const args = { poolKey: "FC123456", groupId: "1234", numbers: ${JSON.stringify(numbers)} };
    new AxgGroupNumbers("${name}", args, ${JSON.stringify(options)});
  `;
}

describe("a group's journal, as the engine treats it", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator();
    stack = await Stack.create(program("callers", ALL), emulator.environment);
    await stack.up();
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  const held = () => emulator.state().accounts.first.dypls.pools["FC123456"]!.groups["1234"]!.numbers;

  it("is needed in a targeted update: without it nothing is sent, and the preview says so", async () => {
    await stack.write(program("callers", ALL.slice(1)));
    const group = ["--target", "**::callers"];
    assert.match(
      await stack.succeed("preview", ...group),
      /1234: 0 to add, 1 to delete, 499 stay; 1 call\. Nothing will be sent: its journal takes no part in this/,
    );
    const { status, output } = await stack.run(["up", "--yes", "--skip-preview", ...group]);
    assert.notEqual(status, 0);
    assert.match(output, /nothing was sent, since its journal takes no part in this update/);
    assert.deepEqual(held(), ALL);
    await stack.up(...group, "--target", "**::callers-journal");
    assert.deepEqual(held(), ALL.slice(1));
  });

  it("moves with its group to another name", async () => {
    await stack.write(program("renamed", ALL.slice(1), { aliases: [{ name: "callers" }] }));
    await stack.up("--expect-no-changes");
  });

  it("is left alone where the group's numbers are to be ignored", async () => {
    await stack.write(
      program("renamed", ALL.slice(9), { aliases: [{ name: "callers" }], ignoreChanges: ["numbers"] }),
    );
    await stack.up("--expect-no-changes");
  });

  it("goes with its group", async () => {
    await stack.write("");
    assert.match(await stack.up(), /- 2 deleted/);
    assert.deepEqual(held(), []);
  });
});

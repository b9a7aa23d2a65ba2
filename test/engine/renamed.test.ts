import assert from "node:assert/strict";

import { type Emulator, startEmulator } from "../../emulator";
import { Stack } from "../support/stack";

/** An existing group under this resource name. */
function program(name: string, numbers: number): string {
  return `
    const { AxgGroupNumbers } = require("pulumi-cloud-groups");
    const numbers = Array.from({ length: ${numbers} }, (_, at) => String(13800000000 + at));
    new AxgGroupNumbers("${name}", { poolKey: "FC123456", groupId: "1234", numbers });
  `;
}

describe("an AxgGroupNumbers that is made in the place of another", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator();
    stack = await Stack.create(program("callers", 450), emulator.environment);
    await stack.up();
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  const count = () => emulator.state().accounts.first.dypls.pools["FC123456"]?.groups["1234"]?.numbers.length;

  it("keeps the numbers under another name, and the old resource takes out what is declared no more", async () => {
    await stack.write(program("renamed", 440));
    assert.match(
      await stack.up(),
      /kept 440 numbers in FC123456\/1234: another resource of the program declares them/,
    );
    assert.equal(count(), 440);
    assert.match(await stack.succeed("preview"), /3 unchanged/);
  });

  it("keeps the numbers where a replacement was asked for", async () => {
    const urn = (await stack.resources("AxgGroupNumbers"))[0]!.urn;
    await stack.up("--replace", urn);
    assert.equal(count(), 440);
  });

  it("takes them out in a destroy, be it one that runs the program", async () => {
    await stack.succeed("destroy", "--yes", "--skip-preview", "--run-program");
    assert.equal(count(), 0);
  });
});

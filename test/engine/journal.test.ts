import assert from "node:assert/strict";

import { someNumbers } from "../support/numbers";
import { useStack } from "../support/runningStack";

const ALL = someNumbers(500);

function program(name: string, numbers: readonly string[], options: object = {}): string {
  return `
    const { AxgGroupNumbers } = require("pulumi-cloud-groups");
    const args = { poolKey: "FC123456", groupId: "1234", numbers: ${JSON.stringify(numbers)} };
    new AxgGroupNumbers("${name}", args, ${JSON.stringify(options)});
  `;
}

describe("a group's journal, as the engine treats it", () => {
  const running = useStack(program("callers", ALL));
  before(() => running.stack.up());

  const held = () => running.emulator.state().accounts.first.dypls.pools["FC123456"]!.groups["1234"]!.numbers;

  it("is needed in a targeted update: without it nothing is sent, and the preview says so", async () => {
    await running.stack.write(program("callers", ALL.slice(1)));
    const group = ["--target", "**::callers"];
    assert.match(
      await running.stack.succeed("preview", ...group),
      /1234: 0 to add, 1 to delete, 499 unchanged; 1 call\. Nothing will be sent, because the group's journal takes no part in this update/,
    );
    const { status, output } = await running.stack.run(["up", "--yes", "--skip-preview", ...group]);
    assert.notEqual(status, 0);
    assert.match(output, /nothing was sent, because the journal takes no part in this update/);
    assert.deepEqual(held(), ALL);
    await running.stack.up(...group, "--target", "**::callers-journal");
    assert.deepEqual(held(), ALL.slice(1));
  });

  it("moves with its group to another name", async () => {
    await running.stack.write(program("renamed", ALL.slice(1), { aliases: [{ name: "callers" }] }));
    await running.stack.up("--expect-no-changes");
  });

  it("is left alone where the group's numbers are to be ignored", async () => {
    await running.stack.write(
      program("renamed", ALL.slice(9), { aliases: [{ name: "callers" }], ignoreChanges: ["numbers"] }),
    );
    await running.stack.up("--expect-no-changes");
  });

  it("goes with its group", async () => {
    await running.stack.write("");
    assert.match(await running.stack.up(), /- [23] deleted/);
    assert.deepEqual(held(), []);
  });

  it("is another for each class, so that resources of both may have one name", async () => {
    const both = `${program("callers", ALL)}
      const { AxgGroup } = require("pulumi-cloud-groups");
      new AxgGroup("callers", { poolKey: "FC123456", groupName: "drivers", numbers: args.numbers });
    `;
    await running.stack.write(both);
    await running.stack.up();
    await running.stack.up("--expect-no-changes");
    assert.equal((await running.stack.resources("AxgGroupJournal")).length, 1);
    assert.equal((await running.stack.resources("AxgGroupNumbersJournal")).length, 1);
    await running.stack.succeed("destroy", "--yes", "--skip-preview");
    assert.deepEqual(held(), []);
  });

  it("ignores with its group all changes", async () => {
    await running.stack.write(program("callers", ALL));
    await running.stack.up();
    await running.stack.write(program("callers", ALL.slice(9), { ignoreChanges: ["*"] }));
    await running.stack.up("--expect-no-changes");
    assert.deepEqual(held(), ALL);
  });
});

import assert from "node:assert/strict";

import type { Seed } from "../../emulator";
import { someNumbers } from "../support/numbers";
import { useStack } from "../support/runningStack";

const ALL = someNumbers(200);
const OTHERS = someNumbers(200, 1000);

function numbers(name: string, list: readonly string[], more = ""): string {
  return `new AxgGroupNumbers("${name}", {
    poolKey: "FC123456", groupId: "1234", numbers: ${JSON.stringify(list)}, ${more}
  });`;
}

const program = (...declared: readonly string[]) =>
  `const { AxgGroupNumbers } = require("pulumi-cloud-groups");\n${declared.join("\n")}`;

/** The group with these numbers in it, whoever put them there. */
const holding = (held: readonly string[]): Seed => ({
  first: { dypls: { pools: [{ key: "FC123456", groups: [{ id: 1234, numbers: held }] }] } },
});

describe("what a cloud refuses, with the real engine", () => {
  const running = useStack(program());
  const held = () => running.emulator.state().accounts.first.dypls.pools["FC123456"]!.groups["1234"]!.numbers;
  const lock = () => {
    running.emulator.inject({
      kind: "error",
      operation: "OperateAxgGroup",
      match: { OperateType: "addNumbers" },
      code: "isv.POOL_LOCKED",
      message: "risk control",
      times: 0,
    });
  };

  /** A stack without resources, and the group with these numbers in it. */
  async function begin(...before: readonly string[]): Promise<void> {
    running.emulator.reset(holding(before));
    await running.stack.write(program());
    await running.stack.up();
    running.emulator.reset(holding(before));
  }

  async function failedUp(): Promise<string> {
    const { status, output } = await running.stack.run(["up", "--yes", "--skip-preview"]);
    assert.notEqual(status, 0, output);
    return output;
  }

  it("leaves 200 live numbers where they are while no addition is taken, and reads as the cloud's", async () => {
    await begin(...ALL);
    await running.stack.write(program(numbers("callers", ALL)));
    lock();
    const output = await failedUp();
    assert.match(output, /OperateAxgGroup was refused: isv\.POOL_LOCKED: risk control/);
    assert.doesNotMatch(output, /Refused numbers/);
    assert.deepEqual(held(), ALL);
    running.emulator.clearFaults();
    await running.stack.up();
    await running.stack.up("--expect-no-changes");
    assert.deepEqual(held(), ALL);
  });

  it("makes room in a full group by what goes anyway, and never takes out what stays", async () => {
    await begin();
    await running.stack.write(program(numbers("callers", ALL)));
    await running.stack.up();
    running.emulator.configure({ axgMaxNumbers: 200 });
    const swapped = [...ALL.slice(50), ...OTHERS.slice(0, 50)];
    await running.stack.write(program(numbers("callers", swapped)));
    await running.stack.up();
    assert.deepEqual(held(), [...swapped].sort());
    const kept = new Set(ALL.slice(50));
    const deleted = running.emulator
      .calls()
      .filter(({ request }) => request["OperateType"] === "deleteNumbers")
      .flatMap(({ request }) => String(request["Numbers"]).split(","));
    assert.deepEqual(
      deleted.filter((number) => kept.has(number)),
      [],
    );
    await running.stack.up("--expect-no-changes");
  });

  it("are two resources of one group: refused in the preview, before any call", async () => {
    await begin();
    await running.stack.write(
      program(numbers("callers", ALL.slice(0, 20)), numbers("campaign", ALL.slice(19))),
    );
    const { status, output } = await running.stack.run(["preview"]);
    assert.notEqual(status, 0, output);
    assert.match(
      output,
      /groupId: another resource, "(callers|campaign)", declares this group, too\. Declare each group once: remove one of the two resources, or give them different groups/,
    );
    assert.equal(running.emulator.calls().length, 0);
  });

  it("leaves others' numbers in the group where an answer is lost and no number stays", async () => {
    await begin(...OTHERS.slice(0, 20));
    await running.stack.write(program(numbers("callers", ALL.slice(0, 20))));
    running.emulator.inject({ kind: "disconnect", operation: "OperateAxgGroup", applied: true });
    await running.stack.up();
    await running.stack.write(program(numbers("callers", ALL.slice(20, 40), "deletionLimit: 20")));
    running.emulator.inject({ kind: "disconnect", operation: "OperateAxgGroup", applied: true });
    await running.stack.up();
    assert.deepEqual(held(), [...ALL.slice(20, 40), ...OTHERS.slice(0, 20)].sort());
    const named = numbers("callers", ALL.slice(0, 20), `strategy: "fewestCalls"`);
    await running.stack.write(program(named));
    const { output } = await running.stack.run(["preview"]);
    assert.match(
      output,
      /overwriteNumbers replaces everything the group holds, including numbers that others keep/,
    );
  });
});

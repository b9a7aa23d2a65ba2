import assert from "node:assert/strict";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator";
import { someNumbers } from "../support/numbers";
import { Stack } from "../support/stack";

const PROGRAM = 'require("pulumi-cloud-groups").declareGroups("groups");';

const CALLERS = `type: AxgGroupNumbers
name: callers
properties:
  poolKey: FC123456
  groupId: 1234
  numbers: { file: callers.txt }
`;
const NUMBERS = someNumbers(250);

/** What docs/moving.md says, in the order of updates that its own commands do not have. */
describe("a file that moves from one stack's folder to another's", () => {
  let emulator: Emulator;
  let first: Stack;
  let second: Stack;

  before(async () => {
    emulator = await startEmulator();
    [first, second] = await Promise.all([
      Stack.create(PROGRAM, emulator.environment),
      Stack.create(PROGRAM, emulator.environment),
    ]);
    for (const [stack, name] of [
      [first, "first"],
      [second, "second"],
    ] as const) {
      await mkdir(join(stack.folder, "groups"));
      const own = `type: RamGroup\nname: own\nproperties: { groupName: ${name} }\n`;
      await writeFile(join(stack.folder, "groups/own.yaml"), own);
    }
    await writeFile(join(first.folder, "groups/callers.txt"), NUMBERS.join("\n"));
  });

  after(async () => {
    await Promise.all([first.remove(), second.remove()]);
    await emulator.stop();
  });

  async function move(from: Stack, to: Stack): Promise<void> {
    for (const file of ["groups/callers.yaml", "groups/callers.txt"])
      await rename(join(from.folder, file), join(to.folder, file));
  }

  function held(): readonly string[] {
    return [
      ...(emulator.state().accounts.first.dypls.pools["FC123456"]?.groups["1234"]?.numbers ?? []),
    ].sort();
  }

  it("deletes nothing with the recipe, also where the stack that it left is updated first", async () => {
    await writeFile(
      join(first.folder, "groups/callers.yaml"),
      `${CALLERS}options: { retainOnDelete: true }\n`,
    );
    await first.up();
    await move(first, second);
    const since = emulator.calls().at(-1)?.sequence ?? 0;
    await first.up();
    assert.deepEqual(emulator.calls(since), []);
    await second.up();
    assert.deepEqual(held(), NUMBERS);
    const sent = emulator.calls(since).filter(({ operation }) => operation === "OperateAxgGroup");
    assert.deepEqual(sent.length, 2);
  });

  it("loses all numbers without it where the stack that it left is updated last, and a replacement brings them back", async () => {
    await writeFile(join(second.folder, "groups/callers.yaml"), CALLERS);
    await second.up();
    await move(second, first);
    await first.up();
    await second.up();
    assert.deepEqual(held(), []);
    await first.succeed("preview", "--expect-no-changes");
    await first.up("--replace", "**::callers");
    assert.deepEqual(held(), NUMBERS);
  });
});

import assert from "node:assert/strict";
import { cp, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator";
import { findCommand } from "../support/commands";
import { elsewhere } from "../support/elsewhere";
import { someNumbers } from "../support/numbers";
import { REPOSITORY } from "../support/repository";
import { compileGo, makeSdk, pathForGo } from "../support/sdks";
import { Stack } from "../support/stack";

const PROJECT = "name: test\nruntime:\n  name: go\n  options:\n    binary: program\n";
const COUNT = 10_000;
const NUMBERS = someNumbers(COUNT);
/** One goes, and two come. */
const CHANGED = [...NUMBERS.filter((_, at) => at !== 5000), ...someNumbers(2, COUNT)];

const describeWithGo = findCommand("go") === undefined ? describe.skip : describe;

describeWithGo("a program in Go, with the SDK made of the schema", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async function () {
    // Where Go's cache has nothing yet, all of Pulumi's library for Go is compiled, on a machine that does other things, too.
    this.timeout(60 * 60_000);
    const folder = await mkdtemp(join(tmpdir(), "cloud-groups-test-"));
    const source = join(folder, "source");
    await cp(join(REPOSITORY, "examples/go"), source, { recursive: true });
    await makeSdk(source, "go");
    const program = join(folder, "program");
    await compileGo(source, program);
    emulator = await startEmulator();
    stack = await Stack.in(folder, { ...emulator.environment, PATH: await pathForGo(folder, program) });
    await stack.initialize();
    await writeFile(join(folder, "Pulumi.yaml"), PROJECT);
    await declare(NUMBERS);
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  const declare = (numbers: readonly string[]) =>
    writeFile(join(stack.folder, "numbers.txt"), `${numbers.join("\n")}\n`);
  const account = () => emulator.state().accounts.first;
  const numbersOf = (group: string) => account().dypls.pools["FC123456"]?.groups[group]?.numbers;
  /** How many groups the program's clouds hold that programs make, by kind. */
  const counts = () => ({
    axg: Object.keys(account().dypls.pools["FC123456"]?.groups ?? {}).length,
    ram: Object.keys(account().ram.groups).length,
    apig: Object.values(account().apig.groups).filter(({ isDefault }) => !isDefault).length,
    ioa: Object.values(account().ioa.groups).filter(({ builtIn }) => !builtIn).length,
  });

  it("is told in the preview what is wrong with an argument", async () => {
    await declare([...NUMBERS, "123"]);
    const { status, output } = await stack.run(["preview"]);
    assert.notEqual(status, 0);
    assert.match(output, /numbers: .*123.*5 to 20/);
    assert.equal(emulator.calls().length, 0);
    await declare(NUMBERS);
  });

  it("makes groups of all kinds", async () => {
    await stack.up();
    assert.deepEqual(counts(), { axg: 2, ram: 1, apig: 1, ioa: 1 });
    assert.deepEqual(numbersOf("1234"), NUMBERS);
    const [payments] = Object.values(account().apig.groups).filter(({ isDefault }) => !isDefault);
    assert.equal(payments?.remark, "Payment APIs, billed by finance-readers");
    const outputs = JSON.parse(await stack.succeed("stack", "output", "--json")) as Record<string, unknown>;
    assert.equal(outputs["numberCount"], COUNT);
    assert.match(String(outputs["driversGroupId"]), /^\d+$/);
    assert.equal(outputs["paymentsDomain"], payments.slDomain);
    await stack.succeed("preview", "--expect-no-changes");
  });

  it("previews of 10,000 numbers the three that change, and sends no others", async () => {
    await declare(CHANGED);
    const preview = await stack.succeed("preview", "--diff");
    assert.deepEqual(
      preview.match(/^ +[-+] \d{11}$/gm)?.map((line) => line.trim()),
      [`- ${NUMBERS[5000]}`, ...someNumbers(2, COUNT).map((number) => `+ ${number}`)],
    );
    assert.match(preview, /2 to add, 1 to delete, 9999 unchanged; 2 calls/);
    const before = emulator.calls().length;
    await stack.up();
    assert.equal(emulator.calls().length - before, 2);
    assert.deepEqual(numbersOf("1234"), CHANGED);
  });

  it("shows what somebody else did in a refresh, and undoes it", async () => {
    await elsewhere(emulator).ram.updateGroup("finance-readers", {
      newGroupName: "theirs",
      newComments: "theirs",
    });
    const refreshed = await stack.succeed("refresh", "--yes", "--diff");
    assert.match(refreshed, /~ groupName *: "finance-readers" => "theirs"/);
    assert.match(refreshed, /~ comments *: "Reads bills, changes nothing" => "theirs"/);
    await stack.up();
    assert.equal(account().ram.groups["finance-readers"]?.comments, "Reads bills, changes nothing");
    await stack.succeed("preview", "--refresh", "--expect-no-changes");
  });

  it("leaves the clouds as they were", async () => {
    await stack.succeed("destroy", "--yes", "--skip-preview");
    assert.deepEqual(counts(), { axg: 1, ram: 0, apig: 0, ioa: 0 });
    assert.deepEqual(numbersOf("1234"), []);
  });
});

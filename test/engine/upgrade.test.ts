import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../emulator";
import type { Values } from "../support/dynamicProvider";
import { someNumbers } from "../support/numbers";
import { type Declared, planted, releasedState, type StateName } from "../support/releasedStates";
import { Stack } from "../support/stack";

const READABLE = ["ApigGroup", "DeviceVirtualGroup", "RamGroup"];
const AXG = ["AxgGroup", "AxgGroupNumbers"];

function program(declared: Declared): string {
  return `
    const groups = require("pulumi-cloud-groups");
    for (const [name, [kind, args]] of Object.entries(${JSON.stringify(declared)})) new groups[kind](name, args);
  `;
}

/** Declarations with other arguments for the resources of these names. */
function changed(declared: Declared, changes: Readonly<Record<string, Values>>): Declared {
  const entries = Object.entries(declared).map(
    ([name, [kind, args]]) => [name, [kind, { ...args, ...changes[name] }]] as const,
  );
  return Object.fromEntries(entries);
}

interface Step {
  readonly op: string;
  readonly urn: string;
  readonly diffReasons?: readonly string[];
}

/** What a preview plans, as `create group-journal` and `update group: __journal`. */
function planOf(preview: string): string[] {
  const { steps } = JSON.parse(preview) as { steps: readonly Step[] };
  return steps
    .filter(({ op }) => op !== "same")
    .map(({ op, urn, diffReasons = [] }) => {
      const reasons = op === "update" ? `: ${[...diffReasons].sort().join(", ")}` : "";
      return `${op} ${urn.split("::").at(-1)!}${reasons}`;
    })
    .sort();
}

describe("an upgrade of the package, with the real engine", () => {
  let emulator: Emulator;
  let stack: Stack;
  /** What a state's secrets are encrypted with: the stack's own. */
  let secretsProviders: unknown;

  before(async () => {
    emulator = await startEmulator();
    stack = await Stack.create("", emulator.environment);
    await stack.up();
    const { deployment } = JSON.parse(await stack.export()) as { deployment: Values };
    secretsProviders = deployment["secrets_providers"];
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  const account = () => emulator.state().accounts.first;
  const numbersOf = (groupId: string) => account().dypls.pools["FC123456"]!.groups[groupId]?.numbers;
  const calls = () => emulator.calls().map(({ operation }) => operation);
  const preview = async () => planOf(await stack.succeed("preview", "--json"));
  const refresh = () => stack.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  const destroy = () => stack.succeed("destroy", "--yes", "--skip-preview");

  /** Gives the stack what an earlier version wrote of these kinds, and the program that declares the same. */
  async function upgraded(name: StateName, kinds: readonly string[]): Promise<Declared> {
    const { declared: all, version, deployment } = planted(emulator, releasedState(name));
    const isGiven = (type: string) =>
      !type.includes("/cloud-groups:") || [...kinds, "AxgGroupJournal"].includes(type.split(":").at(-1)!);
    const resources = deployment.resources.filter(({ type }) => isGiven(type));
    const state = { version, deployment: { ...deployment, resources, secrets_providers: secretsProviders } };
    const file = join(stack.folder, "released.json");
    await writeFile(file, JSON.stringify(state));
    await stack.succeed("stack", "import", "--file", file);
    const declared = Object.fromEntries(Object.entries(all).filter(([, [kind]]) => kinds.includes(kind)));
    await stack.write(program(declared));
    return declared;
  }

  it("plans no change of RAM, API-gateway and device groups, changes them in place, and destroys them", async () => {
    const declared = await upgraded("fourKinds", READABLE);
    assert.deepEqual(await preview(), []);
    assert.deepEqual(calls(), []);
    await refresh();
    const changes = {
      users: { groupName: "accounting" },
      dedicated: { remark: "changed" },
      automatic: { deviceBlacklist: [1004] },
      manual: { devices: ["mid-windows-3"] },
    };
    await stack.write(program(changed(declared, changes)));
    assert.match(await stack.up(), /~ 4 updated\n +4 unchanged/);
    assert.equal(account().ram.groups["accounting"]?.comments, "pays the bills");
    assert.match(await destroy(), /- 8 deleted/);
    assert.deepEqual(Object.keys(account().ram.groups), []);
  });

  it("plans the journals that earlier states of AXG groups lack, and sends nothing for them", async () => {
    const declared = await upgraded("withoutJournal", AXG);
    assert.deepEqual(await preview(), [
      "create group-journal",
      "create numbers-journal",
      "create plainGroup-journal",
      "update group: __journal",
      "update numbers: __journal",
      "update plainGroup: __journal",
    ]);
    await refresh();
    await stack.up();
    assert.deepEqual(calls(), []);
    await stack.write(program(changed(declared, { numbers: { numbers: someNumbers(3, 50) } })));
    await stack.up();
    assert.deepEqual(numbersOf("1234"), someNumbers(3, 50));
    await destroy();
    assert.deepEqual(numbersOf("1234"), []);
  });

  it("plans no change of AXG groups with journals, changes them in place, and destroys them", async () => {
    const declared = await upgraded("withJournal", AXG);
    assert.deepEqual(await preview(), []);
    await refresh();
    assert.deepEqual(calls(), []);
    const changes = { group: { numbers: someNumbers(3, 50) }, numbers: { numbers: someNumbers(3, 60) } };
    await stack.write(program(changed(declared, changes)));
    assert.match(await stack.up(), /~ 4 updated/);
    assert.deepEqual(numbersOf("1234"), someNumbers(3, 60));
    await destroy();
    assert.deepEqual(Object.keys(account().dypls.pools["FC123456"]!.groups), ["1234"]);
  });

  it("plans no change of the first states' groups, whose sets had no end of the last line", async () => {
    await upgraded("unendedLines", READABLE);
    assert.deepEqual(await preview(), []);
    await stack.up("--expect-no-changes");
    assert.deepEqual(calls(), []);
  });

  it("ends the lines of AXG groups with the journals that they lack, and sends nothing for it", async () => {
    await upgraded("unendedLines", [...READABLE, ...AXG]);
    assert.deepEqual(await preview(), [
      "create numbers-journal",
      "create overtaken-journal",
      "update numbers: __journal, numbers",
      "update overtaken: __journal, numbers",
    ]);
    await stack.up();
    await stack.up("--expect-no-changes");
    assert.deepEqual(calls(), []);
  });

  it("finishes what an earlier version left unfinished", async () => {
    for (const name of [
      "unfinishedAsOneText",
      "unfinishedWithoutJournal",
      "unfinishedWithJournal",
    ] as const) {
      const declared = await upgraded(name, [...READABLE, ...AXG]);
      await stack.up();
      assert.deepEqual(numbersOf("1234"), declared["numbers"]![1]["numbers"]);
      assert.doesNotMatch(await stack.export(), /"(initErrors|unconfirmed|renaming)":/);
    }
  });
});

import assert from "node:assert/strict";

import { someNumbers } from "../../support/numbers";
import { holdings, log, type Outcome, type Step, useOwnershipStack } from "../../support/ownership";

const ALL = someNumbers(51);

const SEED = {
  first: {
    ram: { groups: [{ name: "releasers", members: ["alice"] }] },
    apig: { groups: [{ id: "apig-1", name: "payments", apis: [{ name: "pay", published: true }] }] },
    ioa: { groups: [{ id: 501, name: "office", devices: ["mid-windows-1"] }] },
    dypls: { pools: [{ key: "FC123456", groups: [{ id: 5678 }] }] },
  },
};

/** A group of each kind that has names, under resource names with this ending. */
function named(ending: string, options = "{}", comments = "ours"): string {
  return `
    new RamGroup("ram-${ending}", {
      groupName: "releasers", comments: "${comments}", adopt: true, forceDestroy: true,
    }, ${options});
    new ApigGroup("apig-${ending}", { name: "payments", adopt: true, forceDestroy: true }, ${options});
    new DeviceVirtualGroup("device-${ending}", { deviceVirtualGroupName: "office", adopt: true }, ${options});
  `;
}

/** Some of the numbers, in the one group or the other. */
function numbers(name: string, from: number, to: number, options = "{}", groupId = "1234"): string {
  const list = JSON.stringify(ALL.slice(from, to));
  return `new AxgGroupNumbers("${name}", { poolKey: "FC123456", groupId: "${groupId}", numbers: ${list} }, ${options});\n`;
}

const A = numbers("a", 0, 31);
const B = numbers("b", 20, 51, "{}", "5678");
const BOTH = named("a") + A + B;

describe("what a resource has beside others", () => {
  const running = useOwnershipStack();
  const held = (groupId = "1234") => running.it.numbers(groupId);
  const cloud = () => holdings(running.it.emulator);
  const groups = () => [...cloud().ram, ...cloud().apig, ...cloud().ioa];

  /** What the named groups are from the beginning of a test on. */
  let before: string[];

  async function begin(program: string): Promise<void> {
    running.it.emulator.reset(SEED);
    await running.it.begin(program);
    before = groups();
    assert.match(before.join(), /of 1 members.*apig-1 payments of 1 APIs.*501 office of 1 devices/);
  }

  async function take(what: string, step: Step): Promise<Outcome> {
    const outcome = await running.it.succeed(step);
    await log("17", what, outcome, cloud());
    return outcome;
  }

  afterEach(() => running.it.stack.clear());

  for (const args of [[], ["--run-program"]]) {
    it(`is gone after destroy ${args.join("")}`, async () => {
      await begin(BOTH);
      await take(`destroy ${args.join("")}`, { command: "destroy", args });
      assert.deepEqual(groups(), []);
      assert.deepEqual([held(), held("5678")], [[], []]);
    });
  }

  it("stays in a refresh, and in updates with one before them", async () => {
    await begin(BOTH);
    await take("refresh", { command: "refresh", args: ["--expect-no-changes"] });
    const renamed = named("c") + numbers("c", 0, 31) + B;
    await take("another name for one of two, up --refresh", { program: renamed, args: ["--refresh"] });
    assert.deepEqual(groups(), before);
    assert.deepEqual([held(), held("5678")], [ALL.slice(0, 31), ALL.slice(20)]);
    await take("one of two is removed, up --refresh", { program: named("b") + B, args: ["--refresh"] });
    assert.deepEqual(groups(), before);
    assert.deepEqual([held(), held("5678")], [[], ALL.slice(20)]);
    await running.it.isSettled();
  });

  it("stays where only the new names are updated first", async () => {
    await begin(named("a") + A);
    const targets = ["ram-b", "apig-b", "device-b", "b", "b-journal"].flatMap((name) => [
      "--target",
      `**::${name}`,
    ]);
    const program = named("b") + numbers("b", 0, 31);
    await take("other names, up --target of the new ones", { program, args: targets });
    await take("up", {});
    assert.deepEqual(groups(), before);
    assert.deepEqual(held(), ALL.slice(0, 31));
    await running.it.isSettled();
  });

  const ENDS = {
    retainOnDelete: { first: "", options: "{ retainOnDelete: true }" },
    deletedWith: {
      first: `const parent = new AxgGroup("parent", { poolKey: "FC123456", numbers: [] });`,
      options: "{ deletedWith: parent }",
    },
  };

  for (const [option, { first, options }] of Object.entries(ENDS)) {
    it(`stays under other names where the old resources have ${option}`, async () => {
      await begin(first + named("a", options) + numbers("a", 0, 31, options));
      await take(`other names, the old resources have ${option}`, {
        program: named("b") + numbers("b", 20, 51),
      });
      assert.deepEqual(groups(), before);
      // Pulumi asks nobody to take the others out.
      assert.deepEqual(held(), ALL);
      await running.it.isSettled();
    });
  }

  it("stays where a change of its contents replaces it", async () => {
    const options = `{ replaceOnChanges: ["comments", "numbers"] }`;
    await begin(named("a", options) + numbers("a", 0, 31, options));
    const program = named("a", options, "others") + numbers("a", 5, 40, options);
    const outcome = await take("replaceOnChanges of comments and numbers", { program });
    assert.match(outcome.result.output, /\+-2 replaced/);
    assert.deepEqual(groups(), before);
    assert.deepEqual(held(), ALL.slice(5, 40));
    await running.it.isSettled();
  });

  it("stays where it is replaced with deleteBeforeReplace", async () => {
    const options = "{ deleteBeforeReplace: true }";
    await begin(named("a", options) + numbers("a", 0, 31, options));
    const args = ["ram-a", "apig-a", "device-a", "a"].flatMap((name) => ["--replace", `**::${name}`]);
    const outcome = await take("up --replace with deleteBeforeReplace", { args });
    assert.match(outcome.result.output, /\+-4 replaced/);
    assert.deepEqual(groups(), before);
    assert.deepEqual(held(), ALL.slice(0, 31));
    await running.it.isSettled();
  });

  it("goes elsewhere with deleteBeforeReplace", async () => {
    const options = "{ deleteBeforeReplace: true }";
    const at = (place: string, osType: number, groupId: string) => `
      new ApigGroup("apig-a", { name: "payments", adopt: true, forceDestroy: true, ${place} }, ${options});
      new DeviceVirtualGroup("device-a", { deviceVirtualGroupName: "office", adopt: true, osType: ${osType} }, ${options});
      ${numbers("a", 0, 31, options, groupId)}
    `;
    await begin(at("", 0, "1234"));
    await take("deleteBeforeReplace and another instanceId, osType and groupId", {
      program: at(`instanceId: "instance-1"`, 1, "5678"),
    });
    assert.deepEqual([cloud().apig.length, cloud().ioa.length], [1, 1]);
    assert.deepEqual([held("1234"), held("5678")], [[], ALL.slice(0, 31)]);
    await running.it.isSettled();
  });

  it("stays where its resource is renamed in the state without its journal", async () => {
    await begin(BOTH);
    await running.it.stack.succeed(
      "state",
      "rename",
      await running.it.urn("AxgGroupNumbers", "a"),
      "c",
      "--yes",
    );
    await running.it.stack.succeed(
      "state",
      "rename",
      await running.it.urn("RamGroup", "ram-a"),
      "ram-c",
      "--yes",
    );
    const program = (named("a") + numbers("c", 0, 31) + B).replace(`"ram-a"`, `"ram-c"`);
    await take("pulumi state rename without the journal", { program });
    assert.deepEqual(groups(), before);
    assert.deepEqual(held(), ALL.slice(0, 31));
    await running.it.isSettled();
  });

  it("stays where its resource moves to another stack without its journal", async () => {
    await begin(BOTH);
    const { stack } = running.it;
    await stack.succeed("stack", "init", "other");
    const urns = [await running.it.urn("AxgGroupNumbers", "a"), await running.it.urn("RamGroup", "ram-a")];
    await stack.succeed("state", "move", "--source", "dev", "--dest", "other", ...urns, "--yes");
    await take("pulumi state move without the journal; the old stack", { program: named("b") + B });
    assert.deepEqual(held(), ALL.slice(0, 31));
    stack.select("other");
    const ram = `new RamGroup("ram-a", { groupName: "releasers", comments: "ours", adopt: true, forceDestroy: true });`;
    await take("the new stack", { program: ram + A });
    await running.it.isSettled();
    await take("the new stack's list is changed", { program: ram + numbers("a", 5, 31) });
    assert.deepEqual(groups(), before);
    assert.deepEqual(held(), ALL.slice(5, 31));
    await stack.succeed("destroy", "--yes", "--skip-preview");
    await stack.succeed("stack", "rm", "other", "--yes");
  });
});

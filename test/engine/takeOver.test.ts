import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ModuleKind, transpileModule } from "typescript";

import { type Emulator, type Seed, startEmulator } from "../../emulator";
import { REPOSITORY } from "../support/repository";
import { linkModules, Stack } from "../support/stack";

/** Enough for two of each third that differs. */
const COUNT = 6;
const INDICES = Array.from({ length: COUNT }, (_, index) => index);
const name = (prefix: string, index: number) => `${prefix}${String(index).padStart(2, "0")}`;

/** Every third group has other words in the cloud than in the list, and the one after it has none on either side. */
const isOther = (index: number) => index % 3 === 0;
const DIFFERENT = INDICES.filter(isOther).length;
const listed = (what: string, index: number) => (index % 3 === 1 ? "" : `${what} ${index}`);
const there = (what: string, index: number) => (isOther(index) ? `old ${what}` : listed(what, index));

const SEED: Seed = {
  first: {
    ram: {
      groups: INDICES.map((index) => ({
        name: name("team-", index),
        comments: there("comments", index),
        members: ["alice", name("member-", index)],
        policies: [{ type: "System", name: "ReadOnlyAccess" }] as const,
      })),
    },
    apig: {
      groups: INDICES.map((index) => ({
        id: name("apis-id-", index),
        name: name("apis_", index),
        remark: there("remark", index),
        apis: [{ name: "pay", published: true }, { name: "refund" }],
        ...(index < COUNT - 2 ? {} : { instanceId: "instance-1" }),
      })),
    },
    ioa: {
      groups: INDICES.map((index) => ({
        id: 500 + index,
        name: name("devices-", index),
        description: there("description", index),
        osType: index % 3,
        devices: [name("mid-", index)],
      })),
    },
  },
};

/** The lists as the clouds' command lines print them, with what the guide has added to them. */
const LISTS = {
  "ram-groups.json": {
    Groups: {
      Group: INDICES.map((index) => ({
        GroupName: name("team-", index),
        Comments: listed("comments", index),
      })),
    },
  },
  "apig-groups.json": {
    groups: INDICES.map((index) => ({
      id: name("apis-id-", index),
      name: name("apis_", index),
      remark: listed("remark", index),
      ...(index < COUNT - 2 ? {} : { instance_id: "instance-1" }),
    })),
  },
  "device-groups.json": {
    Data: {
      Items: INDICES.map((index) => ({
        Id: 500 + index,
        DeviceVirtualGroupName: name("devices-", index),
        OsType: index % 3,
        Description: listed("description", index),
      })),
    },
  },
};

/** Writes the state at an update's end alone, rather than after each of its hundreds of steps, which takes most of the time. */
const STATE_AT_THE_END = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

type Step = "look" | "adopt" | "keep" | "release";

/** The folder of the guide's program, as a user has it, and the program compiled. Its types are checked with those of all examples. */
async function copyOfExample(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "cloud-groups-test-"));
  await cp(join(REPOSITORY, "examples/take-over"), folder, { recursive: true });
  await linkModules(folder);
  const { outputText } = transpileModule(await readFile(join(folder, "index.ts"), "utf8"), {
    compilerOptions: { module: ModuleKind.CommonJS, esModuleInterop: true },
  });
  await writeFile(join(folder, "index.js"), outputText);
  return folder;
}

describe("taking over half a dozen groups of each kind", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator({ seed: SEED });
    stack = await Stack.in(await copyOfExample(), { ...emulator.environment, ...STATE_AT_THE_END }, true);
    await stack.succeed("stack", "init", "dev");
    for (const [file, list] of Object.entries(LISTS)) await writeList(file, list);
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  const writeList = (file: string, list: unknown) =>
    writeFile(join(stack.folder, file), JSON.stringify(list));
  const goTo = (step: Step) => stack.succeed("config", "set", "step", step);
  const account = () => emulator.state().accounts.first;

  /** What nobody may touch: who and what is in the groups, and which groups they are. */
  function contents(): unknown {
    const { ram, apig, ioa } = account();
    return {
      ram: Object.values(ram.groups).map(({ id, members, policies }) => ({ id, members, policies })),
      apig: Object.entries(apig.groups).map(([id, { name: of, instanceId, apis }]) => ({
        id,
        of,
        instanceId,
        apis,
      })),
      ioa: Object.entries(ioa.groups).map(([id, { name: of, osType, devices }]) => ({
        id,
        of,
        osType,
        devices,
      })),
    };
  }

  /** How often a step called each operation. */
  async function callsOf(step: () => Promise<unknown>): Promise<(operation: string) => number> {
    const since = emulator.calls().at(-1)?.sequence ?? 0;
    await step();
    const calls = emulator.calls(since);
    return (operation) => calls.filter((call) => call.operation === operation).length;
  }

  const CHANGES = /^(Create|create|Update|update|Modify|Delete|delete|Add|Remove|Attach|Detach|publish)/;
  const changes = (since: number) =>
    emulator.calls(since).filter(({ operation, code }) => CHANGES.test(operation) && code === null);
  const last = () => emulator.calls().at(-1)?.sequence ?? 0;

  function assertAsListed(): void {
    const { ram, apig, ioa } = account();
    for (const index of INDICES) {
      assert.equal(ram.groups[name("team-", index)]?.comments, listed("comments", index));
      assert.equal(apig.groups[name("apis-id-", index)]?.remark, listed("remark", index));
      assert.equal(ioa.groups[500 + index]?.description, listed("description", index));
    }
  }

  const count = (output: string, pattern: RegExp) =>
    new Set(output.match(new RegExp(pattern, "g")) ?? []).size;

  it("looks them up, and warns of what adoption would change", async () => {
    const state = emulator.state();
    const output = await stack.succeed("preview");
    assert.match(output, /Resources:\n +\+ 1 to create\n/);
    assert.equal(
      count(output, /Comments of team-\d\d: "old comments" will become "comments \d+"/),
      DIFFERENT,
    );
    assert.equal(count(output, /Remark of apis_\d\d: "old remark" will become "remark \d+"/), DIFFERENT);
    assert.deepEqual(emulator.state(), state);
    assert.deepEqual(changes(0), []);
  });

  it("stops in the preview at a name that no group has, and at one that is not that group's", async () => {
    await writeList("device-groups.json", { Data: { Items: [] } });
    const previewOf = async (step: Step, team: string, apis: string) => {
      await goTo(step);
      await writeList("ram-groups.json", { Groups: { Group: [{ GroupName: team }] } });
      await writeList("apig-groups.json", { groups: [{ id: "apis-id-02", name: apis, remark: "remark 2" }] });
      const { status, output } = await stack.run(["preview"]);
      assert.notEqual(status, 0);
      return output;
    };
    const another = /The list has apsi_02, but the group is named apis_02: correct the list/;
    assert.match(
      await previewOf("adopt", "taem-02", "apis_02"),
      /there is no RAM group with the id or the name taem-02\./,
    );
    assert.match(await previewOf("adopt", "team-02", "apsi_02"), another);
    assert.match(await previewOf("look", "team-02", "apsi_02"), another);
    for (const [file, list] of Object.entries(LISTS)) await writeList(file, list);
  });

  it("refuses all of them without adopt, changes none, and says how", async () => {
    const state = emulator.state();
    await goTo("keep");
    const { status, output } = await stack.run([
      "up",
      "--yes",
      "--skip-preview",
      "--suppress-progress",
      "--continue-on-error",
    ]);
    assert.notEqual(status, 0);
    const refusals = output.match(/^ +error: .*Set `adopt: true` to take over the existing group/gm) ?? [];
    assert.equal(refusals.length, 3 * COUNT, output);
    assert.deepEqual(emulator.state(), state);
    for (const kind of ["RamGroup", "ApigGroup", "DeviceVirtualGroup"])
      assert.deepEqual(await stack.resources(kind), []);
  });

  it("adopts all, makes none, and touches nothing in them", async () => {
    const before = contents();
    await goTo("adopt");
    let output = "";
    const calls = await callsOf(async () => (output = await stack.up()));
    assert.deepEqual(contents(), before);
    assertAsListed();
    assert.equal(count(output, /took over the existing group [\w-]+/), 3 * COUNT);
    const outputs = JSON.parse(await stack.succeed("stack", "output", "--json")) as Record<string, unknown>;
    assert.deepEqual(outputs, { adopted: 3 * COUNT, others: 0 });
    // One refused creation a group, and one change where something differs. Reads: at most four, the look-up among them.
    assert.equal(calls("CreateGroup"), COUNT);
    assert.equal(calls("UpdateGroup"), DIFFERENT);
    assert.ok(calls("GetGroup") <= 3 * COUNT);
    assert.equal(calls("createApiGroup"), COUNT);
    assert.equal(calls("updateApiGroup"), DIFFERENT);
    assert.ok(calls("listApiGroups") <= COUNT && calls("getApiGroup") <= 2 * COUNT);
    assert.equal(calls("CreateDeviceVirtualGroup"), COUNT);
    assert.ok(calls("ModifyDeviceVirtualGroup") <= COUNT);
    assert.ok(calls("DescribeDeviceVirtualGroups") <= 3 * COUNT);
    assert.equal(calls("ModifyVirtualDeviceGroups"), 0);
  });

  it("keeps the ids that the groups had", async () => {
    const { ram } = account();
    const declared = (resources: Awaited<ReturnType<Stack["resources"]>>) =>
      resources.filter(({ urn }) => !urn.endsWith("-found"));
    const teams = declared(await stack.resources("RamGroup"));
    assert.deepEqual(
      teams.map(({ id, outputs }) => [outputs["groupName"], id, outputs["groupId"]]).sort(),
      Object.entries(ram.groups)
        .map(([of, { id }]) => [of, id, id])
        .sort(),
    );
    const apis = declared(await stack.resources("ApigGroup")).map(({ id }) => id);
    assert.deepEqual(
      apis.sort(),
      INDICES.map((index) => name("apis-id-", index)),
    );
    const devices = declared(await stack.resources("DeviceVirtualGroup")).map(({ id }) => id);
    assert.deepEqual(
      devices.sort(),
      INDICES.map((index) => String(500 + index)),
    );
  });

  it("finds nothing to change at a preview with refresh", async () => {
    await stack.succeed("preview", "--refresh", "--expect-no-changes");
  });

  it("goes on without adopt and changes no group for it", async () => {
    await goTo("keep");
    const since = last();
    await stack.up();
    assert.deepEqual(changes(since), []);
    await stack.succeed("preview", "--refresh", "--expect-no-changes");
    assert.deepEqual(changes(since), []);
  });

  it("does not destroy what is protected, and hands all back where it is retained", async () => {
    const since = last();
    const { status, output } = await stack.run(["destroy", "--yes", "--skip-preview"]);
    assert.notEqual(status, 0);
    assert.match(output, /protected/);
    await goTo("release");
    await stack.up();
    await stack.succeed("destroy", "--yes", "--skip-preview");
    assert.deepEqual(changes(since), []);
    assert.deepEqual(await stack.resources("RamGroup"), []);
    assertAsListed();
  });

  it("refuses at once to destroy groups in use, and lists what is in the way", async () => {
    const before = contents();
    await writeList("device-groups.json", { Data: { Items: [] } });
    await goTo("adopt");
    await stack.up();
    await stack.succeed("state", "unprotect", "--all", "--yes");
    let output = "";
    const calls = await callsOf(async () => {
      const run = await stack.run([
        "destroy",
        "--yes",
        "--skip-preview",
        "--suppress-progress",
        "--continue-on-error",
      ]);
      assert.notEqual(run.status, 0);
      output = run.output;
    });
    assert.deepEqual(contents(), before);
    assert.equal(calls("DeleteGroup"), COUNT);
    assert.equal(calls("deleteApiGroup"), 0);
    for (const index of INDICES)
      assert.ok(
        output.includes(`2 members (alice, ${name("member-", index)}) and 1 policy (ReadOnlyAccess)`),
        output,
      );
    const errors = output.match(/^ {4}error: .*/gm) ?? [];
    const told = (text: string) => errors.filter((error) => error.includes(text)).length;
    assert.equal(told("the group still has 2 APIs (pay, refund)"), COUNT);
    assert.equal(told("Set `forceDestroy: true` and run `pulumi up`, then `pulumi destroy`"), 2 * COUNT);
  });

  it("destroys them with forceDestroy, and nothing besides", async () => {
    await stack.succeed("config", "set", "forceDestroy", "true");
    await stack.up();
    await stack.succeed("state", "unprotect", "--all", "--yes");
    await stack.succeed("destroy", "--yes", "--skip-preview");
    const { ram, apig, ioa } = account();
    assert.deepEqual(ram.groups, {});
    assert.deepEqual(
      Object.values(apig.groups).map(({ isDefault }) => isDefault),
      [true],
    );
    assert.equal(Object.values(ioa.groups).filter(({ builtIn }) => !builtIn).length, COUNT);
    assert.ok(ram.users.includes("alice") && ram.policies.length === 1);
  });
});

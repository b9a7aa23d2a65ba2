import assert from "node:assert/strict";

import { type Emulator, startEmulator } from "../../emulator";
import { Stack } from "../support/stack";
import { HASTY, unknownCreations } from "../support/unknownCreations";

/** Names of which a group of each kind is declared, and whether their creations are carried out where the answers are lost. */
const NAMES = { made: true, unmade: false };

/** Groups of each kind that can be looked up, with what a second deployment declares as parameters. */
function program(remark: string, prefix = ""): string {
  return `
    const { ApigGroup, DeviceVirtualGroup, RamGroup } = require("pulumi-cloud-groups");
    const [names, prefix, remark] = ${JSON.stringify([Object.keys(NAMES), prefix, remark])};
    for (const resource of names) {
      const name = prefix + resource;
      new ApigGroup("shared-" + resource, { name, remark });
      new ApigGroup("dedicated-" + resource, { name, remark, instanceId: "instance-1" });
      new RamGroup("ram-" + resource, { groupName: name, comments: remark });
      new DeviceVirtualGroup("device-" + resource, {
        deviceVirtualGroupName: name, description: remark, timeType: 1, deviceBlacklist: [1001],
      });
    }
  `;
}

describe("creations whose outcome stays unknown, with the real engine", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator();
    stack = await Stack.create(program("before"), emulator.environment);
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  beforeEach(() => stack.write(program("before")));

  afterEach(async () => {
    await stack.succeed("destroy", "--yes", "--skip-preview");
    assert.deepEqual(groups(), []);
  });

  /** An update all of whose creations lose their answers, and that cannot look either. */
  async function fail(): Promise<string> {
    emulator.inject(unknownCreations(NAMES));
    const { status, output } = await stack.run(
      ["up", "--yes", "--skip-preview", "--continue-on-error"],
      HASTY,
    );
    assert.notEqual(status, 0);
    emulator.clearFaults();
    assert.deepEqual(groups(), all("before", ["made"]));
    return output;
  }

  /** All groups that there are, with their remarks. */
  function groups(): string[] {
    const { ram, apig, ioa } = emulator.state().accounts.first;
    return [
      ...Object.entries(ram.groups).map(([name, { comments }]) => `ram ${name} ${comments}`),
      ...Object.values(apig.groups)
        .filter(({ isDefault }) => !isDefault)
        .map(({ name, remark, instanceId }) => `apig ${instanceId ?? "shared"} ${name} ${remark}`),
      ...Object.values(ioa.groups)
        .filter(({ builtIn }) => !builtIn)
        .map((group) => `ioa ${group.name} ${group.description} ${group.deviceBlacklist.join()}`),
    ].sort();
  }

  const all = (remark: string, names = Object.keys(NAMES)) =>
    names
      .flatMap((name) => [
        `apig instance-1 ${name} ${remark}`,
        `apig shared ${name} ${remark}`,
        // Create takes no lists.
        `ioa ${name} ${remark} ${remark === "before" && names.length === 1 ? "" : "1001"}`,
        `ram ${name} ${remark}`,
      ])
      .sort();

  it("end with exactly one group each in the next update", async () => {
    const output = await fail();
    assert.match(output, /createApiGroup: outcome unknown: .*; looking failed as well: listApiGroups: /);
    assert.match(output, /The group may exist: run `pulumi up` or `pulumi refresh`/);
    await stack.write(program("after"));
    assert.match(
      await stack.succeed("preview"),
      /The outcome of its creation is unknown: the update looks the group up and adopts it \[creation=adopt\]/,
    );
    const ids = Object.keys(emulator.state().accounts.first.apig.groups);
    await stack.up();
    assert.deepEqual(groups(), all("after"));
    const { groups: inCloud } = emulator.state().accounts.first.apig;
    const own = Object.entries(inCloud).filter(([, { isDefault }]) => !isDefault);
    const kept = (await stack.resources("ApigGroup")).map(({ id }) => id);
    assert.deepEqual(kept.sort(), own.map(([id]) => id).sort());
    // What was made is taken on, and not made again.
    assert.deepEqual(
      ids.filter((id) => !(id in inCloud)),
      [],
    );
    await stack.up("--expect-no-changes");
    await stack.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
  });

  it("are found by a refresh, as far as they were carried out", async () => {
    await fail();
    await stack.succeed("refresh", "--yes", "--skip-preview");
    const kinds = ["ApigGroup", "RamGroup", "DeviceVirtualGroup"];
    const kept = (await Promise.all(kinds.map((kind) => stack.resources(kind)))).flat();
    assert.equal(kept.length, 4);
    assert.deepEqual(
      kept.filter(({ id, outputs }) => id.startsWith("creating/") || "creating" in outputs),
      [],
    );
    await stack.up();
    assert.deepEqual(groups(), all("before"));
  });

  it("leave nothing behind where another name is declared, or they are destroyed", async () => {
    await fail();
    await stack.write(program("after", "other_"));
    await stack.up();
    assert.deepEqual(groups(), all("after", ["other_made", "other_unmade"]));
    await stack.succeed("destroy", "--yes", "--skip-preview");
    await stack.write(program("before"));
    await fail();
  });
});

import assert from "node:assert/strict";

import { holdings, log, useOwnershipStack } from "../../support/ownership";

const SEED = {
  first: {
    ram: {
      groups: [
        {
          name: "releasers",
          members: ["alice", "bob"],
          policies: [{ type: "System" as const, name: "ReadOnlyAccess" }],
        },
      ],
    },
    apig: { groups: [{ id: "apig-1", name: "payments", apis: [{ name: "pay", published: true }] }] },
    ioa: { groups: [{ id: 501, name: "office", devices: ["mid-windows-1"] }] },
  },
};

/** The three groups under resource names with this ending. */
function groups(ending: string, options = "{}", earlier = ""): string {
  return `
    const ${ending} = [
      new RamGroup("ram-${ending}", { groupName: "${earlier}releasers", adopt: true, forceDestroy: true }, ${options}),
      new ApigGroup("apig-${ending}", { name: "${earlier}payments", adopt: true, forceDestroy: true }, ${options}),
      new DeviceVirtualGroup("device-${ending}", {
        deviceVirtualGroupName: "${earlier}office", devices: ["mid-windows-1"], adopt: true,
      }, ${options}),
    ];
  `;
}

const KEPT =
  /^ +kept the group (\S+) in the cloud: another resource of the program manages or looks it up$/gm;

describe("groups with names that another resource adopts", () => {
  const running = useOwnershipStack({ seed: SEED });

  const cloud = () => holdings(running.it.emulator);
  const kept = (output: string) => [...output.matchAll(KEPT)].map(([, id]) => id).sort();
  const ids = () =>
    [...cloud().ioa, ...cloud().apig, ...cloud().ram.filter((name) => name.includes("releasers"))].map(
      (text) => text.split(" ")[0],
    );

  it("survive another resource name", async () => {
    await running.it.begin(groups("first"));
    const before = cloud();
    assert.match(before.ram.join(), /2 members, 1 policies/);
    const outcome = await running.it.previewAndSucceed({ program: groups("second") });
    await log("1", "another resource name and adopt", outcome, cloud());
    assert.match(outcome.preview.output, /\+ 3 to create\n +- 3 to delete/);
    assert.deepEqual(outcome.asked.preview, []);
    assert.deepEqual(kept(outcome.result.output), ids());
    assert.deepEqual(cloud(), before);
    await running.it.isSettled();
  });

  it("survive another resource name in two updates, of which the first fails in between", async () => {
    const before = cloud();
    const broken = `new RamGroup("broken", { groupName: "broken" }, { dependsOn: third });`;
    const refused = { status: 403, code: "NoPermission", match: { GroupName: "broken" } };
    running.it.emulator.inject({ kind: "error", operation: "CreateGroup", ...refused });
    const failed = await running.it.take({ program: groups("third") + broken });
    await log("1", "another resource name and adopt, and another group's create fails", failed, cloud());
    assert.notEqual(failed.result.status, 0);
    assert.equal((await running.it.stack.resources("RamGroup")).length, 2);
    assert.deepEqual(cloud(), before);
    const outcome = await running.it.succeed({ program: groups("third") });
    await log("1", "up again", outcome, cloud());
    assert.deepEqual(kept(outcome.result.output), ids());
    assert.deepEqual(cloud(), before);
    await running.it.isSettled();
  });

  for (const option of ["--replace", "--target-replace"]) {
    it(`survive ${option}`, async () => {
      const before = cloud();
      const args = ["ram", "apig", "device"].flatMap((kind) => [option, `**::${kind}-third`]);
      const outcome = await running.it.succeed({ args });
      await log("2", `up ${option} of a group of each kind`, outcome, cloud());
      assert.match(outcome.result.output, /\+-3 replaced/);
      assert.deepEqual(kept(outcome.result.output), ids());
      assert.deepEqual(cloud(), before);
      await running.it.isSettled();
    });
  }

  const LOOKUPS = {
    "by id": () => cloud().ram[0]!.split(" ")[0]!,
    "by name": () => "releasers",
  };

  for (const [how, ramId] of Object.entries(LOOKUPS)) {
    it(`survive a look-up ${how} in place of the protected resource that was renamed`, async () => {
      await running.it.begin(groups("first"));
      await running.it.begin(groups("first", "{}", "old_"));
      await running.it.begin(groups("first", "{ protect: true }"));
      const before = cloud();
      const lookups = `
        RamGroup.get("ram-first", "${ramId()}");
        ApigGroup.get("apig-first", "apig-1");
        DeviceVirtualGroup.get("device-first", "501");
      `;
      const outcome = await running.it.succeed({ program: lookups });
      await log("5", `get ${how} in place of a protected group that was renamed`, outcome, cloud());
      assert.deepEqual(cloud(), before);
      await running.it.isSettled();
    });

    it(`survive a look-up ${how} under another resource name in place of the resource`, async () => {
      await running.it.begin(groups("first"));
      const before = cloud();
      const lookups = `
        RamGroup.get("ram", "${ramId()}");
        ApigGroup.get("apig", "apig-1");
        DeviceVirtualGroup.get("device", "501");
      `;
      const outcome = await running.it.succeed({ program: lookups });
      await log("5", `get ${how} under another resource name, the old resource goes`, outcome, cloud());
      assert.deepEqual(kept(outcome.result.output), ids());
      assert.deepEqual(cloud(), before);
      await running.it.isSettled();
    });
  }
});

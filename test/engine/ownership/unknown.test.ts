import assert from "node:assert/strict";

import { holdings, log, useOwnershipStack } from "../../support/ownership";
import { HASTY, unknownCreations } from "../../support/unknownCreations";

/** Names of which a group of each kind is declared, and whether their creations are carried out where the answers are lost. */
const NAMES = { made: true, unmade: false };
const KINDS = ["ram", "apig", "device"];

/** A group of each kind by each name. */
function groups(isProtected: boolean): string {
  const declarations = Object.keys(NAMES).map(
    (name) => `
      new RamGroup("ram-${name}", { groupName: "${name}", comments: "ours" }, options);
      new ApigGroup("apig-${name}", { name: "${name}", remark: "ours" }, options);
      new DeviceVirtualGroup("device-${name}", { deviceVirtualGroupName: "${name}", description: "ours", devices: ["mid-windows-1"] }, options);
    `,
  );
  return `const options = { protect: ${isProtected} };\n${declarations.join("")}`;
}

describe("groups whose creation stayed unknown, of the same program again", () => {
  const running = useOwnershipStack();

  const cloud = () => holdings(running.it.emulator);

  async function fail(program: string): Promise<void> {
    running.it.emulator.inject(unknownCreations(NAMES));
    await running.it.write(program);
    const { status } = await running.it.stack.run(
      ["up", "--yes", "--skip-preview", "--continue-on-error"],
      HASTY,
    );
    assert.notEqual(status, 0);
    running.it.emulator.clearFaults();
  }

  /** The ids in the state, and those that the outputs tell. */
  async function ids(): Promise<{ inState: string[]; asOutputs: string[] }> {
    const kinds = { RamGroup: "groupId", ApigGroup: "groupId", DeviceVirtualGroup: "deviceVirtualGroupId" };
    const found = await Promise.all(
      Object.entries(kinds).map(async ([kind, output]) => {
        const resources = await running.it.stack.resources(kind);
        assert.equal(resources.length, 2);
        return resources.map(({ id, outputs }) => ({ id, output: String(outputs[output]) }));
      }),
    );
    return {
      inState: found
        .flat()
        .map(({ id }) => id)
        .sort(),
      asOutputs: found
        .flat()
        .map(({ output }) => output)
        .sort(),
    };
  }

  const inCloud = () =>
    [...cloud().ram, ...cloud().apig, ...cloud().ioa].map((text) => text.split(" ")[0]).sort();

  for (const isProtected of [true, false]) {
    const what = isProtected ? "protected" : "not protected";
    it(`are there once, with their outputs, be they carried out or not: ${what}`, async () => {
      await fail(groups(isProtected));
      const outcome = await running.it.succeed({});
      await log("12", `creation unknown, ${what}; the same program again`, outcome, cloud());
      assert.equal(inCloud().length, 6);
      const { inState, asOutputs } = await ids();
      assert.deepEqual(asOutputs, inCloud());
      const provisional = Object.keys(NAMES).flatMap((name) => KINDS.map(() => `creating/${name}`));
      assert.deepEqual(inState, isProtected ? provisional.sort() : inCloud());
      await running.it.isSettled();
      const refreshed = await running.it.succeed({ command: "refresh" });
      await log("12", `refresh after it`, refreshed, (await ids()).inState.join());
      assert.deepEqual((await ids()).inState, inCloud());
      await running.it.isSettled();
      await running.it.stack.succeed("state", "unprotect", "--all", "--yes");
      await running.it.begin("");
      assert.deepEqual(inCloud(), []);
    });
  }
});

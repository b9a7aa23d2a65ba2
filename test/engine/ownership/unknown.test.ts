import assert from "node:assert/strict";

import { holdings, log, useOwnershipStack } from "../../support/ownership";

/** A group of each kind, by the name of the group. */
function groups(name: string, isProtected: boolean): string {
  return `
    const options = { protect: ${isProtected} };
    new RamGroup("ram", { groupName: "${name}", comments: "ours" }, options);
    new ApigGroup("apig", { name: "${name}", remark: "ours" }, options);
    new DeviceVirtualGroup("device", { deviceVirtualGroupName: "${name}", description: "ours", devices: ["mid-windows-1"] }, options);
    exports.ids = ["ram", "apig", "device"];
  `;
}

const CREATIONS = {
  CreateGroup: "GroupName",
  createApiGroup: "name",
  CreateDeviceVirtualGroup: "DeviceVirtualGroupName",
};
const LOOKS = ["GetGroup", "listApiGroups", "DescribeDeviceVirtualGroups"];
/** An operation gives up after two seconds in which no call goes through. */
const HASTY = { CLOUD_GROUPS_DEADLINE_SECONDS: "2" };

describe("groups whose creation stayed unknown, of the same program again", () => {
  const running = useOwnershipStack();

  const cloud = () => holdings(running.it.emulator);

  async function fail(program: string, isCarriedOut: boolean): Promise<void> {
    const lost = Object.entries(CREATIONS).map(([operation]) => ({
      kind: "disconnect" as const,
      applied: isCarriedOut,
      operation,
      times: 0,
    }));
    running.it.emulator.inject([
      ...lost,
      ...LOOKS.map((operation) => ({ kind: "error" as const, operation, times: 0 })),
    ]);
    await running.it.write(program);
    const { status } = await running.it.stack.run(
      ["up", "--yes", "--skip-preview", "--continue-on-error"],
      HASTY,
    );
    assert.notEqual(status, 0);
    running.it.emulator.clearFaults();
  }

  /** The ids in the state, and those that the outputs tell. */
  async function ids(): Promise<{ inState: string[]; asOutputs: unknown[] }> {
    const kinds = { RamGroup: "groupId", ApigGroup: "groupId", DeviceVirtualGroup: "deviceVirtualGroupId" };
    const found = await Promise.all(
      Object.entries(kinds).map(async ([kind, output]) => {
        const resources = await running.it.stack.resources(kind);
        assert.equal(resources.length, 1);
        return { id: resources[0]!.id, output: String(resources[0]!.outputs[output]) };
      }),
    );
    return { inState: found.map(({ id }) => id), asOutputs: found.map(({ output }) => output) };
  }

  const inCloud = () => [...cloud().ram, ...cloud().apig, ...cloud().ioa].map((text) => text.split(" ")[0]);

  for (const isProtected of [true, false]) {
    for (const isCarriedOut of [true, false]) {
      const what = `${isProtected ? "protected" : "not protected"}, ${isCarriedOut ? "carried out" : "not carried out"}`;
      it(`are there once, with their outputs: ${what}`, async () => {
        const name = `g_${isProtected ? "p" : "u"}_${isCarriedOut ? "c" : "n"}`;
        const program = groups(name, isProtected);
        await fail(program, isCarriedOut);
        const outcome = await running.it.succeed({});
        await log("12", `creation unknown, ${what}; the same program again`, outcome, cloud());
        assert.equal(inCloud().length, 3);
        const { inState, asOutputs } = await ids();
        assert.deepEqual(asOutputs, inCloud());
        assert.deepEqual(
          inState,
          isProtected ? ["ram", "apig", "device"].map(() => `creating/${name}`) : inCloud(),
        );
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
  }
});

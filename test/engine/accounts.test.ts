import assert from "node:assert/strict";

import { type Credentials, type Emulator, startEmulator } from "../../emulator";
import { Stack } from "../support/stack";

/** A RAM group in each of two accounts. The first's keys are in the stack's configuration, the second's in a Provider. */
const PROGRAM = `
  const { ApigGroup, AxgGroupNumbers, DeviceVirtualGroup, Provider, RamGroup } = require("pulumi-cloud-groups");
  const first = new Provider("first", {
    alicloud: { accessKey: process.env.FIRST_KEY, secretKey: process.env.FIRST_SECRET },
  });
  const second = new Provider("second", JSON.parse(process.env.SECOND));
  new RamGroup("in-first", { groupName: "developers" }, { provider: first });
  new RamGroup("in-second", { groupName: "developers" }, { provider: second });
  new AxgGroupNumbers("numbers", { poolKey: "FC123456", groupId: "1234", numbers: ["10020000000"] }, { provider: second });
  new ApigGroup("apig", { name: "payments" }, { provider: second });
  new DeviceVirtualGroup("device", { deviceVirtualGroupName: "office" }, { provider: second });
`;

describe("two accounts in one stack", () => {
  let emulator: Emulator;
  let stack: Stack;
  let first: Credentials;
  let second: Credentials;

  function environment(firstKeys: Credentials, secondKeys: Credentials): Record<string, string> {
    return {
      CLOUD_GROUPS_EMULATOR: emulator.url,
      FIRST_KEY: firstKeys.alicloud.accessKey,
      FIRST_SECRET: firstKeys.alicloud.secretKey,
      SECOND: JSON.stringify(secondKeys),
    };
  }

  before(async () => {
    emulator = await startEmulator();
    [first, second] = emulator.accounts.map(({ keys }) => keys[0]) as [Credentials, Credentials];
    stack = await Stack.create(PROGRAM, environment(first, second));
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  it("signs each call with its own account's key", async () => {
    await stack.up();
    assert.ok(emulator.state().accounts.first.ram.groups["developers"]);
    assert.ok(emulator.state().accounts.second.ram.groups["developers"]);
    const signers = emulator
      .calls()
      .filter(({ api }) => api !== "sts")
      .map(({ api, account, accessKey }) => `${api} ${account ?? "nobody"} ${accessKey ?? ""}`);
    assert.deepEqual(signers.sort(), [
      `apig second ${second.huaweicloud.accessKey}`,
      `dypls second ${second.alicloud.accessKey}`,
      `ioa second ${second.tencentcloud.secretId}`,
      `ram first ${first.alicloud.accessKey}`,
      `ram second ${second.alicloud.accessKey}`,
    ]);
  });

  it("keeps no credential in the state", async () => {
    const state = await stack.export();
    for (const { alicloud, tencentcloud, huaweicloud } of [first, second]) {
      const { accessKey, secretKey, token } = huaweicloud;
      const secrets = [alicloud.accessKey, alicloud.secretKey, tencentcloud.secretId, tencentcloud.secretKey];
      for (const secret of [...secrets, accessKey, secretKey, token])
        assert.equal(state.includes(secret), false);
    }
  });

  it("keeps under 100 bytes of code a resource", async () => {
    for (const kind of ["RamGroup", "AxgGroupNumbers", "ApigGroup", "DeviceVirtualGroup"]) {
      const [resource] = await stack.resources(kind);
      for (const side of [resource!.inputs, resource!.outputs])
        assert.ok(String(side["__provider"]).length < 100);
    }
  });

  it("changes no resource where a key is rotated, and signs with the new key from then on", async () => {
    const rotated = emulator.accounts.map(({ keys }) => keys[1]) as [Credentials, Credentials];
    const since = emulator.calls().length;
    const { status, output } = await stack.run(["up", "--yes", "--skip-preview"], environment(...rotated));
    assert.equal(status, 0, output);
    assert.match(output, /~ 2 updated/);
    assert.match(output, /7 unchanged/);
    assert.doesNotMatch(output, /cloud-groups:\w+ .*updat/);
    assert.equal(emulator.calls().length, since);
    const refreshed = await stack.run(["refresh", "--yes", "--skip-preview"], environment(...rotated));
    assert.equal(refreshed.status, 0, refreshed.output);
    const keys = new Set(
      emulator
        .calls()
        .slice(since)
        .map(({ accessKey }) => accessKey),
    );
    assert.ok(keys.has(rotated[0].alicloud.accessKey) && keys.has(rotated[1].alicloud.accessKey));
    assert.ok(!keys.has(first.alicloud.accessKey) && !keys.has(second.alicloud.accessKey));
  });
});

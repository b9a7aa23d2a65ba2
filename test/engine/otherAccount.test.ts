import assert from "node:assert/strict";

import { type Emulator, type Credentials, startEmulator } from "../../emulator";
import { someNumbers } from "../support/numbers";
import { Stack, type StateResource } from "../support/stack";

/** A group of each kind. */
const program = (comments: string, count = 3) => `
  const { ApigGroup, AxgGroup, AxgGroupNumbers, DeviceVirtualGroup, RamGroup } = require("pulumi-cloud-groups");
  new RamGroup("ram", { groupName: "developers", comments: "${comments}" });
  new ApigGroup("apig", { name: "payments", remark: "${comments}" });
  new DeviceVirtualGroup("device", { deviceVirtualGroupName: "office", description: "${comments}" });
  new AxgGroup("made", { poolKey: "FC123456", numbers: ${JSON.stringify(someNumbers(count))} });
  new AxgGroupNumbers("numbers", { poolKey: "FC123456", groupId: "1234", numbers: ${JSON.stringify(someNumbers(count))} });
`;

/** Everything that a state keeps, journals included. */
const KINDS = [
  "RamGroup",
  "ApigGroup",
  "DeviceVirtualGroup",
  "AxgGroup",
  "AxgGroupJournal",
  "AxgGroupNumbers",
  "AxgGroupNumbersJournal",
];

describe("groups whose keys are another account's", () => {
  let emulator: Emulator;
  let stack: Stack;

  /** The variables of a pipeline that has these keys, and no account's id. */
  function keysOf(account: 0 | 1, set: 0 | 1 | 2): Record<string, string> {
    const { alicloud, tencentcloud, huaweicloud }: Credentials = emulator.accounts[account].keys[set];
    return {
      CLOUD_GROUPS_EMULATOR: emulator.url,
      ALIBABA_CLOUD_ACCOUNT_ID: "",
      TENCENTCLOUD_ACCOUNT_ID: "",
      ALIBABA_CLOUD_ACCESS_KEY_ID: alicloud.accessKey,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.secretKey,
      ALIBABA_CLOUD_SECURITY_TOKEN: alicloud.securityToken ?? "",
      TENCENTCLOUD_SECRET_ID: tencentcloud.secretId,
      TENCENTCLOUD_SECRET_KEY: tencentcloud.secretKey,
      TENCENTCLOUD_SECURITY_TOKEN: tencentcloud.securityToken ?? "",
      HW_ACCESS_KEY: huaweicloud.accessKey,
      HW_SECRET_KEY: huaweicloud.secretKey,
      HW_SECURITY_TOKEN: huaweicloud.securityToken ?? "",
      HW_PROJECT_ID: huaweicloud.projectId,
      HW_REGION_NAME: huaweicloud.region,
    };
  }

  async function run(args: string[], account: 0 | 1, set: 0 | 1 | 2 = 0) {
    const since = emulator.calls().length;
    const { status, output } = await stack.run([...args, "--suppress-progress"], keysOf(account, set));
    const asked = emulator
      .calls()
      .slice(since)
      .map(({ operation }) => operation);
    return { status, output, asked };
  }

  /** What a later command goes by: where things stood in the program, and when they changed, is told anew by each run. */
  async function resources(): Promise<unknown> {
    const text = await stack.succeed("stack", "export", "--show-secrets");
    const { deployment } = JSON.parse(text) as { deployment: { resources: StateResource[] } };
    return deployment.resources.map(({ urn, id, inputs, outputs, initErrors }) => {
      return { urn, id, inputs, outputs, initErrors };
    });
  }

  /** Does what must be refused, and proves that neither the state nor the cloud knows of it. */
  async function refused(args: string[], kinds: readonly string[] = []): Promise<void> {
    const before = { state: await resources(), cloud: emulator.state() };
    const { status, output, asked } = await run(args, 1);
    assert.notEqual(status, 0, output);
    const [first, second] = emulator.accounts;
    // Which of the groups is met first is up to the engine.
    assert.match(
      output,
      new RegExp(
        `error: (Preview failed: )?The group is in (account ${first.id}|project \\w+), but the default provider has keys of (account ${second.id}|project \\w+): `,
      ),
    );
    for (const kind of kinds)
      assert.match(
        output,
        new RegExp(`cloud-groups:${kind} .*: The group is in (account|project) .*: nothing was done`),
      );
    assert.doesNotMatch(output, new RegExp(second.keys[0].alicloud.accessKey));
    for (const operation of asked) assert.equal(operation, "GetCallerIdentity");
    // An update in which a refresh comes first has two processes.
    const processes = args.includes("--refresh") ? 2 : 1;
    assert.ok(asked.length <= 2 * processes, "each cloud is asked once a process");
    assert.deepEqual({ state: await resources(), cloud: emulator.state() }, before);
  }

  async function isSettled(): Promise<void> {
    const { status, output, asked } = await run(["up", "--yes", "--skip-preview", "--expect-no-changes"], 0);
    assert.equal(status, 0, output);
    assert.deepEqual(asked, []);
  }

  before(async () => {
    emulator = await startEmulator();
    emulator.seed({ second: { dypls: { pools: [{ key: "FC123456", groups: [{ id: 1234 }] }] } } });
    stack = await Stack.create(program("before"), {});
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  it("know whose they are: each cloud that has no projects is asked once, where something is made", async () => {
    assert.deepEqual((await run(["preview"], 0)).asked, []);
    const { status, output, asked } = await run(["up", "--yes"], 0);
    assert.equal(status, 0, output);
    assert.equal(asked.filter((operation) => operation === "GetCallerIdentity").length, 2);
    for (const kind of KINDS) {
      const [resource] = await stack.resources(kind);
      assert.ok(resource);
      const { id, project } = resource.outputs["__account"] as { id?: string; project?: string };
      const [first] = emulator.accounts;
      assert.equal(
        project ?? id,
        kind === "ApigGroup" ? first.keys[0].huaweicloud.projectId : first.id,
        kind,
      );
    }
    await isSettled();
  });

  it("stay in the state in a refresh, which is an error", async () => {
    await refused(["refresh", "--yes", "--skip-preview"], KINDS);
    await isSettled();
  });

  it("stay in the state in an update with a refresh before it, and in a preview of that", async () => {
    await refused(["up", "--refresh", "--yes", "--skip-preview"]);
    await refused(["preview", "--refresh"]);
    await isSettled();
  });

  it("are neither changed nor deleted", async () => {
    await stack.write(program("after", 4));
    await refused(["up", "--yes", "--skip-preview", "--continue-on-error"]);
    await refused(["destroy", "--yes", "--skip-preview", "--continue-on-error"]);
    await stack.write(program("before"));
    await isSettled();
  });

  it("are read and changed with another key of the account, temporary or not; each cloud is asked once", async () => {
    for (const set of [2, 1] as const) {
      const read = await run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"], 0, set);
      assert.equal(read.status, 0, read.output);
      assert.equal(read.asked.filter((operation) => operation === "GetCallerIdentity").length, 2);
      const again = await run(["refresh", "--yes", "--skip-preview", "--expect-no-changes"], 0, set);
      assert.ok(!again.asked.includes("GetCallerIdentity"));
    }
    await refused(["refresh", "--yes", "--skip-preview"]);
  });

  it("are deleted by their own", async () => {
    const { status, output } = await run(["destroy", "--yes", "--skip-preview"], 0);
    assert.equal(status, 0, output);
    assert.deepEqual(Object.keys(emulator.state().accounts.first.ram.groups), []);
  });
});

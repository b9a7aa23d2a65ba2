import assert from "node:assert/strict";

import { useStack } from "../support/runningStack";

/** As many as take 100 calls; 500 in the nightly run. */
const NUMBERS = process.env["FC_DEEP"] === "true" ? 100_000 : 20_000;
/** How many calls a key lasts: not as long as the update. */
const CALLS = 30;

const GROUPS = (options: string) => `
  const { AxgGroupNumbers, Provider, RamGroup } = require("pulumi-cloud-groups");
  const own = new Provider("own", { alicloud: JSON.parse(process.env.OWN ?? "{}") });
  new RamGroup("ram", { groupName: "developers" }, ${options});
  const numbers = Array.from({ length: Number(process.env.NUMBERS ?? 1) }, (_, at) => String(10_020_000_000 + at));
  new AxgGroupNumbers("numbers", { poolKey: "FC123456", groupId: "1234", numbers }, ${options});
`;

describe("a stack whose configuration names a role", () => {
  const running = useStack(GROUPS("{}"));
  const setRole = async (name: string) => {
    const arn = `acs:ram::${running.emulator.accounts[0].id}:role/${name}`;
    await running.stack.succeed("config", "set", "--path", "alicloud:assumeRole.roleArn", arn);
  };
  const callsOf = (operation: string) =>
    running.emulator.calls().filter((call) => call.operation === operation);

  it("is updated by the role, whose keys expire again and again meanwhile", async () => {
    await setRole("deployer");
    running.emulator.expireKeys({ after: CALLS });
    const { status, output } = await running.stack.run(["up", "--yes", "--skip-preview"], {
      NUMBERS: String(NUMBERS),
    });
    assert.equal(status, 0, output);
    assert.match(
      output,
      new RegExp(`alicloud: account ${running.emulator.accounts[0].id}, role deployer\\n`),
    );
    const calls = callsOf("OperateAxgGroup");
    const issued = callsOf("AssumeRole").length;
    assert.equal(calls.filter(({ applied }) => applied).length, NUMBERS / 200);
    assert.ok(issued >= NUMBERS / 200 / CALLS, `${issued} keys`);
    const refused = calls.filter(({ applied }) => !applied);
    for (const { code } of refused) assert.equal(code, "InvalidSecurityToken.Expired");
    assert.ok(refused.length > 0 && refused.length < calls.length / 5, `${refused.length} refused`);
    const { pools } = running.emulator.state().accounts.first.dypls;
    assert.equal(new Set(pools["FC123456"]!.groups["1234"]!.numbers).size, NUMBERS);
    if (process.env["SHOW_CALLS"] === "true")
      console.log(
        `${calls.length} OperateAxgGroup, ${refused.length} refused as expired, ${issued} AssumeRole`,
      );
  });

  it("keeps nothing of its keys in the state", async () => {
    const state = await running.stack.export();
    assert.ok(!state.includes("STS.Emulator"));
  });

  it("says which role could not be assumed, and why", async () => {
    await setRole("denied");
    const { status, output } = await running.stack.run(["up", "--yes", "--skip-preview"], { NUMBERS: "2" });
    assert.notEqual(status, 0);
    assert.match(
      output,
      /No credentials from alicloud:assumeRole \(acs:ram::\d+:role\/denied, by ALIBABA_CLOUD_ACCESS_KEY_ID\): AssumeRole was refused: NoPermission: /,
    );
  });

  it("is refused in the preview where the role has no name", async () => {
    await running.stack.succeed("config", "rm", "--path", "alicloud:assumeRole.roleArn");
    await running.stack.succeed("config", "set", "--path", "alicloud:assumeRole.sessionName", "ci");
    const { status, output } = await running.stack.run(["preview"]);
    assert.notEqual(status, 0);
    assert.match(output, /alicloud:assumeRole needs roleArn/);
  });

  it("does not concern a Provider that has keys of its own", async () => {
    const { accessKey, secretKey } = running.emulator.credentials.alicloud;
    running.emulator.reset();
    await running.stack.clear();
    await running.stack.write(GROUPS("{ provider: own }"));
    const { status, output } = await running.stack.run(["up", "--yes"], {
      OWN: JSON.stringify({ accessKey, secretKey }),
    });
    assert.equal(status, 0, output);
    assert.deepEqual(callsOf("AssumeRole"), []);
    assert.ok(running.emulator.state().accounts.first.ram.groups["developers"]);
  });

  it("is not needed by a Provider whose role a token stands for", async () => {
    const id = running.emulator.accounts[0].id;
    const assumeRoleWithOidc = {
      roleArn: `acs:ram::${id}:role/tokens`,
      oidcProviderArn: `acs:ram::${id}:oidc-provider/ci`,
      oidcToken: "emulator-oidc-of-the-pipeline",
    };
    const OWN = JSON.stringify({ assumeRoleWithOidc });
    const { status, output } = await running.stack.run(["destroy", "--yes", "--run-program"], { OWN });
    assert.equal(status, 0, output);
    assert.match(output, /alicloud: account \d+, role tokens\n/);
    assert.equal(callsOf("AssumeRoleWithOIDC").length, 1);
    const { env } = running.stack.process;
    assert.ok(!output.includes("of-the-pipeline") && !JSON.stringify(env).includes("of-the-pipeline"));
    assert.ok(!(await running.stack.export()).includes("of-the-pipeline"));
  });
});

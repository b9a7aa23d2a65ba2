import assert from "node:assert/strict";

import { useStack } from "../support/runningStack";

const GROUPS = (options: string) => `
  const { AxgGroupNumbers, Provider, RamGroup } = require("pulumi-cloud-groups");
  const own = new Provider("own", { alicloud: { accessKey: process.env.OWN_KEY, secretKey: process.env.OWN_SECRET } });
  new RamGroup("ram", { groupName: "developers" }, ${options});
  new AxgGroupNumbers("numbers", { poolKey: "FC123456", groupId: "1234", numbers: ["10020000000"] }, ${options});
`;
const SAYS =
  /error: .*alicloud:assumeRole decides who acts for the cloud's own provider\. pulumi-cloud-groups does not support that yet and would use the keys in the environment, perhaps of another account\. Give these groups a Provider with their own keys/;

describe("a stack whose configuration says that a role acts", () => {
  const running = useStack(GROUPS("{}"));

  it("is refused in the preview and in the update, before the first call", async () => {
    await running.stack.succeed(
      "config",
      "set",
      "--path",
      "alicloud:assumeRole.roleArn",
      "acs:ram::42:role/deployer",
    );
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      const { status, output } = await running.stack.run(command);
      assert.notEqual(status, 0);
      assert.match(output, SAYS);
      assert.doesNotMatch(output, /role\/deployer/);
    }
    assert.deepEqual(running.emulator.calls(), []);
  });

  it("works with a Provider that has keys of its own", async () => {
    const { accessKey, secretKey } = running.emulator.credentials.alicloud;
    await running.stack.write(GROUPS("{ provider: own }"));
    const { status, output } = await running.stack.run(["up", "--yes"], {
      OWN_KEY: accessKey,
      OWN_SECRET: secretKey,
    });
    assert.equal(status, 0, output);
    assert.ok(running.emulator.state().accounts.first.ram.groups["developers"]);
  });
});

import assert from "node:assert/strict";

import { useYamlStack } from "../../support/yamlStack";

const NUMBERS = ["10020000001", "10020000002"];

const RESOURCES = `
  readers:
    type: cloud-groups:RamGroup
    properties: { groupName: readers }
    options: { provider: "\${own}" }
  callers:
    type: cloud-groups:AxgGroupNumbers
    properties: { poolKey: FC123456, groupId: "1234", numbers: ${JSON.stringify(NUMBERS)} }
    options: { provider: "\${own}" }
  drivers:
    type: cloud-groups:AxgGroup
    properties: { poolKey: FC123456, groupName: drivers, numbers: [10030000001] }
    options: { provider: "\${own}" }
`;

describe("groups whose provider gets another account", () => {
  const yaml = useYamlStack();

  /** @param at which of the emulator's accounts */
  async function declare(at: 0 | 1, settings = ""): Promise<void> {
    const account = yaml.emulator.accounts[at];
    const { accessKey, secretKey } = account.keys[0].alicloud;
    await yaml.write(`
resources:
  own:
    type: pulumi:providers:cloud-groups
    properties:
      alicloudAccessKey: ${accessKey}
      alicloudSecretKey: ${secretKey}
      alicloudAccountId: "${account.id}"
      ${settings}
${RESOURCES}`);
  }

  function held() {
    const { first, second } = yaml.emulator.state().accounts;
    return [first, second].map(({ ram, dypls }) => ({
      readers: "readers" in ram.groups,
      groups: Object.values(dypls.pools["FC123456"]?.groups ?? {}).map(({ name, numbers }) => [
        name,
        numbers.length,
      ]),
    }));
  }

  before(() => {
    yaml.emulator.seed({ second: { dypls: { pools: [{ key: "FC123456", groups: [{ id: "1234" }] }] } } });
  });

  it("stay where they are while only the settings' spelling differs", async () => {
    await declare(0);
    await yaml.stack.up();
    await declare(0, "timeoutSeconds: 20");
    assert.match(await yaml.stack.up(), /~ 1 updated\n +8 unchanged/);
  });

  it("move there as a whole, which the preview shows", async () => {
    await declare(1);
    const preview = await yaml.stack.succeed("preview");
    assert.match(preview, /\+-6 to replace/);
    await yaml.stack.up();
    assert.deepEqual(held(), [
      { readers: false, groups: [["1234", 0]] },
      {
        readers: true,
        groups: [
          ["1234", 2],
          ["drivers", 1],
        ],
      },
    ]);
    await yaml.stack.up("--expect-no-changes");
  });
});

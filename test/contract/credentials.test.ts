import assert from "node:assert/strict";

import type { Emulator } from "../../emulator";
import type { ProviderError, Values } from "../support/providerProcess";
import { someNumbers } from "../support/numbers";
import { failureOf, type Launch, useCloud } from "./support/cloud";
import { configOf, type Keys } from "./support/credentials";
import { APIG, axgArgs, IOA, RAM } from "./support/kinds";

/** One group a kind, for the shared and for a dedicated API gateway. */
const GROUPS: readonly { readonly kind: string; readonly args: Values }[] = [
  { kind: "RamGroup", args: RAM.args("finance") },
  { kind: "AxgGroupNumbers", args: axgArgs(someNumbers(2)) },
  { kind: "DeviceVirtualGroup", args: IOA.args("office") },
  { kind: "ApigGroup", args: APIG.args("payments") },
  { kind: "ApigGroup", args: { ...APIG.args("payments"), instanceId: "instance-1" } },
];

function withSecret(keys: Keys, secretKey: string): Keys {
  return {
    alicloud: { ...keys.alicloud, secretKey },
    tencentcloud: { ...keys.tencentcloud, secretKey },
    huaweicloud: { ...keys.huaweicloud, secretKey },
  };
}

/** A key set that no account has. */
const STRANGER: Keys = {
  alicloud: { accessKey: "LTAIstranger000000000", secretKey: "stranger-secret" },
  tencentcloud: { secretId: "AKIDstranger000000000", secretKey: "stranger-secret" },
  huaweicloud: {
    accessKey: "STRANGER000000000000",
    secretKey: "stranger-secret",
    token: "",
    projectId: "0".repeat(32),
    region: "cn-north-4",
  },
};

const SECRET = "a-secret-that-is-wrong";

/** Every credential of a key set, and nothing else. */
function credentialsOf(keys: Keys): string[] {
  const open = new Set([keys.huaweicloud.projectId, keys.huaweicloud.region, ""]);
  return Object.values(configOf(keys))
    .map(String)
    .filter((value) => !open.has(value));
}

function assertTellsNoCredential({ message }: ProviderError, keys: Keys): void {
  for (const credential of credentialsOf(keys)) assert.ok(!message.includes(credential), message);
  assert.doesNotMatch(message, /Signature=\w|Credential=\w|[0-9a-f]{40}|[\w+/]{27}=/, "a signature");
}

/** A process that has these keys from configuration, and nothing from the environment but where the emulator is. */
function withConfig({ url }: Emulator, config: Values): Launch {
  // Nobody's own profiles.
  return { environment: { CLOUD_GROUPS_EMULATOR: url, HOME: "/absent" }, config };
}

describe("Credentials", () => {
  const cloud = useCloud();
  const wrong = () => withSecret(cloud.emulator.credentials, SECRET);
  const wrongSecret = useCloud((emulator) =>
    withConfig(emulator, configOf(withSecret(emulator.credentials, SECRET))),
  );
  const unknownKeys = useCloud((emulator) => withConfig(emulator, configOf(STRANGER)));
  const bare = useCloud((emulator) =>
    withConfig(emulator, { "alicloud:accessKey": emulator.credentials.alicloud.accessKey }),
  );

  describe("that are wrong", () => {
    const refused = [
      /^CreateGroup was refused: SignatureDoesNotMatch: .*\(request id \S+\)\. Check alicloud:accessKey and alicloud:secretKey/,
      /^OperateAxgGroup was refused: SignatureDoesNotMatch: .*\(request id \S+\)\. Check alicloud:accessKey/,
      /^CreateDeviceVirtualGroup was refused: AuthFailure\.SignatureFailure: .*\(request id \S+\)\. Check tencentcloud:secretId and/,
      /^createApiGroup was refused: APIGW\.0301: .*\(request id \S+\)\. Check huaweicloud:accessKey and huaweicloud:secretKey/,
      /^createApiGroup was refused: APIGW\.0301: .*\(request id \S+\)\. Check huaweicloud:accessKey and huaweicloud:secretKey/,
    ];
    for (const [index, { kind, args }] of GROUPS.entries()) {
      it(`are refused with the cloud's code and what to check: ${kind} ${index + 1}`, async () => {
        const error = await failureOf(wrongSecret.engine.create(kind, args));
        assert.match(error.message, refused[index]!);
        assert.equal(error.partial, undefined);
        assertTellsNoCredential(error, wrong());
      });

      it(`are refused without a word of them where the cloud does not know the key: ${kind} ${index + 1}`, async () => {
        const error = await failureOf(unknownKeys.engine.create(kind, args));
        assert.match(
          error.message,
          /was refused: (InvalidAccessKeyId\.NotFound|AuthFailure\.SecretIdNotFound|APIGW\.0301)/,
        );
        assertTellsNoCredential(error, STRANGER);
      });
    }

    it("change nothing, and are tried once", async () => {
      for (const { kind, args } of GROUPS) await failureOf(wrongSecret.engine.create(kind, args));
      const calls = cloud.emulator.calls().filter(({ api }) => api !== "sts");
      assert.equal(calls.length, GROUPS.length);
      assert.ok(cloud.emulator.calls().every(({ applied, account }) => !applied && account === null));
    });

    it("are printed nowhere", () => {
      const printed = [...wrongSecret.engine.provider.printed, ...unknownKeys.engine.provider.printed].join(
        "\n",
      );
      for (const keys of [STRANGER, wrong()]) {
        for (const credential of credentialsOf(keys)) assert.ok(!printed.includes(credential));
      }
    });
  });

  describe("that are missing", () => {
    const HALF =
      "alicloud:accessKey and alicloud:secretKey must come from the same source: the configuration has alicloud:accessKey without alicloud:secretKey. Set the missing one: `pulumi config set --secret alicloud:secretKey`";
    const missing = [
      HALF,
      HALF,
      "No credentials for Tencent Cloud. Set tencentcloud:secretId and tencentcloud:secretKey, or another of these, which were looked for in this order:\n  - tencentcloud:secretId and tencentcloud:secretKey in the configuration\n",
      "No credentials for Huawei Cloud. Set huaweicloud:accessKey and huaweicloud:secretKey, or another of these, which were looked for in this order:\n  - huaweicloud:accessKey and huaweicloud:secretKey in the configuration\n",
      "huaweicloud:projectId is not set. Run `pulumi config set huaweicloud:projectId`, or set HW_PROJECT_ID in the environment",
    ];
    for (const [index, { kind, args }] of GROUPS.entries()) {
      it(`are named with the keys and variables looked for: ${kind} ${index + 1}`, async () => {
        const error = await failureOf(bare.engine.create(kind, args));
        assert.ok(error.message.startsWith(missing[index]!), error.message);
        assert.deepEqual(cloud.emulator.calls(), []);
      });

      it(`are not needed by a preview: ${kind} ${index + 1}`, async () => {
        const inputs = await bare.engine.checked(kind, args);
        await bare.engine.provider.diff(kind, "some id", inputs, inputs);
      });
    }
  });

  it("stand in no state", async () => {
    for (const { kind, args } of GROUPS) {
      const text = JSON.stringify(await cloud.engine.create(kind, args));
      for (const credential of credentialsOf(cloud.emulator.credentials))
        assert.ok(!text.includes(credential));
    }
  });
});

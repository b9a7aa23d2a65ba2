import assert from "node:assert/strict";

import { startEmulator } from "../../../emulator";
import { type PairKeys, Settings } from "../../../provider/core/calls/settings";

function settings(config: Record<string, string>, environment: Record<string, string> = {}): Settings {
  return new Settings((key) => config[key], environment);
}

const alicloudKeys = ["alicloud:accessKey", "alicloud:secretKey", "alicloud:securityToken"] as const;

/** The pair that is used: the configuration's, else the environment's. */
function pairOf(from: Settings, keys: PairKeys = alicloudKeys) {
  const pair = from.keyPair("configuration", keys) ?? from.keyPair("environment", keys);
  return pair && { id: pair.id, secret: pair.secret, token: pair.token };
}

describe("settings", () => {
  it("come from the configuration first, then from the environment", () => {
    const environment = { ALIBABA_CLOUD_ACCESS_KEY_ID: "e-id", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "e-secret" };
    assert.equal(pairOf(settings({}, environment))?.id, "e-id");
    const both = settings({ "alicloud:accessKey": "c-id", "alicloud:secretKey": "c-secret" }, environment);
    assert.deepEqual(pairOf(both), { id: "c-id", secret: "c-secret", token: undefined });
  });

  it("know the older names of Alibaba Cloud's variables", () => {
    const keys = settings(
      {},
      { ALICLOUD_ACCESS_KEY: "id", ALICLOUD_SECRET_KEY: "s", ALICLOUD_SECURITY_TOKEN: "t" },
    );
    assert.deepEqual(pairOf(keys), { id: "id", secret: "s", token: "t" });
  });

  it("never pair a token with the secret of other credentials", () => {
    const configured = { "alicloud:accessKey": "id", "alicloud:secretKey": "s" };
    const keys = pairOf(settings(configured, { ALIBABA_CLOUD_SECURITY_TOKEN: "stale" }));
    assert.deepEqual(keys, { id: "id", secret: "s", token: undefined });
  });

  it("take both halves of a key pair and its token from the first source that has both halves", () => {
    const newer = { ALIBABA_CLOUD_ACCESS_KEY_ID: "new-id", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "new-s" };
    const older = {
      ALICLOUD_ACCESS_KEY: "old-id",
      ALICLOUD_SECRET_KEY: "old-s",
      ALICLOUD_SECURITY_TOKEN: "t",
    };
    const pair = (config: Record<string, string>, environment: Record<string, string>) =>
      pairOf(settings(config, environment));
    assert.deepEqual(pair({}, { ...newer, ...older }), { id: "new-id", secret: "new-s", token: undefined });
    for (const half of Object.entries(newer)) {
      const found = pair({}, { ...older, ...Object.fromEntries([half]) });
      assert.deepEqual(found, { id: "old-id", secret: "old-s", token: "t" });
    }
  });

  it("are an error where the configuration has half a pair, since the environment's may be another account's", () => {
    const environment = { TENCENTCLOUD_SECRET_ID: "id", TENCENTCLOUD_SECRET_KEY: "s" };
    const keys = ["tencentcloud:secretId", "tencentcloud:secretKey", "tencentcloud:securityToken"] as const;
    for (const half of ["tencentcloud:secretId", "tencentcloud:secretKey"])
      assert.throws(
        () => pairOf(settings({ [half]: "half" }, environment), keys),
        /must come from the same source: the configuration has tencentcloud:secret\w+ without tencentcloud:secret\w+\. Set the missing one: `pulumi/,
      );
  });

  it("say which half is missing where, where no source has both", () => {
    const config = { "alicloud:accessKey": "id" };
    const environment = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: "", ALICLOUD_SECRET_KEY: "s" };
    assert.throws(() => pairOf(settings(config, environment)), {
      name: "ConfigurationError",
      message:
        "alicloud:accessKey and alicloud:secretKey must come from the same source: " +
        "the configuration has alicloud:accessKey without alicloud:secretKey; " +
        "the environment has ALICLOUD_SECRET_KEY without ALICLOUD_ACCESS_KEY. " +
        "Set the missing one: `pulumi config set --secret alicloud:secretKey` or set ALICLOUD_ACCESS_KEY",
    });
  });

  const publicUrl = () => "https://ram.aliyuncs.com";

  it("choose the API's endpoint before the emulator's before the public one", () => {
    const endpoint = (config: Record<string, string>) =>
      settings(config).endpoint("cloud-groups:ramEndpoint", publicUrl).url;
    assert.equal(endpoint({}), "https://ram.aliyuncs.com");
    assert.equal(endpoint({ "cloud-groups:emulator": "http://127.0.0.1:8080/" }), "http://127.0.0.1:8080");
    assert.equal(
      endpoint({
        "cloud-groups:emulator": "http://127.0.0.1:8080",
        "cloud-groups:ramEndpoint": "https://ram.example/x/",
      }),
      "https://ram.example/x",
    );
  });

  for (const url of ["http://127.0.0.1:1", "http://127.9.9.9", "http://localhost:8080", "http://[::1]:80"]) {
    it(`take plain http on the loopback range: ${url}`, () => {
      assert.ok(settings({ "cloud-groups:emulator": url }).endpoint("cloud-groups:ramEndpoint", publicUrl));
    });
  }

  for (const url of [
    "http://ram.aliyuncs.com",
    "http://10.0.0.1",
    "http://127.0.0.1.example.com",
    "http://localhost.example",
  ]) {
    it(`refuse plain http elsewhere: ${url}`, () => {
      assert.throws(
        () => settings({ "cloud-groups:ramEndpoint": url }).endpoint("cloud-groups:ramEndpoint", publicUrl),
        /cloud-groups:ramEndpoint "http:.*would send credentials unencrypted/,
      );
    });
  }

  it("take plain http to an emulator elsewhere where all keys are an emulator's", async () => {
    const emulator = await startEmulator();
    await emulator.stop();
    const { environment } = emulator;
    const elsewhere = { ...environment, CLOUD_GROUPS_EMULATOR: "http://emulator:8080" };
    const endpoint = (config: Record<string, string>, variables: Record<string, string>) =>
      settings(config, variables).endpoint("cloud-groups:ramEndpoint", publicUrl).url;
    assert.equal(endpoint({}, elsewhere), "http://emulator:8080");
    const refused: readonly [Record<string, string>, Record<string, string>][] = [
      [{ "alicloud:accessKey": "LTAI5tReal" }, elsewhere],
      [{}, { ...elsewhere, HW_AUTH_TOKEN: "MIIreal" }],
      [{}, { ...elsewhere, TENCENTCLOUD_SECRET_ID: "AKIDreal" }],
      [{ "cloud-groups:ramEndpoint": "http://emulator:8080" }, elsewhere],
    ];
    for (const [config, variables] of refused)
      assert.throws(() => endpoint(config, variables), /would send credentials unencrypted/);
  });

  for (const url of [
    "ram.aliyuncs.com",
    "ftp://ram.aliyuncs.com",
    "https://u:p@ram.aliyuncs.com",
    "https://x/?a=b",
  ]) {
    it(`refuse what is no base URL: ${url}`, () => {
      assert.throws(
        () => settings({ "cloud-groups:ramEndpoint": url }).endpoint("cloud-groups:ramEndpoint", publicUrl),
        /is not a base URL\. Give one such as https:\/\/cloud\.example\.com/,
      );
    });
  }

  it("take iOA for public or private, and a typo for neither", () => {
    const isPrivate = (deployment: string) =>
      settings({}, { CLOUD_GROUPS_IOA_DEPLOYMENT: deployment }).isPrivateIoa;
    assert.deepEqual(["", "public", "private"].map(isPrivate), [false, false, true]);
    assert.throws(() => isPrivate("privat"), /CLOUD_GROUPS_IOA_DEPLOYMENT "privat" must be "public" or/);
  });

  it("default to 10 seconds a call and 600 an operation", () => {
    assert.equal(settings({}).timeoutMs, 10_000);
    assert.equal(settings({}).deadlineMs, 600_000);
    assert.equal(settings({}, { CLOUD_GROUPS_TIMEOUT_SECONDS: "0.5" }).timeoutMs, 500);
  });

  for (const text of ["soon", "0", "-1", "Infinity", "1e9"]) {
    it(`refuse ${text} as a number of seconds`, () => {
      assert.throws(
        () => settings({ "cloud-groups:timeoutSeconds": text }).timeoutMs,
        /cloud-groups:timeoutSeconds ".*" must be a number of seconds above 0/,
      );
    });
  }
});

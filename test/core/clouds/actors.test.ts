import assert from "node:assert/strict";

import { unsupportedActor } from "../../../provider/core/clouds/actors";
import { Settings } from "../../../provider/core/calls/settings";

type Texts = Readonly<Record<string, string>>;
type Cloud = Parameters<typeof unsupportedActor>[1];

const KEYS: Readonly<Record<Cloud, readonly [config: Texts, environment: Texts]>> = {
  alicloud: [
    { "alicloud:accessKey": "key", "alicloud:secretKey": "secret" },
    { ALIBABA_CLOUD_ACCESS_KEY_ID: "key", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret" },
  ],
  tencentcloud: [
    { "tencentcloud:secretId": "key", "tencentcloud:secretKey": "secret" },
    { TENCENTCLOUD_SECRET_ID: "key", TENCENTCLOUD_SECRET_KEY: "secret" },
  ],
  huaweicloud: [
    { "huaweicloud:accessKey": "key", "huaweicloud:secretKey": "secret" },
    { HW_ACCESS_KEY: "key", HW_SECRET_KEY: "secret" },
  ],
};

/** What is said of these settings, beside keys in the configuration, in the environment, and of an explicit Provider. */
function said(cloud: Cloud, config: Texts, environment: Texts = {}) {
  const [near, far] = KEYS[cloud];
  const problem = (all: Texts, variables: Texts) =>
    unsupportedActor(new Settings((key) => all[key], variables), cloud)?.message;
  return {
    withNearKeys: problem({ ...near, ...config }, environment),
    withFarKeys: problem(config, { ...far, ...environment }),
    withoutKeys: problem(config, environment),
    ofProvider: problem({ ...near, "cloud-groups:provider": "own" }, environment),
  };
}

/** Settings that act whatever keys there are. */
const ALWAYS: readonly (readonly [Cloud, Texts])[] = [
  ["alicloud", { "alicloud:assumeRole": '{"roleArn":"acs:ram::42:role/deployer"}' }],
  ["tencentcloud", { "tencentcloud:assumeRole": '{"roleArn":"qcs::cam::uin/42:roleName/deployer"}' }],
  ["tencentcloud", { "tencentcloud:assumeRoleWithSaml": '{"samlAssertion":"…"}' }],
  ["tencentcloud", { "tencentcloud:assumeRoleWithWebIdentity": '{"providerId":"OIDC"}' }],
  ["tencentcloud", { "tencentcloud:camRoleName": "deployer" }],
  ["tencentcloud", { "tencentcloud:mfaCertification": '{"serialNumber":"1"}' }],
  ["tencentcloud", { "tencentcloud:enablePodOidc": "true" }],
  ["huaweicloud", { "huaweicloud:assumeRole": '{"agencyName":"deployer","domainName":"partner"}' }],
  ["huaweicloud", { "huaweicloud:agencyName": "deployer", "huaweicloud:agencyDomainName": "partner" }],
];

/** Settings that act where there are no keys. */
const WITHOUT_KEYS: readonly (readonly [Cloud, Texts])[] = [
  ["alicloud", { "alicloud:profile": "production" }],
  ["alicloud", { "alicloud:ecsRoleName": "deployer" }],
  ["alicloud", { "alicloud:assumeRoleWithOidc": '{"roleArn":"acs:ram::42:role/deployer"}' }],
  ["alicloud", { "alicloud:credentialsUri": "http://127.0.0.1:8080" }],
  ["alicloud", { "alicloud:sharedCredentialsFile": "~/.aliyun/config.json" }],
  ["tencentcloud", { "tencentcloud:profile": "production" }],
  ["tencentcloud", { "tencentcloud:sharedCredentialsDir": "~/.tccli" }],
  ["huaweicloud", { "huaweicloud:profile": "production" }],
  ["huaweicloud", { "huaweicloud:sharedConfigFile": "~/.hcloud/config.json" }],
  ["huaweicloud", { "huaweicloud:userName": "deployer" }],
];

/** Variables that the clouds' own providers prefer to keys. */
const VARIABLES: readonly (readonly [Cloud, Texts])[] = [
  ["tencentcloud", { TENCENTCLOUD_ASSUME_ROLE_ARN: "arn", TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME: "ci" }],
  ["tencentcloud", { TENCENTCLOUD_CAM_ROLE_NAME: "deployer" }],
  ["huaweicloud", { HW_ASSUME_ROLE_AGENCY_NAME: "deployer", HW_ASSUME_ROLE_DOMAIN_NAME: "other" }],
];

/** What changes nothing: blocks that say nothing, halves, other clouds' settings, and variables that only replace missing keys. */
const HARMLESS: readonly (readonly [Cloud, Texts, Texts?])[] = [
  ["alicloud", { "alicloud:assumeRole": "{}", "alicloud:region": "cn-hangzhou", "alicloud:profile": "" }],
  ["alicloud", { "alicloud:assumeRole": '{"roleArn":""}', "alicloud:accountId": "42" }],
  ["alicloud", { "tencentcloud:assumeRole": '{"roleArn":"arn"}' }],
  ["alicloud", {}, { ALIBABA_CLOUD_PROFILE: "default", ALICLOUD_ECS_ROLE_NAME: "deployer" }],
  ["alicloud", {}, { ALIBABA_CLOUD_ROLE_ARN: "arn", ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token" }],
  ["tencentcloud", { "tencentcloud:enablePodOidc": "false" }, { TENCENTCLOUD_PROFILE: "default" }],
  ["tencentcloud", {}, { TENCENTCLOUD_ASSUME_ROLE_ARN: "arn" }],
  ["huaweicloud", { "huaweicloud:agencyName": "deployer", "huaweicloud:domainId": "42" }],
];

describe("A setting by which somebody else acts for the cloud's own provider", () => {
  for (const [cloud, config] of ALWAYS) {
    it(`is an error whatever keys there are: ${Object.keys(config).join(", ")}`, () => {
      const { withNearKeys, withFarKeys, withoutKeys, ofProvider } = said(cloud, config);
      for (const message of [withNearKeys, withFarKeys, withoutKeys])
        assert.ok(message?.startsWith(`${Object.keys(config).join(" with ")} decide`), message);
      assert.match(
        withNearKeys ?? "",
        /would use the keys in the configuration, perhaps of another account\. Give/,
      );
      assert.equal(ofProvider, undefined);
      for (const value of Object.values(config)) assert.ok(!withFarKeys?.includes(value));
    });
  }

  for (const [cloud, config] of WITHOUT_KEYS) {
    it(`is an error where no keys stand beside it: ${Object.keys(config).join(", ")}`, () => {
      const { withNearKeys, withFarKeys, withoutKeys, ofProvider } = said(cloud, config);
      assert.equal(withNearKeys, undefined);
      assert.match(
        withFarKeys ?? "",
        /would use the keys in the environment, perhaps of another account\. Give/,
      );
      assert.match(withoutKeys ?? "", /and finds no keys of its own\. Give these groups a Provider/);
      assert.equal(ofProvider, undefined);
    });
  }

  for (const [cloud, variables] of VARIABLES) {
    it(`may be a variable, but for a Provider with keys of its own: ${Object.keys(variables).join(", ")}`, () => {
      const { withNearKeys, withFarKeys, ofProvider } = said(cloud, {}, variables);
      for (const message of [withNearKeys, withFarKeys])
        assert.ok(message?.startsWith(`${Object.keys(variables).join(" with ")} decide`), message);
      assert.equal(ofProvider, undefined);
    });
  }

  for (const [cloud, config, environment] of HARMLESS) {
    it(`is none that changes nothing: ${Object.keys({ ...config, ...environment }).join(", ")}`, () => {
      for (const message of Object.values(said(cloud, config, environment))) assert.equal(message, undefined);
    });
  }
});

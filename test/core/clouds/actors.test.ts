import assert from "node:assert/strict";

import { unsupportedActor } from "../../../provider/core/clouds/actors";
import { Settings } from "../../../provider/core/calls/settings";

type Texts = Readonly<Record<string, string>>;
type Cloud = Parameters<typeof unsupportedActor>[1];

function said(cloud: Cloud, config: Texts, environment: Texts = {}): string | undefined {
  return unsupportedActor(new Settings((key) => config[key], environment), cloud)?.message;
}

const KEYS = {
  "tencentcloud:secretId": "key",
  "tencentcloud:secretKey": "secret",
  "huaweicloud:accessKey": "key",
  "huaweicloud:secretKey": "secret",
};

/** Settings that act whatever keys there are. */
const ALWAYS: readonly (readonly [Cloud, Texts])[] = [
  ["tencentcloud", { "tencentcloud:assumeRoleWithSaml": '{"samlAssertion":"…"}' }],
  ["tencentcloud", { "tencentcloud:mfaCertification": '{"serialNumber":"1"}' }],
  ["huaweicloud", { "huaweicloud:agencyName": "deployer", "huaweicloud:agencyDomainName": "partner" }],
];

/** Settings that act where the configuration has nothing else. */
const WITHOUT_KEYS: readonly (readonly [Cloud, Texts])[] = [
  ["huaweicloud", { "huaweicloud:userName": "deployer" }],
  ["huaweicloud", { "huaweicloud:userId": "1" }],
];

const MFA = {
  TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER: "1",
  TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE: "2",
};

/** What changes nothing: blocks that say nothing, halves, other clouds' settings. */
const HARMLESS: readonly (readonly [Cloud, Texts, Texts?])[] = [
  ["alicloud", { "alicloud:region": "cn-hangzhou", "tencentcloud:mfaCertification": '{"serialNumber":"1"}' }],
  ["tencentcloud", { "tencentcloud:mfaCertification": '{"serialNumber":""}' }],
  ["tencentcloud", {}, { TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER: "1" }],
  ["huaweicloud", { "huaweicloud:agencyName": "deployer", "huaweicloud:domainId": "42" }],
];

describe("A setting by which somebody else acts for the cloud's own provider, and that is not supported", () => {
  for (const [cloud, config] of ALWAYS) {
    it(`is an error whatever keys there are: ${Object.keys(config).join(", ")}`, () => {
      for (const message of [said(cloud, config), said(cloud, { ...KEYS, ...config })]) {
        assert.ok(message);
        assert.ok(message.startsWith(`${Object.keys(config).join(" with ")} decide`), message);
        for (const value of Object.values(config)) assert.ok(!message.includes(value));
      }
    });
  }

  for (const [cloud, config] of WITHOUT_KEYS) {
    it(`is an error where nothing else stands beside it: ${Object.keys(config).join(", ")}`, () => {
      assert.match(said(cloud, config) ?? "", /decides who acts for the cloud's own provider/);
      assert.equal(said(cloud, { ...KEYS, ...config }), undefined);
    });
  }

  it("may be a variable, but for an explicit Provider", () => {
    assert.match(
      said("tencentcloud", KEYS, MFA) ?? "",
      /^TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER with /,
    );
    assert.equal(said("tencentcloud", { ...KEYS, "cloud-groups:provider": "own" }, MFA), undefined);
  });

  for (const [cloud, config, environment] of HARMLESS) {
    it(`is none that changes nothing: ${Object.keys({ ...config, ...environment }).join(", ")}`, () => {
      assert.equal(said(cloud, config, environment), undefined);
    });
  }
});

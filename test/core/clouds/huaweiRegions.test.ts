import assert from "node:assert/strict";

import { apigClient } from "../../../provider/apig/client";
import { ConfigurationError } from "../../../provider/core/calls/errors";
import { regionUrl } from "../../../provider/core/clouds/huaweiRegions";
import { Operation } from "../../../provider/core/calls/operation";
import { Settings } from "../../../provider/core/calls/settings";
import { FakeClock } from "../../support/fakeClock";
import { failLookups } from "../../support/lookups";

function urlOf(config: Record<string, string>, environment: Record<string, string> = {}): string {
  return regionUrl(new Settings((key) => config[key], environment), "apig");
}

describe("The API gateway of a region", () => {
  const hosts = {
    "cn-north-4": "apig.cn-north-4.myhuaweicloud.com",
    "my-kualalumpur-1": "apig.my-kualalumpur-1.myhuaweicloud.com",
    "eu-west-101": "apig.eu-west-101.myhuaweicloud.eu",
    "eu-de": "apig.eu-de.otc.t-systems.com",
    "eu-nl": "apig.eu-nl.otc.t-systems.com",
    "eu-ch2": "apig.eu-ch2.sc.otc.t-systems.com",
    "eu-west-0": "apig.eu-west-0.prod-cloud-ocb.orange-business.com",
  };
  for (const [region, host] of Object.entries(hosts)) {
    it(`is ${host}`, () => {
      assert.equal(urlOf({ "huaweicloud:region": region }), `https://${host}`);
      assert.equal(urlOf({}, { HW_REGION_NAME: region }), `https://${host}`);
    });
  }

  it("is under huaweicloud:cloud, or HW_CLOUD, whatever the region", () => {
    const region = { "huaweicloud:region": "eu-de" };
    const url = "https://apig.eu-de.cloud.example.com";
    assert.equal(urlOf({ ...region, "huaweicloud:cloud": "cloud.example.com" }), url);
    assert.equal(urlOf(region, { HW_CLOUD: "cloud.example.com" }), url);
  });

  it("names the region, and the domain, where there is no such host", async () => {
    const config: Record<string, string> = {
      "huaweicloud:accessKey": "an-id",
      "huaweicloud:secretKey": "a-secret",
      "huaweicloud:region": "cn-nroth-4",
    };
    const restoreLookups = failLookups("ENOTFOUND");
    try {
      const operation = new Operation(new Settings((key) => config[key], {}), { clock: new FakeClock() });
      await assert.rejects(apigClient(operation, undefined).getGroup("1"), {
        message:
          'getApiGroup was not sent: ENOTFOUND: apig.cn-nroth-4.myhuaweicloud.com (huaweicloud:region "cn-nroth-4") does not exist: ' +
          "DNS has no such name. Correct the region: `pulumi config set huaweicloud:region REGION`. " +
          "For a cloud other than Huawei's, set its domain: `pulumi config set huaweicloud:cloud DOMAIN`",
      });
    } finally {
      restoreLookups();
    }
  });

  const wrong: readonly [Record<string, string>, RegExp][] = [
    [{}, /^huaweicloud:region is not set/],
    [
      { "huaweicloud:region": "cn north 4" },
      /^huaweicloud:region "cn north 4" is not a region such as cn-north-4/,
    ],
    [{ "huaweicloud:region": "cn_north_4" }, /is not a region/],
    [{ "huaweicloud:region": "CN-North-4" }, /is not a region/],
    [{ "huaweicloud:region": "example.com/" }, /is not a region/],
    [
      { "huaweicloud:region": "cn-north-4a" },
      /"cn-north-4a" is an availability zone\. Set its region, cn-north-4$/,
    ],
    [
      { "huaweicloud:region": "eu-de", "huaweicloud:cloud": "https://otc.t-systems.com" },
      /^huaweicloud:cloud "https:\/\/otc\.t-systems\.com" is not a domain such as myhuaweicloud\.eu/,
    ],
    [{ "huaweicloud:region": "eu-de", "huaweicloud:cloud": "otc" }, /is not a domain/],
  ];
  for (const [config, says] of wrong) {
    it(`is an error before any call for ${JSON.stringify(config)}`, () => {
      assert.throws(
        () => urlOf(config),
        (error) => error instanceof ConfigurationError && says.test(error.message),
      );
    });
  }
});

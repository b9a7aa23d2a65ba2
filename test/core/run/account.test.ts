import assert from "node:assert/strict";

import { Settings } from "../../../provider/core/calls/settings";
import { accountOf, type Cloud, compareAccounts } from "../../../provider/core/run/account";

function account(cloud: Cloud, config: Readonly<Record<string, string>>) {
  return accountOf(new Settings((key) => config[key], {}), cloud);
}

const KEYS = { "alicloud:accessKey": "LTAIone", "alicloud:secretKey": "one" };
const OTHER_KEYS = { "alicloud:accessKey": "LTAIother", "alicloud:secretKey": "other" };

describe("Whose account a group is in", () => {
  it("is told without the key itself", () => {
    const told = account("alicloud", { ...KEYS, "alicloud:accountId": "42" });
    assert.deepEqual(Object.keys(told).sort(), ["id", "key", "provider"]);
    assert.equal(told.id, "42");
    assert.ok(!JSON.stringify(told).includes("LTAI"));
  });

  it("is the same for the same provider, whose key may have been rotated, and for the same key", () => {
    const one = account("alicloud", { ...KEYS, "cloud-groups:provider": "one" });
    assert.equal(
      compareAccounts(one, account("alicloud", { ...OTHER_KEYS, "cloud-groups:provider": "one" })),
      "same",
    );
    assert.equal(compareAccounts(one, account("alicloud", KEYS)), "same");
  });

  it("is unknown for another provider with another key, unless the ids tell", () => {
    const one = { ...KEYS, "cloud-groups:provider": "one" };
    const two = { ...OTHER_KEYS, "cloud-groups:provider": "two" };
    const compared = (first: string, second: string) =>
      compareAccounts(
        account("alicloud", { ...one, "alicloud:accountId": first }),
        account("alicloud", { ...two, "alicloud:accountId": second }),
      );
    assert.equal(compareAccounts(account("alicloud", one), account("alicloud", two)), "unknown");
    assert.equal(compared("42", "42"), "same");
    assert.equal(compared("42", "43"), "other");
  });

  it("stays the same where the id of a project's account is configured later", () => {
    const keys = {
      "huaweicloud:accessKey": "one",
      "huaweicloud:secretKey": "secret",
      "huaweicloud:projectId": "project",
    };
    const before = account("huaweicloud", keys);
    const after = account("huaweicloud", { ...keys, "huaweicloud:domainId": "domain" });
    assert.equal(compareAccounts(before, after), "same");
    assert.equal(compareAccounts(after, before), "same");
    assert.equal(
      compareAccounts(after, account("huaweicloud", { ...keys, "huaweicloud:projectId": "another" })),
      "other",
    );
  });
});

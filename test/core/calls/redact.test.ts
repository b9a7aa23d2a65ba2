import assert from "node:assert/strict";

import { redact } from "../../../provider/core/calls/redact";

describe("a text from outside", () => {
  it("loses credentials, signatures, queries and the middle of phone numbers", () => {
    const text =
      "POST https://ram.aliyuncs.com/?AccessKeyId=LTAIxyz&Signature=abc failed\nfor 13800000000 with key s3cr3t-value, Signature=deadbeef";
    const clean = redact(text, ["s3cr3t-value", undefined]);
    assert.equal(
      clean,
      "POST https://ram.aliyuncs.com/?… failed for 138****0000 with key [credential], Signature=…",
    );
  });

  it("loses the string to sign that Alibaba Cloud repeats after a wrong signature", () => {
    const text =
      "Specified signature is not matched with our calculation. server string to sign is:POST&%2F&AccessKeyId%3DLTAI";
    assert.match(redact(text, []), /not matched with our calculation\. server string to sign is:…$/);
  });

  it("keeps the ids that the call named, and masks numbers as people write them", () => {
    const text = "(+86)138-0000-0103 is not in 2000000000001, which belongs to 2000000000002";
    assert.equal(
      redact(text, [], ["2000000000001"]),
      "(+86)138****0103 is not in 2000000000001, which belongs to 200****0002",
    );
  });

  it("is cut at 500 characters", () => {
    assert.equal(redact("x".repeat(2000), []).length, 501);
  });
});

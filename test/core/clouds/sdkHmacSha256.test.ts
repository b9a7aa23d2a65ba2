import assert from "node:assert/strict";

import { signSdkHmacSha256 } from "../../../provider/core/clouds/sdkHmacSha256";

describe("SDK-HMAC-SHA256", () => {
  it("makes the signature that the official signer makes", () => {
    const authorization = signSdkHmacSha256(
      {
        method: "PUT",
        url: new URL(
          "https://apig.cn-north-4.myhuaweicloud.com/v1.0/apigw/api-groups/7efb2b91-155a-4f6a-9f45-c5c95a6e4950",
        ),
        headers: {
          "content-type": "application/json",
          host: "apig.cn-north-4.myhuaweicloud.com",
          "x-project-id": "proj123",
          "x-sdk-date": "20191228T114901Z",
        },
        body: '{"name":"api_group_001","remark":"分组001"}',
      },
      "AKEXAMPLE",
      "SKEXAMPLE",
    );
    assert.equal(
      authorization,
      "SDK-HMAC-SHA256 Access=AKEXAMPLE, SignedHeaders=content-type;host;x-project-id;x-sdk-date, " +
        "Signature=6eb99f4d87aafd17c52887c27c8b9c304c7a8f9283a61219cd2602932b71bf74",
    );
  });
});

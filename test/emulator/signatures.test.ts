import assert from "node:assert/strict";

import { type Pair, rpcSignature } from "../../emulator/signatures/alibabaRpc";
import { sha256 } from "../../emulator/signatures/encoding";
import {
  parseSdkHmacAuthorization,
  sdkHmacCanonicalRequest,
  sdkHmacSignature,
} from "../../emulator/signatures/sdkHmac";
import { parseTc3Authorization, tc3Signature } from "../../emulator/signatures/tc3";

describe("the emulator's signatures", () => {
  describe("of Alibaba Cloud RPC", () => {
    const pairs: Pair[] = [
      ["Version", "2017-05-25"],
      ["AccessKeyId", "testid"],
      ["Action", "OperateAxgGroup"],
      ["Format", "JSON"],
      ["GroupId", "1234"],
      ["Numbers", "15800000000,15900000000"],
      ["OperateType", "addNumbers"],
      ["PoolKey", "FC123456"],
      ["SignatureMethod", "HMAC-SHA1"],
      ["SignatureNonce", "nonce-1"],
      ["SignatureVersion", "1.0"],
      ["Timestamp", "2026-01-02T03:04:05Z"],
    ];

    it("agree with the known vector", () => {
      assert.equal(rpcSignature("POST", pairs, "testsecret"), "bbr2hHgJjVO623On0WQy3qTwAic=");
    });

    it("do not cover the signature itself", () => {
      const signed: Pair[] = [...pairs, ["Signature", "anything"]];
      assert.equal(rpcSignature("POST", signed, "testsecret"), "bbr2hHgJjVO623On0WQy3qTwAic=");
    });
  });

  describe("of Tencent Cloud TC3", () => {
    it("agree with the known vector", () => {
      const body =
        '{"DeviceVirtualGroupId":358,"Description":"修改时的详情","DeviceVirtualGroupName":"已修改分组"}';
      const request = {
        method: "POST",
        path: "/",
        query: "",
        headers: new Map([
          ["content-type", "application/json"],
          ["host", "ioa.tencentcloudapi.com"],
        ]),
        body: Buffer.from(body),
        timestamp: "1767323045",
        date: "2026-01-02",
        service: "ioa",
      };
      assert.equal(
        tc3Signature(request, "SKEXAMPLE"),
        "8b7a8efab21cf2fe0f0c3ac7a5374363dd1d2a458e402862516acb438f07b689",
      );
    });

    it("are read from the header with the scope they are bound to", () => {
      const header =
        "TC3-HMAC-SHA256 Credential=AKID/2026-01-02/ioa/tc3_request, SignedHeaders=content-type;host, Signature=ab12";
      assert.deepEqual(parseTc3Authorization(header), {
        secretId: "AKID",
        date: "2026-01-02",
        service: "ioa",
        signedHeaders: ["content-type", "host"],
        signature: "ab12",
      });
      for (const broken of ["Basic abc", "TC3-HMAC-SHA256 Credential=AKID, Signature=ab", "TC3-HMAC-SHA256 "])
        assert.equal(parseTc3Authorization(broken), undefined, broken);
    });
  });

  describe("of Huawei Cloud SDK-HMAC-SHA256", () => {
    const body = '{"name":"api_group_001","remark":"分组001"}';
    const request = {
      method: "PUT",
      path: "/v1.0/apigw/api-groups/7efb2b91-155a-4f6a-9f45-c5c95a6e4950",
      query: "",
      headers: new Map([
        ["content-type", "application/json"],
        ["host", "apig.cn-north-4.myhuaweicloud.com"],
        ["x-project-id", "proj123"],
        ["x-sdk-date", "20191228T114901Z"],
      ]),
      payloadHash: sha256(body),
      date: "20191228T114901Z",
    };

    it("agree with the known vector at each step", () => {
      assert.equal(request.payloadHash, "96002452ad5f5d6efcf83b69e43f2d92b88f507fb23b50c6c6a19073a0fa4277");
      assert.equal(
        sha256(sdkHmacCanonicalRequest(request)),
        "949e720689e135b5b629a74b09a6821a5846ca38a19c9cb78ff794906a2b9c17",
      );
      assert.equal(
        sdkHmacSignature(request, "SKEXAMPLE"),
        "6eb99f4d87aafd17c52887c27c8b9c304c7a8f9283a61219cd2602932b71bf74",
      );
    });

    it("sort the query and encode it as RFC 3986 asks", () => {
      const canonical = sdkHmacCanonicalRequest({ ...request, query: "name=%E7%BB%84%20(a)&limit=5&flag" });
      assert.equal(canonical.split("\n")[2], "flag=&limit=5&name=%E7%BB%84%20%28a%29");
    });

    it("are read from the header", () => {
      const header = "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature=ab12";
      assert.deepEqual(parseSdkHmacAuthorization(header), {
        accessKey: "AK",
        signedHeaders: ["host", "x-sdk-date"],
        signature: "ab12",
      });
      for (const broken of ["Bearer abc", "SDK-HMAC-SHA256 Access=AK, Signature=ab"])
        assert.equal(parseSdkHmacAuthorization(broken), undefined, broken);
    });
  });
});

import assert from "node:assert/strict";

import { apigClient } from "../../../provider/apig/client";
import { RefusedError } from "../../../provider/core/calls/errors";
import { ioaClient } from "../../../provider/ioa/client";
import { Operation } from "../../../provider/core/calls/operation";
import { ramClient } from "../../../provider/ram/client";
import { Settings } from "../../../provider/core/calls/settings";
import { CLIENT_KEYS } from "../../support/clientKeys";
import { Servers } from "../../support/servers";

describe("A refusal of who calls", () => {
  const servers = new Servers();
  afterEach(() => servers.stopAll());

  /** The message of a read that is refused with this answer. */
  async function messageOf(
    answer: object,
    status: number,
    read: (operation: Operation) => Promise<unknown>,
  ): Promise<string> {
    const port = await servers.http((_request, response) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
    const config: Record<string, string> = {
      ...CLIENT_KEYS,
      "cloud-groups:emulator": `http://127.0.0.1:${port}`,
    };
    try {
      await read(new Operation(new Settings((key) => config[key], {})));
    } catch (error) {
      assert.ok(error instanceof RefusedError, String(error));
      return error.message;
    }
    return assert.fail("the call went through");
  }

  const texts: readonly [string, RegExp][] = [
    [
      "calc aksk signature fail:signature expired, signature time:20260101T064303Z,server time:20260101T065804Z",
      /\. This machine's clock is off: correct it, to within 15 minutes/,
    ],
    ["AK access failed to reach the limit,forbidden.", /\. The cloud has locked the key for five minutes/],
    ["Get secretKey failed,ak:AK1,err:ak not exist", /\. This cloud has no such access key: /],
    ["ak AK1 not exist", /\. This cloud has no such access key: /],
    [
      "current ip:203.0.113.1 refused",
      /\. The account's access control \(IAM\) does not allow this machine's/,
    ],
    [
      "token expires, expires_at: 2026-01-01",
      /\. The token has expired \(after 24 hours\)\. Get a new huaweicloud:token/,
    ],
    ["decrypt token fail", /\. The token has expired, is truncated, or belongs to another cloud\. /],
    ["verify aksk signature fail", /\. Check huaweicloud:accessKey and huaweicloud:secretKey /],
  ];
  for (const [text, says] of texts) {
    it(`says what is wrong with it, and not to check the keys for all that Huawei's 0301 may be: ${text}`, async () => {
      const body = {
        error_code: "APIGW.0301",
        error_msg: `Incorrect IAM authentication information: ${text}`,
      };
      const message = await messageOf(body, 401, (operation) =>
        apigClient(operation, undefined).getGroup("1"),
      );
      assert.match(message, says);
      if (!text.startsWith("verify")) assert.doesNotMatch(message, /Check huaweicloud:accessKey and/);
    });
  }

  it("for a clock that is off says so for Alibaba and Tencent as well", async () => {
    const alibaba = { Code: "InvalidTimeStamp.Expired", Message: "expired", RequestId: "1" };
    const tencent = {
      Response: { Error: { Code: "AuthFailure.SignatureExpire", Message: "expired" }, RequestId: "1" },
    };
    assert.match(
      await messageOf(alibaba, 400, (operation) => ramClient(operation).getGroup("group")),
      /\. This machine's clock is more than 15 minutes off/,
    );
    assert.match(
      await messageOf(tencent, 200, (operation) =>
        ioaClient(operation).findGroup(1, { osType: 0, domainInstanceId: undefined }),
      ),
      /\. This machine's clock is more than 5 minutes off/,
    );
  });
});

import assert from "node:assert/strict";

import { RAM_VERSION, rpcCaller } from "./support/alibaba";
import { useEmulator } from "./support/emulator";
import { apigCaller, apigTokenCaller } from "./support/huawei";
import { answerOf, assertRefused } from "./support/refused";
import { ioaCaller } from "./support/tencent";

const LIST = "/v1.0/apigw/api-groups";

describe("who may call the emulator", () => {
  const emulator = useEmulator();

  it("is whoever has a key of one of the two accounts, ordinary or temporary", async () => {
    const { url, accounts } = emulator.running;
    for (const account of accounts) {
      for (const { alicloud, tencentcloud, huaweicloud } of account.keys) {
        await answerOf(rpcCaller(url, RAM_VERSION, alicloud)("ListGroups"));
        await answerOf(ioaCaller(url, tencentcloud)("DescribeDeviceVirtualGroups"));
        await answerOf(apigCaller(url, huaweicloud)("GET", LIST));
        await answerOf(apigTokenCaller(url, huaweicloud.token)("GET", LIST));
        const calls = emulator.running.calls().slice(-4);
        assert.deepEqual(
          calls.map((call) => [call.account, call.accessKey, call.authentication]),
          [
            [account.name, alicloud.accessKey, "signature"],
            [account.name, tencentcloud.secretId, "signature"],
            [account.name, huaweicloud.accessKey, "signature"],
            [account.name, huaweicloud.accessKey, "token"],
          ],
        );
      }
    }
  });

  it("is told of a refusal in the call log, without an account", async () => {
    const { url, credentials } = emulator.running;
    await assertRefused(
      rpcCaller(url, RAM_VERSION, { ...credentials.alicloud, secretKey: "wrong" })("ListGroups"),
      "SignatureDoesNotMatch",
    );
    const [call] = emulator.running.calls();
    assert.deepEqual(
      [call?.account, call?.accessKey, call?.code, call?.applied],
      [null, null, "SignatureDoesNotMatch", false],
    );
  });
});

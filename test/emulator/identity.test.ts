import assert from "node:assert/strict";

import { rpcCaller, STS_VERSION } from "./support/alibaba";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused } from "./support/refused";
import { ioaCaller, TENCENT_STS } from "./support/tencent";

describe("Who calls", () => {
  const emulator = useEmulator();

  it("is told by the STS of Alibaba Cloud and of Tencent Cloud with any key of an account", async () => {
    const { url, accounts } = emulator.running;
    for (const { id, keys } of accounts) {
      for (const { alicloud, tencentcloud } of keys) {
        const ofAlicloud = await answerOf(rpcCaller(url, STS_VERSION, alicloud)("GetCallerIdentity"));
        const isTemporary = alicloud.securityToken !== undefined;
        assert.equal(ofAlicloud["AccountId"], id);
        assert.equal(ofAlicloud["IdentityType"], isTemporary ? "AssumedRoleUser" : "RAMUser");
        assert.equal("RoleId" in ofAlicloud, isTemporary);
        assert.equal("UserId" in ofAlicloud, !isTemporary);
        const ofTencent = await answerOf(ioaCaller(url, tencentcloud, TENCENT_STS)("GetCallerIdentity"));
        assert.deepEqual(Object.keys(ofTencent).sort(), [
          "AccountId",
          "Arn",
          "PrincipalId",
          "RequestId",
          "Type",
          "UserId",
        ]);
        assert.equal(ofTencent["AccountId"], id);
      }
    }
    const calls = emulator.running.calls().map(({ api, operation, writes }) => ({ api, operation, writes }));
    assert.equal(calls.length, 12);
    for (const call of calls)
      assert.deepEqual(call, { api: "sts", operation: "GetCallerIdentity", writes: false });
  });

  it("is told to nobody without a valid signature, of nothing else, and by Tencent Cloud in a region alone", async () => {
    const { url, credentials } = emulator.running;
    const { alicloud, tencentcloud } = credentials;
    const wrong = "wrong";
    await assertRefused(
      rpcCaller(url, STS_VERSION, { ...alicloud, secretKey: wrong })("GetCallerIdentity"),
      "SignatureDoesNotMatch",
    );
    await assertRefused(rpcCaller(url, STS_VERSION, alicloud)("AssumeRoleWithSAML"), "InvalidApi.NotFound");
    const ask = (keys: typeof tencentcloud, options: object, action = "GetCallerIdentity") =>
      ioaCaller(url, keys, { ...TENCENT_STS, ...options })(action);
    await assertRefused(ask({ ...tencentcloud, secretKey: wrong }, {}), "AuthFailure.SignatureFailure");
    await assertRefused(
      ask(tencentcloud, { host: "ioa.tencentcloudapi.com" }),
      "AuthFailure.SignatureFailure",
    );
    await assertRefused(ask(tencentcloud, { region: "" }), "MissingParameter.CommonParam");
    await assertRefused(ask(tencentcloud, {}, "AssumeRoleWithSAML"), "InvalidAction");
  });

  it("is told by Huawei Cloud's IAM of a token's project and account", async () => {
    const { url, accounts } = emulator.running;
    const validate = async (own: string, subject: string) => {
      const headers = { "x-auth-token": own, "x-subject-token": subject };
      const response = await fetch(`${url}/v3/auth/tokens?nocatalog=true`, { headers });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    const [first, second] = accounts.map(({ keys }) => keys[0].huaweicloud);
    const { status, body } = await validate(first!.token, first!.token);
    assert.equal(status, 200);
    const { project, user } = body["token"] as Record<string, { id: string; domain: { id: string } }>;
    assert.equal(project?.id, first!.projectId);
    assert.equal(project.domain.id, accounts[0].id);
    assert.equal(user!.domain.id, accounts[0].id);
    assert.equal((await validate("wrong", first!.token)).status, 401);
    assert.equal((await validate(first!.token, "wrong")).status, 404);
    assert.equal((await validate(first!.token, second!.token)).status, 403);
    assert.deepEqual(
      emulator.running.calls().map(({ api, operation, code }) => [api, operation, code]),
      [
        ["iam", "validateToken", null],
        ["iam", "validateToken", "401"],
        ["iam", "validateToken", "404"],
        ["iam", "validateToken", "403"],
      ],
    );
  });
});

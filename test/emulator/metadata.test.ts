import assert from "node:assert/strict";

import { RAM_VERSION, rpcCaller } from "./support/alibaba";
import { useEmulator } from "./support/emulator";
import { apigCaller } from "./support/huawei";
import { answerOf, assertRefused } from "./support/refused";
import { ioaCaller } from "./support/tencent";

const ALICLOUD = "/latest/meta-data/ram/security-credentials/";
const TENCENTCLOUD = "/latest/meta-data/cam/security-credentials/";
const HUAWEICLOUD = "/openstack/latest/securitykey";
const ROLE = "emulator-role";

interface Told {
  readonly status: number;
  readonly text: string;
}

describe("the emulator's metadata services", () => {
  const emulator = useEmulator();

  async function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Told> {
    const response = await fetch(emulator.running.url + path, { method, headers });
    return { status: response.status, text: await response.text() };
  }

  async function json(path: string, headers?: Record<string, string>): Promise<Record<string, string>> {
    const { status, text } = await ask(path, headers);
    assert.equal(status, 200, text);
    return JSON.parse(text) as Record<string, string>;
  }

  async function alicloudSession(): Promise<Record<string, string>> {
    const ttl = { "x-aliyun-ecs-metadata-token-ttl-seconds": "60" };
    const { text } = await ask("/latest/api/token", ttl, "PUT");
    return { "x-aliyun-ecs-metadata-token": text };
  }

  async function huaweicloudSession(): Promise<Record<string, string>> {
    const ttl = { "x-metadata-token-ttl-seconds": "21600" };
    const { text } = await ask("/meta-data/latest/api/token", ttl, "PUT");
    return { "x-metadata-token": text };
  }

  it("issue a machine of Alibaba Cloud keys of its role", async () => {
    const session = await alicloudSession();
    assert.deepEqual(await ask(ALICLOUD, session), { status: 200, text: ROLE });
    const told = await json(ALICLOUD + ROLE, session);
    assert.deepEqual(Object.keys(told).sort(), [
      "AccessKeyId",
      "AccessKeySecret",
      "Code",
      "Expiration",
      "LastUpdated",
      "SecurityToken",
    ]);
    assert.equal(told["Code"], "Success");
    assert.ok(Date.parse(told["Expiration"]!) > Date.now() + 3_600_000);
    const {
      AccessKeyId: accessKey = "",
      AccessKeySecret: secretKey = "",
      SecurityToken: securityToken = "",
    } = told;
    const ram = rpcCaller(emulator.running.url, RAM_VERSION, { accessKey, secretKey, securityToken });
    await answerOf(ram("ListGroups"));
    emulator.running.expireKeys();
    await assertRefused(ram("ListGroups"), "InvalidSecurityToken.Expired");
    const calls = emulator.running.calls().slice(0, 4);
    assert.deepEqual(
      calls.map(({ api, operation, account, accessKey: id, request }) => [
        api,
        operation,
        account,
        id,
        request,
      ]),
      [
        ["metadata", "CreateMetadataToken", "first", null, { cloud: "alicloud" }],
        ["metadata", "GetRoleName", "first", null, { cloud: "alicloud" }],
        ["metadata", "GetRoleCredentials", "first", null, { cloud: "alicloud", role: ROLE }],
        ["ram", "ListGroups", "first", accessKey, {}],
      ],
    );
  });

  it("have a credentials URI", async () => {
    const told = await json("/credentials");
    assert.equal(told["Code"], "Success");
    const {
      AccessKeyId: accessKey = "",
      AccessKeySecret: secretKey = "",
      SecurityToken: securityToken = "",
    } = told;
    await answerOf(
      rpcCaller(emulator.running.url, RAM_VERSION, { accessKey, secretKey, securityToken })("ListGroups"),
    );
    assert.equal(emulator.running.calls()[0]?.operation, "GetCredentials");
  });

  it("issue a machine of Tencent Cloud keys of its role", async () => {
    assert.deepEqual(await ask(TENCENTCLOUD), { status: 200, text: ROLE });
    const told = await json(TENCENTCLOUD + ROLE);
    assert.equal(told["Code"], "Success");
    assert.equal(Number(told["ExpiredTime"]) * 1000, Date.parse(told["Expiration"]!));
    const { TmpSecretId: secretId = "", TmpSecretKey: secretKey = "", Token: securityToken = "" } = told;
    const keys = { secretId, secretKey, securityToken };
    await answerOf(ioaCaller(emulator.running.url, keys)("DescribeDeviceVirtualGroups"));
  });

  it("issue a machine of Huawei Cloud keys of its agency", async () => {
    const session = await huaweicloudSession();
    const { credential } = (await json(HUAWEICLOUD, session)) as unknown as {
      credential: Record<"access" | "secret" | "securitytoken" | "expires_at", string>;
    };
    assert.ok(Date.parse(credential.expires_at) > Date.now());
    const { url, credentials } = emulator.running;
    const { projectId } = credentials.huaweicloud;
    const { access: accessKey, secret: secretKey, securitytoken: securityToken } = credential;
    const keys = { accessKey, secretKey, securityToken, projectId };
    await answerOf(apigCaller(url, keys)("GET", "/v1.0/apigw/api-groups"));
  });

  it("tell nothing without a session token of the cloud itself, and nothing of other roles", async () => {
    const [alicloud, huaweicloud] = [await alicloudSession(), await huaweicloudSession()];
    const foreign = { "x-aliyun-ecs-metadata-token": huaweicloud["x-metadata-token"]! };
    for (const headers of [{}, foreign, { "x-aliyun-ecs-metadata-token": "wrong" }])
      for (const path of [ALICLOUD, ALICLOUD + ROLE]) assert.equal((await ask(path, headers)).status, 403);
    assert.equal((await ask(HUAWEICLOUD)).status, 401);
    for (const ttl of [{}, { "x-aliyun-ecs-metadata-token-ttl-seconds": "21601" }] as Record<
      string,
      string
    >[])
      assert.equal((await ask("/latest/api/token", ttl, "PUT")).status, 400);
    assert.equal((await ask("/latest/api/token")).status, 405);
    assert.equal((await ask(`${ALICLOUD}other`, alicloud)).status, 404);
    assert.equal((await ask(`${TENCENTCLOUD}other`)).status, 404);
    assert.deepEqual(emulator.running.state().keys, []);
    const text = JSON.stringify(emulator.running.calls());
    assert.ok([alicloud, huaweicloud].flatMap(Object.values).every((token: string) => !text.includes(token)));
  });

  it("meet faults, of one cloud where they are meant for it", async () => {
    emulator.running.inject({
      kind: "error",
      api: "metadata",
      operation: "GetRoleName",
      match: { cloud: "tencentcloud" },
    });
    assert.equal((await ask(ALICLOUD, await alicloudSession())).status, 200);
    assert.equal((await ask(TENCENTCLOUD)).status, 500);
    assert.equal((await ask(TENCENTCLOUD)).status, 200);
  });
});

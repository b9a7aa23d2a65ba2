import assert from "node:assert/strict";

import type { Credentials } from "../../emulator";
import { tc3Signature } from "../../emulator/signatures/tc3";
import { DYPLS_VERSION, RAM_VERSION, type RpcAnswer, rpcCaller } from "./support/alibaba";
import { useEmulator } from "./support/emulator";
import { type ApigCallOptions, apigCaller, apigTokenCaller } from "./support/huawei";
import { answerOf, assertRefused, type Outcome } from "./support/refused";
import { ioaCaller } from "./support/tencent";

const LIST = "/v1.0/apigw/api-groups";
const MINUTE = 60_000;

describe("who may call the emulator", () => {
  const emulator = useEmulator();

  /** The key sets of an account: two ordinary ones, then a temporary one. */
  function keys(account = 0): readonly [Credentials, Credentials, Credentials] {
    const found = emulator.running.accounts[account];
    assert.ok(found);
    return found.keys;
  }

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

  for (const version of [DYPLS_VERSION, RAM_VERSION])
    describe(`by Alibaba Cloud's signature, version ${version}`, () => {
      function call(
        change: Partial<Credentials["alicloud"]>,
        parameters: object = {},
      ): Promise<Outcome<RpcAnswer>> {
        const [ordinary] = keys();
        return rpcCaller(emulator.running.url, version, { ...ordinary.alicloud, ...change })(
          "ListGroups",
          parameters,
        );
      }

      const at = (offset: number): object => ({
        Timestamp: new Date(Date.now() + offset).toISOString().replace(/\.\d+/, ""),
      });

      it("refuses wrong secrets and unknown keys", async () => {
        const { message } = await assertRefused(call({ secretKey: "wrong" }), "SignatureDoesNotMatch", 400);
        assert.match(message, /server string to sign is:POST&%2F&AccessKeyId/);
        await assertRefused(call({ accessKey: "LTAIunknown" }), "InvalidAccessKeyId.NotFound", 404);
      });

      it("wants the security token of a temporary key, and none of an ordinary one", async () => {
        const temporary = keys()[2].alicloud;
        const { accessKey, secretKey } = temporary;
        await assertRefused(call({ accessKey, secretKey }), "MissingSecurityToken", 400);
        for (const change of [{ ...temporary, securityToken: "wrong" }, { securityToken: "superfluous" }])
          await assertRefused(call(change), "InvalidSecurityToken.MismatchWithAccessKey", 400);
      });

      it("refuses times that are more than 15 minutes off, or no times", async () => {
        for (const offset of [-16 * MINUTE, 16 * MINUTE])
          await assertRefused(call({}, at(offset)), "InvalidTimeStamp.Expired", 400);
        for (const Timestamp of ["2026-01-02 03:04:05", "2026-13-02T03:04:05Z"])
          await assertRefused(call({}, { Timestamp }), "InvalidTimeStamp.Format", 400);
      });

      it("takes a nonce once", async () => {
        const nonce = { SignatureNonce: `nonce-${version}` };
        // RAM lists groups; Dyplsapi knows no such action, which is found out after the signature.
        const first = await call({}, nonce);
        if ("refused" in first) assert.equal(first.refused.code, "InvalidApi.NotFound");
        await assertRefused(call({}, nonce), "SignatureNonceUsed", 400);
      });

      it("names common parameters that are missing or not supported", async () => {
        for (const name of [
          "AccessKeyId",
          "Timestamp",
          "SignatureNonce",
          "SignatureMethod",
          "SignatureVersion",
        ])
          await assertRefused(call({}, { [name]: "" }), `Missing${name}`, 400);
        await assertRefused(call({}, { Format: "XML" }), "InvalidParameter", 400);
        await assertRefused(call({}, { SignatureMethod: "HMAC-SHA256" }), "InvalidParameter", 400);
        const unsigned = await fetch(`${emulator.running.url}/?Version=${version}&Action=ListGroups`);
        assert.equal(unsigned.status, 400);
        assert.equal(((await unsigned.json()) as { Code: string }).Code, "MissingAccessKeyId");
      });
    });

  it("is told of an Alibaba API version that does not exist", async () => {
    const { url, credentials } = emulator.running;
    await assertRefused(
      rpcCaller(url, "2020-01-01", credentials.alicloud)("ListGroups"),
      "InvalidVersion",
      400,
    );
  });

  describe("by Tencent Cloud's signature", () => {
    it("refuses wrong secrets, unknown keys and tokens that do not belong to the key", async () => {
      const { url } = emulator.running;
      const [{ tencentcloud: ordinary }, , { tencentcloud: temporary }] = keys();
      const refusals: [Credentials["tencentcloud"], string][] = [
        [{ ...ordinary, secretKey: "wrong" }, "AuthFailure.SignatureFailure"],
        [{ ...ordinary, secretId: "AKIDunknown" }, "AuthFailure.SecretIdNotFound"],
        [{ secretId: temporary.secretId, secretKey: temporary.secretKey }, "AuthFailure.TokenFailure"],
        [{ ...temporary, securityToken: "wrong" }, "AuthFailure.TokenFailure"],
      ];
      for (const [credentials, code] of refusals)
        await assertRefused(ioaCaller(url, credentials)("DescribeDeviceVirtualGroups"), code);
    });

    it("names the service that was signed for where it is not ioa", async () => {
      const { url, credentials } = emulator.running;
      for (const host of ["127.0.0.1", "proxy.example.com"]) {
        const call = ioaCaller(url, credentials.tencentcloud, { host })("DescribeDeviceVirtualGroups");
        const { message } = await assertRefused(call, "AuthFailure.SignatureFailure");
        assert.match(message, new RegExp(`"${host.split(".")[0] ?? ""}", not "ioa"`));
      }
    });

    it("refuses versions that do not exist", async () => {
      const { url, credentials } = emulator.running;
      const call = ioaCaller(url, credentials.tencentcloud, { version: "2020-01-01" });
      await assertRefused(call("DescribeDeviceVirtualGroups"), "NoSuchVersion");
    });

    /** A request signed here, so that every part of it can be wrong. */
    async function codeOf(
      change: {
        readonly offset?: number;
        readonly date?: string;
        readonly signed?: readonly string[];
        readonly signedHost?: string;
        readonly drop?: string;
        readonly body?: string;
        readonly contentType?: string;
      } = {},
    ): Promise<string | undefined> {
      const { url, credentials } = emulator.running;
      const seconds = Math.floor(Date.now() / 1000) + (change.offset ?? 0);
      const date = change.date ?? new Date(seconds * 1000).toISOString().slice(0, 10);
      const values = new Map([
        ["content-type", change.contentType ?? "application/json"],
        ["host", change.signedHost ?? new URL(url).hostname],
      ]);
      const names = change.signed ?? [...values.keys()];
      const request = {
        method: "POST",
        path: "/",
        query: "",
        headers: new Map(names.map((name) => [name, values.get(name) ?? ""])),
        body: Buffer.from("{}"),
        timestamp: String(seconds),
        date,
        service: "ioa",
      };
      const signature = tc3Signature(request, credentials.tencentcloud.secretKey);
      const scope = `${credentials.tencentcloud.secretId}/${date}/ioa/tc3_request`;
      const headers: Record<string, string> = {
        "content-type": values.get("content-type") ?? "",
        "x-tc-action": "DescribeDeviceVirtualGroups",
        "x-tc-version": "2022-06-01",
        "x-tc-timestamp": request.timestamp,
        authorization: `TC3-HMAC-SHA256 Credential=${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`,
      };
      const sent = Object.entries(headers).filter(([name]) => name !== change.drop);
      const response = await fetch(url, { method: "POST", headers: sent, body: change.body ?? "{}" });
      assert.equal(response.status, 200);
      const { Response } = (await response.json()) as { Response: { Error?: { Code: string } } };
      return Response.Error?.Code;
    }

    it("takes a host that was signed with its port or without", async () => {
      const { host, hostname } = new URL(emulator.running.url);
      assert.equal(await codeOf({ signedHost: hostname }), undefined);
      assert.equal(await codeOf({ signedHost: host }), undefined);
      assert.equal(await codeOf({ signedHost: "elsewhere" }), "AuthFailure.SignatureFailure");
    });

    it("refuses times that are more than 5 minutes off, and scopes of another day", async () => {
      assert.equal(await codeOf({ offset: -290 }), undefined);
      for (const offset of [-301, 310]) assert.equal(await codeOf({ offset }), "AuthFailure.SignatureExpire");
      assert.equal(await codeOf({ date: "2020-01-01" }), "AuthFailure.SignatureFailure");
    });

    it("wants content-type and host signed, and the body that was signed", async () => {
      for (const signed of [["content-type"], ["host"]])
        assert.equal(await codeOf({ signed }), "AuthFailure.SignatureFailure");
      assert.equal(await codeOf({ body: '{"OsType":1}' }), "AuthFailure.SignatureFailure");
    });

    it("names common parameters that are missing, and protocols that are not supported", async () => {
      for (const drop of ["x-tc-version", "x-tc-timestamp", "authorization"])
        assert.equal(await codeOf({ drop }), "MissingParameter.CommonParam");
      assert.equal(await codeOf({ contentType: "text/plain" }), "UnsupportedProtocol");
    });
  });

  describe("by Huawei Cloud's signature", () => {
    function call(
      change: Partial<Credentials["huaweicloud"]> = {},
      options: ApigCallOptions = {},
      path = LIST,
    ) {
      const { url, credentials } = emulator.running;
      return apigCaller(url, { ...credentials.huaweicloud, ...change }, options)("GET", path);
    }

    it("refuses wrong secrets, unknown keys and tokens that do not belong to the key", async () => {
      const { accessKey, secretKey, securityToken } = keys()[2].huaweicloud;
      assert.ok(securityToken);
      for (const change of [
        { secretKey: "wrong" },
        { accessKey: "UNKNOWN" },
        { accessKey, secretKey },
        { accessKey, secretKey, securityToken: "wrong" },
        { securityToken: "superfluous" },
      ])
        await assertRefused(call(change), "APIGW.0301", 401);
      await answerOf(call({ accessKey, secretKey, securityToken }));
    });

    it("refuses dates that are more than 15 minutes off, no dates, and dates that are not signed", async () => {
      for (const offset of [-16 * MINUTE, 16 * MINUTE])
        await assertRefused(call({}, { time: new Date(Date.now() + offset) }), "APIGW.0301", 401);
      const wrong = (headers: Record<string, string>): Record<string, string> => ({
        ...headers,
        "x-sdk-date": new Date().toISOString(),
      });
      await assertRefused(call({}, { headers: wrong }), "APIGW.0301", 401);
      await assertRefused(call({}, { signed: ["host", "x-project-id"] }), "APIGW.0301", 401);
    });

    it("takes a project id that is signed or not, and hosts with their port or without", async () => {
      await answerOf(call({}, { signed: ["host", "x-sdk-date"] }));
      await answerOf(call({}, { signed: ["content-type", "host", "x-project-id", "x-sdk-date"] }));
      const bare = (headers: Record<string, string>): Record<string, string> => ({
        ...headers,
        host: new URL(emulator.running.url).hostname,
      });
      await answerOf(call({}, { headers: bare }));
    });

    it("covers the query, whatever its order and characters", async () => {
      await answerOf(call({}, {}, `${LIST}?page_size=5&name=a%20b%28c%29&id=x`));
    });

    it("covers the body, unless the payload is declared as unsigned", async () => {
      const { url, credentials } = emulator.running;
      const wrong = apigCaller(url, credentials.huaweicloud, { payloadHash: "0".repeat(64) });
      await assertRefused(wrong("POST", LIST, { name: "group" }), "APIGW.0301", 401);
      const unsigned = apigCaller(url, credentials.huaweicloud, {
        payloadHash: "UNSIGNED-PAYLOAD",
        headers: (headers) => ({ ...headers, "x-sdk-content-sha256": "UNSIGNED-PAYLOAD" }),
      });
      await answerOf(unsigned("POST", LIST, { name: "group" }));
    });

    it("wants the account's own project, in the header or the path", async () => {
      const other = keys(1)[0].huaweicloud.projectId;
      const { huaweicloud } = emulator.running.credentials;
      await assertRefused(call({ projectId: other }), "APIG.1005", 403);
      await assertRefused(
        call({}, {}, `/v2/${other}/apigw/instances/instance-1/api-groups`),
        "APIG.1005",
        403,
      );
      const without = ({ "x-project-id": _, ...headers }: Record<string, string>): Record<string, string> =>
        headers;
      await assertRefused(call({}, { headers: without }), "APIG.1006", 401);
      const path = `/v2/${huaweicloud.projectId}/apigw/instances/instance-1/api-groups`;
      await answerOf(call({}, { headers: without }, path));
    });

    it("takes a token instead, which brings its project", async () => {
      const { url, credentials } = emulator.running;
      await answerOf(apigTokenCaller(url, credentials.huaweicloud.token)("GET", LIST));
      await assertRefused(apigTokenCaller(url, "wrong")("GET", LIST), "APIG.1002", 401);
      const other = { "x-project-id": keys(1)[0].huaweicloud.projectId };
      await assertRefused(
        apigTokenCaller(url, credentials.huaweicloud.token, other)("GET", LIST),
        "APIG.1005",
        403,
      );
    });

    it("says that there is no proof at all", async () => {
      const response = await fetch(emulator.running.url + LIST);
      assert.equal(response.status, 401);
      assert.equal(((await response.json()) as { error_code: string }).error_code, "APIG.1000");
    });
  });
});

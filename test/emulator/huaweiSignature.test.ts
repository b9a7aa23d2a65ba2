import assert from "node:assert/strict";

import type { Credentials } from "../../emulator";
import { useEmulator } from "./support/emulator";
import { type ApigCallOptions, apigCaller, apigTokenCaller } from "./support/huawei";
import { answerOf, assertRefused } from "./support/refused";

const LIST = "/v1.0/apigw/api-groups";
const MINUTE = 60_000;

describe("the emulator's check of Huawei Cloud's signature", () => {
  const emulator = useEmulator();

  function call(
    change: Partial<Credentials["huaweicloud"]> = {},
    options: ApigCallOptions = {},
    path = LIST,
  ) {
    const { url, credentials } = emulator.running;
    return apigCaller(url, { ...credentials.huaweicloud, ...change }, options)("GET", path);
  }

  it("refuses wrong secrets, unknown keys and tokens that do not belong to the key", async () => {
    const { accessKey, secretKey, securityToken } = emulator.running.accounts[0].keys[2].huaweicloud;
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
    const other = emulator.running.accounts[1].keys[0].huaweicloud.projectId;
    const { huaweicloud } = emulator.running.credentials;
    await assertRefused(call({ projectId: other }), "APIG.1005", 403);
    await assertRefused(call({}, {}, `/v2/${other}/apigw/instances/instance-1/api-groups`), "APIG.1005", 403);
    const without = (headers: Record<string, string>): Record<string, string> =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "x-project-id"));
    await assertRefused(call({}, { headers: without }), "APIG.1006", 401);
    const path = `/v2/${huaweicloud.projectId}/apigw/instances/instance-1/api-groups`;
    await answerOf(call({}, { headers: without }, path));
  });

  it("takes a token instead, which brings its project", async () => {
    const { url, credentials } = emulator.running;
    await answerOf(apigTokenCaller(url, credentials.huaweicloud.token)("GET", LIST));
    await assertRefused(apigTokenCaller(url, "wrong")("GET", LIST), "APIG.1002", 401);
    const other = { "x-project-id": emulator.running.accounts[1].keys[0].huaweicloud.projectId };
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

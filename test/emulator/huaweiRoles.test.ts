import assert from "node:assert/strict";

import type { Credentials } from "../../emulator";
import { useEmulator } from "./support/emulator";
import { apigCaller, apigTokenCaller } from "./support/huawei";
import { answerOf, assertRefused } from "./support/refused";
import { OIDC_TOKEN } from "./support/roles";

const SECURITY_TOKENS = "/v3.0/OS-CREDENTIAL/securitytokens";
const ID_TOKENS = "/v3.0/OS-AUTH/id-token/tokens";
const GROUPS = "/v1.0/apigw/api-groups";

/** What IAM answers. */
interface IamAnswer {
  readonly status: number;
  readonly subject: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

function assertLasts(expiration: string, seconds: number): void {
  assert.match(expiration, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  assert.ok(Math.abs(Date.parse(expiration) - Date.now() - seconds * 1000) < 60_000, expiration);
}

describe("the emulator's IAM of Huawei Cloud", () => {
  const emulator = useEmulator();

  function keys(): Credentials["huaweicloud"] {
    return emulator.running.credentials.huaweicloud;
  }

  /** The key in an answer, for the project of an account. */
  function keysIn(body: object, account = emulator.running.accounts[0]) {
    const { access, secret, securitytoken } = (body as { credential: Record<string, string> }).credential;
    const { projectId } = account.keys[0].huaweicloud;
    assert.match(access ?? "", /^EMULATOR/);
    return { accessKey: access!, secretKey: secret!, securityToken: securitytoken!, projectId };
  }

  async function send(path: string, headers: Record<string, string>, body?: object): Promise<IamAnswer> {
    const method = body === undefined ? "GET" : "POST";
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(emulator.running.url + path, { method, headers, ...text });
    const answer = (await response.json()) as IamAnswer["body"];
    return { status: response.status, subject: response.headers.get("x-subject-token"), body: answer };
  }

  function agency(name: string, more: object = {}) {
    const assume_role = { agency_name: name, domain_id: emulator.running.accounts[0].id, ...more };
    return { auth: { identity: { methods: ["assume_role"], assume_role } } };
  }

  /** Asks for a key of an agency, signed with the first account's key. */
  async function assume(name: string, more: object = {}) {
    return answerOf(apigCaller(emulator.running.url, keys())("POST", SECURITY_TOKENS, agency(name, more)));
  }

  function idToken(id = OIDC_TOKEN, project: object = { name: "cn-north-4" }, provider = "pipeline") {
    const body = { auth: { id_token: { id }, scope: { project } } };
    return send(ID_TOKENS, { "x-idp-id": provider }, body);
  }

  it("issues keys of an agency that work with the API gateway", async () => {
    const { url, accounts } = emulator.running;
    const { status, body } = await assume("deployer", { duration_seconds: 3600 });
    assert.equal(status, 201);
    assertLasts((body["credential"] as { expires_at: string }).expires_at, 3600);
    const issued = keysIn(body);
    await answerOf(apigCaller(url, issued)("POST", GROUPS, { name: "group" }));
    const foreign = { domain_id: undefined, domain_name: "emulated-second" };
    const shared = await assume("shared-deployer", foreign);
    await answerOf(apigCaller(url, keysIn(shared.body, accounts[1]))("GET", GROUPS));
    assert.deepEqual(
      emulator.running.calls().map(({ operation, accessKey, account }) => [operation, accessKey, account]),
      [
        ["createTemporaryAccessKeyByAgency", keys().accessKey, "first"],
        ["createApiGroup", issued.accessKey, "first"],
        ["createTemporaryAccessKeyByAgency", keys().accessKey, "first"],
        ["listApiGroups", emulator.running.state().keys.at(-1)?.id, "second"],
      ],
    );
  });

  it("issues keys against a token, in the header or in the body", async () => {
    const { url } = emulator.running;
    const { token } = keys();
    const ask = (headers: Record<string, string>, own?: object) =>
      send(SECURITY_TOKENS, headers, { auth: { identity: { methods: ["token"], token: own } } });
    for (const [headers, own] of [
      [{ "x-auth-token": token }, undefined],
      [{}, { id: token, duration_seconds: 900 }],
    ] as const) {
      const { status, body } = await ask(headers, own);
      assert.equal(status, 201);
      assertLasts((body["credential"] as { expires_at: string }).expires_at, 900);
      await answerOf(apigCaller(url, keysIn(body))("GET", GROUPS));
    }
    assert.equal((await send(SECURITY_TOKENS, { "x-auth-token": token }, agency("deployer"))).status, 201);
    assert.equal((await ask({ "x-auth-token": "wrong" })).status, 401);
    assert.doesNotMatch(JSON.stringify(emulator.running.calls()), new RegExp(token));
  });

  it("issues tokens against an ID token, which it then knows", async () => {
    const { url, accounts } = emulator.running;
    const { status, subject, body } = await idToken();
    assert.equal(status, 201);
    const token = subject!;
    const { expires_at, project } = body["token"] as { expires_at: string; project: { id: string } };
    assertLasts(expires_at, 86_400);
    assert.equal(project.id, keys().projectId);
    const { body: group } = await answerOf(apigTokenCaller(url, token)("POST", GROUPS, { name: "group" }));
    assert.ok(group["id"]);
    const told = await send("/v3/auth/tokens", { "x-auth-token": token, "x-subject-token": token });
    assert.deepEqual([told.status, told.body], [200, body]);
    const byToken = { auth: { identity: { methods: ["token"] } } };
    const { body: key } = await send(SECURITY_TOKENS, { "x-auth-token": token }, byToken);
    await answerOf(apigCaller(url, keysIn(key))("GET", GROUPS));
    const { projectId: id } = accounts[1].keys[0].huaweicloud;
    assert.equal((await idToken(OIDC_TOKEN, { id })).status, 201);
    const [first, second] = emulator.running.calls();
    assert.deepEqual(
      [first?.operation, first?.account, first?.accessKey, first?.authentication],
      ["createTokenWithIdToken", "first", null, "none"],
    );
    assert.deepEqual(
      [second?.accessKey, second?.authentication],
      [emulator.running.state().keys[0]?.id, "token"],
    );
    assert.equal(emulator.running.calls().at(-1)?.account, "second");
    assert.doesNotMatch(JSON.stringify(emulator.running.calls()), new RegExp(`${OIDC_TOKEN}|${token}`));
    assert.doesNotMatch(JSON.stringify(emulator.running.state()), new RegExp(token));
  });

  it("refuses agencies and bodies that are not right", async () => {
    for (const [name, more, status] of [
      ["absent-agency", {}, 404],
      ["deployer", { domain_id: "1" }, 404],
      ["denied-agency", {}, 403],
      ["deployer", { domain_id: emulator.running.accounts[1].id }, 403],
      ["deployer", { domain_id: undefined }, 400],
      ["deployer", { duration_seconds: 899 }, 400],
      ["deployer", { duration: 900 }, 400],
    ] as const) {
      const answer = await assume(name, more);
      assert.deepEqual(
        [answer.status, (answer.body["error"] as { code: number }).code],
        [status, status],
        `${name} ${JSON.stringify(more)}`,
      );
    }
    const { token } = keys();
    const none = { auth: { identity: { methods: ["password"] } } };
    assert.equal((await send(SECURITY_TOKENS, { "x-auth-token": token }, none)).status, 400);
    assert.equal((await send(SECURITY_TOKENS, {}, agency("deployer"))).status, 401);
    const forged = apigCaller(emulator.running.url, { ...keys(), secretKey: "wrong" });
    await assertRefused(forged("POST", SECURITY_TOKENS, agency("deployer")), "APIGW.0301", 401);
  });

  it("refuses ID tokens, providers and projects that it does not know", async () => {
    const project = { name: "cn-north-4" };
    for (const [answer, status, code] of [
      [idToken("eyJ"), 401, "IAM.0007"],
      [idToken("emulator-oidc-expired"), 401, "IAM.0007"],
      [idToken(OIDC_TOKEN, { name: "cn-east-3" }), 404, "IAM.0004"],
      [idToken(OIDC_TOKEN, { id: "1" }), 404, "IAM.0004"],
      [idToken(OIDC_TOKEN, project, "absent"), 404, "IAM.0004"],
      [idToken(OIDC_TOKEN, project, "denied"), 403, "IAM.0003"],
      [idToken(OIDC_TOKEN, project, ""), 400, "IAM.0011"],
      [idToken(OIDC_TOKEN, { nmae: "cn-north-4" }), 400, "IAM.0011"],
    ] as const) {
      const { status: told, body } = await answer;
      assert.deepEqual([told, body["error_code"]], [status, code]);
    }
  });

  it("ends the keys and tokens that it issued, and applies nothing from then on", async () => {
    const { url } = emulator.running;
    const issued = keysIn((await assume("deployer")).body);
    const token = (await idToken()).subject!;
    const calls = [apigCaller(url, issued), apigTokenCaller(url, token)];
    for (const call of calls) await answerOf(call("GET", GROUPS));
    emulator.running.expireKeys();
    const [byKey, byToken] = calls.map((call) => call("POST", GROUPS, { name: "group" }));
    const { message } = await assertRefused(byKey!, "APIGW.0301", 401);
    assert.match(message, /security token expired/);
    await assertRefused(byToken!, "APIGW.0307", 401);
    const own = { "x-auth-token": keys().token };
    assert.equal((await send("/v3/auth/tokens", { ...own, "x-subject-token": token })).status, 404);
    assert.equal(
      (await send("/v3/auth/tokens", { "x-auth-token": token, "x-subject-token": token })).status,
      401,
    );
    const { groups } = emulator.running.state().accounts.first.apig;
    assert.ok(Object.values(groups).every(({ name }) => name !== "group"));
  });
});

import assert from "node:assert/strict";

import type { Credentials } from "../../emulator";
import {
  DYPLS_VERSION,
  RAM_VERSION,
  type RpcAnswer,
  type RpcCall,
  rpcCaller,
  STS_VERSION,
  unsignedRpcCaller,
} from "./support/alibaba";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused } from "./support/refused";
import { alicloudRole, OIDC_TOKEN } from "./support/roles";

const SESSION = { RoleSessionName: "session-1" };

/** The key in an answer, under the names of the stack configuration. */
function keysIn(answer: RpcAnswer): Credentials["alicloud"] {
  const { AccessKeyId, AccessKeySecret, SecurityToken } = answer["Credentials"] as Record<string, string>;
  assert.match(AccessKeyId ?? "", /^STS\.Emulator/);
  return { accessKey: AccessKeyId!, secretKey: AccessKeySecret!, securityToken: SecurityToken! };
}

function assertLasts(answer: RpcAnswer, seconds: number): void {
  const { Expiration } = answer["Credentials"] as { Expiration: string };
  assert.match(Expiration, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.ok(Math.abs(Date.parse(Expiration) - Date.now() - seconds * 1000) < 60_000, Expiration);
}

describe("the emulator's STS of Alibaba Cloud", () => {
  const emulator = useEmulator();

  function sts(keys: Credentials["alicloud"] = emulator.running.credentials.alicloud): RpcCall {
    return rpcCaller(emulator.running.url, STS_VERSION, keys);
  }

  function assume(name?: string, more: object = {}) {
    const RoleArn = alicloudRole(emulator.running.accounts[0], name);
    return sts()("AssumeRole", { RoleArn, ...SESSION, ...more });
  }

  function withOidc(more: object = {}) {
    const [account] = emulator.running.accounts;
    const OIDCProviderArn = `acs:ram::${account.id}:oidc-provider/pipeline`;
    const call = unsignedRpcCaller(emulator.running.url, STS_VERSION);
    const RoleArn = alicloudRole(account);
    return call("AssumeRoleWithOIDC", {
      OIDCProviderArn,
      OIDCToken: OIDC_TOKEN,
      RoleArn,
      ...SESSION,
      ...more,
    });
  }

  it("issues keys of a role that work with every API, and tells whose they are", async () => {
    const { url, accounts } = emulator.running;
    const answer = await answerOf(
      assume("deployer", { DurationSeconds: 900, Policy: "{}", ExternalId: "abc" }),
    );
    assert.deepEqual(Object.keys(answer).sort(), ["AssumedRoleUser", "Credentials", "RequestId"]);
    assertLasts(answer, 900);
    const keys = keysIn(answer);
    await answerOf(rpcCaller(url, RAM_VERSION, keys)("CreateGroup", { GroupName: "dev" }));
    await answerOf(rpcCaller(url, DYPLS_VERSION, keys)("CreateAxgGroup", { PoolKey: "FC123456", Name: "a" }));
    const who = await answerOf(sts(keys)("GetCallerIdentity"));
    assert.deepEqual(
      [who["IdentityType"], who["AccountId"], who["Arn"]],
      ["AssumedRoleUser", accounts[0].id, `acs:ram::${accounts[0].id}:assumed-role/deployer/session-1`],
    );
    assert.deepEqual(Object.keys(emulator.running.state().accounts.first.ram.groups), ["dev"]);
    const [assumed, ...others] = emulator.running.calls();
    assert.deepEqual(
      [assumed?.api, assumed?.operation, assumed?.accessKey, assumed?.writes],
      ["sts", "AssumeRole", emulator.running.credentials.alicloud.accessKey, false],
    );
    assert.ok(others.every(({ accessKey, account }) => accessKey === keys.accessKey && account === "first"));
  });

  it("issues them for the account of the role, to keys of another one where the role is shared", async () => {
    const { accounts } = emulator.running;
    const call = (name: string) =>
      sts()("AssumeRole", { RoleArn: alicloudRole(accounts[1], name), ...SESSION });
    const answer = await answerOf(call("shared-deployer"));
    assertLasts(answer, 3600);
    const who = await answerOf(sts(keysIn(answer))("GetCallerIdentity"));
    assert.equal(who["AccountId"], accounts[1].id);
    assert.equal(emulator.running.calls().at(-1)?.account, "second");
    await assertRefused(call("deployer"), "NoPermission", 403);
  });

  it("issues keys against a token of an identity provider, without a signature", async () => {
    const { accounts } = emulator.running;
    const answer = await answerOf(withOidc());
    assert.deepEqual(Object.keys(answer).sort(), [
      "AssumedRoleUser",
      "Credentials",
      "OIDCTokenInfo",
      "RequestId",
    ]);
    assertLasts(answer, 3600);
    const who = await answerOf(sts(keysIn(answer))("GetCallerIdentity"));
    assert.equal(who["AccountId"], accounts[0].id);
    const [call] = emulator.running.calls();
    assert.deepEqual(
      [call?.operation, call?.account, call?.accessKey, call?.authentication],
      ["AssumeRoleWithOIDC", "first", null, "none"],
    );
    assert.doesNotMatch(JSON.stringify(emulator.running.calls()), new RegExp(OIDC_TOKEN));
  });

  it("refuses roles that are absent or denied, and what is not well formed", async () => {
    await assertRefused(assume("absent-role"), "EntityNotExist.Role", 404);
    await assertRefused(assume("x", { RoleArn: "acs:ram::1:role/x" }), "EntityNotExist.Role", 404);
    await assertRefused(assume("denied-role"), "NoPermission", 403);
    await assertRefused(assume("x", { RoleArn: "deployer" }), "InvalidParameter.RoleArn", 400);
    await assertRefused(assume("x", { RoleArn: "" }), "MissingRoleArn", 400);
    await assertRefused(assume("x", { RoleSessionName: "a b" }), "InvalidParameter.RoleSessionName", 400);
    for (const DurationSeconds of [899, 43_201, "an hour"])
      await assertRefused(assume("x", { DurationSeconds }), "InvalidParameter.DurationSeconds", 400);
    await assertRefused(assume("x", { Policy: "{" }), "InvalidParameter.PolicyGrammar", 400);
    await assertRefused(assume("x", { ExternalId: "ä" }), "InvalidParameter.ExternalId", 400);
    const unsigned = unsignedRpcCaller(emulator.running.url, STS_VERSION);
    await assertRefused(unsigned("AssumeRole"), "MissingAccessKeyId", 400);
  });

  it("refuses tokens and providers that it does not know", async () => {
    const { accounts } = emulator.running;
    const refusals: [object, string, number][] = [
      [{ OIDCToken: "eyJ" }, "AuthenticationFail.OIDCToken.Invalid", 401],
      [{ OIDCToken: "emulator-oidc-expired-1" }, "AuthenticationFail.OIDCToken.Expired", 401],
      [{ OIDCToken: "" }, "MissingOIDCToken", 400],
      [{ OIDCProviderArn: "pipeline" }, "InvalidParameter.OIDCProviderArn", 400],
      [
        { OIDCProviderArn: `acs:ram::${accounts[1].id}:oidc-provider/pipeline` },
        "AuthenticationFail.NoPermission",
        401,
      ],
      [{ RoleArn: alicloudRole(accounts[0], "denied") }, "AuthenticationFail.NoPermission", 401],
      [{ RoleArn: alicloudRole(accounts[0], "absent") }, "EntityNotExist.Role", 404],
      [{ DurationSeconds: 1 }, "InvalidParameter.DurationSeconds", 400],
    ];
    for (const [change, code, status] of refusals) await assertRefused(withOidc(change), code, status);
    const { alicloud } = emulator.running.credentials;
    await assertRefused(
      sts({ ...alicloud, secretKey: "wrong" })("AssumeRoleWithOIDC"),
      "SignatureDoesNotMatch",
    );
  });

  it("meets faults without a signature, too", async () => {
    emulator.running.inject({ kind: "throttle", operation: "AssumeRoleWithOIDC" });
    await assertRefused(withOidc(), "Throttling.User", 400);
    await answerOf(withOidc());
  });
});

import assert from "node:assert/strict";

import {
  OIDCRoleArnCredential,
  STSCredential,
} from "tencentcloud-sdk-nodejs-common/tencentcloud/common/credential.js";

import type { Credentials } from "../../emulator";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused } from "./support/refused";
import { OIDC_TOKEN, tencentcloudRole } from "./support/roles";
import { ioaCaller, sdkConfig, TENCENT_STS, type TencentAnswer } from "./support/tencent";

const SESSION = { RoleSessionName: "session-1" };
const NO_KEY = { secretId: "", secretKey: "" };

function keysIn(answer: TencentAnswer): Credentials["tencentcloud"] {
  const { TmpSecretId, TmpSecretKey, Token } = answer["Credentials"] as Record<string, string>;
  assert.match(TmpSecretId ?? "", /^AKIDEmulator/);
  return { secretId: TmpSecretId!, secretKey: TmpSecretKey!, securityToken: Token! };
}

function assertLasts(answer: TencentAnswer, seconds: number): void {
  const { ExpiredTime, Expiration } = answer as { ExpiredTime: number; Expiration: string };
  assert.equal(Date.parse(Expiration), ExpiredTime * 1000);
  assert.ok(Math.abs(ExpiredTime - Date.now() / 1000 - seconds) < 60);
}

describe("the emulator's STS of Tencent Cloud", () => {
  const emulator = useEmulator();

  function sts(keys = emulator.running.credentials.tencentcloud, options: object = {}) {
    return ioaCaller(emulator.running.url, keys, { ...TENCENT_STS, ...options });
  }

  function assume(name?: string, more: object = {}) {
    const RoleArn = tencentcloudRole(emulator.running.accounts[0], name);
    return sts()("AssumeRole", { RoleArn, ...SESSION, ...more });
  }

  function webIdentity(more: object = {}) {
    const RoleArn = tencentcloudRole(emulator.running.accounts[0]);
    const body = { ProviderId: "pipeline", WebIdentityToken: OIDC_TOKEN, RoleArn, ...SESSION, ...more };
    return sts(NO_KEY, { unsigned: true })("AssumeRoleWithWebIdentity", body);
  }

  function groupsWith(keys: Credentials["tencentcloud"]) {
    return ioaCaller(emulator.running.url, keys)("DescribeDeviceVirtualGroups");
  }

  it("issues keys of a role that work with iOA, and tells whose they are", async () => {
    const { accounts, credentials } = emulator.running;
    const answer = await answerOf(
      assume("deployer", { DurationSeconds: 1800, Policy: "%7B%7D", ExternalId: "abc" }),
    );
    assert.deepEqual(Object.keys(answer).sort(), ["Credentials", "Expiration", "ExpiredTime", "RequestId"]);
    assertLasts(answer, 1800);
    const keys = keysIn(answer);
    await answerOf(groupsWith(keys));
    const who = await answerOf(sts(keys)("GetCallerIdentity"));
    assert.deepEqual(
      [who["Type"], who["AccountId"], who["Arn"]],
      ["CAMRole", accounts[0].id, `qcs::sts:${accounts[0].id}:assumed-role/deployer`],
    );
    assert.deepEqual(
      emulator.running.calls().map(({ operation, accessKey }) => [operation, accessKey]),
      [
        ["AssumeRole", credentials.tencentcloud.secretId],
        ["DescribeDeviceVirtualGroups", keys.secretId],
        ["GetCallerIdentity", keys.secretId],
      ],
    );
  });

  it("issues them for the account of the role, to keys of another one where the role is shared", async () => {
    const { accounts } = emulator.running;
    const call = (name: string) =>
      sts()("AssumeRole", { RoleArn: tencentcloudRole(accounts[1], name), ...SESSION });
    const answer = await answerOf(call("shared-deployer"));
    assertLasts(answer, 7200);
    const who = await answerOf(sts(keysIn(answer))("GetCallerIdentity"));
    assert.equal(who["AccountId"], accounts[1].id);
    await assertRefused(call("deployer"), "UnauthorizedOperation");
  });

  it("issues keys against a token of an identity provider, without a signature", async () => {
    const answer = await answerOf(webIdentity());
    await answerOf(groupsWith(keysIn(answer)));
    const [call] = emulator.running.calls();
    assert.deepEqual(
      [call?.operation, call?.account, call?.accessKey, call?.authentication],
      ["AssumeRoleWithWebIdentity", "first", null, "none"],
    );
    assert.doesNotMatch(JSON.stringify(emulator.running.calls()), new RegExp(OIDC_TOKEN));
    emulator.running.inject({ kind: "throttle", operation: "AssumeRoleWithWebIdentity" });
    await assertRefused(webIdentity(), "RequestLimitExceeded");
  });

  it("serves the credentials of the vendor's own SDK", async () => {
    const { url, credentials, accounts } = emulator.running;
    const { profile } = sdkConfig(url, NO_KEY, TENCENT_STS.host);
    const { secretId, secretKey } = credentials.tencentcloud;
    const RoleArn = tencentcloudRole(accounts[0]);
    const byRole = new STSCredential(
      { credential: { secretId, secretKey }, profile },
      { RoleArn, ...SESSION },
    );
    const token = { ProviderId: "pipeline", WebIdentityToken: OIDC_TOKEN };
    const byToken = new OIDCRoleArnCredential(
      { credential: NO_KEY, profile, region: TENCENT_STS.region },
      { RoleArn, ...SESSION, ...token },
    );
    for (const provider of [byRole, byToken]) {
      const { secretId = "", secretKey = "", token: securityToken = "" } = await provider.getCredential();
      await answerOf(groupsWith({ secretId, secretKey, securityToken }));
    }
  });

  it("refuses what is absent, denied or not well formed", async () => {
    const { accounts } = emulator.running;
    await assertRefused(assume("absent-role"), "ResourceNotFound.RoleNotFound");
    const elsewhere = "qcs::cam::uin/1:roleName/x";
    await assertRefused(assume("x", { RoleArn: elsewhere }), "ResourceNotFound.RoleNotFound");
    await assertRefused(assume("denied-role"), "UnauthorizedOperation");
    await assertRefused(assume("x", { RoleArn: "deployer" }), "InvalidParameter.ParamError");
    await assertRefused(assume("x", { RoleSessionName: "a" }), "InvalidParameter.ParamError");
    await assertRefused(assume("x", { DurationSeconds: 0 }), "InvalidParameter.ParamError");
    await assertRefused(assume("x", { DurationSeconds: 43_201 }), "InvalidParameter.OverTimeError");
    await assertRefused(assume("x", { Policy: "{" }), "InvalidParameter.StrategyFormatError");
    await assertRefused(assume("x", { Extern: "x" }), "UnknownParameter");
    await assertRefused(assume("x", { RoleSessionName: undefined }), "MissingParameter");
    const unsigned = sts(NO_KEY, { unsigned: true });
    await assertRefused(unsigned("AssumeRole"), "AuthFailure.InvalidAuthorization");
    for (const WebIdentityToken of ["eyJ", "emulator-oidc-expired"])
      await assertRefused(webIdentity({ WebIdentityToken }), "InvalidParameter.WebIdentityTokenError");
    await assertRefused(webIdentity({ ProviderId: "absent" }), "ResourceNotFound");
    await assertRefused(
      webIdentity({ RoleArn: tencentcloudRole(accounts[0], "denied") }),
      "UnauthorizedOperation",
    );
  });

  it("ends the keys that it issued, and applies nothing from then on", async () => {
    const keys = keysIn(await answerOf(assume()));
    await answerOf(groupsWith(keys));
    emulator.running.expireKeys();
    const create = ioaCaller(emulator.running.url, keys)("CreateDeviceVirtualGroup", {
      DeviceVirtualGroupName: "dev",
    });
    await assertRefused(create, "AuthFailure.TokenFailure");
    await assertRefused(sts(keys)("GetCallerIdentity"), "AuthFailure.TokenFailure");
    const { groups } = emulator.running.state().accounts.first.ioa;
    assert.ok(Object.values(groups).every(({ name }) => name !== "dev"));
  });
});

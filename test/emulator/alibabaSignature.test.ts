import assert from "node:assert/strict";

import type { Credentials } from "../../emulator";
import { DYPLS_VERSION, RAM_VERSION, type RpcAnswer, rpcCaller } from "./support/alibaba";
import { useEmulator } from "./support/emulator";
import { assertRefused, type Outcome } from "./support/refused";

const MINUTE = 60_000;

describe("the emulator's check of Alibaba Cloud's signature", () => {
  const emulator = useEmulator();

  for (const version of [DYPLS_VERSION, RAM_VERSION])
    describe(`version ${version}`, () => {
      function call(
        change: Partial<Credentials["alicloud"]>,
        parameters: object = {},
      ): Promise<Outcome<RpcAnswer>> {
        return rpcCaller(emulator.running.url, version, {
          ...emulator.running.credentials.alicloud,
          ...change,
        })("ListGroups", parameters);
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
        const temporary = emulator.running.accounts[0].keys[2].alicloud;
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

  it("says which versions there are not", async () => {
    const { url, credentials } = emulator.running;
    await assertRefused(
      rpcCaller(url, "2020-01-01", credentials.alicloud)("ListGroups"),
      "InvalidVersion",
      400,
    );
  });
});

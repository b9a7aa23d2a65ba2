import assert from "node:assert/strict";

import type { Credentials } from "../../emulator";
import { tc3Signature } from "../../emulator/signatures/tc3";
import { useEmulator } from "./support/emulator";
import { assertRefused } from "./support/refused";
import { ioaCaller } from "./support/tencent";

describe("the emulator's check of Tencent Cloud's signature", () => {
  const emulator = useEmulator();

  it("refuses wrong secrets, unknown keys and tokens that do not belong to the key", async () => {
    const { url } = emulator.running;
    const [{ tencentcloud: ordinary }, , { tencentcloud: temporary }] = emulator.running.accounts[0].keys;
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

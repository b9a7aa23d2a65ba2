import assert from "node:assert/strict";

import { type Credentials, InputError } from "../../emulator";
import { RAM_VERSION, rpcCaller, STS_VERSION } from "./support/alibaba";
import { control } from "./support/control";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused } from "./support/refused";
import { alicloudRole } from "./support/roles";

describe("Temporary keys that an emulator issues", () => {
  const emulator = useEmulator();

  async function issue(): Promise<Credentials["alicloud"]> {
    const { url, credentials, accounts } = emulator.running;
    const { Credentials: issued } = await answerOf(
      rpcCaller(
        url,
        STS_VERSION,
        credentials.alicloud,
      )("AssumeRole", {
        RoleArn: alicloudRole(accounts[0]),
        RoleSessionName: "session",
      }),
    );
    const { AccessKeyId, AccessKeySecret, SecurityToken } = issued as Record<string, string>;
    return { accessKey: AccessKeyId!, secretKey: AccessKeySecret!, securityToken: SecurityToken! };
  }

  function create(keys: Credentials["alicloud"], GroupName: string) {
    return rpcCaller(emulator.running.url, RAM_VERSION, keys)("CreateGroup", { GroupName });
  }

  function groups(): string[] {
    return Object.keys(emulator.running.state().accounts.first.ram.groups);
  }

  it("expire at once, and nothing is applied from then on", async () => {
    const keys = await issue();
    await answerOf(create(keys, "a"));
    const issued = emulator.running.expireKeys();
    assert.equal(issued.at(-1)?.expired, true);
    await assertRefused(create(keys, "b"), "InvalidSecurityToken.Expired", 400);
    assert.deepEqual(groups(), ["a"]);
    const call = emulator.running.calls().at(-1);
    assert.deepEqual([call?.code, call?.applied], ["InvalidSecurityToken.Expired", false]);
    await answerOf(create(await issue(), "b"));
  });

  it("expire after some calls of each, until a reset", async () => {
    const before = await issue();
    emulator.running.expireKeys({ after: 2 });
    const keys = await issue();
    await assertRefused(create({ ...keys, secretKey: "wrong" }, "a"), "SignatureDoesNotMatch");
    for (const name of ["a", "b"]) await answerOf(create(keys, name));
    await assertRefused(create(keys, "c"), "InvalidSecurityToken.Expired");
    for (const name of ["c", "d", "e"]) await answerOf(create(before, name));
    emulator.running.expireKeys({ after: 0 });
    await assertRefused(create(await issue(), "f"), "InvalidSecurityToken.Expired");
    emulator.running.reset();
    const lasting = await issue();
    for (const name of ["a", "b", "c"]) await answerOf(create(lasting, name));
    await answerOf(create(before, "d"));
  });

  it("are told in the state without secrets", async () => {
    emulator.running.expireKeys({ after: 3 });
    const { accessKey, secretKey, securityToken } = await issue();
    const { body } = await control(emulator.running, "GET", "/state");
    const { keys } = body as { keys: { expiration: string }[] };
    const { expiration, ...key } = keys.at(-1)!;
    assert.match(expiration, /Z$/);
    assert.deepEqual(key, {
      cloud: "alicloud",
      id: accessKey,
      account: "first",
      role: "deployer",
      callsLeft: 3,
      expired: false,
    });
    const text = JSON.stringify(body);
    assert.ok(!text.includes(secretKey) && !text.includes(securityToken ?? ""));
  });

  it("expire by the control endpoint, too", async () => {
    await issue();
    const { status, body } = await control(emulator.running, "POST", "/expire-keys");
    assert.equal(status, 200);
    assert.ok((body as { expired: boolean }[]).every(({ expired }) => expired));
    await control(emulator.running, "POST", "/expire-keys", { after: 1 });
    const keys = await issue();
    await answerOf(create(keys, "a"));
    await assertRefused(create(keys, "b"), "InvalidSecurityToken.Expired");
    const wrong = await control(emulator.running, "POST", "/expire-keys", { after: -1 });
    assert.equal(wrong.status, 400);
    assert.match(JSON.stringify(wrong.body), /after: /);
    assert.throws(() => emulator.running.expireKeys({ after: 0.5 }), InputError);
  });
});

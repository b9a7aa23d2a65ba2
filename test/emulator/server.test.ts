import assert from "node:assert/strict";
import { connect } from "node:net";

import { InputError, startEmulator } from "../../emulator";
import { RAM_VERSION, rpcCaller } from "./support/alibaba";
import { useEmulator } from "./support/emulator";
import { apigTokenCaller } from "./support/huawei";
import { answerOf } from "./support/refused";

describe("startEmulator", () => {
  const emulator = useEmulator();

  it("listens on a free port of the loopback interface", () => {
    assert.match(emulator.running.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("listens elsewhere where it is told so, and tells the environment by the name that it is asked by", async () => {
    const other = await startEmulator({ host: "0.0.0.0" });
    try {
      assert.match(other.url, /^http:\/\/127\.0\.0\.1:\d+$/);
      const { port } = new URL(other.url);
      const answer = await fetch(`http://localhost:${port}/_emulator/environment`);
      assert.deepEqual(await answer.json(), {
        ...other.environment,
        CLOUD_GROUPS_EMULATOR: `http://localhost:${port}`,
      });
    } finally {
      await other.stop();
    }
  });

  it("makes credentials of its own each time, all of them different", async () => {
    const other = await startEmulator();
    await other.stop();
    const texts = [emulator.running, other].map(({ accounts }) => JSON.stringify(accounts));
    const values = texts.flatMap((text) => [...text.matchAll(/"(?:\w*[kK]ey|secretId|token)":"([^"]+)"/g)]);
    assert.equal(values.length, 2 * 2 * 3 * 7);
    assert.equal(new Set(values.map(([, value]) => value)).size, values.length);
  });

  it("gives the environment that leads programs to it", () => {
    const { url, credentials, environment, accounts } = emulator.running;
    assert.equal(credentials, accounts[0].keys[0]);
    assert.deepEqual(environment, {
      CLOUD_GROUPS_EMULATOR: url,
      ALIBABA_CLOUD_ACCESS_KEY_ID: credentials.alicloud.accessKey,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: credentials.alicloud.secretKey,
      ALIBABA_CLOUD_ACCOUNT_ID: accounts[0].id,
      TENCENTCLOUD_SECRET_ID: credentials.tencentcloud.secretId,
      TENCENTCLOUD_SECRET_KEY: credentials.tencentcloud.secretKey,
      TENCENTCLOUD_ACCOUNT_ID: accounts[0].id,
      HW_ACCESS_KEY: credentials.huaweicloud.accessKey,
      HW_SECRET_KEY: credentials.huaweicloud.secretKey,
      HW_PROJECT_ID: credentials.huaweicloud.projectId,
      HW_REGION_NAME: "cn-north-4",
    });
  });

  it("gives two accounts with two ordinary and a temporary key set each", () => {
    const { accounts } = emulator.running;
    assert.deepEqual(
      accounts.map(({ name, keys }) => [
        name,
        keys.map(({ alicloud }) => alicloud.securityToken !== undefined),
      ]),
      [
        ["first", [false, false, true]],
        ["second", [false, false, true]],
      ],
    );
  });

  it("takes settings and a seed", async () => {
    const own = await startEmulator({
      settings: { latencyMs: 1 },
      seed: { first: { ram: { groups: [{ name: "dev" }] } } },
    });
    await own.stop();
    assert.equal(own.settings().latencyMs, 1);
    assert.deepEqual(Object.keys(own.state().accounts.first.ram.groups), ["dev"]);
    await assert.rejects(startEmulator({ settings: { latencyMs: -1 } }), InputError);
    await assert.rejects(startEmulator({ seed: { first: { ram: { groups: [{ name: "" }] } } } }), InputError);
  });

  it("does not take a port in use", async () => {
    const port = Number(new URL(emulator.running.url).port);
    await assert.rejects(startEmulator({ port }), { code: "EADDRINUSE" });
  });

  it("stops at once, also while callers wait, and then again", async () => {
    const own = await startEmulator();
    own.inject({ kind: "hang" });
    const waiting = apigTokenCaller(own.url, own.credentials.huaweicloud.token)(
      "GET",
      "/v1.0/apigw/api-groups",
    );
    const lost = assert.rejects(waiting);
    const idle = connect(Number(new URL(own.url).port), "127.0.0.1");
    idle.on("error", () => undefined);
    const closed = new Promise((resolve) => idle.once("close", resolve));
    while (own.calls().length === 0) await new Promise(setImmediate);
    await own.stop();
    await Promise.all([lost, closed]);
    await own.stop();
    await assert.rejects(fetch(own.url));
  });

  it("serves many callers side by side, and mixes nothing up", async () => {
    const { url, accounts } = emulator.running;
    emulator.running.configure({ ramMaxGroups: 500 });
    const callers = accounts.map(({ keys }) => rpcCaller(url, RAM_VERSION, keys[0].alicloud));
    const creations = callers.flatMap((call, account) =>
      Array.from({ length: 200 }, (_, index) =>
        answerOf(call("CreateGroup", { GroupName: `${account}-${index}` })),
      ),
    );
    await Promise.all(creations);
    const state = emulator.running.state().accounts;
    for (const [account, groups] of [state.first.ram.groups, state.second.ram.groups].entries()) {
      assert.equal(Object.keys(groups).length, 200);
      assert.ok(Object.keys(groups).every((name) => name.startsWith(`${account}-`)));
    }
    assert.equal(emulator.running.calls().length, 400);
  });

  it("refuses bodies of more than 12 MB", async () => {
    const body = Buffer.alloc(12 * 1024 * 1024 + 1);
    const response = await fetch(emulator.running.url, { method: "POST", body }).catch(
      (error: unknown) => error,
    );
    // The connection may be gone before the answer is read.
    assert.ok(response instanceof Error || (response as Response).status === 413);
  });
});

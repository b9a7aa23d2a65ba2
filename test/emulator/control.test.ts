import assert from "node:assert/strict";

import { type CallRecord, DEFAULT_SETTINGS, type EmulatorState } from "../../emulator";
import { DYPLS_VERSION, RAM_VERSION, rpcCaller } from "./support/alibaba";
import { control } from "./support/control";
import { useEmulator } from "./support/emulator";
import { apigTokenCaller } from "./support/huawei";
import { answerOf, refusalOf } from "./support/refused";
import { ioaCaller } from "./support/tencent";

describe("the emulator's control endpoints", () => {
  const emulator = useEmulator();

  async function get(path: string): Promise<unknown> {
    const { status, body } = await control(emulator.running, "GET", path);
    assert.equal(status, 200);
    return body;
  }

  async function post(path: string, body?: unknown): Promise<unknown> {
    const answer = await control(emulator.running, "POST", path, body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  }

  async function errorOf(path: string, body: unknown): Promise<string> {
    const answer = await control(emulator.running, "POST", path, body);
    assert.equal(answer.status, 400);
    return (answer.body as { error: string }).error;
  }

  async function ramCall(action: string, parameters: object): Promise<void> {
    const { url, credentials } = emulator.running;
    await rpcCaller(url, RAM_VERSION, credentials.alicloud)(action, parameters);
  }

  describe("GET /_emulator/state", () => {
    it("shows what every account starts with", async () => {
      const { accounts } = (await get("/state")) as EmulatorState;
      for (const account of [accounts.first, accounts.second]) {
        assert.deepEqual(account.dypls.pools, {
          FC123456: {
            type: "AXG",
            groups: { "1234": { name: "1234", remark: "", numbers: [], bound: false } },
          },
          FC000AXB: { type: "AXB", groups: {} },
        });
        assert.deepEqual(account.ram, {
          groups: {},
          users: ["alice", "bob"],
          policies: [{ name: "ReadOnlyAccess", type: "System" }],
        });
        const groups = Object.entries(account.ioa.groups);
        assert.deepEqual(
          groups.map(([id, group]) => [id, group.builtIn, group.itime]),
          ["2", "3", "4"].map((id) => [id, true, ""]),
        );
        assert.ok(account.ioa.devices.some((device) => device.mid === "mid-windows-1"));
        assert.deepEqual(account.apig.instances, ["instance-1"]);
        assert.deepEqual(
          Object.values(account.apig.groups).map((group) => [group.name, group.instanceId, group.isDefault]),
          [["DEFAULT", "instance-1", true]],
        );
      }
    });

    it("is what state() returns", async () => {
      assert.deepEqual(await get("/state"), structuredClone(emulator.running.state()));
    });
  });

  describe("GET /_emulator/calls", () => {
    it("tells each call in order of arrival, with what it asked and what came of it", async () => {
      const { url, credentials } = emulator.running;
      const dypls = rpcCaller(url, DYPLS_VERSION, credentials.alicloud);
      await answerOf(dypls("CreateAxgGroup", { PoolKey: "FC123456", Name: "a" }));
      await refusalOf(dypls("DeleteAxgGroup", { PoolKey: "FC999", GroupId: 1 }));
      await answerOf(ioaCaller(url, credentials.tencentcloud)("DescribeDeviceVirtualGroups", { OsType: 1 }));
      const path = "/v1.0/apigw/api-groups";
      await answerOf(
        apigTokenCaller(url, credentials.huaweicloud.token)("POST", `${path}?x=1`, { name: "group" }),
      );
      const calls = (await get("/calls")) as CallRecord[];
      assert.deepEqual(
        calls.map(({ api, operation, account, writes, request, status, code, applied }) => ({
          api,
          operation,
          account,
          writes,
          request,
          status,
          code,
          applied,
        })),
        [
          {
            api: "dypls",
            operation: "CreateAxgGroup",
            account: "first",
            writes: true,
            request: { PoolKey: "FC123456", Name: "a" },
            status: 200,
            code: null,
            applied: true,
          },
          {
            api: "dypls",
            operation: "DeleteAxgGroup",
            account: "first",
            writes: true,
            request: { PoolKey: "FC999", GroupId: "1" },
            status: 200,
            code: "isv.POOLKEY_NOT_EXISTS",
            applied: false,
          },
          {
            api: "ioa",
            operation: "DescribeDeviceVirtualGroups",
            account: "first",
            writes: false,
            request: { OsType: 1 },
            status: 200,
            code: null,
            applied: true,
          },
          {
            api: "apig",
            operation: "createApiGroup",
            account: "first",
            writes: true,
            request: { x: "1", name: "group" },
            status: 201,
            code: null,
            applied: true,
          },
        ],
      );
      const [first, second] = calls;
      assert.equal((second?.sequence ?? 0) - (first?.sequence ?? 0), 1);
      assert.match(first?.time ?? "", /^\d{4}-.*Z$/);
      assert.deepEqual(await get(`/calls?since=${first?.sequence ?? 0}`), calls.slice(1));
    });

    it("shows no secret and no signature", async () => {
      const { url, accounts } = emulator.running;
      for (const { alicloud, tencentcloud, huaweicloud } of accounts[0].keys) {
        await answerOf(rpcCaller(url, RAM_VERSION, alicloud)("ListGroups"));
        await answerOf(rpcCaller(url, RAM_VERSION, alicloud)("ListGroups", {}, "GET"));
        await answerOf(ioaCaller(url, tencentcloud)("DescribeDeviceVirtualGroups"));
        await answerOf(apigTokenCaller(url, huaweicloud.token)("GET", "/v1.0/apigw/api-groups"));
        const text = JSON.stringify(await get("/calls"));
        for (const secret of [
          alicloud.secretKey,
          alicloud.securityToken,
          tencentcloud.secretKey,
          huaweicloud.secretKey,
          huaweicloud.token,
        ])
          assert.equal(secret !== undefined && text.includes(secret), false);
        assert.doesNotMatch(text, /Signature/);
      }
    });

    it("sums up for people", async () => {
      emulator.running.inject({ kind: "throttle", operation: "GetGroup" });
      await ramCall("CreateGroup", { GroupName: "dev" });
      for (const GroupName of ["dev", "dev", "nobody"]) await ramCall("GetGroup", { GroupName });
      assert.deepEqual(await get("/calls/summary"), [
        { api: "ram", operation: "CreateGroup", calls: 1, refused: 0, faults: 0 },
        { api: "ram", operation: "GetGroup", calls: 3, refused: 2, faults: 1 },
      ]);
    });
  });

  describe("/_emulator/faults", () => {
    it("arms one fault or several, tells them and clears them", async () => {
      await post("/faults", { kind: "throttle", api: "ram" });
      const armed = (await post("/faults", [
        { kind: "hang" },
        { kind: "garble", applied: true },
      ])) as object[];
      assert.equal(armed.length, 3);
      assert.deepEqual(await get("/faults"), armed);
      const { body } = await control(emulator.running, "DELETE", "/faults");
      assert.deepEqual(body, []);
      assert.deepEqual(await get("/faults"), []);
    });

    it("says which field of a bad one breaks which rule", async () => {
      assert.match(await errorOf("/faults", { kind: "error", times: "twice" }), /^times: .*number/);
      assert.match(await errorOf("/faults", [{ kind: "hang" }, {}]), /^\[1\]\.kind: /);
      assert.equal(await errorOf("/faults", "{"), "the body is not JSON");
    });
  });

  describe("/_emulator/settings", () => {
    it("shows the settings and changes some of them", async () => {
      assert.deepEqual(await get("/settings"), DEFAULT_SETTINGS);
      const changed = await post("/settings", {
        axgRepeatedAdd: "refuse",
        axgBlockedNumbers: ["13900000000"],
      });
      const expected = { ...DEFAULT_SETTINGS, axgRepeatedAdd: "refuse", axgBlockedNumbers: ["13900000000"] };
      assert.deepEqual(changed, expected);
      assert.deepEqual(await get("/settings"), expected);
    });

    it("says which setting is wrong", async () => {
      assert.match(
        await errorOf("/settings", { axgRepeatedAdd: "maybe" }),
        /^axgRepeatedAdd: .*"accept"\|"refuse"/,
      );
      assert.match(await errorOf("/settings", { axgRepeated: "refuse" }), /"axgRepeated"/);
      assert.match(await errorOf("/settings", [1]), /expected record/);
      assert.deepEqual(await get("/settings"), DEFAULT_SETTINGS);
    });
  });

  describe("POST /_emulator/seed and /_emulator/reset", () => {
    const seed = {
      first: {
        dypls: {
          pools: [{ key: "FC777", groups: [{ id: 77, name: "x", numbers: ["15800000001", "15800000000"] }] }],
        },
      },
      second: {
        ram: { groups: [{ name: "ops", members: ["carol"], policies: [{ name: "p", type: "Custom" }] }] },
      },
    };

    it("a seed adds to what is there", async () => {
      await ramCall("CreateGroup", { GroupName: "dev" });
      const { accounts } = (await post("/seed", seed)) as EmulatorState;
      assert.deepEqual(Object.keys(accounts.first.ram.groups), ["dev"]);
      assert.deepEqual(accounts.first.dypls.pools["FC777"]?.groups["77"], {
        name: "x",
        remark: "",
        numbers: ["15800000000", "15800000001"],
        bound: false,
      });
      assert.deepEqual(accounts.second.ram.groups["ops"]?.members, ["carol"]);
      assert.deepEqual(accounts.second.ram.users, ["alice", "bob", "carol"]);
      assert.deepEqual(accounts.first.ram.users, ["alice", "bob"]);
    });

    it("a reset clears data, calls, faults and settings, and then plants its seed", async () => {
      await ramCall("CreateGroup", { GroupName: "dev" });
      await post("/faults", { kind: "hang" });
      await post("/settings", { latencyMs: 1 });
      const { accounts } = (await post("/reset", seed)) as EmulatorState;
      assert.deepEqual(accounts.first.ram.groups, {});
      assert.ok("FC777" in accounts.first.dypls.pools);
      assert.deepEqual(await get("/calls"), []);
      assert.deepEqual(await get("/faults"), []);
      assert.deepEqual(await get("/settings"), DEFAULT_SETTINGS);
    });

    it("a reset keeps the settings if asked to, and the credentials always", async () => {
      const { credentials } = emulator.running;
      await post("/settings", { latencyMs: 1 });
      await post("/reset", { keepSettings: true });
      assert.equal(emulator.running.settings().latencyMs, 1);
      assert.equal(emulator.running.credentials, credentials);
      await post("/reset");
      assert.equal(emulator.running.settings().latencyMs, 0);
    });

    it("a bad seed says where it is wrong and changes nothing", async () => {
      await ramCall("CreateGroup", { GroupName: "dev" });
      const bad = { first: { dypls: { pools: [{ key: "FC777", groups: [{ numbers: ["1a"] }] }] } } };
      for (const path of ["/seed", "/reset"])
        assert.match(await errorOf(path, bad), /^first\.dypls\.pools\[0\]\.groups\[0\]\.numbers\[0\]: /);
      assert.match(await errorOf("/seed", { third: {} }), /"third"/);
      assert.deepEqual(Object.keys(emulator.running.state().accounts.first.ram.groups), ["dev"]);
    });
  });

  it("say which of them there are", async () => {
    for (const [method, path] of [
      ["GET", ""],
      ["PUT", "/state"],
      ["GET", "/reset"],
    ] as const) {
      const { status, body } = await control(emulator.running, method, path);
      assert.equal(status, 404);
      assert.ok((body as { endpoints: string[] }).endpoints.includes("POST /_emulator/reset"));
    }
  });
});

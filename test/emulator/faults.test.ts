import assert from "node:assert/strict";

import { type Fault, type FaultKind, InputError } from "../../emulator";
import { DYPLS_VERSION, type RpcAnswer, rpcCaller } from "./support/alibaba";
import { callersOf } from "./support/callers";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused, type Outcome } from "./support/refused";

const POOL = "FC123456";

describe("the emulator's faults", () => {
  const emulator = useEmulator();

  const call = callersOf(emulator);

  function operate(OperateType: string, Numbers: string): Promise<Outcome<RpcAnswer>> {
    return call.dypls("OperateAxgGroup", { PoolKey: POOL, GroupId: 1234, OperateType, Numbers });
  }

  function add(number: string): Promise<Outcome<RpcAnswer>> {
    return operate("addNumbers", number);
  }

  function held(): readonly string[] | undefined {
    return emulator.running.state().accounts.first.dypls.pools[POOL]?.groups["1234"]?.numbers;
  }

  /** One call of each API, by its own client. */
  const calls = {
    dypls: () => add("15800000000"),
    ram: () => call.ram("CreateGroup", { GroupName: "dev" }),
    ioa: () => call.ioa("CreateDeviceVirtualGroup", { DeviceVirtualGroupName: "dev" }),
    apig: () => call.apig("POST", "/v1.0/apigw/api-groups", { name: "group" }),
  } as const;

  /** Calls one of the APIs, whatever happens to the connection. */
  async function outcomeOf(api: keyof typeof calls): Promise<string> {
    try {
      const outcome = await calls[api]();
      return "answer" in outcome ? "answered" : (outcome.refused.code ?? outcome.refused.message);
    } catch (error) {
      return String(error);
    }
  }

  function lastCall() {
    const call = emulator.running.calls().at(-1);
    assert.ok(call);
    return call;
  }

  describe("throttle and fail in each API's own way", () => {
    const shapes: [keyof typeof calls, FaultKind, string, number | undefined][] = [
      ["dypls", "throttle", "isv.FLOW_LIMIT", 200],
      ["ram", "throttle", "Throttling.User", 400],
      ["ioa", "throttle", "RequestLimitExceeded", undefined],
      ["apig", "throttle", "APIG.0308", 429],
      ["dypls", "error", "isp.SYSTEM_ERROR", 200],
      ["ram", "error", "InternalError", 500],
      ["ioa", "error", "InternalError", undefined],
      ["apig", "error", "APIG.9999", 500],
    ];
    for (const [api, kind, code, status] of shapes) {
      it(`${api}: ${kind}`, async () => {
        emulator.running.inject({ api, kind });
        const outcome = calls[api]();
        const { requestId } = await assertRefused(outcome, code, status);
        const { fault, applied, code: logged, requestId: loggedId } = lastCall();
        assert.deepEqual([fault, applied, logged, requestId], [kind, false, code, loggedId]);
        assert.equal(await outcomeOf(api), "answered");
      });
    }

    it("or with another code, message and status, and a time to wait", async () => {
      const answer = { code: "Busy", status: 503, message: "slow down", retryAfter: 1500 };
      emulator.running.inject({ kind: "throttle", ...answer, times: 0 });
      const alibaba = await assertRefused(calls.dypls(), "Busy", 503);
      assert.deepEqual([alibaba.message, alibaba.retryAfter], ["slow down", "1500"]);
      const huawei = await assertRefused(calls.apig(), "Busy", 503);
      assert.deepEqual([huawei.message, huawei.retryAfter], ["slow down", "2"]);
    });
  });

  describe("lose the connection or the answer", () => {
    for (const api of ["dypls", "ram", "ioa", "apig"] as const)
      it(`${api}: disconnect and garble`, async () => {
        emulator.running.inject([
          { api, kind: "disconnect" },
          { api, kind: "garble" },
        ]);
        assert.match(await outcomeOf(api), /socket hang up|fetch failed|ECONNRESET/);
        assert.deepEqual([lastCall().status, lastCall().code], [null, null]);
        assert.match(await outcomeOf(api), /Unexpected|invalid json|SyntaxError|\[object Object\]/i);
        assert.equal(lastCall().status, 200);
        assert.equal(await outcomeOf(api), "answered");
      });

    it("before the operation took effect, or after", async () => {
      for (const kind of ["disconnect", "garble", "error"] as const) {
        emulator.running.reset();
        emulator.running.inject([{ kind }, { kind, applied: true }]);
        await outcomeOf("dypls");
        assert.deepEqual([held(), lastCall().applied], [[], false], kind);
        await outcomeOf("dypls");
        assert.deepEqual([held(), lastCall().applied], [["15800000000"], true], kind);
      }
    });

    it("keep a caller waiting until the emulator is reset", async () => {
      emulator.running.inject({ kind: "hang", applied: true });
      const waiting = outcomeOf("apig");
      await arrived(1);
      assert.equal(Object.keys(emulator.running.state().accounts.first.apig.groups).length, 2);
      assert.equal(lastCall().status, null);
      emulator.running.reset();
      assert.match(await waiting, /fetch failed/);
    });

    it("answer late, before or after the operation took effect", async () => {
      emulator.running.inject({ kind: "delay", delayMs: 50, applied: true });
      const start = performance.now();
      await answerOf(add("15800000000"));
      assert.ok(performance.now() - start >= 49);
      assert.equal(lastCall().status, 200);
      emulator.running.inject({ kind: "delay", delayMs: 600_000 });
      const waiting = outcomeOf("dypls");
      await arrived(2);
      assert.deepEqual([lastCall().applied, lastCall().status], [false, null]);
      emulator.running.reset();
      assert.match(await waiting, /socket hang up|ECONNRESET/);
      assert.deepEqual(held(), []);
    });

    /** Waits until so many calls have arrived. */
    async function arrived(count: number): Promise<void> {
      while (emulator.running.calls().length < count) await new Promise(setImmediate);
      // A call is noted and carried out in one go; its log entry may be seen only between.
      await new Promise(setImmediate);
    }
  });

  it("hold back every answer by latencyMs", async () => {
    emulator.running.configure({ latencyMs: 30 });
    const start = performance.now();
    await answerOf(add("15800000000"));
    assert.ok(performance.now() - start >= 29);
  });

  describe("meet the calls that they are meant for", () => {
    async function codes(...outcomes: (() => Promise<Outcome<unknown>>)[]): Promise<(string | undefined)[]> {
      const all: (string | undefined)[] = [];
      for (const outcome of outcomes) {
        const settled = await outcome();
        all.push("refused" in settled ? settled.refused.code : "OK");
      }
      return all;
    }

    it("by API, operation, account and parameters", async () => {
      const { url, accounts } = emulator.running;
      const second = rpcCaller(url, DYPLS_VERSION, accounts[1].keys[0].alicloud);
      const parameters = { PoolKey: POOL, GroupId: 1234, OperateType: "addNumbers", Numbers: "15800000000" };
      const faults: [Fault, string[]][] = [
        [{ kind: "throttle", api: "ram" }, ["OK", "OK", "OK"]],
        [{ kind: "throttle", operation: "DeleteAxgGroup" }, ["OK", "OK", "OK"]],
        [{ kind: "throttle", account: "second" }, ["OK", "OK", "isv.FLOW_LIMIT"]],
        [{ kind: "throttle", match: { OperateType: "deleteNumbers" } }, ["OK", "isv.FLOW_LIMIT", "OK"]],
        [
          { kind: "throttle", match: { OperateType: "addNumbers", GroupId: 1234 } },
          ["isv.FLOW_LIMIT", "OK", "OK"],
        ],
        [{ kind: "throttle", match: { GroupId: 1235 } }, ["OK", "OK", "OK"]],
      ];
      for (const [fault, expected] of faults) {
        emulator.running.reset();
        emulator.running.inject(fault);
        const outcomes = await codes(
          () => add("15800000000"),
          () => operate("deleteNumbers", "15800000000"),
          () => second("OperateAxgGroup", parameters),
        );
        assert.deepEqual(outcomes, expected, JSON.stringify(fault));
      }
    });

    it("by parameters of a JSON body, whatever their form", async () => {
      emulator.running.inject({ kind: "error", match: { DeviceVirtualGroupName: "dev" } });
      await assertRefused(calls.ioa(), "InternalError");
      emulator.running.inject({ kind: "error", match: { VirtualGroupIds: [2, 3] } });
      await answerOf(call.ioa("DescribeDeviceVirtualGroups", { VirtualGroupIds: [2] }));
      await assertRefused(
        call.ioa("DescribeDeviceVirtualGroups", { VirtualGroupIds: [2, 3] }),
        "InternalError",
      );
    });

    it("after letting some through, and as often as they are told", async () => {
      const four = [1, 2, 3, 4].map((last) => () => add(`1580000000${last}`));
      emulator.running.inject({ kind: "throttle", skip: 1, times: 2 });
      assert.deepEqual(await codes(...four), ["OK", "isv.FLOW_LIMIT", "isv.FLOW_LIMIT", "OK"]);
      assert.deepEqual(emulator.running.faults(), []);
      emulator.running.inject({ kind: "throttle", times: 0 });
      assert.deepEqual(await codes(...four), Array(4).fill("isv.FLOW_LIMIT"));
      emulator.running.clearFaults();
      assert.deepEqual(await codes(...four), Array(4).fill("OK"));
    });

    it("in the order in which they were armed", async () => {
      emulator.running.inject([
        { kind: "error", operation: "OperateAxgGroup", skip: 1 },
        { kind: "throttle", times: 2 },
      ]);
      const three = [1, 2, 3].map((last) => () => add(`1580000000${last}`));
      assert.deepEqual(await codes(...three), ["isv.FLOW_LIMIT", "isp.SYSTEM_ERROR", "isv.FLOW_LIMIT"]);
    });

    it("only where the signature is right", async () => {
      emulator.running.inject({ kind: "throttle" });
      const { url, credentials } = emulator.running;
      const wrong = rpcCaller(url, DYPLS_VERSION, { ...credentials.alicloud, secretKey: "wrong" });
      await assertRefused(wrong("OperateAxgGroup"), "SignatureDoesNotMatch");
      assert.equal(emulator.running.faults().length, 1);
    });
  });

  it("are told with what has come of them", async () => {
    const armed = emulator.running.inject({ kind: "throttle", skip: 1, times: 2 });
    assert.deepEqual(
      armed.map(({ fault, skipped, met }) => ({ fault, skipped, met })),
      [{ fault: { kind: "throttle", skip: 1, times: 2 }, skipped: 0, met: 0 }],
    );
    await outcomeOf("dypls");
    await outcomeOf("dypls");
    const [fault] = emulator.running.faults();
    assert.deepEqual([fault?.skipped, fault?.met], [1, 1]);
  });

  it("are refused where they make no sense, with the field and the rule", () => {
    const refusals: [object, RegExp][] = [
      [{ kind: "explode" }, /^kind: /],
      [{ kind: "throttle", applied: true }, /^applied: a throttled call is never carried out/],
      [{ kind: "delay" }, /^delayMs: a delay needs its milliseconds/],
      [{ kind: "hang", code: "X" }, /^kind: status, code, message and retryAfter need/],
      [{ kind: "error", operation: "operateAxgGroup" }, /^operation: /],
      [{ kind: "error", api: "ram", operation: "OperateAxgGroup" }, /^operation: .*"CreateGroup"/],
      [{ kind: "error", account: "third" }, /^account: /],
      [{ kind: "error", skip: -1 }, /^skip: /],
      [{ kind: "error", time: 2 }, /"time"/],
    ];
    for (const [fault, message] of refusals)
      assert.throws(
        () => emulator.running.inject(fault as Fault),
        (error: Error) => {
          assert.ok(error instanceof InputError);
          assert.match(error.message, message);
          return true;
        },
      );
    assert.throws(
      () => emulator.running.inject([{ kind: "hang" }, { kind: "delay" }]),
      /^InputError: \[1\]\.delayMs/,
    );
    assert.deepEqual(emulator.running.faults(), []);
  });
});

import assert from "node:assert/strict";

import { someNumbers } from "../support/numbers";
import { type Cloud, configured, failureOf, HASTY, useCloud } from "./support/cloud";
import { APIG, axgArgs, forEach, IOA, lines, RAM } from "./support/kinds";

/** When an operation was called. */
function timesOf({ emulator }: Cloud, operation: string): number[] {
  const calls = emulator.calls().filter((call) => call.operation === operation);
  return calls.map(({ time }) => Date.parse(time));
}

describe("A throttled call", () => {
  const cloud = useCloud();
  it("is made again, no sooner than the cloud asks for", async () => {
    const asked = { [RAM.create]: 300, [APIG.create]: 1000, [IOA.create]: 0, OperateAxgGroup: 0 };
    cloud.emulator.inject(
      Object.entries(asked).map(([operation, retryAfter]) => ({ kind: "throttle", operation, retryAfter })),
    );
    await Promise.all([
      forEach(async ({ kind, args, names }) => {
        await cloud.engine.create(kind, args("group"));
        assert.equal(names(cloud).filter((name) => name === "group").length, 1);
      }),
      cloud.engine.create("AxgGroupNumbers", axgArgs(someNumbers(2))),
    ]);
    for (const [operation, milliseconds] of Object.entries(asked)) {
      const [first = 0, second = 0, ...others] = timesOf(cloud, operation);
      assert.ok(second - first >= milliseconds, `${operation} came again after ${second - first} ms`);
      assert.deepEqual(others, []);
    }
  });

  it("is known by its code, whatever the status", async () => {
    cloud.emulator.inject([
      { kind: "throttle", operation: APIG.create, status: 500, code: "APIG.9008" },
      { kind: "throttle", operation: IOA.create, code: "RequestLimitExceeded.UinLimitExceeded" },
      { kind: "throttle", operation: RAM.create, status: 503, code: "Rejected.Throttling" },
    ]);
    await forEach(async ({ kind, args, create }) => {
      await cloud.engine.create(kind, args("group"));
      assert.equal(timesOf(cloud, create).length, 2);
    });
  });
});

describe("An answer that says that the cloud is busy, and not that nothing happened", () => {
  const cloud = useCloud();
  const busy = { kind: "error", applied: true, status: 503, code: "ServiceUnavailable" } as const;

  it("does not make CreateAxgGroup go out again: one group, and an error that says what to look for", async () => {
    cloud.emulator.inject({ ...busy, operation: "CreateAxgGroup" });
    const args = { poolKey: "FC123456", groupName: "drivers", numbers: lines(someNumbers(2)) };
    const calls = await cloud.callsOf(async () => {
      const error = await failureOf(cloud.engine.provider.create("AxgGroup", args));
      assert.match(
        error.message,
        /^CreateAxgGroup: outcome unknown: ServiceUnavailable: .*look in the console under number pool FC123456/,
      );
    });
    assert.deepEqual(calls, ["CreateAxgGroup"]);
    const groups = Object.values(cloud.account.dypls.pools["FC123456"]!.groups);
    assert.equal(groups.filter(({ name }) => name === "drivers").length, 1);
  });

  it("makes OperateAxgGroup go out a few times again, and then its numbers are uncertain", async () => {
    cloud.emulator.inject({ ...busy, operation: "OperateAxgGroup", times: 0 });
    const calls = await cloud.callsOf(async () => {
      const error = await failureOf(cloud.engine.create("AxgGroupNumbers", axgArgs(someNumbers(2))));
      assert.match(error.message, /^OperateAxgGroup: outcome unknown: ServiceUnavailable: /);
      assert.match(error.message, /and 2 are uncertain/);
    });
    assert.equal(calls.length, 4);
  });

  it("is settled by looking where a group's name can be looked up", async () => {
    cloud.emulator.inject([
      { ...busy, operation: RAM.create },
      { ...busy, operation: IOA.create },
      { ...busy, operation: APIG.create, code: "APIG.9992" },
    ]);
    await forEach(async ({ kind, args, names, create }) => {
      await cloud.engine.create(kind, args("group"));
      assert.equal(timesOf(cloud, create).length, 1);
      assert.equal(names(cloud).filter((name) => name === "group").length, 1);
    });
  });
});

describe("A call that is throttled for good", () => {
  const cloud = useCloud(HASTY);
  const patient = useCloud();

  it("ends with the deadline, in an error that says that nothing happened", async () => {
    cloud.emulator.inject({ kind: "throttle", times: 0 });
    await Promise.all([
      forEach(async ({ kind, args, create }) => {
        const error = await failureOf(cloud.engine.create(kind, args("group")));
        assert.match(
          error.message,
          new RegExp(`^${create} was not applied: \\S+: .*\\(request id [^)]+\\)$`),
        );
        assert.equal(error.partial, undefined);
      }),
      failureOf(cloud.engine.create("AxgGroupNumbers", axgArgs(someNumbers(2)))).then((error) => {
        assert.match(error.message, /^OperateAxgGroup was not applied: isv\.FLOW_LIMIT: /);
        assert.equal(error.partial, undefined);
      }),
    ]);
  });

  it("leaves the outcome unknown where an earlier copy's answer was lost", async () => {
    const made = await patient.engine.create(IOA.kind, IOA.args("office"));
    cloud.emulator.inject([
      { kind: "disconnect", applied: true, operation: IOA.update },
      { kind: "throttle", operation: IOA.update, times: 0 },
    ]);
    const error = await failureOf(cloud.engine.update(made, IOA.args("head office")));
    assert.match(error.message, new RegExp(`^${IOA.update}: outcome unknown: ConnectionLost: `));
    cloud.emulator.clearFaults();
    await patient.engine.update(made, IOA.args("head office"));
    assert.ok(IOA.names(cloud).includes("head office"));
  });
});

describe("A call that takes longer than the deadline", () => {
  const cloud = useCloud(configured({ "cloud-groups:deadlineSeconds": "1" }));

  before("a process takes long over its first call of each API", () =>
    Promise.allSettled([
      forEach(async ({ kind, args }) => {
        await cloud.engine.create(kind, args("warm"));
      }),
      cloud.engine.create("AxgGroupNumbers", axgArgs(someNumbers(2))),
    ]),
  );

  it("is not cut off, and the next one goes on from it", async () => {
    cloud.emulator.inject({ kind: "delay", delayMs: 1200, times: 0 });
    await Promise.all([
      forEach(async ({ kind, args, names }) => {
        const made = await cloud.engine.create(kind, args("group"));
        await cloud.engine.update(made, args("other"));
        assert.equal(names(cloud).filter((name) => name === "other").length, 1);
      }),
      cloud.engine.create("AxgGroupNumbers", axgArgs(someNumbers(500))),
    ]);
    assert.equal(cloud.account.dypls.pools["FC123456"]!.groups["1234"]!.numbers.length, 500);
  });
});

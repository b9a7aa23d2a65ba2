import assert from "node:assert/strict";

import { someNumbers } from "../support/numbers";
import { configured, failureOf, HASTY, useCloud } from "./support/cloud";
import { APIG, axgArgs, forEach, IOA, RAM } from "./support/kinds";

describe("A throttled call", () => {
  const cloud = useCloud();
  const timesOf = (operation: string) =>
    cloud.emulator
      .calls()
      .filter((call) => call.operation === operation)
      .map(({ time }) => Date.parse(time));

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
      const [first = 0, second = 0, ...others] = timesOf(operation);
      assert.ok(second - first >= milliseconds, `${operation} came again after ${second - first} ms`);
      assert.deepEqual(others, []);
    }
  });

  it("is known by its code, whatever the status", async () => {
    cloud.emulator.inject([
      { kind: "throttle", operation: APIG.create, status: 500, code: "APIG.9008" },
      { kind: "throttle", operation: IOA.create, code: "RequestLimitExceeded.UinLimitExceeded" },
      { kind: "throttle", operation: RAM.create, status: 503, code: "ServiceUnavailable" },
    ]);
    await forEach(async ({ kind, args, create }) => {
      await cloud.engine.create(kind, args("group"));
      assert.equal(timesOf(create).length, 2);
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
        assert.match(error.message, new RegExp(`^${create} was not taken: \\S+: .*\\(request id [^)]+\\)$`));
        assert.equal(error.partial, undefined);
      }),
      failureOf(cloud.engine.create("AxgGroupNumbers", axgArgs(someNumbers(2)))).then((error) => {
        assert.match(error.message, /^OperateAxgGroup was not taken: isv\.FLOW_LIMIT: /);
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
    assert.match(error.message, new RegExp(`^${IOA.update} has an unknown outcome: ConnectionLost: `));
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

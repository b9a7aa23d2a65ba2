import assert from "node:assert/strict";

import { someNumbers } from "../support/numbers";
import { useStack } from "../support/runningStack";

const COUNT = 20_000;
const LATENCY_MS = 100;
const DEADLINE_SECONDS = 5;

const PROGRAM = `
  const { AxgGroupNumbers } = require("pulumi-cloud-groups");
  const numbers = Array.from({ length: ${COUNT} }, (_, at) => String(10020000000 + at));
  new AxgGroupNumbers("numbers", { poolKey: "FC123456", groupId: "1234", numbers });
`;

describe("an update that takes longer than the deadline, with the real engine", () => {
  const running = useStack(PROGRAM);

  it("ends as declared as long as its calls go through", async () => {
    const { emulator, stack } = running;
    emulator.configure({ latencyMs: LATENCY_MS });
    const { status, output } = await stack.run(["up", "--yes", "--skip-preview", "--suppress-progress"], {
      CLOUD_GROUPS_DEADLINE_SECONDS: String(DEADLINE_SECONDS),
    });
    assert.equal(status, 0, output);
    const { groups } = emulator.state().accounts.first.dypls.pools["FC123456"]!;
    assert.deepEqual(groups["1234"]!.numbers, someNumbers(COUNT));
    const calls = emulator.calls();
    assert.equal(calls.length, COUNT / 200);
    const milliseconds = Date.parse(calls.at(-1)!.time) - Date.parse(calls[0]!.time);
    assert.ok(milliseconds > DEADLINE_SECONDS * 1000, `the calls took ${milliseconds} ms`);
  });
});

describe("customTimeouts, with the real engine", () => {
  const SECONDS = 2;
  const running = useStack(
    PROGRAM.replace(
      "numbers });",
      `numbers }, { customTimeouts: { create: "${SECONDS}s", update: "10m" } });`,
    ),
  );

  it("end an operation that takes longer, and keep what it did", async () => {
    const { emulator, stack } = running;
    emulator.configure({ latencyMs: LATENCY_MS });
    const { status, output } = await stack.run(["up", "--yes", "--skip-preview", "--suppress-progress"]);
    assert.notEqual(status, 0, output);
    const [, held = ""] =
      /the operation took longer than the 2 s of its customTimeouts\. \d+ calls went through; the group holds (\d+) numbers/.exec(
        output,
      ) ?? [];
    assert.ok(Number(held) > 0 && Number(held) < COUNT, output);
    const { groups } = emulator.state().accounts.first.dypls.pools["FC123456"]!;
    assert.equal(groups["1234"]!.numbers.length, Number(held));

    emulator.configure({ latencyMs: 0 });
    const next = await stack.run(["up", "--yes", "--skip-preview", "--suppress-progress"]);
    assert.equal(next.status, 0, next.output);
  });
});

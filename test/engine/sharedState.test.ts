import assert from "node:assert/strict";

import { type Emulator, startEmulator } from "../../emulator";
import { someNumbers } from "../support/numbers";
import { startPostgres } from "../support/postgres";
import { Stack } from "../support/stack";

const FIRST = someNumbers(2000);
/** A hundred other numbers in place of the first hundred. */
const SECOND = someNumbers(2000, 100);

const UP = ["up", "--yes", "--skip-preview", "--suppress-progress"];

function program(numbers: readonly string[]): string {
  return `
    const { AxgGroupNumbers } = require("pulumi-cloud-groups");
    new AxgGroupNumbers("numbers", { poolKey: "FC123456", groupId: "1234", numbers: ${JSON.stringify(numbers)} });
  `;
}

describe("two pipelines at once on a state in PostgreSQL", () => {
  const cleanUps: (() => Promise<void>)[] = [];
  let emulator: Emulator;
  let first: Stack;
  let second: Stack;

  before(async () => {
    emulator = await startEmulator();
    cleanUps.push(() => emulator.stop());
    const postgres = await startPostgres();
    cleanUps.push(() => postgres.stop());
    first = await Stack.create(program(FIRST), {
      ...emulator.environment,
      PULUMI_BACKEND_URL: postgres.url,
    });
    cleanUps.push(() => first.remove());
    // A key of its own tells the second pipeline's calls from the first's.
    const { accessKey, secretKey } = emulator.accounts[0].keys[1].alicloud;
    second = await first.checkOut({
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKey,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: secretKey,
    });
    cleanUps.push(() => second.remove());
    await second.write(program(SECOND));
  });

  after(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });

  function callsOf(pipeline: "first" | "second") {
    const { alicloud } = emulator.accounts[0].keys[pipeline === "first" ? 0 : 1];
    // Besides, a process asks once whose keys it has, where the state does not have them.
    const numbers = emulator.calls().filter(({ operation }) => operation === "OperateAxgGroup");
    return numbers.filter(({ accessKey }) => accessKey === alicloud.accessKey);
  }

  async function assertHeldAndRecorded(numbers: readonly string[]): Promise<void> {
    const { pools } = emulator.state().accounts.first.dypls;
    assert.deepEqual(pools["FC123456"]!.groups["1234"]!.numbers, numbers);
    const [resource] = await first.resources("AxgGroupNumbers");
    assert.deepEqual(String(resource!.outputs["numbers"]).trim().split("\n"), numbers);
  }

  it("refuses the second without a call, and lets the first finish", async () => {
    // From the third call on the cloud is busy until the second pipeline has ended, however long that takes.
    emulator.inject({ operation: "OperateAxgGroup", kind: "throttle", skip: 2, times: 0 });
    const progress = { ended: false };
    const update = first.run(UP).finally(() => (progress.ended = true));
    while (!progress.ended && callsOf("first").length < 3)
      await new Promise((resolve) => setImmediate(resolve));
    const refused = await second.run(UP);
    emulator.clearFaults();
    const finished = await update;

    assert.equal(finished.status, 0, finished.output);
    assert.notEqual(refused.status, 0);
    assert.match(refused.output, /the stack is currently locked/);
    assert.deepEqual(callsOf("second"), []);
    assert.equal(callsOf("first").filter(({ applied }) => applied).length, 10);
    await assertHeldAndRecorded(FIRST);
  });

  it("lets the second through afterwards, from where the first ended", async () => {
    await second.up();
    assert.equal(callsOf("second").length, 2);
    await assertHeldAndRecorded(SECOND);
    await second.up("--expect-no-changes");
    assert.equal(callsOf("second").length, 2);
  });
});

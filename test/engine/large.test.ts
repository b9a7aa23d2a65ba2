import assert from "node:assert/strict";

import { decodeNumbers } from "../../provider/axg/contents";
import { someNumbers } from "../support/numbers";
import { useStack } from "../support/runningStack";

const COUNT = 350_000;
/** As text over 4 MB, more than a partial result carries so. */
const REACHED = 340_000;

const PROGRAM = `
  const { AxgGroupNumbers } = require("pulumi-cloud-groups");
  const numbers = Array.from({ length: ${COUNT} }, (_, at) => String(10020000000 + at));
  new AxgGroupNumbers("numbers", { poolKey: "FC123456", groupId: "1234", numbers });
`;

describe("a failure midway at a size whose progress is too large to be kept as text", () => {
  const running = useStack(PROGRAM);

  it("is kept in a compact form, what was done and nothing else, and the next update goes on from there", async () => {
    const skip = REACHED / 200;
    running.emulator.inject({
      operation: "OperateAxgGroup",
      kind: "error",
      code: "isv.OUT_OF_SERVICE",
      skip,
    });
    const { status, output } = await running.stack.run([
      "up",
      "--yes",
      "--skip-preview",
      "--suppress-progress",
    ]);
    assert.notEqual(status, 0);
    assert.match(output, /1700 calls went through; the group holds 340000 numbers\./);
    const [kept] = await running.stack.resources("AxgGroupNumbers");
    assert.equal(kept!.outputs["numbers"], undefined);
    const secret = kept!.outputs["compactNumbers"] as Record<string, unknown>;
    assert.equal(typeof secret["ciphertext"], "string", "it is kept as a secret");
    assert.deepEqual(
      decodeNumbers(await running.stack.secretOutput("AxgGroupNumbers", "compactNumbers")),
      someNumbers(REACHED),
    );

    const before = running.emulator.calls().length;
    await running.stack.up();
    assert.equal(running.emulator.calls().length - before, (COUNT - REACHED) / 200);
    assert.equal(
      running.emulator.state().accounts.first.dypls.pools["FC123456"]!.groups["1234"]!.numbers.length,
      COUNT,
    );
    const [done] = await running.stack.resources("AxgGroupNumbers");
    assert.equal(done!.outputs["compactNumbers"], undefined);
    assert.equal(String(done!.outputs["numbers"]).length, COUNT * 12);
  });
});

import assert from "node:assert/strict";

import { useStack } from "../support/runningStack";

const running = useStack(`
  const pulumi = require("@pulumi/pulumi");
  const { AxgGroup } = require("pulumi-cloud-groups");
  const poolKey = "FC123456";
  new AxgGroup("typed", { poolKey, numbers: ["13800000001", "8613800000001"], remark: "two lines\\n" });
  new AxgGroup("hidden", { poolKey, numbers: pulumi.secret(["8613800000001"]) });
`);

describe("numbers of an unusual form that a program declares", () => {
  it("are warned of in its preview, masked, and not where they are secret", async () => {
    const { output } = await running.stack.run(["preview"]);
    const [, diagnostics = ""] = output.split("Diagnostics:");
    const warnings = diagnostics.split("\n").filter((line) => line.includes("unusual form"));
    assert.equal(warnings.length, 1, output);
    assert.match(
      warnings[0] ?? "",
      /warning: numbers: 1 number has an unusual form: 861\*{4}0001 \(86 in front, beside the right one\)/,
    );
  });

  it("go out as they are", async () => {
    await running.stack.up();
    const { dypls } = running.emulator.state().accounts.first;
    assert.ok(JSON.stringify(dypls).includes("8613800000001"));
  });

  it("are in a group that no line break around a text replaces", async () => {
    assert.match(await running.stack.succeed("preview"), /5 unchanged/);
  });
});

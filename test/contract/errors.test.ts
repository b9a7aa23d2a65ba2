import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";

import { DOOR } from "../support/door";
import type { ProviderError } from "../support/providerProcess";
import { someNumbers } from "../support/numbers";
import { failureOf, useCloud } from "./support/cloud";
import { APIG, axgArgs, IOA, RAM } from "./support/kinds";

describe("What a user sees of errors", () => {
  const cloud = useCloud();

  /** What the process prints while a step runs. */
  async function printedBy(step: () => Promise<unknown>): Promise<string[]> {
    await printedSoFar();
    await step();
    return printedSoFar();
  }

  /** What was printed and not yet asked for. Prints come beside the answers, so that a last print tells that all are there. */
  async function printedSoFar(): Promise<string[]> {
    const { provider } = cloud.engine;
    await provider.printLast();
    const isLast = (line: string) => line.startsWith("Last: ");
    while (!provider.printed.some(isLast)) await turn();
    return provider.printed.splice(0).filter((line) => !isLast(line));
  }

  it("is nothing at all while all goes well", async () => {
    const printed = await printedBy(async () => {
      for (const { kind, args } of [RAM, APIG, IOA]) {
        const made = await cloud.engine.create(kind, args("group"));
        const renamed = await cloud.engine.update(made, args("new_group"));
        await cloud.engine.refresh(renamed);
        await cloud.engine.destroy(renamed);
      }
      await cloud.engine.destroy(await cloud.engine.create("AxgGroupNumbers", axgArgs(someNumbers(2))));
    });
    assert.deepEqual(printed, []);
  });

  it("is one message beside the resource, and no trace, whatever fails", async () => {
    const { provider } = cloud.engine;
    const inputs = await cloud.engine.checked("RamGroup", RAM.args("finance"));
    const outs = { ...inputs, groupId: "g-1", createDate: "2026-01-01T00:00:00Z" };
    cloud.emulator.inject({ kind: "error", code: "NoPermission", message: "not you", status: 403, times: 0 });
    const failures: ProviderError[] = [];
    const printed = await printedBy(async () => {
      failures.push(
        await failureOf(provider.create("RamGroup", inputs)),
        await failureOf(provider.update("RamGroup", "finance", outs, { ...inputs, groupName: "billing" })),
        await failureOf(provider.read("RamGroup", "finance", outs)),
        await failureOf(provider.delete("RamGroup", "finance", outs)),
      );
    });
    for (const { message } of failures) {
      assert.match(
        message,
        /^(CreateGroup|GetGroup) was refused: NoPermission: not you \(request id \S+\)\. Grant the calling user ram:\1$/,
      );
    }
    const line = "RamGroup: failed, for the reason shown with this resource";
    assert.deepEqual(printed, DOOR === "dynamic" ? [line, line] : []);
  });

  it("is what cannot be read of a state that was edited by hand", async () => {
    const broken = { groupName: 5, createDate: "2026-01-01T00:00:00Z" };
    const printed = await printedBy(async () => {
      const error = await failureOf(cloud.engine.provider.read("RamGroup", "finance", broken));
      assert.equal(
        error.message,
        "RamGroup's state cannot be read: groupName. If a later version of pulumi-cloud-groups wrote it, upgrade the package",
      );
    });
    const line = "RamGroup: failed, for the reason shown with this resource";
    assert.deepEqual(printed, DOOR === "dynamic" ? [line] : []);
  });

  it("is advice to upgrade where the stack has a kind that this version does not know", async () => {
    const { provider } = cloud.engine;
    const printed = await printedBy(async () => {
      const steps = [
        provider.check("AxgGroupOfTomorrow", {}),
        provider.diff("AxgGroupOfTomorrow", "id", {}, {}),
        provider.create("AxgGroupOfTomorrow", {}),
        provider.read("AxgGroupOfTomorrow", "id", {}),
        provider.update("AxgGroupOfTomorrow", "id", {}, {}),
        provider.delete("AxgGroupOfTomorrow", "id", {}),
      ];
      for (const error of await Promise.all(steps.map((step) => failureOf(step)))) {
        const message =
          DOOR === "dynamic"
            ? "pulumi-cloud-groups does not know AxgGroupOfTomorrow: a later version wrote this stack. Run `npm install pulumi-cloud-groups@latest`"
            : "this version of the provider plugin cloud-groups has no cloud-groups:axg:AxgGroupOfTomorrow: install a later one, or correct the type";
        assert.equal(error.message, message);
      }
    });
    const line = "AxgGroupOfTomorrow: failed, for the reason shown with this resource";
    assert.deepEqual(printed, DOOR === "dynamic" ? [line, line, line, line] : []);
  });
});

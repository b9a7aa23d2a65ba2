import assert from "node:assert/strict";

import { callersOf } from "./support/callers";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused } from "./support/refused";

describe("the emulator's iOA", () => {
  const emulator = useEmulator();
  const { ioa: call } = callersOf(emulator);

  describe("in a private deployment", () => {
    it("answers on each operation's own path and no other", async () => {
      await answerOf(call("DescribeVirtualDevices", {}, "/capi/Assets/DescribeVirtualDevices"));
      await answerOf(
        call("DescribeDeviceVirtualGroups", {}, "/capi/Assets/Device/DescribeDeviceVirtualGroups"),
      );
      for (const path of [
        "/capi/Assets/Device/DescribeVirtualDevices",
        "/capi/Assets/DescribeDeviceVirtualGroups",
      ])
        await assertRefused(call(path.split("/").at(-1) ?? "", {}, path), "InvalidAction");
    });

    it("takes the operation from the path", async () => {
      await answerOf(call("Anything", {}, "/capi/Assets/Device/DescribeDeviceVirtualGroups"));
      assert.equal(emulator.running.calls().at(-1)?.operation, "DescribeDeviceVirtualGroups");
    });
  });

  it("says which actions it does not have", async () => {
    await assertRefused(call("DescribeDevices"), "InvalidAction");
  });
});

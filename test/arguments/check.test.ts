import assert from "node:assert/strict";

import { textOf } from "../../provider/domain/memberText";
import { checked, problem } from "../support/checking";

const NUMBERS = { poolKey: "FC123456", groupId: "1234" };

describe("A check of arguments of which some are secrets", () => {
  it("shows none of their values, and the values of the others", () => {
    const comments = "a secret that is too long ".repeat(10);
    const declared = { groupName: "bad name", comments, __secrets: ["comments"] };
    assert.deepEqual(checked("RamGroup", declared).problems, [
      'groupName "bad name": must be 1 to 64 letters, digits, ".", "_" or "-"',
      "comments [secret]: must be at most 128 characters long",
    ]);
    assert.equal(
      problem("AxgGroupNumbers", {
        ...NUMBERS,
        groupId: {},
        numbers: "10020000000\n",
        __secrets: ["groupId"],
      }),
      "groupId [secret]: must be the digits of a group's GID; one above 9007199254740991 is not exact as a JavaScript number: write it as a string",
    );
  });

  it("shows no member of a set, masked or not, nor how many are wrong", () => {
    const numbers = textOf(["138 0000 0009", "139x", "10020000000", "10020000000", 5]);
    assert.equal(
      problem("AxgGroupNumbers", { ...NUMBERS, numbers, __secrets: ["numbers"] }),
      "numbers [secret]: each must be a string of digits; numbers [secret]: each must be digits only, 5 to 20 of them; " +
        "numbers [secret]: none may stand more than once",
    );
    const devices = textOf(["mid 1", "mid-2", "mid-2"]);
    assert.equal(
      problem("DeviceVirtualGroup", { deviceVirtualGroupName: "office", devices, __secrets: ["devices"] }),
      "devices [secret]: each must be a device's mid, without spaces; devices [secret]: each must not stand more than once",
    );
  });

  it("shows nothing of what is inside one, and each broken rule once", () => {
    const autoRules = { simpleRules: [{ relation: 5 }, { relation: 6 }], password: "x" };
    const declared = { deviceVirtualGroupName: "office", timeType: 1, autoRules, __secrets: ["autoRules"] };
    assert.equal(
      problem("DeviceVirtualGroup", declared),
      "autoRules [secret]: must be a string; autoRules [secret]: has an unknown key",
    );
  });

  it("shows no secret among several arguments that do not go together", () => {
    const declared = { deviceVirtualGroupName: "office", timeType: 2, autoMinute: 30 };
    assert.equal(
      problem("DeviceVirtualGroup", { ...declared, __secrets: ["autoMinute", "timeType"] }),
      "autoMinute [secret]: goes with timeType 3 (custom) alone, and timeType is [secret]",
    );
    const lists = { deviceBlacklist: "1001\n1002\n", deviceWhitelist: "1001\n1002\n", timeType: 1 };
    assert.equal(
      problem("DeviceVirtualGroup", {
        deviceVirtualGroupName: "office",
        ...lists,
        __secrets: ["deviceWhitelist"],
      }),
      "deviceBlacklist, deviceWhitelist [secret]: must not stand in both lists",
    );
    const olds = { ...NUMBERS, numbers: "10020000000\n" };
    assert.match(
      problem(
        "AxgGroupNumbers",
        { ...NUMBERS, numbers: "10020000001\n", deletionLimit: 0, __secrets: ["deletionLimit"] },
        olds,
      ),
      /^deletionLimit \[secret\]: this change would delete /,
    );
  });

  it("leaves the names of the secrets out of the inputs", () => {
    const { inputs } = checked("RamGroup", {
      groupName: "finance",
      __provider: "code",
      __secrets: ["groupName"],
    });
    assert.deepEqual(inputs, { groupName: "finance", __provider: "code" });
  });
});

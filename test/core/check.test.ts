import assert from "node:assert/strict";

import type { Properties } from "../../provider/core/properties";
import { encodeSet } from "../../provider/sets/memberText";
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
      "groupId [secret]: must be the digits of a group's GID, as the console shows it",
    );
  });

  it("shows no member of a set, masked or not, nor how many are wrong", () => {
    const numbers = encodeSet(["138 0000 0009", "139x", "10020000000", "10020000000", 5]);
    assert.equal(
      problem("AxgGroupNumbers", { ...NUMBERS, numbers, __secrets: ["numbers"] }),
      "numbers [secret]: each must be a string of digits; numbers [secret]: each must be digits only, 5 to 20 of them; " +
        "numbers [secret]: none may appear more than once",
    );
    const devices = encodeSet(["mid 1", "mid-2", "mid-2"]);
    assert.equal(
      problem("DeviceVirtualGroup", { deviceVirtualGroupName: "office", devices, __secrets: ["devices"] }),
      "devices [secret]: each must be a device mid, without spaces and with no # in front; devices [secret]: each must not be repeated",
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
      "autoMinute [secret]: is only for timeType 3 (custom), but timeType is [secret]",
    );
    const lists = { deviceBlacklist: "1001\n1002\n", deviceWhitelist: "1001\n1002\n", timeType: 1 };
    assert.equal(
      problem("DeviceVirtualGroup", {
        deviceVirtualGroupName: "office",
        ...lists,
        __secrets: ["deviceWhitelist"],
      }),
      "deviceBlacklist, deviceWhitelist [secret]: must not be in both lists",
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

describe("A check of texts", () => {
  const AXG = { poolKey: "FC123456", numbers: "10020000000\n", __journal: "j" };
  const around: readonly (readonly [string, Properties, string])[] = [
    ["AxgGroup", AXG, "groupName"],
    ["AxgGroup", AXG, "remark"],
    ["RamGroup", { groupName: "readers" }, "comments"],
    ["ApigGroup", { name: "payments" }, "remark"],
    ["ApigGroup", { name: "payments" }, "instanceId"],
    ["DeviceVirtualGroup", {}, "deviceVirtualGroupName"],
    ["DeviceVirtualGroup", { deviceVirtualGroupName: "office" }, "description"],
    ["DeviceVirtualGroup", { deviceVirtualGroupName: "office" }, "domainInstanceId"],
  ];
  for (const [kind, args, name] of around) {
    it(`leaves out the blanks and line breaks around ${name} of a group of kind ${kind}`, () => {
      const { inputs, problems } = checked(kind, { ...args, [name]: " \uFEFFtwo\nlines \r\n" });
      assert.deepEqual([inputs[name], problems], ["two\nlines", []]);
    });
  }

  it("takes no remark of an AXG group for one that is empty, since a change would replace the group", () => {
    for (const remark of ["", "\n"]) {
      const { inputs, problems } = checked("AxgGroup", { ...AXG, remark });
      assert.deepEqual(["remark" in inputs, problems], [false, []]);
    }
  });

  it("still judges a change of numbers where a line break is all that differs besides", () => {
    const olds = { ...AXG, remark: "drivers", numbers: "10020000000\n10020000001\n" };
    const news = { ...AXG, remark: "drivers\n", deletionLimit: 0 };
    assert.match(
      problem("AxgGroup", news, olds),
      /^deletionLimit 0: this change would delete 1 of 2 numbers/,
    );
  });

  it("gives a journal the same words as its group", () => {
    const journal = {
      poolKey: "FC123456",
      groupName: "drivers ",
      remark: "\n",
      numbers: "1 number, sha256 x",
    };
    const { inputs } = checked("AxgGroupJournal", journal);
    assert.deepEqual(inputs, { poolKey: "FC123456", groupName: "drivers", numbers: "1 number, sha256 x" });
  });

  it("shows what nobody could see in a wrong one", () => {
    assert.match(
      problem("RamGroup", { groupName: "readers\u200B" }),
      /^groupName "readers\\u200B": must be 1 to 64/,
    );
  });
});

describe("A check of a GID", () => {
  const rules: Record<string, [unknown, string]> = {
    "a zero in front": [
      "0123",
      'groupId "0123": a GID has no leading zero: write it as the console shows it',
    ],
    "more digits than a JavaScript number holds": [
      2 ** 53,
      "groupId 9007199254740992: above 9007199254740991 a JavaScript number is not exact: write the GID as a string",
    ],
    "more digits than any has": [
      "12345678901234567890",
      'groupId "12345678901234567890": a GID has at most 19 digits',
    ],
    "no digits": ["12 ", `groupId "12 ": must be the digits of a group's GID, as the console shows it`],
    "a fraction": [1.5, "groupId 1.5: must be the digits of a group's GID, as the console shows it"],
  };
  for (const [name, [groupId, expected]] of Object.entries(rules)) {
    it(`says what is wrong with ${name}`, () => {
      assert.equal(problem("AxgGroupNumbers", { ...NUMBERS, groupId, numbers: "10020000000\n" }), expected);
    });
  }
});

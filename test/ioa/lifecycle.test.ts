import assert from "node:assert/strict";

import { UNKNOWN } from "../../provider/core/properties";
import { encodeSet } from "../../provider/sets/memberText";
import { normalizeRules } from "../../provider/ioa/arguments";
import { bodyOf } from "../../provider/ioa/body";
import { checked, diffed, problem } from "../support/checking";

const manual = { deviceVirtualGroupName: "office" };
const automatic = {
  ...manual,
  timeType: 3,
  autoMinute: 10,
  autoRules: { simpleRules: [{ expressions: [{ items: [{ key: "mid" }] }] }] },
};

describe("DeviceVirtualGroup: check", () => {
  it("takes manual and automatic groups", () => {
    assert.deepEqual(
      checked("DeviceVirtualGroup", { ...manual, devices: encodeSet(["m2", "m1"]) }).problems,
      [],
    );
    assert.deepEqual(
      checked("DeviceVirtualGroup", { ...automatic, deviceBlacklist: "1\n2", deviceWhitelist: "3" }).problems,
      [],
    );
  });

  const wrong: [string, object, RegExp][] = [
    ["a blank name", { deviceVirtualGroupName: " " }, /^deviceVirtualGroupName "": must not be blank$/],
    ["an unknown system", { ...manual, osType: 9 }, /^osType 9: must be one of -1, 0, 1, 2, 3, 4, 5$/],
    [
      "a custom time without minutes",
      { ...automatic, autoMinute: undefined },
      /^autoMinute: is required with timeType 3/,
    ],
    [
      "minutes without a custom time",
      { ...automatic, timeType: 1 },
      /^autoMinute 10: is only for timeType 3 \(custom\), but timeType is 1$/,
    ],
    [
      "rules in a manual group",
      { ...manual, autoRules: {} },
      /^autoRules: is only for automatic groups, but timeType is 0 \(manual\)$/,
    ],
    [
      "devices in an automatic group",
      { ...automatic, devices: "m1" },
      /^devices: is only for manual groups, but timeType is 3$/,
    ],
    [
      "an id in both lists",
      { ...automatic, deviceBlacklist: "1\n7", deviceWhitelist: "7\n8" },
      /^deviceBlacklist, deviceWhitelist 7: must not be in both lists$/,
    ],
    [
      "an id that is none",
      { ...automatic, deviceBlacklist: encodeSet(["1", "x"]) },
      /^deviceBlacklist: "x" must be a device id/,
    ],
    [
      "a mistyped key of a rule",
      { ...automatic, autoRules: { simpleRule: [] } },
      /^autoRules \{"simpleRule":\[\]\}: unknown key "simpleRule"$/,
    ],
    [
      "a wrong value deep in a rule",
      { ...automatic, autoRules: { simpleRules: [{ expressions: [{ items: [{ value: 5 }] }] }] } },
      /^autoRules\.simpleRules\[0\]\.expressions\[0\]\.items\[0\]\.value 5: must be a string$/,
    ],
  ];
  for (const [what, args, message] of wrong) {
    it(`names ${what}`, () => {
      assert.match(problem("DeviceVirtualGroup", { ...args }), message);
    });
  }
});

describe("DeviceVirtualGroup: diff", () => {
  it("replaces between manual and automatic, and changes the time of automatic ones in place", () => {
    assert.deepEqual(diffed("DeviceVirtualGroup", manual, { ...manual, timeType: 1 }).replaces, ["timeType"]);
    assert.deepEqual(
      diffed("DeviceVirtualGroup", { ...manual, timeType: 1 }, { ...manual, timeType: 2 }).replaces,
      [],
    );
    assert.deepEqual(diffed("DeviceVirtualGroup", manual, { ...manual, timeType: UNKNOWN }).replaces, []);
  });

  it("takes the default for what it is", () => {
    assert.deepEqual(
      diffed("DeviceVirtualGroup", manual, { ...manual, osType: 0, timeType: 0 }).replaces,
      [],
    );
  });

  it("deletes first where the new group needs the old one's name", () => {
    assert.equal(diffed("DeviceVirtualGroup", manual, { ...manual, osType: 1 }).deleteBeforeReplace, true);
    assert.equal(
      diffed("DeviceVirtualGroup", manual, { deviceVirtualGroupName: "other", osType: 1 })
        .deleteBeforeReplace,
      false,
    );
  });
});

describe("DeviceVirtualGroup: the body of a call", () => {
  it("is the whole desired state, and clears what is no longer declared", () => {
    const before = { ...manual, timeType: 1 as const, autoRules: { simpleRules: [] }, deviceBlacklist: "1" };
    assert.deepEqual(bodyOf({ ...manual, timeType: 1 }, before), {
      DeviceVirtualGroupName: "office",
      Description: "",
      OsType: 0,
      TimeType: 1,
      AutoMinute: 0,
      AutoRules: { SimpleRules: [] },
      DeviceBlacklist: [],
    });
  });

  it("reads rules back without what says nothing", () => {
    const told = {
      SimpleRules: [
        { Expressions: [{ Items: [{ Key: "mid", Value: "1", Values: [], error: "" }], Relation: "" }] },
      ],
      Relation: "",
    };
    assert.deepEqual(normalizeRules(told), {
      simpleRules: [{ expressions: [{ items: [{ key: "mid", value: "1" }] }] }],
    });
  });
});

import assert from "node:assert/strict";

import { describeArgument, replacedArguments } from "../../provider/core/definition";
import { UNKNOWN } from "../../provider/core/properties";
import { type Kind, KINDS, kinds } from "../../provider/kinds";

/** Arguments of each kind that fit its rules, and what a change of each of them by itself replaces. */
const CHANGES: Readonly<Record<Kind, Readonly<Record<string, readonly [unknown, unknown]>>>> = {
  ApigGroup: { instanceId: ["a", "b"] },
  AxgGroup: { poolKey: ["FC1", "FC2"], groupName: ["a", undefined], remark: [undefined, "b"] },
  AxgGroupNumbers: { poolKey: ["FC1", "FC2"], groupId: ["1", "2"] },
  DeviceVirtualGroup: { osType: [undefined, 1], timeType: [0, 3], domainInstanceId: ["1", undefined] },
  RamGroup: {},
};

describe("what replaces a group", () => {
  for (const kind of KINDS) {
    const { rules } = kinds[kind];
    it(`is said by each argument of ${kind}, and by these alone`, () => {
      const names = Object.entries(rules.shapeFor({})).filter(([, rule]) =>
        describeArgument(rule).endsWith(" replaces the resource."),
      );
      assert.deepEqual(names.map(([name]) => name).sort(), Object.keys(CHANGES[kind]).sort());
      for (const [name, [before, after]] of Object.entries(CHANGES[kind])) {
        assert.deepEqual(replacedArguments(rules, { [name]: before }, { [name]: after }), [name]);
        assert.deepEqual(replacedArguments(rules, { [name]: before }, { [name]: before }), []);
      }
    });

    it(`is nothing of ${kind} that is not known yet`, () => {
      const news = Object.fromEntries(Object.keys(rules.shapeFor({})).map((name) => [name, UNKNOWN]));
      assert.deepEqual(replacedArguments(rules, {}, news), []);
    });
  }

  const { rules } = kinds.DeviceVirtualGroup;

  it("is no default that is written out", () => {
    assert.deepEqual(replacedArguments(rules, {}, { osType: 0, timeType: 0 }), []);
    assert.deepEqual(replacedArguments(rules, { osType: 0 }, {}), []);
  });

  it("is a change between a manual group and an automatic one, and none among automatic ones", () => {
    assert.deepEqual(replacedArguments(rules, { timeType: 1 }, { timeType: 2 }), []);
    assert.deepEqual(replacedArguments(rules, { timeType: 1 }, {}), ["timeType"]);
  });
});

import assert from "node:assert/strict";

import fc from "fast-check";

import { countMembers, decodeSet, findRepeated, encodeSet } from "../../provider/sets/memberText";

describe("a set as text", () => {
  it("is the same whatever the order", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^\d{5,20}$/)),
        fc.infiniteStream(fc.nat()),
        (members, keys: Iterator<number, unknown>) => {
          const shuffled = members
            .map((member) => ({ member, key: Number(keys.next().value) }))
            .sort((a, b) => a.key - b.key)
            .map(({ member }) => member);
          assert.equal(encodeSet(shuffled), encodeSet(members));
        },
      ),
    );
  });

  it("gives back every member, repeated ones and foreign ones too", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constant(null), fc.double(), fc.constant("a\nb"))),
        (values) => {
          const { members, foreign } = decodeSet(encodeSet(values));
          assert.equal(members.length + foreign.length, values.length);
          assert.equal(countMembers(encodeSet(values)), values.length);
          for (const { index, value } of foreign)
            assert.deepEqual(value, JSON.parse(JSON.stringify(values[index])));
        },
      ),
    );
  });

  it("names each repeated member once", () => {
    assert.deepEqual(findRepeated(["1", "2", "2", "2", "3", "3"]), ["2", "3"]);
  });

  it("has no member where it is empty", () => {
    assert.deepEqual(decodeSet(""), { members: [], foreign: [] });
    assert.equal(countMembers(""), 0);
  });
});

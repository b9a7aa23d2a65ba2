import assert from "node:assert/strict";

import fc from "fast-check";

import { decodeNumbers, encodeNumbers } from "../../provider/axg/contents";
import { ascending } from "../../provider/sets/memberText";

/** A gRPC header carries a partial result; near 16 MB the engine loses the connection and with it the progress. */
const HEADER_LIMIT = 16 * 2 ** 20;

describe("numbers in a compact form", () => {
  it("come back as they were, leading zeros and 20 digits included", () => {
    const numbers = fc.uniqueArray(fc.stringMatching(/^\d{5,20}$/)).map((members) => members.sort(ascending));
    fc.assert(
      fc.property(numbers, (set) => {
        assert.deepEqual(decodeNumbers(encodeNumbers(set)), set);
      }),
    );
  });

  it("fit into a header by far, two million of them", () => {
    const numbers: string[] = [];
    // Far apart, as numbers of many prefixes are: the distances take the most room.
    for (let value = 13_000_000_000; numbers.length < 2_000_000; value += 1_000 + ((value * 7919) % 5_998)) {
      numbers.push(String(value));
    }
    const text = encodeNumbers(numbers);
    assert.ok((text.length * 4) / 3 < HEADER_LIMIT / 2, `${text.length} characters`);
    assert.deepEqual(decodeNumbers(text).slice(-3), numbers.slice(-3));
  });
});

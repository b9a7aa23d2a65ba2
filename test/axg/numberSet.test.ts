import assert from "node:assert/strict";

import fc from "fast-check";

import { ascending, encodeSet } from "../../provider/sets/memberText";
import { numberProblems, parseNumbers } from "../../provider/axg/numberSet";

describe("a set of numbers", () => {
  it("finds nothing wrong with digits, 5 to 20 of them", () => {
    assert.deepEqual(numberProblems(encodeSet(["95588", "13800000000", "05711234567", "1".repeat(20)])), []);
  });

  const wrong: [string, unknown[], RegExp][] = [
    [
      "a space inside",
      ["138 0000 0000"],
      /^"138 \*\*\*\* 0000" \(a space at characters 4, 9\) must be digits only, 5 to 20 of them$/,
    ],
    ["a plus sign", ["+8613800000000"], /^"\+861\*{6}0000" \("\+86" in front\) must be digits only/],
    ["too few digits", ["1234"], /^"1234" \(too short: 4 digits\) must be digits only, 5 to 20/],
    ["too many digits", ["1".repeat(21)], /^"111\*{14}1111" \(too long: 21 digits\) must be digits only/],
    [
      "a comma-joined list",
      ["13800000000,13900000000"],
      /^"138\*{8},\*{7}0000" \(several numbers: split them\) must be digits only/,
    ],
    [
      "a number in place of a text",
      [13800000000],
      /^\[0\] is the number 138\*\*\*\*0000, not a string of digits$/,
    ],
    ["nothing in place of a text", ["13800000000", null], /^\[1\] is missing, not a string of digits$/],
    [
      "a line break",
      ["13800000000\n13900000000"],
      /^\[0\] is "138\*{8}\\n\*{7}0000" \(several numbers: split them\), not a string of digits$/,
    ],
    [
      "a number twice",
      ["13800000001", "13800000002", "13800000001"],
      /^138\*\*\*\*0001 appears more than once$/,
    ],
  ];
  for (const [what, members, message] of wrong) {
    it(`names ${what}, masked`, () => {
      const problems = numberProblems(encodeSet(members));
      assert.equal(problems.length, 1);
      assert.match(problems[0]!.message, message);
      assert.doesNotMatch(problems[0]!.message, /13800000|1390000/);
      assert.match(problems[0]!.rule, /^(each|none) \D*(5 to 20 of them)?$/);
    });
  }

  it("sorts a text that is not in order", () => {
    assert.deepEqual(parseNumbers("13900000000\n13800000000"), ["13800000000", "13900000000"]);
  });
});

describe("the quick look at a set of numbers", () => {
  it("takes exactly what the rules take", () => {
    const line = fc.oneof(
      fc.stringMatching(/^[0-9]{4,6}$/),
      fc.stringMatching(/^[0-9]{19,21}$/),
      fc.constantFrom("1000a", " ", "10000 ", "+10000"),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 5 }),
        fc.boolean(),
        fc.boolean(),
        (lines, isSorted, isEnded) => {
          const ordered = isSorted ? lines.sort(ascending) : lines;
          const text = ordered.join("\n") + (isEnded && lines.length > 0 ? "\n" : "");
          const isRight =
            ordered.every((number) => /^\d{5,20}$/.test(number)) && new Set(lines).size === lines.length;
          assert.equal(numberProblems(text).length === 0, isRight);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});

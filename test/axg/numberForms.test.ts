import assert from "node:assert/strict";

import fc from "fast-check";

import { encodeSorted } from "../../provider/sets/memberText";
import { unusualForms, unusualFormsIn, unusualText } from "../../provider/axg/numberForms";

describe("the form of numbers", () => {
  it("is usual for mobile numbers, landlines, 400, service numbers and those of machines", () => {
    const usual = ["13800000001", "17012345678", "01012345678", "02112345678", "075512345678", "05711234567"];
    const service = ["4008108888", "8008201234", "95588", "9501312345678", "10086", "12315", "96110"];
    assert.deepEqual(unusualForms([...usual, ...service, "1064812345678", "1440012345678"]), []);
  });

  const unusual: Record<string, [string[], string]> = {
    "86 in front": [["13900000001", "8613800000001"], "861****0001 (86 in front)"],
    "86 in front of one that is there": [
      ["13800000001", "8613800000001"],
      "861****0001 (86 in front, beside the right one)",
    ],
    "86 in front of a landline that is there": [
      ["075512345678", "8675512345678"],
      "867****5678 (86 in front, beside the right one)",
    ],
    "a lost 0": [["75512345678"], "755****5678 (no 0 in front of its area code)"],
    "a lost 0 of one that is there": [
      ["075512345678", "75512345678"],
      "755****5678 (no 0 in front of its area code, beside the right one)",
    ],
    "a lost 0 of Beijing and Shanghai": [
      ["1012345678", "2112345678"],
      "10****78 and 1 more (no 0 in front of its area code)",
    ],
    "a 0 too much": [["013800000001"], "013****0001 (0 in front of a mobile number)"],
    "one that was cut": [["1380000000"], "13****00 (shorter than a mobile number)"],
    "one with a digit too many": [["138000000012"], "138****0012 (longer than a mobile number)"],
    "a landline without its area code": [["26431234"], "26****34 (no area code)"],
    "a landline that was cut": [["0755123456"], "07****56 (an area code, and not 7 or 8 digits after it)"],
    "one from abroad": [["0085212345678"], "008****5678 (00 in front)"],
    neither: [["234567"], "2****7 (6 digits)"],
  };
  for (const [name, [numbers, expected]] of Object.entries(unusual)) {
    it(`is unusual with ${name}`, () => {
      const text = unusualText(unusualForms(numbers)) ?? "";
      assert.equal(text.replace(/^\d+ numbers? (has|have) an unusual form: /, ""), expected);
    });
  }

  it("is told with places, each form once", () => {
    const numbers = ["13800000001", "8613800000001", "755123456789", "8613800000002", "8613800000003"];
    assert.equal(
      unusualText(unusualForms(numbers), (index) => `line ${index + 2}`),
      "4 numbers have an unusual form: line 3 861****0001 (86 in front, beside the right one), " +
        "line 4 755****6789 (12 digits), line 5 861****0002 and 1 more (86 in front)",
    );
    assert.equal(unusualText([]), undefined);
  });

  it("is told in bounds of 100,000 numbers, all of them damaged", () => {
    const numbers = Array.from(
      { length: 100_000 },
      (_, at) => `${23 + (at % 900)}${String(at).padStart(7, "0")}`,
    );
    const text = unusualText(unusualForms(numbers)) ?? "";
    assert.match(text, /^\d\d,\d{3} numbers have an unusual form: /);
    assert.ok(text.length < 600, text);
  });

  it("is the same for a set as text", () => {
    const number = fc.oneof(fc.stringMatching(/^1\d{10}$/), fc.stringMatching(/^(86|0)?[1-9]\d{4,12}$/));
    fc.assert(
      fc.property(fc.uniqueArray(number), (numbers) => {
        const sorted = numbers.sort();
        const told = (forms: ReturnType<typeof unusualForms>) => unusualText(forms);
        assert.equal(told(unusualFormsIn(encodeSorted(sorted))), told(unusualForms(sorted)));
      }),
    );
  });
});

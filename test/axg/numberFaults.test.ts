import assert from "node:assert/strict";

import fc from "fast-check";

import { maskedFault, unusualForms, unusualFormsIn, unusualText } from "../../provider/axg/numberFaults";
import { quote } from "../../provider/core/visible";
import { encodeSorted } from "../../provider/sets/memberText";

const SHORTENED =
  "a spreadsheet has turned the number into this, which may lack digits: format the column as text and fill it again";

describe("what is wrong with a number", () => {
  const faults: Record<string, string> = {
    "138 0000 0009": '"138 **** 0009" (a space at characters 4, 9)',
    " 13800000009": '" 138****0009" (a space in front)',
    "13800000009 ": '"138****0009 " (a space at the end)',
    "+8613800000009": '"+861******0009" ("+86" in front)',
    "+85213800000009": '"+852*******0009" (a "+" in front)',
    "'13800000009": '"\'138****0009" (an apostrophe in front)',
    "\u201913800000009": '"\u2019138****0009" (an apostrophe in front)',
    '"13800000009"': '"\\"138****0009\\"" (a quotation mark at characters 1, 13)',
    "138\uFFFD00000009": '"138\uFFFD****0009" (a character lost in conversion at character 4)',
    "13800000009/13900000009": '"138********/*******0009" (several numbers: split them)',
    "13800000009、13900000009": '"138********、*******0009" (several numbers: split them)',
    "13,800,000,009": '"13,8**,**0,009" (thousands separators)',
    "13800000009,00": '"138******09,00" (decimals at the end)',
    "1,38E+10": `"1,38E+10" (${SHORTENED})`,
    "1.3800000009E+10": `"1.38******09E+10" (${SHORTENED})`,
    "138-0000-0009": '"138-****-0009" (a hyphen at characters 4, 9)',
    "138\u20110000\u20110009": '"138\u2011****\u20110009" (a hyphen U+2011 at characters 4, 9)',
    "1380000000x": '"13******00x" (a letter at character 11)',
    "138O0000009": '"13*O*****09" (a letter at character 4)',
    "138\u041E0000009": '"13*\u041E*****09" (a letter U+041E at character 4)',
    "１３８０００００００９": '"１３８＊＊＊＊０００９" (a full-width digit at characters 1, 2, 3, 4, …)',
    "1380０000009": '"138*＊**0009" (a full-width digit at character 5)',
    "138٣0000009": '"138****0009" (a digit of another script at character 4)',
    "\u202D13800000009\u202C":
      '"\\u202D138****0009\\u202C" (an invisible U+202D at character 1, an invisible U+202C at character 13)',
    "\u200B13800000009": '"\\u200B138****0009" (an invisible U+200B at character 1)',
    "\uFEFF13800000009": '"\\uFEFF138****0009" (an invisible U+FEFF at character 1)',
    "1380000\u00A00009": '"138****\\u00A00009" (an invisible U+00A0 at character 8)',
    "138\u3164\u{E0031}00000009":
      '"138\\u3164\\u{E0031}****0009" (an invisible U+3164 at character 4, an invisible U+E0031 at character 5)',
    "138\t00000009": '"138\\t****0009" (a tab at character 4)',
    "13800000009\r": '"138****0009\\r" (a line break at character 12)',
    "(0755) 1234567": '"(075*) ***4567" (a "(" at character 1, a ")" at character 6, a space at character 7)',
    "1.5": '"1.5" (a "." at character 2)',
    "1e5": `"1e5" (${SHORTENED})`,
    "1.38E+10": `"1.38E+10" (${SHORTENED})`,
    "13800000009.0": '"138*****009.0" (decimals at the end)',
    "#N/A": '"#N/A" (a spreadsheet\'s error in place of a number)',
    "#REF!": '"#REF!" (a spreadsheet\'s error in place of a number)',
    "Li Na": '"… …" (no digits)',
    NULL: '"NULL" (no number)',
    无: '"无" (no number)',
    "-": '"-" (no number)',
    " \u200B": '" \\u200B" (no digits)',
    "张三 13800000009": '"… 138****0009" (a letter at characters 1, 2, a space at character 3)',
    张13800000009: '"…138****0009" (a letter at character 1)',
    "1234": '"1234" (too short: 4 digits)',
    "123456789012345678901": '"123**************8901" (too long: 21 digits)',
    "": '"" (empty)',
  };
  for (const [text, expected] of Object.entries(faults)) {
    it(`is told of ${JSON.stringify(text)}`, () => {
      assert.equal(maskedFault(text), expected);
    });
  }

  it("is told in bounds, whatever stands in a number's place", () => {
    const told = maskedFault(
      Array.from({ length: 60_000 }, (_, at) => String.fromCodePoint(0x2500 + at)).join(""),
    );
    assert.ok(told.length < 500, told);
  });

  it("never shows more of a number than its mask, whatever stands around and between its digits", () => {
    const number = fc.stringMatching(/^1[3-9]\d{9}$/);
    const around = fc.constantFrom("", " ", "\u200B", "\u202D", "-", ".", "+86", "\t", "Li Na ", "'", "０");
    fc.assert(
      fc.property(number, fc.array(around, { minLength: 12, maxLength: 12 }), (digits, stray) => {
        const text =
          Array.from(digits, (digit, at) => (stray[at] ?? "") + digit).join("") + (stray[11] ?? "");
        const [, shown = ""] = /^("(?:[^"\\]|\\.)*") \(/.exec(maskedFault(text)) ?? [];
        const digitsShown = shown.replace(/\\u\{?[0-9A-F]+\}?/g, "").replace(/[^\d０-９]/g, "");
        assert.ok(text === digits || digitsShown.length <= 7, `${text}: ${shown}`);
        assert.doesNotMatch(shown, /Li|Na/);
      }),
    );
  });
});

describe("a text that is not masked", () => {
  it("shows what nobody could see", () => {
    assert.equal(quote("mid 1"), '"mid 1"');
    assert.equal(quote(5), "5");
    assert.equal(quote("\uFEFF1001\u200B\t"), '"\\uFEFF1001\\u200B\\t"');
  });
});

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

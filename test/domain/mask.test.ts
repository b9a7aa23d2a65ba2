import assert from "node:assert/strict";

import { maskedFault, maskedList, maskNumber, maskNumbersIn, quoted } from "../../provider/domain/mask";

describe("masking of phone numbers", () => {
  it("shows the first three and the last four digits of a mobile number", () => {
    assert.equal(maskNumber("13800000000"), "138****0000");
  });

  it("shows less of a shorter number", () => {
    assert.equal(maskNumber("4008123"), "40****23");
    assert.equal(maskNumber("95588"), "9****8");
  });

  it("masks numbers in a text from outside, and leaves ids alone", () => {
    const text = "number 13800000000 is bound; request 986BCB6D-C9BF-42F9-91CE-3A9901233D36, limit 200";
    assert.equal(
      maskNumbersIn(text),
      "number 138****0000 is bound; request 986BCB6D-C9BF-42F9-91CE-3A9901233D36, limit 200",
    );
  });

  const faults: Record<string, string> = {
    "138 0000 0009": '"138****0009" (a space inside)',
    " 13800000009": '" 13****0009" (a space in front)',
    "13800000009 ": '"138****009 " (a space at the end)',
    "+8613800000009": '"+86****0009" (a "+" in front)',
    "138-0000-0009": '"138****0009" (a hyphen)',
    "138\u20110000\u20110009": '"138****0009" (a hyphen)',
    "1380000000x": '"138****000x" (a letter)',
    "１３８０００００００９": '"１３８****０００９" (full-width digits)',
    "138٣0000009": '"138****0009" (digits of another script)',
    "\u200B13800000009": '"138****0009" (an invisible character: U+200B)',
    "1380000\u00A00009": '"138****0009" (an invisible character: U+00A0)',
    "138\t00000009": '"138****0009" (a tab)',
    "13800000009\r": '"138****0009" (a line break)',
    "(0755) 1234567": '"(07****4567" (a space inside, a "(", a ")")',
    "1234": '"1****4" (too short: 4 digits)',
    "1": '"1****1" (too short: 1 digit)',
    "123456789012345678901": '"123****8901" (too long: 21 digits)',
    "": '"****" (empty)',
  };
  for (const [text, expected] of Object.entries(faults)) {
    it(`says what is wrong with ${JSON.stringify(text)}`, () => {
      assert.equal(maskedFault(text), expected);
    });
  }

  it("names what nobody could see in a text that is not masked", () => {
    assert.equal(quoted("mid 1"), '"mid 1"');
    assert.equal(quoted(5), "5");
    assert.equal(
      quoted("\uFEFF1001\u200B\t"),
      '"1001\\t" (an invisible character: U+FEFF, an invisible character: U+200B)',
    );
  });

  it("names a few of many", () => {
    const numbers = Array.from({ length: 8 }, (_, at) => `1380000000${at}`);
    assert.match(maskedList(numbers, 2), /^138\*\*\*\*0000, 138\*\*\*\*0001 and 6 more$/);
  });
});

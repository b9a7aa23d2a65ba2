import assert from "node:assert/strict";

import { maskedList, maskNumber, maskNumbersIn } from "../../provider/domain/mask";

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

  it("names a few of many", () => {
    const numbers = Array.from({ length: 8 }, (_, at) => `1380000000${at}`);
    assert.match(maskedList(numbers, 2), /^138\*\*\*\*0000, 138\*\*\*\*0001 and 6 more$/);
  });
});

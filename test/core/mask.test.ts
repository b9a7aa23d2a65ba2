import assert from "node:assert/strict";

import { maskedList, maskNumber, maskNumbersIn } from "../../provider/core/mask";

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

  const written: Record<string, string> = {
    "(+86)138-0000-0103 is bound": "(+86)138****0103 is bound",
    "(+86) 138 0000 0103": "(+86) 138****0103",
    "+8613800000103,+86 13800000104": "+86138****0103,+86 138****0104",
    "86-138-0000-0103": "86-138****0103",
    "0086 13800000103": "0086 138****0103",
    "138.0000.0103": "138****0103",
    "0755-12345678": "075****5678",
    "(0755)12345678": "(0755)12****78",
    "400-810-8888": "40****88",
  };
  for (const [text, expected] of Object.entries(written)) {
    it(`masks ${text} as people write it`, () => {
      assert.equal(maskNumbersIn(text), expected);
    });
  }

  for (const text of [
    "2026-06-01 10:00:00 and 2026-06-01T10:00:00Z",
    "192.168.100.200:8080",
    "12345678-1234-4234-9123-399012336123",
    "600 numbers in 1204 calls, 9000 of 10000",
    "FC123456/2000000000001: 2 to add",
    'groupId "02000000000001": a GID has no leading zero',
    "GroupId: 2000000000002 is bound, GID 2000000000003 is not",
    "2000000000001 does not exist",
  ]) {
    it(`leaves ${text} alone`, () => {
      assert.equal(maskNumbersIn(text, ["2000000000001"]), text);
    });
  }

  it("names a few of many", () => {
    const numbers = Array.from({ length: 8 }, (_, at) => `1380000000${at}`);
    assert.match(maskedList(numbers, 2), /^138\*\*\*\*0000, 138\*\*\*\*0001 and 6 more$/);
  });
});

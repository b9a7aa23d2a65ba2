import assert from "node:assert/strict";

import fc from "fast-check";

import { maskNumber } from "../../provider/core/mask";
import { SecretTexts } from "../../provider/core/secretTexts";
import { someNumbers } from "../support/numbers";

function hidden(values: unknown, message: string): string {
  const secrets = new SecretTexts();
  secrets.add(values);
  return secrets.hide(message);
}

describe("Messages with secret values", () => {
  it("show none of a text, whole or cut off, on one line, or within quotes", () => {
    const secret = 'a word\nin "confidence", told to nobody but 13800000000 alone';
    assert.equal(hidden(secret, `remark ${secret}: no`), "remark [secret]: no");
    assert.equal(hidden(secret, `remark ${JSON.stringify(secret)}: no`), 'remark "[secret]": no');
    assert.equal(
      hidden(secret, `remark ${JSON.stringify(secret).slice(0, 40)}…: no`),
      'remark "[secret]…: no',
    );
    const echoed = 'a word in "confidence", told to nobody but 138****0000 alone';
    assert.equal(hidden(secret, `Invalid.Remark: ${echoed}`), "Invalid.Remark: [secret]");
  });

  it("show none of what is inside rules and lists", () => {
    const rules = {
      simpleRules: [{ expressions: [{ items: [{ key: "HostName", values: ["cfo-laptop"] }] }] }],
    };
    assert.equal(hidden(rules, "no device cfo-laptop (HostName)"), "no device [secret] ([secret])");
    assert.equal(
      hidden("mid-1\nmid-2\n", "mid-1, mid-2 are gone, mid-3 is not"),
      "[secret], [secret] are gone, mid-3 is not",
    );
    assert.equal(hidden([1001, true, 5], "device 1001 in 5 groups"), "device [secret] in 5 groups");
  });

  it("show no number of a list, masked or not, and all others", () => {
    fc.assert(
      fc.property(fc.constantFrom(3, 400), fc.nat(2), (count, at) => {
        const numbers = someNumbers(count);
        const list = numbers.map((number) => `${number}\n`).join("");
        const number = numbers[at]!;
        const message = `Refused for themselves: ${maskNumber(number)}, 139****1111; ${number}; 13911111111 of 5000`;
        assert.equal(
          hidden(list, message),
          "Refused for themselves: [secret], 139****1111; [secret]; 13911111111 of 5000",
        );
      }),
    );
  });

  it("are what they were where nothing is a secret, and where a value is too short to be found", () => {
    assert.equal(hidden([], "3 numbers: 138****0000"), "3 numbers: 138****0000");
    assert.equal(hidden(["3", "no"], "no 3 numbers"), "no 3 numbers");
  });
});

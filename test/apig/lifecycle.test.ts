import assert from "node:assert/strict";

import { UNKNOWN } from "../../provider/core/properties";
import { checked, diffed, problem } from "../support/checking";

describe("ApigGroup: check and diff", () => {
  it("takes the names that the shared gateway takes", () => {
    for (const name of ["api_group_001", "分组001", "abc"])
      assert.deepEqual(checked("ApigGroup", { name }).problems, []);
  });

  for (const name of ["ab", "1abc", "_abc", "a-b-c", "x".repeat(65)]) {
    it(`refuses ${name.slice(0, 8)} on the shared gateway, which takes other names than a dedicated one`, () => {
      assert.match(
        problem("ApigGroup", { name }),
        /^name ".*: must be 3 to 64 Chinese characters, letters, digits or "_", starting with/,
      );
    });
  }

  it("takes more on a dedicated gateway", () => {
    assert.deepEqual(checked("ApigGroup", { name: "1-a.b/c（x）、：", instanceId: "i-1" }).problems, []);
    assert.deepEqual(
      checked("ApigGroup", { name: "a-b-c", remark: "r".repeat(1000), instanceId: "i-1" }).problems,
      [],
    );
  });

  it("does not judge by the stricter rules while the gateway is not known yet", () => {
    assert.deepEqual(checked("ApigGroup", { name: "a-b-c", instanceId: UNKNOWN }).problems, []);
  });

  it("counts the characters of a remark", () => {
    assert.match(
      problem("ApigGroup", { name: "abc", remark: "r".repeat(256) }),
      /^remark .*must be at most 255 characters long$/,
    );
  });

  it("replaces for another gateway alone", () => {
    assert.deepEqual(diffed("ApigGroup", { name: "abc" }, { name: "abc", instanceId: "i-1" }).replaces, [
      "instanceId",
    ]);
    assert.deepEqual(diffed("ApigGroup", { name: "abc" }, { name: "abd", remark: "r" }).replaces, []);
  });
});

import assert from "node:assert/strict";

import { checked, diffed, problem } from "../support/checking";

describe("RamGroup: check and diff", () => {
  it("takes the names that RAM takes", () => {
    for (const groupName of ["a", "Dev-Team", "dev.team_1", "x".repeat(64)]) {
      assert.deepEqual(checked("RamGroup", { groupName }).problems, [], groupName);
    }
  });

  it("names a wrong name with the rule", () => {
    for (const groupName of ["", "dev team", "组", "x".repeat(65)]) {
      assert.match(
        problem("RamGroup", { groupName }),
        /^groupName ".*: must be 1 to 64 letters, digits, "\.", "_" or "-"$/,
      );
    }
  });

  it("counts 128 characters of comments, Chinese ones too", () => {
    assert.deepEqual(checked("RamGroup", { groupName: "a", comments: "开".repeat(128) }).problems, []);
    assert.match(
      problem("RamGroup", { groupName: "a", comments: "开".repeat(129) }),
      /^comments .*must be at most 128 characters long$/,
    );
  });

  it("never replaces: a rename happens in place", () => {
    assert.deepEqual(diffed("RamGroup", { groupName: "a" }, { groupName: "b" }).replaces, []);
  });
});

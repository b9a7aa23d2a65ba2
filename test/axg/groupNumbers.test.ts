import assert from "node:assert/strict";

import { UNKNOWN } from "../../provider/core/properties";
import { encodeSet } from "../../provider/sets/memberText";
import { checked, diffed, problem } from "../support/checking";

const args = { poolKey: "FC123456", groupId: "1234", numbers: encodeSet(["13800000000", "13900000000"]) };

describe("AxgGroupNumbers: check", () => {
  it("takes what is right as it is", () => {
    assert.deepEqual(checked("AxgGroupNumbers", args), { inputs: args, problems: [] });
  });

  it("makes a text of a safe integer's group id", () => {
    assert.equal(
      checked("AxgGroupNumbers", { ...args, groupId: 2000000000001 }).inputs["groupId"],
      "2000000000001",
    );
  });

  it("asks for a string where an integer cannot be held exactly", () => {
    assert.match(
      problem("AxgGroupNumbers", { ...args, groupId: 2 ** 60 }),
      /^groupId 1152921504606847000: .*a JavaScript number is not exact: write the GID as a string$/,
    );
  });

  it("names the property, the value and the rule", () => {
    assert.match(
      problem("AxgGroupNumbers", { ...args, groupId: "12a" }),
      /^groupId "12a": must be the digits of a group's GID/,
    );
    assert.match(
      problem("AxgGroupNumbers", { ...args, poolKey: "FC 1" }),
      /^poolKey "FC 1": must be the key of a number pool/,
    );
    assert.match(
      problem("AxgGroupNumbers", { ...args, strategy: "fast" }),
      /^strategy "fast": must be one of "auto", "incremental", "overwrite", "fewestCalls"$/,
    );
    assert.match(
      problem("AxgGroupNumbers", { ...args, deletionLimit: -1 }),
      /^deletionLimit -1: must not be below 0$/,
    );
    assert.match(
      problem("AxgGroupNumbers", { ...args, takeOver: "yes" }),
      /^takeOver "yes": must be a boolean$/,
    );
  });

  it("names what is missing and what is an unknown argument", () => {
    assert.deepEqual(checked("AxgGroupNumbers", { poolKey: "FC1", numbers: "", number: "1" }).problems, [
      'Unknown argument "number". Valid: poolKey, groupId, takeOver, numbers, strategy, deletionLimit, allowEmpty',
      "groupId is required",
    ]);
  });

  it("finds wrong numbers without showing the list", () => {
    const numbers = encodeSet([
      "13800000000",
      "13800000000",
      "138-1",
      ...Array.from({ length: 1000 }, (_, at) => String(13700000000 + at)),
    ]);
    const text = problem("AxgGroupNumbers", { ...args, numbers });
    assert.match(
      text,
      /^numbers: "138-1" \(a hyphen at character 4\) must be digits only, 5 to 20 of them; numbers: 138\*\*\*\*0000 appears more than once$/,
    );
  });

  it("judges nothing that is not known yet", () => {
    assert.deepEqual(
      checked("AxgGroupNumbers", { poolKey: UNKNOWN, groupId: UNKNOWN, numbers: UNKNOWN, takeOver: UNKNOWN })
        .problems,
      [],
    );
  });

  it("refuses takeOver of more than 200 numbers", () => {
    const numbers = encodeSet(Array.from({ length: 201 }, (_, at) => String(13700000000 + at)));
    assert.match(
      problem("AxgGroupNumbers", { ...args, numbers, takeOver: true }),
      /takeOver true: .*carries 1 to 200, but numbers has 201/,
    );
  });

  it("refuses an update past the deletion limit in the preview, with the count", () => {
    const news = { ...args, numbers: encodeSet(["13900000000"]), deletionLimit: 0 };
    assert.match(
      problem("AxgGroupNumbers", news, args),
      /^deletionLimit 0: this change would delete 1 of 2 numbers/,
    );
    assert.deepEqual(checked("AxgGroupNumbers", { ...news, deletionLimit: 1 }, args).problems, []);
  });
});

describe("AxgGroupNumbers: diff", () => {
  it("replaces for another pool or group, and for nothing else", () => {
    assert.deepEqual(diffed("AxgGroupNumbers", args, { ...args, poolKey: "FC2", groupId: "99" }).replaces, [
      "poolKey",
      "groupId",
    ]);
    assert.deepEqual(
      diffed("AxgGroupNumbers", args, { ...args, numbers: "", strategy: "overwrite" }).replaces,
      [],
    );
  });

  it("announces no replacement for a value that is not known yet", () => {
    assert.deepEqual(diffed("AxgGroupNumbers", args, { ...args, groupId: UNKNOWN }).replaces, []);
  });
});

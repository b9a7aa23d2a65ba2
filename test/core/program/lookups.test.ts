import assert from "node:assert/strict";

import { ApigGroup, AxgGroup, AxgGroupNumbers, DeviceVirtualGroup, RamGroup } from "../../../provider";

const POOL = { poolKey: "FC123456", numbers: ["10020000000"] };

describe("A look-up that cannot be", () => {
  it("is refused for AXG groups and their numbers, which no API reads", () => {
    const id = "FC123456/1234";
    assert.throws(
      () => new AxgGroupNumbers("numbers", { ...POOL, groupId: "1234" }, { id }),
      /^Error: AxgGroupNumbers "numbers" with the id FC123456\/1234 cannot be looked up: no API of Alibaba Cloud reads/,
    );
    assert.throws(
      () => new AxgGroup("callers", POOL, { id }),
      /^Error: AxgGroup "callers" with the id FC123456\/1234 cannot be looked up: no API of Alibaba Cloud reads/,
    );
  });

  it("is refused without an id, where Pulumi would make a group", () => {
    const empty = /"x" is to be looked up, but its id is empty$/;
    assert.throws(() => RamGroup.get("x", ""), empty);
    assert.throws(() => ApigGroup.get("x", ""), empty);
    assert.throws(() => DeviceVirtualGroup.get("x", ""), empty);
    assert.throws(() => new RamGroup("x", { groupName: "new" }, { id: "" }), empty);
    const unset = process.env["NO_SUCH_VARIABLE"] as string;
    assert.throws(() => RamGroup.get("x", unset), empty);
  });
});

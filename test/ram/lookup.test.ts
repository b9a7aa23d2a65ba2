import assert from "node:assert/strict";

import { failureOf, useCloud } from "../contract/support/cloud";

describe("A RamGroup that is looked up", () => {
  const cloud = useCloud();

  it("is found by its id or its name alone, and one that nobody has is an error", async () => {
    const { id, outs, inputs } = await cloud.engine.create("RamGroup", {
      groupName: "finance",
      comments: "pays",
    });
    for (const idOrName of [id, "finance"]) {
      const found = await cloud.engine.provider.read("RamGroup", idOrName, {});
      assert.equal(found.id, idOrName, "another id would be another look-up next time");
      assert.deepEqual(found.inputs, inputs);
      assert.equal(found.props["groupId"], outs["groupId"]);
    }
    for (const nobody of ["nobody", "g-nobody"]) {
      const error = await failureOf(cloud.engine.provider.read("RamGroup", nobody, {}));
      assert.equal(
        error.message,
        `GetGroup was refused: EntityNotExist.Group: there is no RAM group with the id or the name ${nobody}. ` +
          "Check the id (g-…) or the name, and that the account is the right one",
      );
    }
  });

  it("is found by its name where that looks like an id", async () => {
    const { outs } = await cloud.engine.create("RamGroup", { groupName: "g-team" });
    const found = await cloud.engine.provider.read("RamGroup", "g-team", {});
    assert.equal(found.props["groupId"], outs["groupId"]);
  });
});

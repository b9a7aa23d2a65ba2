import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { AxgGroup, RamGroup } from "../../../provider";

describe("A declaration of a group", () => {
  const declarations = new Map<string, unknown[]>();

  before(() =>
    pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => {
        const given = inputs as Record<string, unknown>;
        declarations.set(name, [...(declarations.get(name) ?? []), given["__declaration"]]);
        return { id: name, state: given };
      },
      call: () => ({}),
    }),
  );

  it("is told from the others as URNs are: by its name and the types of what it stands in", async () => {
    const inner = (type: string, opts?: pulumi.ComponentResourceOptions) =>
      new pulumi.ComponentResource(type, type.replaceAll(":", "-"), {}, opts);
    const office = inner("test:Office");
    const parents = [undefined, office, inner("test:Floor", { parent: office })];
    for (const parent of parents) {
      const opts = parent === undefined ? {} : { parent };
      const group = new RamGroup("group", { groupName: "finance" }, opts);
      await new Promise((resolve) => group.urn.apply(resolve));
    }
    assert.deepEqual(declarations.get("group"), [
      { name: "group", within: "RamGroup" },
      { name: "group", within: "test:Office$RamGroup" },
      { name: "group", within: "test:Office$test:Floor$RamGroup" },
    ]);
  });

  it("is none where the group is looked up, and none of an AXG group's journal", async () => {
    const looked = RamGroup.get("looked", "g-1");
    const axg = new AxgGroup("axg", { poolKey: "FC123456", numbers: [] });
    for (const group of [looked, axg]) await new Promise((resolve) => group.urn.apply(resolve));
    assert.deepEqual(
      ["looked", "axg", "axg-journal"].map((name) => declarations.get(name)),
      [[undefined], [{ name: "axg", within: "AxgGroup" }], [undefined]],
    );
  });
});

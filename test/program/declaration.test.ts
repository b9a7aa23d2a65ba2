import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { AxgGroup, RamGroup } from "../../provider";

describe("A declaration of a group that has a name", () => {
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
      { name: "group", within: "" },
      { name: "group", within: "test:Office" },
      { name: "group", within: "test:Office$test:Floor" },
    ]);
  });

  it("is none where the group is looked up, or has no name to go by", async () => {
    const looked = RamGroup.get("looked", "g-1");
    const axg = new AxgGroup("axg", { poolKey: "FC123456", numbers: [] });
    for (const group of [looked, axg]) await new Promise((resolve) => group.urn.apply(resolve));
    assert.deepEqual([declarations.get("looked"), declarations.get("axg")], [[undefined], [undefined]]);
  });
});

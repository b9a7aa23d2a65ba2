import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { RamGroup } from "../../../provider";

describe("A group that Pulumi protects", () => {
  const inputs = new Map<string, Record<string, unknown>>();

  before(() =>
    pulumi.runtime.setMocks({
      newResource: (args) => {
        inputs.set(args.name, args.inputs as Record<string, unknown>);
        return { id: args.name, state: args.inputs as Record<string, unknown> };
      },
      call: () => ({}),
    }),
  );

  /** Whether the group's check is told that Pulumi protects it. */
  async function isTold(name: string, opts?: pulumi.CustomResourceOptions): Promise<boolean> {
    const group = new RamGroup(name, { groupName: name }, opts);
    await new Promise((resolve) => group.urn.apply(resolve));
    return inputs.get(name)?.["__protected"] === true;
  }

  it("has its check told, also where the protection is its parent's", async () => {
    const parent = new pulumi.ComponentResource("test:Parent", "parent", {}, { protect: true });
    assert.equal(await isTold("open"), false);
    assert.equal(await isTold("own", { protect: true }), true);
    assert.equal(await isTold("inherited", { parent }), true);
    assert.equal(await isTold("released", { parent, protect: false }), false);
  });
});

import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { AxgGroup, RamGroup } from "../../../provider";

describe("The inputs of a program's resource", () => {
  const inputs = new Map<string, Record<string, unknown>>();

  before(async () => {
    await pulumi.runtime.setMocks({
      newResource: ({ name, inputs: given }) => {
        inputs.set(name, given as Record<string, unknown>);
        return { id: name, state: given as Record<string, unknown> };
      },
      call: () => ({}),
    });
  });

  async function inputsOf(resource: pulumi.CustomResource, name: string): Promise<Record<string, unknown>> {
    await new Promise((resolve) => resource.urn.apply(resolve));
    return inputs.get(name) ?? assert.fail(`${name} was not registered`);
  }

  it("name the arguments that are secrets", async () => {
    const numbers = ["10020000000", pulumi.secret("10020000001")];
    const callers = new AxgGroup("callers", { poolKey: "FC123456", numbers, remark: pulumi.output("plain") });
    assert.deepEqual((await inputsOf(callers, "callers"))["__secrets"], ["numbers"]);
  });

  it("are what they were where none is a secret", async () => {
    const groupName = pulumi.output("finance");
    const group = new RamGroup("finance", { groupName, comments: Promise.resolve("pays") });
    const { __provider, __declaration, ...given } = await inputsOf(group, "finance");
    assert.equal(typeof __provider, "string");
    assert.deepEqual(__declaration, { name: "finance", within: "RamGroup" });
    assert.deepEqual(given, { groupName: "finance", comments: "pays" });
  });
});

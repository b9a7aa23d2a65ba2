import assert from "node:assert/strict";

import { RefusedError } from "../../../provider/core/calls/errors";
import { importedProperties, importFailure } from "../../../provider/doors/plugin/imports";

describe("the id of an import", () => {
  it("is the group's own, where nothing stands before it", () => {
    assert.deepEqual(importedProperties("ApigGroup", "c77f", {}), { id: "c77f", properties: {} });
    assert.deepEqual(importedProperties("RamGroup", "a/b", {}), { id: "a/b", properties: {} });
  });

  it("says where the group is, by codes or their names; what is left empty is not declared", () => {
    const idOf = (id: string) => importedProperties("DeviceVirtualGroup", id, {});
    const place = { domainInstanceId: "1", osType: 2 };
    assert.deepEqual(idOf("1/2/357"), { id: "357", properties: place });
    assert.deepEqual(idOf("1/MacOS/357"), { id: "357", properties: place });
    assert.deepEqual(idOf("/Linux/357"), { id: "357", properties: { osType: 1 } });
    assert.throws(() => idOf("1/357"), {
      message: "1/357 is no id of DeviceVirtualGroup: import it by ID, or by domainInstanceId/osType/ID",
    });
  });

  it("is that of the state where there is one", () => {
    const properties = { name: "payments" };
    assert.deepEqual(importedProperties("ApigGroup", "a/b", properties), { id: "a/b", properties });
  });
});

describe("the failure of an import", () => {
  const refused = new RefusedError({ operation: "read", code: "NotFound", detail: "no such group" });
  const failure = new Error("no such group", { cause: refused });
  const messageOf = (...[kind, id, properties]: [string, string, Record<string, unknown>]) =>
    (importFailure(kind, id, properties, failure) as Error).message;

  it("says in which form the id tells where the group is", () => {
    assert.equal(
      messageOf("DeviceVirtualGroup", "357", {}),
      "no such group. Import it by domainInstanceId/osType/ID",
    );
  });

  it("stays as it is where the group was not looked for", () => {
    const unreadable = new Error("No credentials");
    assert.equal(importFailure("ApigGroup", "c77f", {}, unreadable), unreadable);
  });

  it("stays as it is where the id has told that, where nothing is to be told, and in a refresh", () => {
    assert.equal(messageOf("DeviceVirtualGroup", "1/2/357", {}), failure.message);
    assert.equal(messageOf("RamGroup", "g-1", {}), failure.message);
    assert.equal(messageOf("ApigGroup", "c77f", { name: "payments" }), failure.message);
  });
});

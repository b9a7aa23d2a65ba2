import assert from "node:assert/strict";
import { compileFunction } from "node:vm";

import { UNKNOWN } from "../../provider/core/properties";
import { lifecycles } from "../../provider/lifecycles";
import { providerText, typeOf } from "../../provider/core/providerText";
import * as runtime from "../../provider/doors/dynamic/runtime";
import * as pulumi from "@pulumi/pulumi";

/** What stands in users' states. A line may be added here; none is ever changed or removed. */
const GOLDEN: Record<string, string> = {
  ApigGroup: 'exports.handler=()=>require("pulumi-cloud-groups/runtime").provider("ApigGroup");',
  AxgGroup: 'exports.handler=()=>require("pulumi-cloud-groups/runtime").provider("AxgGroup");',
  AxgGroupJournal: 'exports.handler=()=>require("pulumi-cloud-groups/runtime").provider("AxgGroupJournal");',
  AxgGroupNumbers: 'exports.handler=()=>require("pulumi-cloud-groups/runtime").provider("AxgGroupNumbers");',
  AxgGroupNumbersJournal:
    'exports.handler=()=>require("pulumi-cloud-groups/runtime").provider("AxgGroupNumbersJournal");',
  DeviceVirtualGroup:
    'exports.handler=()=>require("pulumi-cloud-groups/runtime").provider("DeviceVirtualGroup");',
  RamGroup: 'exports.handler=()=>require("pulumi-cloud-groups/runtime").provider("RamGroup");',
};

describe("the code that states keep", () => {
  it("is the same text for ever, under 100 bytes", () => {
    assert.deepEqual(
      Object.fromEntries(Object.keys(lifecycles).map((kind) => [kind, providerText(kind)])),
      GOLDEN,
    );
    for (const text of Object.values(GOLDEN)) assert.ok(Buffer.byteLength(text) < 100);
  });

  it("runs, and finds every method that Pulumi calls", () => {
    for (const text of Object.values(GOLDEN)) {
      const module = { handler: undefined as (() => runtime.Provider) | undefined };
      // As Pulumi's dynamic-provider process does it.
      const run = compileFunction(text, ["exports", "require"]) as (
        exports: object,
        require: unknown,
      ) => void;
      run(module, (path: string) => {
        assert.equal(path, "pulumi-cloud-groups/runtime");
        return runtime;
      });
      const provider = module.handler!();
      for (const method of ["configure", "check", "diff", "create", "read", "update", "delete"] as const) {
        assert.equal(typeof provider[method], "function", method);
      }
    }
  });

  it("says what to do where it is newer than the package", () => {
    assert.throws(() => runtime.provider("MoonGroup"), {
      message: /does not know MoonGroup: .*npm install pulumi-cloud-groups@latest/,
    });
  });

  it("stands under type tokens that never change, as they are part of every URN", () => {
    assert.equal(typeOf("RamGroup"), "pulumi-nodejs:dynamic/cloud-groups:RamGroup");
  });

  it("knows a value that is not known yet by Pulumi's own mark", () => {
    assert.equal(UNKNOWN, (pulumi.runtime as unknown as { unknownValue: string }).unknownValue);
  });
});

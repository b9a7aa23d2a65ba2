import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Kind } from "../provider/kinds";
import { MODULES, moduleText, withClassDocstring } from "./support/generated";
import { referenceText } from "./support/generatedReference";
import { providerArgumentsText } from "./support/generatedSettings";
import { REPOSITORY } from "./support/repository";

const HOW = "UPDATE_DOCS=1 npm test -- test/generated.test.ts writes it anew";

/** The modules of the classes. */
const CLASSES: Readonly<Record<Kind, string>> = {
  ApigGroup: "provider/apig/program.ts",
  AxgGroup: "provider/axg/program/group.ts",
  AxgGroupNumbers: "provider/axg/program/groupNumbers.ts",
  DeviceVirtualGroup: "provider/ioa/program.ts",
  RamGroup: "provider/ram/program.ts",
};

/** Holds a file to what it should be; writes it, where that is asked for. */
function assertFile(path: string, make: (now: string) => string): void {
  const file = join(REPOSITORY, path);
  const isAsked = process.env["UPDATE_DOCS"] !== undefined;
  const read = () => readFileSync(file, "utf8");
  if (isAsked) writeFileSync(file, make(read()));
  const now = read();
  assert.equal(now, make(now), `${path}: ${HOW}`);
}

describe("what is made of the definitions", () => {
  for (const module of MODULES) {
    it(`is ${module.path}`, () => {
      assertFile(module.path, () => moduleText(module));
    });
  }

  it("is provider/providerArguments.ts", () => {
    assertFile("provider/providerArguments.ts", providerArgumentsText);
  });

  it("is docs/resources.md", () => {
    assertFile("docs/resources.md", referenceText);
  });

  for (const [kind, path] of Object.entries(CLASSES) as [Kind, string][]) {
    it(`is the docstring of ${kind}, but for its example`, () => {
      assertFile(path, (now) => withClassDocstring(now, kind));
    });
  }
});

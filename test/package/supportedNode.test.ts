import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { nodeProblem, OLDEST_NODE } from "../../provider/supportedNode";
import { REPOSITORY } from "../support/repository";

const ENTRIES = [
  "provider/index",
  "provider/doors/dynamic/runtime",
  "cli/index",
  "emulator/index",
  "emulator/cli",
];

describe("An older Node", () => {
  it("is refused with an error that says which one it is", () => {
    assert.match(
      nodeProblem("20.20.2") ?? "",
      /^pulumi-cloud-groups needs Node 22\.12 or later, and this is Node 20\.20\.2 \(.+node.*\)\. /,
    );
    assert.ok(nodeProblem("22.11.0"));
    for (const version of ["22.12.0", "22.20.1", "23.0.0", "24.0.0"])
      assert.equal(nodeProblem(version), undefined);
  });

  it("is the one that package.json refuses, and no dependency wants a later one", async () => {
    const read = async (path: string) =>
      JSON.parse(await readFile(join(REPOSITORY, path), "utf8")) as {
        engines?: { node?: string };
        dependencies?: Record<string, string>;
      };
    const { engines, dependencies = {} } = await read("package.json");
    assert.equal(engines?.node, `>=${OLDEST_NODE.join(".")}`);
    for (const name of Object.keys(dependencies)) {
      const { engines: wanted } = await read(`node_modules/${name}/package.json`);
      const version = /\d+(\.\d+)*/.exec(wanted?.node ?? "0")?.[0] ?? "0";
      const [major = 0, minor = 0] = version.split(".").map(Number);
      assert.ok(major * 1000 + minor <= OLDEST_NODE[0] * 1000 + OLDEST_NODE[1], `${name} wants ${version}`);
    }
  });

  it("is seen before anything else is loaded", async () => {
    for (const entry of ENTRIES) {
      const code = await readFile(join(REPOSITORY, "dist", `${entry}.js`), "utf8");
      assert.match(/require\("([^"]+)"\)/.exec(code)?.[1] ?? "", /\/supportedNode$/, entry);
    }
  });
});

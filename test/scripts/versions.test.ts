import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { loadScript } from "./checkout";

interface Versions {
  parseVersion(text: string): string | undefined;
  isAtLeast(version: string, oldest: string): boolean;
}

describe("versions", () => {
  let versions: Versions;
  before(async () => {
    versions = (await loadScript("versions.mjs")) as Versions;
  });

  it("are read from what a command prints", () => {
    assert.equal(versions.parseVersion("v3.259.0\n"), "3.259.0");
    assert.equal(versions.parseVersion("3.260.0-alpha.17+dirty"), "3.260.0-alpha.17+dirty");
    assert.equal(versions.parseVersion("no such command"), undefined);
  });

  it("compare number by number", () => {
    const older = [
      ["3.99.9", "3.216.0"],
      ["3.215.99", "3.216.0"],
      ["2.300.0", "3.216.0"],
      ["22.12.9", "22.13.0"],
    ];
    for (const [version = "", oldest = ""] of older) {
      assert.equal(versions.isAtLeast(version, oldest), false, `${version} is older than ${oldest}`);
      assert.equal(versions.isAtLeast(oldest, version), true, `${oldest} is not older than ${version}`);
    }
    assert.equal(versions.isAtLeast("3.216.0", "3.216.0"), true);
  });

  it("before a release count as the release", () => {
    assert.equal(versions.isAtLeast("3.216.0-alpha.1", "3.216.0"), true);
    assert.equal(versions.isAtLeast("3.215.0+dirty", "3.216.0"), false);
  });
});

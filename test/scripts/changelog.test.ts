import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "mocha";
import { loadScript, repository } from "./checkout";

interface Changelog {
  withReleaseNamed: (text: string, version: string) => string;
}

describe("the changelog of a release", () => {
  let changelog: Changelog;
  before(async () => {
    changelog = (await loadScript("changelog.mjs")) as Changelog;
  });

  it("has the version as the heading of what was not released yet, and is as it was beyond that", () => {
    const text = "# Changelog\n\n## Next (not released yet)\n\n- One.\n\n## 0.1.0\n\n- Two.\n";
    const named = "# Changelog\n\n## 0.2.0\n\n- One.\n\n## 0.1.0\n\n- Two.\n";
    assert.equal(changelog.withReleaseNamed(text, "0.2.0"), named);
  });

  it("is not made where nothing is written for it", () => {
    assert.throws(() => changelog.withReleaseNamed("# Changelog\n\n## 0.1.0\n", "0.2.0"), /no heading/);
  });

  it("can be made of this repository's once, by what the version in package.json is", () => {
    const read = (name: string) => readFileSync(join(repository, name), "utf8");
    const { version } = JSON.parse(read("package.json")) as { version: string };
    const headings = [...read("CHANGELOG.md").matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    const released = headings.filter((heading) => !heading?.endsWith("(not released yet)"));
    assert.ok(headings.length - released.length <= 1, "several headings of what is not released");
    assert.ok(released.length === 0 || released[0] === version, `the last release is not ${version}`);
  });
});

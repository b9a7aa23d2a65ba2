import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Checkout, repository } from "./checkout";

describe("the changelog of a release", function () {
  this.timeout(30_000);
  let checkout: Checkout;
  beforeEach(() => {
    checkout = new Checkout();
    checkout.write("package.json", '{ "version": "0.2.0" }');
  });
  afterEach(() => {
    checkout.remove();
  });

  it("has the version as the heading of what was not released yet, and is as it was beyond that", async () => {
    const text = "# Changelog\n\n## Next (not released yet)\n\n- One.\n\n## 0.1.0\n\n- Two.\n";
    const named = "# Changelog\n\n## 0.2.0\n\n- One.\n\n## 0.1.0\n\n- Two.\n";
    const path = checkout.write("CHANGELOG.md", text);
    assert.equal((await checkout.run("nameRelease.mjs")).status, 0);
    assert.equal(readFileSync(path, "utf8"), named);
  });

  it("is not made where nothing is written for it", async () => {
    checkout.write("CHANGELOG.md", "# Changelog\n\n## 0.1.0\n");
    const { status, stderr } = await checkout.run("nameRelease.mjs");
    assert.equal(status, 1);
    assert.match(stderr, /no heading/);
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

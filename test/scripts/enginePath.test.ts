import assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { after, before, beforeEach, afterEach, describe, it } from "mocha";
import { Checkout, fakeCommand, loadScript } from "./checkout";

interface EnginePath {
  engineOnPath(path: string): {
    engine?: { pulumi: string; languageHost: string; version: string };
    why: string;
  };
}

describe("an engine on the path", () => {
  const cacheBefore = process.env.XDG_CACHE_HOME;
  let checkout: Checkout;
  let script: EnginePath;

  before(async () => {
    script = (await loadScript("enginePath.mjs")) as EnginePath;
  });
  beforeEach(() => {
    checkout = new Checkout();
    process.env.XDG_CACHE_HOME = checkout.env.XDG_CACHE_HOME;
  });
  afterEach(() => {
    checkout.remove();
  });
  after(() => {
    if (cacheBefore === undefined) delete process.env.XDG_CACHE_HOME;
    else process.env.XDG_CACHE_HOME = cacheBefore;
  });

  function engineFolder(name: string, version: string, others = ["pulumi-language-nodejs"]): string {
    const folder = join(checkout.folder, name);
    fakeCommand(folder, "pulumi", `echo v${version}`);
    for (const other of others) fakeCommand(folder, other, "exit 0");
    return folder;
  }

  it("is taken where it is new enough and has its language host", () => {
    const folder = engineFolder("good", "3.216.0");
    const { engine } = script.engineOnPath(folder);
    assert.equal(engine?.version, "3.216.0");
    assert.equal(engine.pulumi, join(folder, "pulumi"));
    assert.equal(engine.languageHost, join(folder, "pulumi-language-nodejs"));
  });

  it("is left where it is too old, has no language host or does not run, and each reason is told", () => {
    const old = engineFolder("old", "3.215.9");
    const bare = engineFolder("bare", "3.300.0", []);
    const broken = engineFolder("broken", "");
    const { engine, why } = script.engineOnPath([old, bare, broken].join(delimiter));
    assert.equal(engine, undefined);
    assert.match(why, /old\/pulumi is 3\.215\.9, older than 3\.216\.0/);
    assert.match(why, /bare\/pulumi has no pulumi-language-nodejs beside it/);
    assert.match(why, /broken\/pulumi does not tell its version/);
  });

  it("may come after one that is too old", () => {
    const path = [engineFolder("old", "3.1.0"), engineFolder("good", "3.259.0")].join(delimiter);
    assert.equal(script.engineOnPath(path).engine?.version, "3.259.0");
  });

  it("may be a link to where the language host is", () => {
    const folder = engineFolder("good", "3.259.0");
    const links = join(checkout.folder, "links");
    mkdirSync(links);
    symlinkSync(join(folder, "pulumi"), join(links, "pulumi"));
    const { engine } = script.engineOnPath(links);
    assert.equal(engine?.languageHost, join(folder, "pulumi-language-nodejs"));
  });

  it("is not one that a task of ours put there", () => {
    const folder = engineFolder("cache/pulumi-cloud-groups/bin-1", "3.259.0");
    assert.deepEqual(script.engineOnPath(folder), { why: "no `pulumi` on the path" });
  });
});

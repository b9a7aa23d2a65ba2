import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Checkout } from "./checkout";
import { Gate } from "./gate";

describe("the set-up", () => {
  let checkout: Checkout;
  let gate: Gate;

  beforeEach(async () => {
    checkout = new Checkout();
    gate = new Gate();
    await gate.open();
    checkout.fake("go", gate.goCommand(process.execPath));
  });
  afterEach(() => {
    gate.close();
    checkout.remove();
  });

  const inCache = (pattern: RegExp) => readdirSync(checkout.cache).filter((name) => pattern.test(name));
  const claims = () => {
    const locks = join(checkout.cache, "locks");
    return readdirSync(locks).flatMap((name) => readdirSync(join(locks, name)));
  };
  async function letThrough(times: number): Promise<void> {
    for (let passed = 0; passed < times; passed += 1) (await gate.next()).release();
  }

  it("builds the engine where nothing else works, once", async () => {
    const first = checkout.start("setup.mjs");
    await letThrough(5);
    const { status, stdout, stderr } = await first.ended;
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^ready: Pulumi 3\.259\.0 \(built\)/);
    assert.match(stderr, /building Pulumi 3\.259\.0 with Go/);

    const again = await checkout.run("setup.mjs");
    assert.match(again.stdout, /^ready: Pulumi 3\.259\.0 \(built, cached\)/);
    assert.equal(again.stderr, "");
    assert.equal(gate.arrived, 5);
  });

  it("waits for another one that builds, and takes what that built", async () => {
    const first = checkout.start("setup.mjs");
    const standing = await gate.next();
    const second = checkout.start("setup.mjs");
    await second.says("Engine: another set-up (process");
    standing.release();
    await letThrough(4);
    const [one, other] = await Promise.all([first.ended, second.ended]);
    assert.match(one.stdout, /\(built\)/);
    assert.match(other.stdout, /\(built, cached\)/);
    assert.equal(gate.arrived, 5, "one build of each of the five binaries");
    assert.deepEqual(claims(), []);
  });

  it("leaves nothing half-made when it is killed, and the next one takes over", async () => {
    const killed = checkout.start("setup.mjs");
    const standing = await gate.next();
    const waiting = checkout.start("setup.mjs");
    await waiting.says("waiting for that");
    killed.process.kill("SIGKILL");
    await standing.gone;
    assert.deepEqual(inCache(/^engine-(?!.*\.tmp-)/), [], "no engine is there yet");

    await letThrough(5);
    const { status, stdout, stderr } = await waiting.ended;
    assert.equal(status, 0, stderr);
    assert.match(stdout, /\(built\)/);
    assert.deepEqual(inCache(/\.tmp-/), [], "what the killed one left is gone");
    assert.deepEqual(claims(), []);
  });

  it("ends its builder and leaves no trace when it is told to stop", async () => {
    const stopped = checkout.start("setup.mjs");
    const standing = await gate.next();
    stopped.process.kill("SIGTERM");
    const [{ status }] = await Promise.all([stopped.ended, standing.gone]);
    assert.equal(status, 143);
    assert.deepEqual(inCache(/^engine-/), []);
  });

  it("builds again where a binary of the cached engine was deleted", async () => {
    const first = checkout.start("setup.mjs");
    await letThrough(5);
    await first.ended;
    const [engine = ""] = inCache(/^engine-/);
    const binary = join(checkout.cache, engine, "pulumi");
    rmSync(binary);
    const second = checkout.start("setup.mjs");
    await letThrough(2);
    assert.match((await second.ended).stdout, /\(built\)/);
    assert.ok(existsSync(binary));
    assert.deepEqual(inCache(/^engine-/), [engine]);
  });

  it("says what Go said where Go fails", async () => {
    checkout.fake("go", 'echo "some.go:1: no" >&2; exit 1');
    const { status, stderr } = await checkout.run("setup.mjs");
    assert.equal(status, 1);
    assert.match(stderr, /Go could not build pulumi-language-nodejs:\nsome\.go:1: no/);
  });

  it("brings a newer Node where the running one is too old, once", async () => {
    const places = join(checkout.root, "scripts/lib/places.mjs");
    checkout.write(
      "scripts/lib/places.mjs",
      readFileSync(places, "utf8").replace('oldest: "22.13.0"', 'oldest: "99.0.0"'),
    );
    checkout.fakeEngine();
    checkout.fake(
      "npm",
      `#!${process.execPath}
const fs = require("node:fs");
fs.appendFileSync(process.env.HOME + "-npm.log", process.argv[2] + "\\n");
if (process.argv[2] === "install") {
  fs.mkdirSync("node_modules/node/bin", { recursive: true });
  const lines = '#!/bin/sh\\nif [ "$1" = --version ]; then echo v24.21.0; else exec ${process.execPath} "$@"; fi\\n';
  fs.writeFileSync("node_modules/node/bin/node", lines, { mode: 0o755 });
}
`,
    );
    const first = await checkout.run("setup.mjs");
    assert.match(first.stderr, /the tools need 99\.0\.0: getting 24\.21\.0 from npm/);
    assert.match(first.stdout, /^ready: Pulumi 3\.300\.0 \(on the path: .*\), Node 24\.21\.0\n$/);
    await checkout.run("setup.mjs");
    assert.equal(readFileSync(`${checkout.env.HOME ?? ""}-npm.log`, "utf8"), "install\nci\n");
  });

  it("shows npm's reason where npm fails, and installs again the next time", async () => {
    checkout.fakeEngine();
    const good = readFileSync(join(checkout.bin, "npm"), "utf8");
    checkout.fake(
      "npm",
      "echo 'npm warn Unknown user config' >&2; echo 'npm error no such package' >&2; exit 1",
    );
    const failed = await checkout.run("setup.mjs");
    assert.equal(failed.status, 1);
    assert.match(failed.stderr, /error: npm ci failed:\nnpm error no such package\n$/);

    checkout.fake("npm", good);
    const mended = await checkout.run("setup.mjs");
    assert.equal(mended.status, 0);
    assert.match(mended.stderr, /Dependencies: npm ci/);
  });

  it("installs again when the lock file changes", async () => {
    checkout.fakeEngine();
    await checkout.run("setup.mjs");
    checkout.write("package-lock.json", '{ "lockfileVersion": 3 }');
    assert.match((await checkout.run("setup.mjs")).stderr, /Dependencies: npm ci/);
    assert.equal((await checkout.run("setup.mjs")).stderr, "");
  });

  it("writes nothing beside the user's own engine", async () => {
    checkout.fakeEngine();
    const before = readdirSync(checkout.bin);
    await checkout.run("setup.mjs");
    assert.deepEqual(readdirSync(checkout.bin), before);
    const [links = ""] = inCache(/^bin-/);
    assert.deepEqual(readdirSync(join(checkout.cache, links)).sort(), [
      "node",
      "pulumi",
      "pulumi-language-go",
      "pulumi-language-nodejs",
      "pulumi-language-yaml",
      "pulumi-resource-pulumi-nodejs",
    ]);
    assert.ok(statSync(join(checkout.cache, links, "pulumi-resource-pulumi-nodejs")).mode & 0o100);
  });
});

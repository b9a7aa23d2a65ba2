import assert from "node:assert/strict";
import { readdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Checkout } from "./checkout";
import { Gate } from "./gate";

const hosts = ["pulumi-language-yaml", "pulumi-language-go"];
const tools = [...hosts, "sdk-generator"];

describe("the language hosts that an engine lacks, and what makes SDKs in their place", () => {
  let checkout: Checkout;
  let gate: Gate;
  const findTools = tools.map((tool) => `command -v ${tool} || echo none`).join("\n");

  beforeEach(async () => {
    checkout = new Checkout();
    checkout.fakeEngine("3.300.0", findTools, ["nodejs"]);
    gate = new Gate();
    await gate.open();
    checkout.fake("go", gate.goCommand(process.execPath));
  });
  afterEach(() => {
    gate.close();
    checkout.remove();
  });

  const entries = () =>
    readdirSync(checkout.cache)
      .filter((name) => /^(languages|sdk-generator)-/.test(name))
      .sort();
  /** @param builds how many are let through */
  async function setUp(builds: number) {
    const running = checkout.start("setup.mjs");
    for (let built = 0; built < builds; built++) (await gate.next()).release();
    return running.ended;
  }
  /** Where Pulumi finds the tools when it is run. */
  async function linkedTools(): Promise<string[]> {
    const { stdout } = await checkout.run("run.mjs", ["pulumi"]);
    const found = stdout.trim().split("\n");
    return found.map((path) => (path === "none" ? path : realpathSync(path)));
  }

  it("are built, once, in cache entries of their own", async () => {
    const { status, stdout, stderr } = await setUp(3);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^ready: Pulumi 3\.300\.0 \(on the path/);
    assert.match(stderr, /Languages: building the hosts of YAML and Go, which the engine lacks; once, /);
    assert.match(stderr, /SDKs: building the generator of SDKs, which the language hosts lack; once, /);
    const [ofHosts = "", ofGenerator = ""] = entries();
    assert.match(ofHosts, /^languages-3\.259\.0-.*-built-\w{12}$/);
    assert.match(ofGenerator, /^sdk-generator-3\.259\.0-.*-built-\w{12}$/);

    assert.equal((await checkout.run("setup.mjs")).stderr, "");
    assert.equal(gate.arrived, 3);
    const built = [...hosts.map((host) => join(ofHosts, host)), join(ofGenerator, "sdk-generator")];
    assert.deepEqual(
      await linkedTools(),
      built.map((path) => join(checkout.cache, path)),
    );
  });

  it("are built for no task that runs no tests", async () => {
    assert.deepEqual(await linkedTools(), ["none", "none", "none"]);
    assert.equal(gate.arrived, 0);
  });

  it("are not built where the engine brings all hosts, which make SDKs, too", async () => {
    checkout.fakeEngine("3.300.0", findTools);
    assert.equal((await checkout.run("setup.mjs")).status, 0);
    assert.deepEqual((await linkedTools()).slice(2), ["none"]);
    assert.equal(gate.arrived, 0);
  });

  it("are taken from the engine where it brings them, also after a build", async () => {
    await setUp(3);
    const own = checkout.fake("pulumi-language-yaml", "exit 0");
    const [yaml, go = ""] = await linkedTools();
    assert.equal(yaml, own);
    assert.ok(go.startsWith(checkout.cache), "the one that it lacks is the one that was built");
  });

  it("are built again where they were deleted", async () => {
    await setUp(3);
    const before = entries();
    rmSync(join(checkout.cache, before[0] ?? "", "pulumi-language-go"));
    assert.deepEqual((await linkedTools()).slice(0, 2), ["none", "none"]);
    await setUp(2);
    assert.equal(gate.arrived, 5);
    assert.deepEqual(entries(), before);
  });

  it("are done without where Go fails or is missing, and that is told", async () => {
    checkout.fake("go", 'echo "some.go:1: no" >&2; exit 1');
    const failed = await checkout.run("setup.mjs");
    assert.equal(failed.status, 0);
    assert.match(failed.stderr, /Languages: Go could not build pulumi-language-yaml:\nsome\.go:1: no\n/);
    assert.match(failed.stderr, /SDKs: Go could not build sdk-generator:\nsome\.go:1: no\n/);

    rmSync(join(checkout.bin, "go"));
    const missing = await checkout.run("setup.mjs");
    assert.equal(missing.status, 0);
    assert.match(
      missing.stderr,
      /Languages: Go is not on the path\nLanguages: going on without the hosts of/,
    );
    assert.deepEqual(entries(), []);
  });
});

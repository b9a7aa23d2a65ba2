import assert from "node:assert/strict";
import { readdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Checkout } from "./checkout";
import { Gate } from "./gate";

const hosts = ["pulumi-language-yaml", "pulumi-language-go"];

describe("the language hosts that an engine lacks", () => {
  let checkout: Checkout;
  let gate: Gate;
  const findHosts = hosts.map((host) => `command -v ${host} || echo none`).join("\n");

  beforeEach(async () => {
    checkout = new Checkout();
    checkout.fakeEngine("3.300.0", findHosts, ["nodejs"]);
    gate = new Gate();
    await gate.open();
    checkout.fake("go", gate.goCommand(process.execPath));
  });
  afterEach(() => {
    gate.close();
    checkout.remove();
  });

  const entries = () => readdirSync(checkout.cache).filter((name) => name.startsWith("languages-"));
  async function setUp() {
    const running = checkout.start("setup.mjs");
    for (const _ of hosts) (await gate.next()).release();
    return running.ended;
  }
  /** Where Pulumi finds the hosts when it is run. */
  async function linkedHosts(): Promise<string[]> {
    const { stdout } = await checkout.run("run.mjs", ["pulumi"]);
    const found = stdout.trim().split("\n");
    return found.map((path) => (path === "none" ? path : realpathSync(path)));
  }

  it("are built, once, in a cache entry of their own", async () => {
    const { status, stdout, stderr } = await setUp();
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^ready: Pulumi 3\.300\.0 \(on the path/);
    assert.match(stderr, /Languages: building the hosts of YAML and Go, which the engine lacks; once, /);
    const [entry = ""] = entries();
    assert.match(entry, /^languages-3\.259\.0-.*-built-\w{12}$/);

    assert.equal((await checkout.run("setup.mjs")).stderr, "");
    assert.equal(gate.arrived, 2);
    const built = hosts.map((host) => join(checkout.cache, entry, host));
    assert.deepEqual(await linkedHosts(), built);
  });

  it("are built for no task that runs no tests", async () => {
    assert.deepEqual(await linkedHosts(), ["none", "none"]);
    assert.equal(gate.arrived, 0);
  });

  it("are taken from the engine where it brings them, also after a build", async () => {
    await setUp();
    const own = checkout.fake("pulumi-language-yaml", "exit 0");
    const [yaml, go = ""] = await linkedHosts();
    assert.equal(yaml, own);
    assert.ok(go.startsWith(checkout.cache), "the one that it lacks is the one that was built");
  });

  it("are built again where they were deleted", async () => {
    await setUp();
    const [entry = ""] = entries();
    rmSync(join(checkout.cache, entry, "pulumi-language-go"));
    assert.deepEqual(await linkedHosts(), ["none", "none"]);
    await setUp();
    assert.equal(gate.arrived, 4);
    assert.deepEqual(entries(), [entry]);
  });

  it("are done without where Go fails or is missing, and that is told", async () => {
    checkout.fake("go", 'echo "some.go:1: no" >&2; exit 1');
    const failed = await checkout.run("setup.mjs");
    assert.equal(failed.status, 0);
    assert.match(failed.stderr, /Languages: Go could not build pulumi-language-yaml:\nsome\.go:1: no\n/);

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

import assert from "node:assert/strict";
import { readdirSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Checkout } from "./checkout";
import { Gate } from "./gate";

const host = "pulumi-language-yaml";

describe("the language hosts that an engine lacks", () => {
  let checkout: Checkout;
  let gate: Gate;
  const findHost = `command -v ${host} || echo none`;

  beforeEach(async () => {
    checkout = new Checkout();
    checkout.fakeEngine("3.300.0", findHost, ["nodejs"]);
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
    (await gate.next()).release();
    return running.ended;
  }
  /** Where Pulumi finds the host when it is run. */
  async function linkedHost(): Promise<string> {
    const { stdout } = await checkout.run("run.mjs", ["pulumi"]);
    return stdout.trim();
  }

  it("are built, once, in a cache entry of their own", async () => {
    const { status, stdout, stderr } = await setUp();
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^ready: Pulumi 3\.300\.0 \(on the path/);
    assert.match(stderr, /Languages: the engine brings no YAML host: building it with Go; once, /);
    const [entry = ""] = entries();
    assert.match(entry, /^languages-3\.259\.0-.*-built-\w{12}$/);

    assert.equal((await checkout.run("setup.mjs")).stderr, "");
    assert.equal(gate.arrived, 1);
    assert.equal(realpathSync(await linkedHost()), join(checkout.cache, entry, host));
  });

  it("are built for no task that runs no tests", async () => {
    assert.equal(await linkedHost(), "none");
    assert.equal(gate.arrived, 0);
  });

  it("are taken from the engine where it brings them, also after a build", async () => {
    await setUp();
    const own = checkout.fake(host, "exit 0");
    assert.equal(realpathSync(await linkedHost()), own);
  });

  it("are built again where they were deleted", async () => {
    await setUp();
    const [entry = ""] = entries();
    rmSync(join(checkout.cache, entry, host));
    assert.equal(await linkedHost(), "none");
    await setUp();
    assert.equal(gate.arrived, 2);
    assert.deepEqual(entries(), [entry]);
  });

  it("are done without where Go fails or is missing, and that is told", async () => {
    checkout.fake("go", 'echo "some.go:1: no" >&2; exit 1');
    const failed = await checkout.run("setup.mjs");
    assert.equal(failed.status, 0);
    assert.match(failed.stderr, new RegExp(`Languages: Go could not build ${host}:\nsome\\.go:1: no\n`));

    rmSync(join(checkout.bin, "go"));
    const missing = await checkout.run("setup.mjs");
    assert.equal(missing.status, 0);
    assert.match(
      missing.stderr,
      /Languages: Go is not on the path\nLanguages: going on without Pulumi's YAML/,
    );
    assert.deepEqual(entries(), []);
  });
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Checkout, fakeCommand } from "./checkout";

const machine = `${process.platform}-${process.arch}`;
const archive = `pulumi-v3.259.0-${machine}.tar.gz`;
const checksums = "pulumi-3.259.0-checksums.txt";

describe("the engine's download", () => {
  let checkout: Checkout;
  let server: Server;
  let base: string;
  let asked: string[];
  /** What the server has: an answer for each path. */
  let pages: Map<string, { status?: number; location?: string; body?: Buffer | string }>;

  beforeEach(async () => {
    checkout = new Checkout();
    asked = [];
    pages = new Map();
    server = createServer((request, response) => {
      const path = request.url ?? "";
      asked.push(path);
      const { status = 200, location, body = "" } = pages.get(path) ?? { status: 404 };
      response.writeHead(status, location === undefined ? {} : { location }).end(body);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    checkout.env.CLOUD_GROUPS_ENGINE_DOWNLOAD = `${base}/`;
  });
  afterEach(() => {
    server.close();
    checkout.remove();
  });

  function serve(version = "3.259.0", checksum?: string): void {
    const folder = join(checkout.folder, "packed");
    fakeCommand(join(folder, "pulumi"), "pulumi", `echo v${version}`);
    for (const language of ["nodejs", "yaml", "go", "python"])
      fakeCommand(join(folder, "pulumi"), `pulumi-language-${language}`, "exit 0");
    const body = execFileSync("tar", ["-czf", "-", "-C", folder, "pulumi"]);
    const sum = checksum ?? createHash("sha256").update(body).digest("hex");
    pages.set(`/${archive}`, { body });
    pages.set(`/${checksums}`, {
      body: `${"0".repeat(64)}  pulumi-v3.259.0-plan9-mips.tar.gz\n${sum}  ${archive}\n`,
    });
  }

  const entries = () => readdirSync(checkout.cache).filter((name) => name.startsWith("engine-"));

  it("is verified, unpacked and kept, with the shim that it lacks", async () => {
    serve();
    const { status, stdout, stderr } = await checkout.run("setup.mjs");
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^ready: Pulumi 3\.259\.0 \(downloaded\), Node /);
    assert.match(stderr, /no `pulumi` on the path; next: the official download/);
    assert.deepEqual(entries(), [`engine-3.259.0-${machine}`]);
    const [links = ""] = readdirSync(checkout.cache).filter((name) => name.startsWith("bin-"));
    assert.ok(existsSync(join(checkout.cache, links, "pulumi-resource-pulumi-nodejs")));
    assert.ok(existsSync(join(checkout.cache, links, "pulumi-language-yaml")));
  });

  it("is not asked for again", async () => {
    serve();
    await checkout.run("setup.mjs");
    asked.length = 0;
    const again = await checkout.run("setup.mjs");
    assert.match(again.stdout, /^ready: Pulumi 3\.259\.0 \(downloaded, cached\), Node [\d.]+\n$/);
    assert.equal(again.stderr, "");
    assert.deepEqual(asked, []);
    const calls = readFileSync(`${checkout.env.HOME ?? ""}-npm.log`, "utf8")
      .trim()
      .split("\n");
    assert.equal(calls.length, 1, "npm ci ran once");
  });

  it("is refused with a wrong checksum, and Go is next", async () => {
    serve("3.259.0", "a".repeat(64));
    const { status, stderr } = await checkout.run("setup.mjs");
    assert.equal(status, 1);
    assert.match(
      stderr,
      /the download failed: .*\.tar\.gz has the checksum \w+ instead of a{64}; next: a build with Go/,
    );
    assert.match(stderr, /error: there is no Pulumi engine, and no way to one worked:/);
    assert.match(stderr, / {2}- Go is not on the path\n/);
    assert.match(stderr, /CLOUD_GROUPS_ENGINE_DOWNLOAD/);
    assert.doesNotMatch(stderr, /\n {4}at /);
    assert.deepEqual(entries(), []);
  });

  it("is refused where it is another version than it says", async () => {
    serve("3.258.0");
    const { stderr } = await checkout.run("setup.mjs");
    assert.match(stderr, /the download failed: what it brought does not run as Pulumi 3\.259\.0/);
    assert.deepEqual(entries(), []);
  });

  it("that is not there says so", async () => {
    const { status, stderr } = await checkout.run("setup.mjs");
    assert.equal(status, 1);
    assert.match(stderr, /the download failed: http.*checksums\.txt answered 404; next: a build with Go/);
  });

  it("for another machine alone says so", async () => {
    pages.set(`/${checksums}`, { body: `${"0".repeat(64)}  pulumi-v3.259.0-plan9-mips.tar.gz\n` });
    const { stderr } = await checkout.run("setup.mjs");
    assert.ok(stderr.includes(`${checksums} names no ${archive}`), stderr);
  });

  it("that cannot be reached says so", async () => {
    server.close();
    const { stderr } = await checkout.run("setup.mjs");
    assert.match(stderr, /the download failed: .*ECONNREFUSED.*; next: a build with Go/);
  });

  it("is followed to where it was moved, but not for ever", async () => {
    serve();
    pages.set(`/moved/${checksums}`, { status: 302, location: `/${checksums}` });
    pages.set(`/moved/${archive}`, { status: 301, location: `${base}/${archive}` });
    const env = { CLOUD_GROUPS_ENGINE_DOWNLOAD: `${base}/moved` };
    assert.match((await checkout.run("setup.mjs", [], { env })).stdout, /\(downloaded\)/);

    pages.set(`/round/${checksums}`, { status: 302, location: `/round/${checksums}` });
    const round = new Checkout();
    const { stderr } = await round.run("setup.mjs", [], {
      env: { CLOUD_GROUPS_ENGINE_DOWNLOAD: `${base}/round` },
    });
    round.remove();
    assert.match(stderr, /the download failed: redirect count exceeded/);
  });
});

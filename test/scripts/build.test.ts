import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { Checkout, repository } from "./checkout";

describe("the build", () => {
  let checkout: Checkout;

  before(async () => {
    checkout = new Checkout();
    checkout.fakeEngine();
    rmSync(join(checkout.root, "node_modules/typescript7"), { recursive: true });
    symlinkSync(
      join(repository, "node_modules/typescript7"),
      join(checkout.root, "node_modules/typescript7"),
    );
    const common = {
      target: "es2020",
      lib: ["es5"],
      noLib: false,
      types: [],
      module: "commonjs",
      composite: true,
    };
    const root = { rootDir: ".", outDir: "dist", tsBuildInfoFile: "dist/package.tsbuildinfo" };
    const test = { rootDir: "..", outDir: "../dist", tsBuildInfoFile: "../dist/test.tsbuildinfo" };
    checkout.write(
      "tsconfig.json",
      JSON.stringify({ compilerOptions: { ...common, ...root }, include: ["provider"] }),
    );
    checkout.write(
      "test/tsconfig.json",
      JSON.stringify({
        compilerOptions: { ...common, ...test },
        include: ["."],
        references: [{ path: ".." }],
      }),
    );
    checkout.write("provider/one.ts", "export const one = 1;");
    checkout.write("test/deep/gone.test.ts", "export {};");
    checkout.write(
      "test/stays.test.ts",
      'import { one } from "../provider/one";\nexport const two = one + one;',
    );
    const { status, stderr } = await checkout.run("setup.mjs");
    assert.equal(status, 0, stderr);
  });
  after(() => {
    checkout.remove();
  });

  const there = (path: string) => existsSync(join(checkout.root, "dist", path));

  it("is not done again where nothing changed, and removes what a deleted source left", async () => {
    assert.ok(there("test/deep/gone.test.js"));
    assert.equal((await checkout.run("setup.mjs")).stderr, "");

    rmSync(join(checkout.root, "test/deep"), { recursive: true });
    assert.match((await checkout.run("setup.mjs")).stderr, /Build: tsc/);
    assert.equal(there("test/deep/gone.test.js"), false);
    assert.ok(there("test/stays.test.js"));
  });

  it("is done as a whole after one that was broken off", async () => {
    const output = join(checkout.root, "dist/provider/one.js");
    const built = readFileSync(output, "utf8");
    writeFileSync(output, "half");
    rmSync(join(checkout.root, "dist/.built"));
    await checkout.run("setup.mjs");
    assert.equal(readFileSync(output, "utf8"), built);
  });

  it("shows what tsc says, and goes on once that is mended", async () => {
    checkout.write("provider/one.ts", 'export const one: number = "1";');
    const failed = await checkout.run("setup.mjs");
    assert.equal(failed.status, 1);
    assert.match(failed.stderr, /error: the build failed:\nprovider\/one\.ts\(1,14\): error TS2322/);
    assert.equal((await checkout.run("setup.mjs")).status, 1, "a failed build does not count as one");

    checkout.write("provider/one.ts", "export const one = 2;");
    assert.equal((await checkout.run("setup.mjs")).status, 0);
    assert.match(readFileSync(join(checkout.root, "dist/provider/one.js"), "utf8"), /one = 2/);
  });
});

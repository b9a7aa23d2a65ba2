import assert from "node:assert/strict";
import { mkdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "mocha";
import { Checkout, fakeCommand, loadScript } from "./checkout";
import { Gate } from "./gate";

interface Counts {
  passed: number;
  failed: number;
  notes: string[];
  failures: string[];
}
interface Tests {
  mochaCounts: (report: string | undefined, status: number) => Counts;
  mochaArguments: (args: string[]) => string[];
}

describe("npm run pulumi", () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = new Checkout();
  });
  afterEach(() => {
    checkout.remove();
  });

  it("runs the engine where the user is, with its arguments, status and clean output", async () => {
    checkout.fakeEngine("3.300.0", 'echo "[$PWD] [$1] [$2] $# $PULUMI_SKIP_UPDATE_CHECK"; exit 7');
    const folder = join(checkout.folder, "a program");
    mkdirSync(folder);
    const env = { INIT_CWD: folder };
    const { status, stdout } = await checkout.run("run.mjs", ["pulumi", "up", "two words"], { env });
    assert.equal(stdout, `[${realpathSync(folder)}] [up] [two words] 2 true\n`);
    assert.equal(status, 7);
  });

  it("passes a signal on, and ends as the engine ends", async () => {
    const stop = 'process.on("SIGTERM", () => { console.log("stopping"); process.exit(5); })';
    const wait = 'setInterval(() => {}, 2e9); console.log("began")';
    checkout.fakeEngine("3.300.0", `exec node -e '${stop}; ${wait}'`);
    const running = checkout.start("run.mjs", ["pulumi"]);
    await running.says("began");
    running.process.kill("SIGTERM");
    const { status, stdout } = await running.ended;
    assert.deepEqual([status, stdout], [5, "began\nstopping\n"]);
  });

  it("gives the engine the chosen tools first, also where older ones are beside it", async () => {
    checkout.fakeEngine(
      "3.300.0",
      "command -v node; command -v pulumi-resource-pulumi-nodejs; node --version",
    );
    const older = join(checkout.folder, "older");
    fakeCommand(older, "node", "echo v18.0.0");
    const env = { PATH: `${older}:${checkout.bin}` };
    const { stdout } = await checkout.run("run.mjs", ["pulumi", "x"], { env });
    const [node = "", provider = "", version] = stdout.split("\n");
    assert.ok(node.startsWith(checkout.cache) && provider.startsWith(checkout.cache), stdout);
    assert.equal(version, process.version);
  });

  it("has a shim that runs the program's own dynamic provider", async () => {
    checkout.fakeEngine("3.300.0", 'exec pulumi-resource-pulumi-nodejs "$@"');
    const program = join(checkout.folder, "program");
    mkdirSync(program);
    const failed = await checkout.run("run.mjs", ["pulumi"], { cwd: program });
    assert.equal(failed.status, 1);
    assert.match(failed.stderr, /no @pulumi\/pulumi can be found from .*program: install it there/);

    const provider = "../program/node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js";
    checkout.write(provider, "console.log(JSON.stringify(process.argv.slice(2)))");
    const { stdout } = await checkout.run("run.mjs", ["pulumi", "127.0.0.1:4000", "a b"], { cwd: program });
    assert.equal(stdout, '["127.0.0.1:4000","a b"]\n');
  });

  it("is one of the tasks, and another one is an error", async () => {
    const { status, stderr } = await checkout.run("run.mjs", ["toString"]);
    assert.deepEqual(
      [status, stderr],
      [1, "error: run.mjs runs one of: pulumi, test, archive, docs, demo, bench\n"],
    );
  });
});

describe("npm test", () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = new Checkout();
    checkout.fakeEngine();
    const tools = join(checkout.root, "node_modules/.bin");
    const checks = ["oxlint", "typedoc", "oxfmt", "depcruise", "knip", "jscpd"];
    for (const check of checks) fakeCommand(tools, check, "exit 0");
    checkout.write("scripts/checkPackage.mjs", "");
    writeTests("domain/a", "domain/deep/b");
    fakeMocha('{ "passed": 12, "failed": 0, "skipped": 0 }');
  });
  afterEach(() => {
    checkout.remove();
  });

  function fakeMocha(report: string, status = 0): void {
    const lines = `echo "mocha $*"\n${report && `echo '${report}' > "$MOCHA_COUNTS_FILE"`}\nexit ${status}`;
    fakeCommand(join(checkout.root, "node_modules/.bin"), "mocha", lines);
  }
  function writeTests(...names: string[]): void {
    for (const name of names) {
      checkout.write(`test/${name}.test.ts`, "");
      checkout.write(`dist/test/${name}.test.js`, "");
    }
  }
  const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);

  it("counts each static check and each test, and ends with the total", async () => {
    const { status, stdout } = await checkout.run("run.mjs", ["test"]);
    assert.equal(status, 0);
    assert.equal(lastLine(stdout), "20 passed, 0 failed");
    assert.match(stdout, /passed: unused code \(\d+ s\)/);
  });

  it("checks the types of each example", async () => {
    checkout.write("node_modules/typescript/bin/tsc", "console.log(...process.argv); process.exit(1)");
    checkout.write("examples/one/tsconfig.json", "{}");
    checkout.write("examples/two/tsconfig.json", "{}");
    const { stdout } = await checkout.run("run.mjs", ["test"]);
    assert.match(stdout, /FAILED: types of the examples \(\d+ s\)\n.* examples\/one examples\/two\n/);
  });

  it("shares the files with the real engine among a few mochas", async () => {
    const names = Array.from({ length: 13 }, (_, at) => `engine/test${at}`);
    writeTests(...names);
    const { stdout } = await checkout.run("run.mjs", ["test"]);
    const mochas = [...stdout.matchAll(/^mocha (.*) --reporter/gm)].map(([, tests]) => tests!.split(" "));
    const engine = mochas.filter(([first]) => first!.includes("/engine/"));
    assert.deepEqual(engine.map(({ length }) => length).sort(), [2, 2, 2, 2, 2, 3]);
    assert.deepEqual(engine.flat().sort(), names.map((name) => `dist/test/${name}.test.js`).sort());
  });

  it("runs a mocha for each other folder of tests", async () => {
    writeTests("clients/c", "engine/killed", "engine/other");
    const { stdout } = await checkout.run("run.mjs", ["test"]);
    const run = [...stdout.matchAll(/^mocha (\S+)/gm)].map(([, tests]) => tests);
    assert.deepEqual(run.sort(), [
      "dist/test/clients/**/*.test.js",
      "dist/test/domain/**/*.test.js",
      "dist/test/engine/killed.test.js",
      "dist/test/engine/other.test.js",
    ]);
    assert.equal(lastLine(stdout), "56 passed, 0 failed");
  });

  it("divides everything among the machines that --shard counts", async () => {
    writeTests("clients/c", "engine/killed", "engine/other");
    const shards = await Promise.all(
      [1, 2, 3].map((at) => checkout.run("run.mjs", ["test", "--shard", `${at}/3`])),
    );
    const mochas = shards.map(({ stdout }) => [...stdout.matchAll(/^mocha (\S+)/gm)].map(([, one]) => one));
    assert.deepEqual(mochas.flat().sort(), [
      "dist/test/clients/**/*.test.js",
      "dist/test/domain/**/*.test.js",
      "dist/test/engine/killed.test.js",
      "dist/test/engine/other.test.js",
    ]);
    const checks = shards.map(({ stdout }) => stdout.match(/^passed: /gm)?.length ?? 0);
    assert.deepEqual(checks.sort(), [0, 0, 8]);
    for (const { status, stdout } of shards) {
      assert.equal(status, 0);
      assert.match(lastLine(stdout) ?? "", /^\d+ passed, 0 failed$/);
    }
  });

  it("says what a shard is where it is none", async () => {
    for (const shard of ["4/3", "0/3", "third"]) {
      const { status, stderr } = await checkout.run("run.mjs", ["test", `--shard=${shard}`]);
      assert.equal(status, 1);
      assert.match(stderr, /error: --shard is K\/N alone, such as 1\/3, and K at most N; given was --shard=/);
    }
  });

  it("begins nothing more once it is stopped, and fails", async () => {
    const gate = new Gate();
    await gate.open();
    try {
      // More than run side by side on any machine.
      const parts = Array.from({ length: 9 }, (_, at) => `part${at}/a`);
      writeTests(...parts);
      fakeCommand(join(checkout.root, "node_modules/.bin"), "mocha", gate.waitingCommand(process.execPath));
      const running = checkout.start("run.mjs", ["test"]);
      await gate.next();
      running.process.kill("SIGTERM");
      assert.equal((await running.ended).status, 1);
      assert.ok(gate.arrived < parts.length, `${gate.arrived} mochas`);
    } finally {
      gate.close();
    }
  });

  it("fails where a check fails, shows its output, and still runs the tests", async () => {
    fakeCommand(join(checkout.root, "node_modules/.bin"), "oxlint", "echo no such rule; exit 1");
    fakeMocha('{ "passed": 10, "failed": 1, "skipped": 1, "failures": ["a group is kept: 1 is not 2"] }', 1);
    const { status, stdout } = await checkout.run("run.mjs", ["test"]);
    assert.equal(status, 1);
    assert.match(stdout, /FAILED: oxlint \(\d+ s\)\nno such rule\n/);
    // Once more at the end, since a log may be cut.
    const end = "FAILED: oxlint: no such rule\nFAILED: a group is kept: 1 is not 2\n17 passed, 2 failed\n";
    assert.ok(stdout.endsWith(end), stdout.slice(-300));
  });

  it("fails where mocha crashes or the set-up fails", async () => {
    fakeMocha("", 134);
    const crashed = await checkout.run("run.mjs", ["test"]);
    assert.deepEqual([crashed.status, lastLine(crashed.stdout)], [1, "8 passed, 1 failed"]);
    assert.match(
      crashed.stdout,
      /^FAILED: mocha dist\/test\/domain\/.* ended with status 134 and no report$/m,
    );

    checkout.fake("npm", "exit 1");
    checkout.write("package-lock.json", '{ "changed": true }');
    const unready = await checkout.run("run.mjs", ["test"]);
    assert.deepEqual([unready.status, lastLine(unready.stdout)], [1, "0 passed, 1 failed"]);
  });

  it("runs mocha alone with the arguments given, as they are named after the build", async () => {
    checkout.write("test/some/folder/a.test.ts", "");
    checkout.write("dist/test/some/folder/a.test.js", "");
    const args = ["test", "test/some", "test/some/folder/a.test.ts", "--grep", "test"];
    const { stdout } = await checkout.run("run.mjs", args);
    const compiled = "dist/test/some/**/*.test.js dist/test/some/folder/a.test.js";
    assert.equal(
      stdout,
      `mocha ${compiled} --grep test --reporter scripts/mochaReporter.cjs\n12 passed, 0 failed\n`,
    );
  });

  it("takes all tests where only options are given", async () => {
    const { mochaArguments } = (await loadScript("tests.mjs")) as Tests;
    assert.deepEqual(mochaArguments(["--grep", "lock"]), ["--grep", "lock", "dist/test/**/*.test.js"]);
  });

  it("counts a mocha that failed without a failed test", async () => {
    const { mochaCounts } = (await loadScript("tests.mjs")) as Tests;
    const silent = mochaCounts('{ "passed": 3, "failed": 0, "skipped": 0 }', 1);
    assert.deepEqual([silent.passed, silent.failed, silent.failures.length], [3, 1, 1]);
    const told = mochaCounts('{ "passed": 3, "failed": 1, "skipped": 1, "failures": ["it broke"] }', 1);
    assert.deepEqual(told, { passed: 3, failed: 1, notes: ["1 skipped"], failures: ["it broke"] });
  });
});

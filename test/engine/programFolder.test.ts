import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { type Emulator, startEmulator } from "../../emulator";
import { REPOSITORY } from "../support/repository";
import { linkModules, Stack } from "../support/stack";

const run = promisify(execFile);

const PULUMI = JSON.stringify(join(REPOSITORY, "node_modules/@pulumi/pulumi"));
const PACKAGE = JSON.stringify(REPOSITORY);
const project = (rest = "") =>
  `name: test\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n${rest}`;

describe("the folder in which the engine looks for the package", () => {
  let emulator: Emulator;
  let folder: string;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator();
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "cloud-groups-test-"));
    stack = await Stack.in(folder, emulator.environment);
  });

  afterEach(() => rm(folder, { recursive: true }));

  after(() => emulator.stop());

  /** A program, in a folder of the project's or in the project's own. */
  async function program(source: string, main?: string): Promise<void> {
    await stack.initialize();
    await mkdir(join(folder, main ?? "."), { recursive: true });
    await writeFile(join(folder, main ?? ".", "index.js"), source);
    if (main !== undefined) await writeFile(join(folder, "Pulumi.yaml"), project(`main: ${main}\n`));
  }

  it("is the program's, wherever the program goes", async () => {
    await linkModules(folder);
    await program(`
      process.chdir("/");
      const { RamGroup } = require("pulumi-cloud-groups");
      process.chdir(${JSON.stringify(tmpdir())});
      new RamGroup("wanders", { groupName: "wanders" });
    `);
    assert.match(await stack.succeed("preview"), /RamGroup wanders create/);
  });

  it("is that of main, wherever the program goes", async () => {
    await linkModules(join(folder, "app"));
    await program(
      `
      const { RamGroup } = require("pulumi-cloud-groups");
      process.chdir("..");
      new RamGroup("inside", { groupName: "inside" });
      process.chdir("/");
      new RamGroup("outside", { groupName: "outside" });
    `,
      "app/",
    );
    const preview = await stack.succeed("preview");
    assert.match(preview, /RamGroup inside create/);
    assert.match(preview, /RamGroup outside create/);
  });

  it("is named where the package cannot be found from there", async () => {
    await mkdir(join(folder, "app/node_modules/@pulumi"), { recursive: true });
    await symlink(JSON.parse(PULUMI) as string, join(folder, "app/node_modules/@pulumi/pulumi"));
    await program(
      `process.chdir("/");
      const { RamGroup } = require(${PACKAGE});
      new RamGroup("lost", { groupName: "lost" });`,
      "app/",
    );
    const { status, output } = await stack.run(["preview"]);
    assert.notEqual(status, 0);
    assert.match(
      output,
      /looks for pulumi-cloud-groups in the program's folder, \S+\/app, and does not find it: run `npm install/,
    );
  });

  /** Runs a script of the Automation API in this folder. */
  async function automate(cwd: string, source: string): Promise<string> {
    const script = join(folder, "automate.js");
    await writeFile(script, source);
    const { stdout } = await run(process.execPath, [script], { cwd, env: stack.process.env });
    return stdout;
  }

  it("need not be the working folder of an inline program", async () => {
    await linkModules(join(folder, "project"));
    await writeFile(join(folder, "project/Pulumi.yaml"), project());
    const printed = await automate(
      tmpdir(),
      `
      const { LocalWorkspace } = require(${PULUMI} + "/automation");
      const { RamGroup } = require(${PACKAGE});
      const program = async () => {
        new RamGroup("inline", { groupName: "inline" });
      };
      const workDir = ${JSON.stringify(join(folder, "project"))};
      LocalWorkspace.createStack({ stackName: "dev", projectName: "test", program }, { workDir })
        .then((stack) => stack.up())
        .then(({ summary }) => console.log(JSON.stringify(summary.resourceChanges)));
    `,
    );
    assert.deepEqual(JSON.parse(printed), { create: 2 });
  });

  it("is none where mocks stand for the engine", async () => {
    const printed = await automate(
      tmpdir(),
      `
      const pulumi = require(${PULUMI});
      const { RamGroup } = require(${PACKAGE});
      pulumi.runtime.setMocks({ newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) });
      new RamGroup("mocked", { groupName: "mocked" }).groupName.apply((name) => console.log(name));
    `,
    );
    assert.equal(printed, "mocked\n");
  });
});

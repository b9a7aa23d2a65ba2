import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

import { type Emulator, startEmulator } from "../../emulator";
import { consumerProject } from "../support/consumer";
import { Stack } from "../support/stack";

const run = promisify(execFile);

/** Loads the package, keeps its exports, and declares a group. */
const PROGRAM = `
  const cloudGroups = require("pulumi-cloud-groups");
  new cloudGroups.RamGroup("ram", { groupName: "from-a-tarball" });
  exports.names = Object.keys(cloudGroups).sort();
  exports.loaded = Object.keys(require.cache).filter((path) => /pop-core|tencentcloud-sdk|zod/.test(path)).length;
`;

describe("the package that npm packs", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator();
    stack = Stack.in(await consumerProject(), emulator.environment);
    await stack.write(PROGRAM);
    await stack.initialize();
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  it("holds what users run and nothing else", async () => {
    const files = await readdir(join(stack.folder, "node_modules/pulumi-cloud-groups"));
    assert.deepEqual(files.sort(), [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist",
      "package.json",
      "schema",
    ]);
    const built = await readdir(join(stack.folder, "node_modules/pulumi-cloud-groups/dist"));
    assert.deepEqual(built.sort(), ["cli", "emulator", "provider"]);
  });

  it("previews and applies in a project of its own", async () => {
    assert.match(await stack.succeed("preview"), /\+ 2 to create/);
    await stack.up();
    assert.ok(emulator.state().accounts.first.ram.groups["from-a-tarball"]);
  });

  it("exports the contract's names, and loads no SDK for a program that declares groups", async () => {
    const outputs = JSON.parse(await stack.succeed("stack", "output", "--json")) as {
      names: string[];
      loaded: number;
    };
    assert.deepEqual(outputs, {
      names: [
        "ApigGroup",
        "AxgGroup",
        "AxgGroupNumbers",
        "DeviceVirtualGroup",
        "OsType",
        "Provider",
        "RamGroup",
        "TimeType",
        "declareGroups",
      ],
      loaded: 0,
    });
  });

  it("brings the emulator's command", async () => {
    const { stdout } = await run("npx", ["cloud-groups-emulator", "--help"], { cwd: stack.folder });
    assert.match(stdout, /--port/);
  });
});

import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

import type { Emulator } from "../../emulator";
import { consumerProject } from "../support/consumer";
import { Stack } from "../support/stack";

const run = promisify(execFile);

/** A way to write a program: what it is called, how it imports and exports, and how the project says so. */
interface Way {
  readonly name: string;
  readonly file: string;
  readonly type: "commonjs" | "module";
  /** Options of Pulumi's runtime. */
  readonly options: readonly string[];
  /** The program around what all ways have in common. */
  readonly write: (declarations: string) => string;
  /** What the stack puts out. */
  readonly outputs: object;
}

const NAMES = [
  "ApigGroup",
  "AxgGroup",
  "AxgGroupNumbers",
  "DeviceVirtualGroup",
  "OsType",
  "Provider",
  "RamGroup",
  "TimeType",
  "declareGroups",
];

const IMPORT = `import { AxgGroupNumbers, RamGroup } from "pulumi-cloud-groups";`;

const WAYS: readonly Way[] = [
  {
    name: "JavaScript with require",
    file: "index.js",
    type: "commonjs",
    options: ["typescript: false"],
    // It also tells what the package exports, and that it loads no SDK for a program that declares groups.
    write: (declarations) => `
      const cloudGroups = require("pulumi-cloud-groups");
      const { AxgGroupNumbers, RamGroup } = cloudGroups;
      ${declarations}
      exports.count = callers.numberCount;
      exports.names = Object.keys(cloudGroups).sort();
      exports.loaded = Object.keys(require.cache).filter((path) => /pop-core|tencentcloud-sdk|zod/.test(path)).length;`,
    outputs: { count: 2, names: NAMES, loaded: 0 },
  },
  {
    name: "JavaScript with import",
    file: "index.js",
    type: "module",
    options: ["typescript: false"],
    write: (declarations) =>
      `${IMPORT}${declarations}export const count = await Promise.resolve(callers.numberCount);`,
    outputs: { count: 2 },
  },
  {
    name: "TypeScript as an ES module, whose types Node takes away",
    file: "index.ts",
    type: "module",
    // Node does so by itself from 22.18 on.
    options: ["typescript: false", "nodeargs: --experimental-strip-types"],
    write: (declarations) =>
      `${IMPORT}${declarations}export const count: object = await Promise.resolve(callers.numberCount);`,
    outputs: { count: 2 },
  },
];

const DECLARATIONS = `
  new RamGroup("readers", { groupName: "from-a-tarball", comments: "Reads bills" });
  const callers = new AxgGroupNumbers("callers", {
    poolKey: "FC123456", groupId: "1234", numbers: ["13800000001", "13800000002"],
  });
`;

/** Starts the installed emulator's command as a user does, and reads the line that it begins with. */
async function startInstalledEmulator(
  folder: string,
): Promise<[ChildProcess, Pick<Emulator, "url" | "environment">]> {
  const emulator = spawn("npx", ["--loglevel=error", "cloud-groups-emulator", "--until-stdin-ends"], {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(emulator.stdout), "line")) as [string];
  return [emulator, JSON.parse(line) as Emulator];
}

describe("the package that npm packs", () => {
  let stack: Stack;
  let emulator: ChildProcess;
  let url: string;

  before(async () => {
    const folder = await consumerProject();
    const started = await startInstalledEmulator(folder);
    [emulator, { url }] = started;
    // As users have it, with nothing left out of Pulumi's library.
    stack = await Stack.in(folder, { ...started[1].environment, NODE_OPTIONS: "" });
    await stack.initialize();
  });

  after(async () => {
    emulator.stdin?.end();
    await once(emulator, "close");
    await stack.remove();
  });

  /** Makes the stack's program one of another way of writing. */
  async function become({ file, type, options, write }: Way): Promise<void> {
    for (const other of ["index.js", "index.ts"]) await rm(join(stack.folder, other), { force: true });
    await writeFile(join(stack.folder, file), write(DECLARATIONS));
    const manifest = JSON.parse(await readFile(join(stack.folder, "package.json"), "utf8")) as object;
    await writeFile(join(stack.folder, "package.json"), JSON.stringify({ ...manifest, type, main: file }));
    const runtime = options.map((option) => `    ${option}\n`).join("");
    const project = `name: test\nruntime:\n  name: nodejs\n  options:\n${runtime}`;
    await writeFile(join(stack.folder, "Pulumi.yaml"), project);
  }

  /** The names of the RAM groups that the emulator holds. */
  async function ramGroups(): Promise<string[]> {
    const state = (await (await fetch(`${url}/_emulator/state`)).json()) as ReturnType<Emulator["state"]>;
    return Object.keys(state.accounts.first.ram.groups);
  }

  for (const way of WAYS) {
    it(`is previewed, applied and destroyed from ${way.name}`, async () => {
      await become(way);
      const before = await ramGroups();
      // With its preview.
      const applied = await stack.succeed("up", "--yes", "--suppress-progress");
      assert.match(applied, /\+ 4 to create[^]*\+ 4 created/);
      assert.deepEqual(await ramGroups(), [...before, "from-a-tarball"]);
      assert.deepEqual(JSON.parse(await stack.succeed("stack", "output", "--json")), way.outputs);
      await stack.succeed("destroy", "--yes", "--skip-preview");
      assert.deepEqual(await ramGroups(), before);
    });
  }

  it("lets ES modules import the names of each of its parts", async () => {
    const program = `
      import { RamGroup, OsType } from "pulumi-cloud-groups";
      import { provider } from "pulumi-cloud-groups/runtime";
      import { startEmulator } from "pulumi-cloud-groups/emulator";
      console.log([RamGroup, provider, startEmulator].map((part) => typeof part).join(), OsType.Linux);
      process.exit();`;
    const { stdout } = await run("node", ["--input-type=module", "--eval", program], { cwd: stack.folder });
    assert.equal(stdout, "function,function,function 1\n");
  });

  it("brings the emulator's command", async () => {
    const { stdout } = await run("npx", ["cloud-groups-emulator", "--help"], { cwd: stack.folder });
    assert.match(stdout, /--port/);
  });
});

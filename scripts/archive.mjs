// Second step of `npm run archive`: of build/plugin, an executable with the Node that runs this, and the archive that Pulumi installs on this
// platform. It needs nothing but that Node, `tar` and, on macOS, `codesign`: the release runs it where nothing is installed.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { archiveFolder, bundleFolder, node } from "./lib/places.mjs";
import { Failure, main } from "./lib/say.mjs";

const systems = new Map([
  ["linux", "linux"],
  ["darwin", "darwin"],
  ["win32", "windows"],
]);
const processors = new Map([
  ["x64", "amd64"],
  ["arm64", "arm64"],
]);
const executable = `pulumi-resource-cloud-groups${process.platform === "win32" ? ".exe" : ""}`;
const texts = ["LICENSE", "THIRD-PARTY-LICENSES"];

await main(async () => {
  const name = archiveName();
  if (process.versions.node !== node.archived)
    throw new Failure(`archives hold Node ${node.archived}, and this is Node ${process.versions.node}`);
  const folder = mkdtempSync(join(tmpdir(), "cloud-groups-archive-"));
  try {
    makeExecutable(folder);
    await assertStarts(join(folder, executable));
    for (const text of texts) copyFileSync(join(bundleFolder, text), join(folder, text));
    writeFileSync(join(folder, "LICENSE-node"), licenceOfNode());
    mkdirSync(archiveFolder, { recursive: true });
    // Paths are relative: to some, a drive's letter is a machine.
    run("tar", ["-czf", name, executable, ...texts, "LICENSE-node"], folder);
    copyFileSync(join(folder, name), join(archiveFolder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
  console.log(join(archiveFolder, name));
  return 0;
});

/** As Pulumi names the file that it looks for in a release. */
function archiveName() {
  const [system, processor] = [systems.get(process.platform), processors.get(process.arch)];
  if (system === undefined || processor === undefined)
    throw new Failure(`Pulumi has no plugins for ${process.platform} on ${process.arch}`);
  const version = readFileSync(join(bundleFolder, "version"), "utf8");
  return `pulumi-resource-cloud-groups-v${version}-${system}-${processor}.tar.gz`;
}

/** @param {string} folder */
function makeExecutable(folder) {
  const base = join(folder, "node");
  copyFileSync(process.execPath, base);
  const isMac = process.platform === "darwin";
  if (isMac) run("codesign", ["--remove-signature", base], folder);
  const settings = {
    main: join(bundleFolder, "plugin.cjs"),
    executable: base,
    output: join(folder, executable),
    disableExperimentalSEAWarning: true,
    // Of this Node and this machine's kind; where V8 does not take it, it compiles as always.
    useCodeCache: true,
    // Dependencies use what Node warns of outside of node_modules; whoever runs the plugin can do nothing about that.
    execArgv: ["--disable-warning=DeprecationWarning"],
    // A user's NODE_OPTIONS are for the user's own programs: what they load would not be there.
    execArgvExtension: "none",
  };
  writeFileSync(join(folder, "sea.json"), JSON.stringify(settings));
  run(process.execPath, ["--build-sea", "sea.json"], folder);
  // Processors of Apple run nothing unsigned.
  if (isMac) run("codesign", ["--sign", "-", executable], folder);
}

/**
 * Starts the plugin as the engine does.
 * @param {string} path
 */
async function assertStarts(path) {
  const plugin = spawn(path, ["127.0.0.1:1"], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(plugin, "close");
  const said = await Promise.race([once(plugin.stdout, "data"), ended]);
  plugin.kill();
  await ended;
  if (!/^\d+\n$/.test(String(said[0]))) throw new Failure("the executable does not start");
}

/** What Node's own archives have beside it; a Node from elsewhere may come without. */
function licenceOfNode() {
  const folder = dirname(process.execPath);
  const [found] = [join(folder, "LICENSE"), join(folder, "../LICENSE")].filter((path) => existsSync(path));
  if (found !== undefined) return readFileSync(found);
  return `Node.js ${process.version}: https://github.com/nodejs/node/blob/${process.version}/LICENSE\n`;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {string} cwd
 */
function run(command, args, cwd) {
  execFileSync(command, args, { cwd, stdio: ["ignore", "ignore", "inherit"] });
}

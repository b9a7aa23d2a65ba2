// Executables built with Go from the small modules in scripts/engine, which pin all that goes into them.
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { hash, pulumi, root } from "./places.mjs";
import { findOnPath, keep } from "./processes.mjs";
import { Failure } from "./say.mjs";

/**
 * @typedef {object} GoModule
 * @property {string} folder in scripts/engine
 * @property {string} binary the executable's name
 * @property {string} from the Go package that it is built from; `.` is the folder itself
 */

const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumi.brought}`;
const flags = ["-mod=readonly", "-trimpath", "-ldflags", `-s -w ${version}`];

/** @param {string} folder */
const moduleFolder = (folder) => join(root, "scripts/engine", folder);

/**
 * What the name of a cache entry ends in, so that a change of a module is built anew.
 * @param {GoModule[]} modules
 */
export function buildKey(modules) {
  const files = modules.flatMap(({ folder }) =>
    readdirSync(moduleFolder(folder))
      .sort()
      .map((name) => join(moduleFolder(folder), name)),
  );
  return hash(flags.join(" "), ...files.map((path) => readFileSync(path))).slice(0, 12);
}

/**
 * One after the other, since each takes all cores and much memory.
 * @param {GoModule[]} modules
 * @param {string} target the folder for the executables
 */
export async function buildModules(modules, target) {
  for (const one of modules) await buildModule(one, target);
}

export function needGo() {
  if (findOnPath("go").length === 0) throw new Failure("Go is not on the path");
}

/**
 * @param {GoModule} module
 * @param {string} target
 */
async function buildModule({ folder, binary, from }, target) {
  await buildIn(moduleFolder(folder), join(target, binary), from);
}

/**
 * @public tests call it
 * Builds with the flags of all builds here: what one has compiled of a version of a library, Go's cache has for the others.
 * @param {string} folder of the module
 * @param {string} path of the executable
 * @param {string} from see `GoModule`
 */
export async function buildIn(folder, path, from) {
  const args = ["build", ...flags, "-o", path, from];
  const { failed, output } = await keep("go", args, { cwd: folder, env: goEnvironment() });
  if (!failed) return;
  const told = output.split("\n").filter((line) => !line.startsWith("go: downloading"));
  throw new Failure(`Go could not build ${basename(path)}:\n${told.slice(-12).join("\n")}`);
}

/**
 * The user's settings, but for this machine and these modules alone.
 * @returns {NodeJS.ProcessEnv}
 */
function goEnvironment() {
  const own = { GOOS: undefined, GOARCH: undefined, CGO_ENABLED: "0", GOWORK: "off", GO111MODULE: "on" };
  return { ...process.env, ...own };
}

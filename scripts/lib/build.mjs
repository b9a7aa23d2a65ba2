// dist/, compiled by tsc, and nothing in it that no source stands for.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { hash, readIfThere, root } from "./places.mjs";
import { keep } from "./processes.mjs";
import { Failure, timed } from "./say.mjs";

const dist = join(root, "dist");
const stamp = join(dist, ".built");
const compiled = ["provider", "emulator", "cli", "test"];
const settings = ["package.json", "tsconfig.json", "tsconfig.base.json", "test/tsconfig.json"];

/** @typedef {{ sources: string, outputs: string }} Built */

/** Whether dist/ is what tsc would make of the sources: by their content, and untouched since. */
export function isBuilt() {
  const was = lastBuild();
  return was !== undefined && was.sources === sourcesNow() && was.outputs === outputsNow();
}

/**
 * @param {import("./node.mjs").Node} node
 * @param {import("./lock.mjs").Lock} lock
 */
export async function build(node, lock) {
  const sources = sourcesNow();
  const was = lastBuild();
  // No word of how the last build ended: it was broken off, and what it left is not to be trusted.
  if (was === undefined) rmSync(dist, { recursive: true, force: true });
  // The same sources and other outputs: someone changed dist/, which tsc does not look at.
  const force = was?.sources === sources && was.outputs !== outputsNow();
  rmSync(stamp, { force: true });
  await timed("Build", "tsc --build", async () => {
    await compile(node, lock, force);
    if (!force && missingOutputs().length > 0) await compile(node, lock, true);
  });
  removeStrays();
  writeStamp({ sources, outputs: outputsNow() });
}

/**
 * @param {import("./node.mjs").Node} node
 * @param {import("./lock.mjs").Lock} lock
 * @param {boolean} force
 */
async function compile(node, lock, force) {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const args = [tsc, "--build", ...(force ? ["--force"] : []), "test"];
  const { failed, output } = await keep(lock, node.path, args, { cwd: root, env: process.env });
  if (!failed) return;
  // It came to its end, so the next one may go on from here; no sources match this stamp.
  writeStamp({ sources: "", outputs: "" });
  throw new Failure(`the build failed:\n${output}`);
}

/** @returns {Built | undefined} */
function lastBuild() {
  try {
    return JSON.parse(readIfThere(stamp) ?? "");
  } catch {
    return undefined;
  }
}

/** @param {Built} built */
function writeStamp(built) {
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, JSON.stringify(built));
}

/** @returns {string[]} paths from the root */
function sources() {
  return compiled.flatMap((folder) => files(join(root, folder))).filter((path) => /\.[cm]?tsx?$/.test(path));
}

function sourcesNow() {
  const typescript = readIfThere(join(root, "node_modules/typescript/package.json")) ?? "";
  const installed = readIfThere(join(root, "node_modules/.package-lock.json")) ?? "";
  const paths = [...settings.filter((path) => existsSync(join(root, path))), ...sources()];
  return hash(typescript, installed, ...paths.flatMap((path) => [path, readFileSync(join(root, path))]));
}

function outputsNow() {
  const told = outputs().map((path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    return `${path} ${size} ${mtimeMs}`;
  });
  return hash(told.join("\n"));
}

/** @returns {string[]} paths from the root */
function outputs() {
  return files(dist).filter((path) => path !== relative(root, stamp));
}

function expectedOutputs() {
  const modules = sources().filter((path) => !/\.d\.[cm]?ts$/.test(path));
  return modules.map((path) => join("dist", path.replace(/\.([cm]?)tsx?$/, ".$1js")));
}

function missingOutputs() {
  return expectedOutputs().filter((path) => !existsSync(join(root, path)));
}

/** Removes what deleted sources left: a test among it would still be run. */
function removeStrays() {
  const expected = new Set(expectedOutputs());
  const source = (/** @type {string} */ path) =>
    path.replace(/\.map$/, "").replace(/\.d\.([cm]?)ts$/, ".$1js");
  for (const path of outputs()) {
    if (path.endsWith(".tsbuildinfo") || expected.has(source(path))) continue;
    rmSync(join(root, path));
    removeEmpty(dirname(join(root, path)));
  }
}

/** @param {string} folder */
function removeEmpty(folder) {
  if (folder === dist || readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  removeEmpty(dirname(folder));
}

/**
 * @param {string} folder
 * @returns {string[]} every file in it, as paths from the root in a fixed order
 */
function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== "node_modules")
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? files(path) : [relative(root, path)];
    });
}

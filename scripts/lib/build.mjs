// dist/, compiled by tsc, and no test in it that no source stands for.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { hash, readIfThere, root } from "./places.mjs";
import { keep } from "./processes.mjs";
import { Failure, timed } from "./say.mjs";

const dist = join(root, "dist");
const stamp = join(dist, ".built");
const compiled = ["provider", "emulator", "cli", "test"];
const settings = ["package.json", "tsconfig.json", "tsconfig.base.json", "test/tsconfig.json"];

/** Whether tsc compiled these sources last: to ask tsc itself takes a second. */
export function isBuilt() {
  return readIfThere(stamp) === sourcesNow();
}

/** @param {import("./node.mjs").Node} node */
export async function build(node) {
  const sources = sourcesNow();
  mkdirSync(dist, { recursive: true });
  // No word of how the last build ended: it was broken off, and tsc does not look at what it left.
  const force = existsSync(stamp) ? [] : ["--force"];
  rmSync(stamp, { force: true });
  await timed("Build", "tsc --build", async () => {
    const tsc = join(root, "node_modules/typescript7/bin/tsc");
    const { failed, output } = await keep(node.path, [tsc, "--build", ...force, "test"], { cwd: root });
    if (!failed) return;
    // It came to its end, so that the next one may go on from here; no sources match this stamp.
    writeFileSync(stamp, "");
    throw new Failure(`the build failed:\n${output}`);
  });
  removeStrays();
  writeFileSync(stamp, sources);
}

function sourcesNow() {
  const installed = readIfThere(join(root, "node_modules/.package-lock.json")) ?? "";
  const sources = compiled
    .flatMap((folder) => filesIn(join(root, folder)))
    .filter((path) => /\.ts$/.test(path));
  const all = [...settings, ...sources].filter((path) => existsSync(join(root, path)));
  return hash(installed, ...all.flatMap((path) => [path, readFileSync(join(root, path))]));
}

/** Removes what deleted sources left: a test among it would still be run. */
function removeStrays() {
  for (const path of filesIn(dist)) {
    const source = relative("dist", path).replace(/(\.d)?\.[jt]s(\.map)?$/, ".ts");
    if (source.endsWith(".ts") && !existsSync(join(root, source))) rmSync(join(root, path));
  }
}

/**
 * @param {string} folder
 * @returns {string[]} every file in it, as paths from the root in a fixed order
 */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

// The Node that the tools run on: the running one, or a newer one as the npm package `node`.
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { cacheEntry } from "./cache.mjs";
import { runNpm } from "./dependencies.mjs";
import { machine, node } from "./places.mjs";
import { ask, isExecutable } from "./processes.mjs";
import { Failure, timed } from "./say.mjs";
import { isAtLeast, parseVersion } from "./versions.mjs";

/** @typedef {{ path: string, version: string }} Node */

/** @returns {Promise<Node>} */
export async function chooseNode() {
  const { node: running } = process.versions;
  if (isAtLeast(running, node.oldest)) return { path: process.execPath, version: running };
  return broughtNode(node.brought, `this is Node ${running}, the tools need ${node.oldest}`);
}

/** The Node that goes into the archives, which makes the executable itself. */
export async function nodeOfArchives() {
  const { node: running } = process.versions;
  if (running === node.archived) return { path: process.execPath, version: running };
  return broughtNode(node.archived, `this is Node ${running}, archives hold ${node.archived}`);
}

/**
 * @param {string} version
 * @param {string} why
 * @returns {Promise<Node>}
 */
async function broughtNode(version, why) {
  const binary = (/** @type {string} */ entry) => join(entry, "bin/node");
  const isUsable = (/** @type {string} */ entry) => isExecutable(binary(entry));
  const entry = await cacheEntry(`node-${version}-${machine}`, "Node", isUsable, (folder) =>
    bring(folder, version, why),
  );
  return { path: binary(entry), version };
}

/**
 * @param {string} folder
 * @param {string} version
 * @param {string} why
 */
async function bring(folder, version, why) {
  const what = `${why}: getting ${version} from npm`;
  const wanted = { private: true, dependencies: { node: version }, allowScripts: { node: true } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(wanted));
  // Its install script puts the binary in place, so it has to run whatever the user's settings say.
  const args = ["install", "--ignore-scripts=false", "--package-lock=false"];
  await timed("Node", what, () => runNpm(args, { cwd: folder, node: process.execPath }));
  const binary = join(folder, "node_modules/node/bin/node");
  const { failed, output, complaint } = ask(binary, ["--version"]);
  if (failed || parseVersion(output) !== version) {
    const instead = version === node.brought ? `${node.oldest} or later` : version;
    throw new Failure(
      `the Node ${version} of npm's package \`node\` does not run here; install Node ${instead}\n${complaint}`,
    );
  }
  // The binary alone is kept: the package holds it twice.
  const kept = join(folder, "kept/bin/node");
  mkdirSync(dirname(kept), { recursive: true });
  renameSync(binary, kept);
  return join(folder, "kept");
}

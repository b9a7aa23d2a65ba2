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
  if (isAtLeast(process.versions.node, node.oldest))
    return { path: process.execPath, version: process.versions.node };
  const binary = (/** @type {string} */ entry) => join(entry, "bin/node");
  const isUsable = (/** @type {string} */ entry) => isExecutable(binary(entry));
  const entry = await cacheEntry(`node-${node.brought}-${machine}`, "Node", isUsable, bring);
  return { path: binary(entry), version: node.brought };
}

/** @param {string} folder */
async function bring(folder) {
  const what = `this is Node ${process.versions.node}, the tools need ${node.oldest}: getting ${node.brought} from npm`;
  const wanted = { private: true, dependencies: { node: node.brought }, allowScripts: { node: true } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(wanted));
  // Its install script puts the binary in place, so it has to run whatever the user's settings say.
  const args = ["install", "--ignore-scripts=false", "--package-lock=false"];
  await timed("Node", what, () => runNpm(args, { cwd: folder, node: process.execPath }));
  const binary = join(folder, "node_modules/node/bin/node");
  const { failed, output, complaint } = ask(binary, ["--version"]);
  if (failed || parseVersion(output) !== node.brought) {
    throw new Failure(
      `the Node ${node.brought} of npm's package \`node\` does not run here; install Node ${node.oldest} or later\n${complaint}`,
    );
  }
  // The binary alone is kept: the package holds it twice.
  const kept = join(folder, "kept/bin/node");
  mkdirSync(dirname(kept), { recursive: true });
  renameSync(binary, kept);
  return join(folder, "kept");
}

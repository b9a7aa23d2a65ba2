// All of the set-up, in the order of need.
import process from "node:process";
import { build, isBuilt } from "./build.mjs";
import { haveDependencies, installDependencies } from "./dependencies.mjs";
import { findEngine } from "./engine.mjs";
import { findLanguageHosts } from "./languages.mjs";
import { withLock } from "./lock.mjs";
import { chooseNode } from "./node.mjs";
import { hash, root } from "./places.mjs";
import { cleanUpOnSignals } from "./processes.mjs";
import { Failure } from "./say.mjs";
import { findSdkGenerator } from "./sdkGenerator.mjs";
import { linkTools } from "./shims.mjs";

/** @typedef {{ node: import("./node.mjs").Node, engine: import("./engine.mjs").Engine, bin: string }} Ready */

/**
 * @param {{ buildLanguages: boolean }} options buildLanguages: whether what only programs of other languages need, and is nowhere yet, is built
 * @returns {Promise<Ready>}
 */
export async function setUp({ buildLanguages }) {
  if (process.platform === "win32")
    throw new Failure("the set-up runs on Linux and macOS; on Windows use it in WSL");
  const signalsAsBefore = cleanUpOnSignals();
  const node = await chooseNode();
  // What Go builds takes the longest: the checkout is made ready beside it.
  const [tools] = await Promise.all([findTools(buildLanguages), prepareCheckout(node)]);
  const bin = await linkTools(node, tools.engine, tools.forTests);
  signalsAsBefore();
  return { node, engine: tools.engine, bin };
}

/** @param {boolean} build */
async function findTools(build) {
  const engine = await findEngine();
  // One after the other, since each build takes all cores.
  const hosts = await findLanguageHosts(engine, { build });
  return { engine, forTests: { ...hosts, ...(await findSdkGenerator(engine, { build })) } };
}

/** @param {import("./node.mjs").Node} node */
async function prepareCheckout(node) {
  if (haveDependencies(node) && isBuilt()) return;
  await withLock(`checkout-${hash(root).slice(0, 12)}`, "Checkout", async () => {
    if (!haveDependencies(node)) await installDependencies(node);
    if (!isBuilt()) await build(node);
  });
}

// All of the set-up, in the order of need.
import process from "node:process";
import { build, isBuilt } from "./build.mjs";
import { haveDependencies, installDependencies } from "./dependencies.mjs";
import { findEngine } from "./engine.mjs";
import { withLock } from "./lock.mjs";
import { chooseNode } from "./node.mjs";
import { hash, root } from "./places.mjs";
import { cleanUpOnSignals } from "./processes.mjs";
import { Failure } from "./say.mjs";
import { linkTools } from "./shims.mjs";

/** @typedef {{ node: import("./node.mjs").Node, engine: import("./engine.mjs").Engine, bin: string }} Ready */

/** @returns {Promise<Ready>} */
export async function setUp() {
  if (process.platform === "win32")
    throw new Failure("the set-up runs on Linux and macOS; on Windows use it in WSL");
  const signalsAsBefore = cleanUpOnSignals();
  const node = await chooseNode();
  // The engine's build is the longest: the checkout is made ready beside it.
  const [engine] = await Promise.all([findEngine(), prepareCheckout(node)]);
  const bin = await linkTools(node, engine);
  signalsAsBefore();
  return { node, engine, bin };
}

/** @param {import("./node.mjs").Node} node */
async function prepareCheckout(node) {
  if (haveDependencies(node) && isBuilt()) return;
  await withLock(`checkout-${hash(root).slice(0, 12)}`, "Checkout", async () => {
    if (!haveDependencies(node)) await installDependencies(node);
    if (!isBuilt()) await build(node);
  });
}

// What Go builds for some tests alone. Each set of tools is a cache entry of its own, and the set-up goes on without one that cannot be built.
import { join } from "node:path";
import { cacheEntry } from "./cache.mjs";
import { buildKey, buildModules, needGo } from "./goBuild.mjs";
import { cacheFolder, machine, pulumi } from "./places.mjs";
import { isExecutable } from "./processes.mjs";
import { Failure, say, timed } from "./say.mjs";

/**
 * @typedef {object} Tools
 * @property {string} entry what the name of its cache entry begins with
 * @property {string} part see `timed`
 * @property {string} names what they are, in words
 * @property {string} why why they are built, and how long that takes
 * @property {import("./goBuild.mjs").GoModule[]} modules
 */

/**
 * @param {Tools} tools
 * @param {{ build: boolean }} options build: whether they are built where they are not in the cache yet
 * @returns {Promise<string | undefined>} the folder that they are in
 */
export async function toolsFolder(tools, { build }) {
  const { modules } = tools;
  const name = `${tools.entry}-${pulumi.brought}-${machine}-built-${buildKey(modules)}`;
  const isUsable = (/** @type {string} */ entry) =>
    modules.every(({ binary }) => isExecutable(join(entry, binary)));
  const cached = join(cacheFolder(), name);
  if (isUsable(cached)) return cached;
  return build ? builtTools(tools, name, isUsable) : undefined;
}

/**
 * @param {Tools} tools
 * @param {string} name of the cache entry
 * @param {(entry: string) => boolean} isUsable
 */
async function builtTools({ part, names, why, modules }, name, isUsable) {
  try {
    return await cacheEntry(name, part, isUsable, async (folder) => {
      needGo();
      await timed(part, `building ${names}, ${why}`, () => buildModules(modules, folder));
      return folder;
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // All but the tests that use them runs without them.
    say(`${part}: ${error.message}\n${part}: going on without ${names}`);
    return undefined;
  }
}

// Folders in the cache that appear all at once or not at all.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "./lock.mjs";
import { cacheFolder } from "./places.mjs";
import { removedAfter } from "./processes.mjs";

/**
 * A folder of the cache, which is filled first where it is not usable yet.
 * @param {string} name
 * @param {string} part see `withLock`
 * @param {(entry: string) => boolean} isUsable
 * @param {(folder: string) => Promise<string>} fill see `fillEntry`
 */
export async function cacheEntry(name, part, isUsable, fill) {
  const entry = join(cacheFolder(), name);
  if (isUsable(entry)) return entry;
  return withLock(name, part, async () => (isUsable(entry) ? entry : fillEntry(name, fill)));
}

/**
 * Fills a folder of the cache, to be called with the lock that guards its name. The work gets a temporary
 * folder and returns the part of it that becomes the entry.
 * @param {string} name
 * @param {(folder: string) => Promise<string>} fill
 */
export async function fillEntry(name, fill) {
  const cache = cacheFolder();
  // What is there of this name was left by one that was killed: the lock is ours.
  for (const found of readdirSync(cache)) {
    if (found.startsWith(`${name}.tmp-`)) rmSync(join(cache, found), { recursive: true, force: true });
  }
  const entry = join(cache, name);
  const temporary = `${entry}.tmp-${Date.now()}`;
  return removedAfter(temporary, async () => {
    mkdirSync(temporary);
    const filled = await fill(temporary);
    // An entry that is there was found unusable: nobody fills one that is usable.
    if (existsSync(entry)) renameSync(entry, join(temporary, "unusable"));
    renameSync(filled, entry);
    return entry;
  });
}

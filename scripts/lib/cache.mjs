// Folders in the cache that appear all at once or not at all.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { cacheFolder } from "./places.mjs";
import { removedAfter } from "./processes.mjs";

const forgotten = 24 * 60 * 60 * 1000;

/**
 * Fills a folder of the cache, to be called with the lock that guards its name. The work gets a temporary
 * folder and returns the part of it that becomes the entry.
 * @param {string} name
 * @param {(folder: string) => Promise<string>} fill
 */
export async function fillEntry(name, fill) {
  const cache = cacheFolder();
  removeLeftovers(cache, name);
  const entry = join(cache, name);
  const temporary = join(cache, `${name}.tmp-${process.pid}-${Date.now()}`);
  return removedAfter(temporary, async () => {
    mkdirSync(temporary);
    const filled = await fill(temporary);
    // An entry that is there was found unusable: nobody fills one that is usable.
    if (existsSync(entry)) renameSync(entry, join(cache, `${name}.tmp-broken-${Date.now()}`));
    renameSync(filled, entry);
    removeLeftovers(cache, name);
    return entry;
  });
}

/**
 * Removes temporary folders of processes that were killed. Those of this name are such: the lock is ours.
 * @param {string} cache
 * @param {string} name
 */
function removeLeftovers(cache, name) {
  for (const found of readdirSync(cache).filter((other) => other.includes(".tmp-"))) {
    const path = join(cache, found);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (found.startsWith(`${name}.tmp-`) || age > forgotten) rmSync(path, { recursive: true, force: true });
  }
}

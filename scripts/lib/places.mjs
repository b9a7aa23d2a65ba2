// What is pinned, and where things are kept.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, sep } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { Failure, reason } from "./say.mjs";

/** The oldest Node that the package's tools run on, the one that is brought where it is missing, and the one inside the archives of the plugin. */
export const node = { oldest: "22.13.0", brought: "24.21.0", archived: "26.10.0" };

/** The oldest engine that the package works with, and the one that is brought where it is missing. */
export const pulumi = { oldest: "3.216.0", brought: "3.259.0" };

export const root = realpathSync(join(dirname(fileURLToPath(import.meta.url)), "../.."));
/** The plugin as one module, and the archives that are made of it. */
export const bundleFolder = join(root, "build/plugin");
export const archiveFolder = join(root, "build/archives");
export const machine = `${process.platform}-${process.arch}`;

/** The folder outside the checkout for what every clone can use, made when first asked for. */
export function cacheFolder() {
  const { XDG_CACHE_HOME } = process.env;
  const home = XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(homedir(), ".cache");
  const folder = join(home, "pulumi-cloud-groups");
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Failure(`cannot make the cache folder; name another with XDG_CACHE_HOME: ${reason(error)}`);
  }
  return folder;
}

/**
 * @param {string} path
 * @param {string} folder
 */
export function isInside(path, folder) {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** @param {(string | Uint8Array)[]} parts */
export function hash(...parts) {
  const all = createHash("sha256");
  for (const part of parts) all.update(createHash("sha256").update(part).digest());
  return all.digest("hex");
}

/**
 * @param {string} path
 * @returns {string | undefined} the file's text, or undefined where there is none
 */
export function readIfThere(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

// A Pulumi engine, by the first of three ways that works.
import { join } from "node:path";
import { cachedBuild, buildEngine } from "./engineBuild.mjs";
import { cachedDownload, downloadEngine } from "./engineDownload.mjs";
import { engineOnPath } from "./enginePath.mjs";
import { withLock } from "./lock.mjs";
import { pulumi } from "./places.mjs";
import { isExecutable } from "./processes.mjs";
import { Failure, reason, say } from "./say.mjs";

/**
 * @typedef {object} Engine
 * @property {string} version
 * @property {string} origin where it is from, in words
 * @property {string} pulumi
 * @property {string} languageHost
 * @property {string | undefined} dynamicProvider where the engine brings its own
 */

/** @returns {Promise<Engine>} */
export async function findEngine() {
  const { engine, why } = engineOnPath();
  const ready = engine ?? cached();
  if (ready) return ready;
  return withLock(`engine-${pulumi.brought}`, "Engine", async (lock) => cached() ?? (await bring(lock, why)));
}

function cached() {
  return engineIn(cachedDownload(), "downloaded, cached") ?? engineIn(cachedBuild(), "built, cached");
}

/**
 * @param {import("./lock.mjs").Lock} lock
 * @param {string} notOnPath
 */
async function bring(lock, notOnPath) {
  say(`Engine: ${notOnPath}; next: the official download`);
  try {
    return engineIn(await downloadEngine(lock), "downloaded");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    say(`Engine: ${error.message}; next: a build with Go`);
    return await buildAtLast(lock, [notOnPath, error.message]);
  }
}

/**
 * @param {import("./lock.mjs").Lock} lock
 * @param {string[]} reasons
 */
async function buildAtLast(lock, reasons) {
  try {
    return engineIn(await buildEngine(lock), "built");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const all = [...reasons, reason(error)].map((line) => `  - ${line}`);
    throw new Failure(
      [
        "there is no Pulumi engine, and no way to one worked:",
        ...all,
        `Put Pulumi ${pulumi.oldest} or later on the path, or name a mirror of the download with`,
        "CLOUD_GROUPS_ENGINE_DOWNLOAD, or install Go and set GOPROXY to a module proxy that can be reached.",
      ].join("\n"),
      { cause: error },
    );
  }
}

/**
 * @param {string} folder
 * @param {string} origin
 * @returns {Engine | undefined}
 */
function engineIn(folder, origin) {
  const [engine, languageHost, provider] = [
    "pulumi",
    "pulumi-language-nodejs",
    "pulumi-resource-pulumi-nodejs",
  ].map((name) => join(folder, name));
  if (!isExecutable(engine) || !isExecutable(languageHost)) return undefined;
  const dynamicProvider = isExecutable(provider) ? provider : undefined;
  return { version: pulumi.brought, origin, pulumi: engine, languageHost, dynamicProvider };
}

// A Pulumi engine, by the first of three ways that works.
import { join } from "node:path";
import { cachedBuild, buildEngine } from "./engineBuild.mjs";
import { cachedDownload, downloadEngine } from "./engineDownload.mjs";
import { engineOnPath } from "./enginePath.mjs";
import { withLock } from "./lock.mjs";
import { pulumi } from "./places.mjs";
import { isExecutable } from "./processes.mjs";
import { Failure, say } from "./say.mjs";

/**
 * @typedef {object} Engine
 * @property {string} version
 * @property {string} origin where it is from, in words
 * @property {string} pulumi
 * @property {string} languageHost
 * @property {string | undefined} dynamicProvider where the engine brings its own
 */

/** What is tried where there is no engine on the path. */
const ways = [
  { what: "the official download", bring: downloadEngine, origin: "downloaded" },
  { what: "a build with Go", bring: buildEngine, origin: "built" },
];

/** @returns {Promise<Engine>} */
export async function findEngine() {
  const { engine, why } = engineOnPath();
  const ready = engine ?? cached();
  if (ready) return ready;
  return withLock(`engine-${pulumi.brought}`, "Engine", async () => cached() ?? (await bring(why)));
}

function cached() {
  return engineIn(cachedDownload(), "downloaded, cached") ?? engineIn(cachedBuild(), "built, cached");
}

/** @param {string} notOnPath */
async function bring(notOnPath) {
  const reasons = [notOnPath];
  for (const { what, bring, origin } of ways) {
    say(`Engine: ${reasons.at(-1)}; next: ${what}`);
    try {
      return engineIn(await bring(), origin);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      reasons.push(error.message);
    }
  }
  const lines = [
    "there is no Pulumi engine, and no way to one worked:",
    ...reasons.map((line) => `  - ${line}`),
    `Put Pulumi ${pulumi.oldest} or later on the path, or name a mirror of the download with`,
    "CLOUD_GROUPS_ENGINE_DOWNLOAD, or install Go and set GOPROXY to a module proxy that can be reached.",
  ];
  throw new Failure(lines.join("\n"));
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

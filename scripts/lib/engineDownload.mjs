// The second way to an engine: the official download, or a mirror of it.
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { pipeline } from "node:stream/promises";
import { fillEntry } from "./cache.mjs";
import { open, readText } from "./download.mjs";
import { versionOf } from "./enginePath.mjs";
import { cacheFolder, machine, pulumi } from "./places.mjs";
import { keep } from "./processes.mjs";
import { Failure, reason, timed } from "./say.mjs";
import { addShim } from "./shims.mjs";

const official = "https://get.pulumi.com/releases/sdk";
const entry = `engine-${pulumi.brought}-${machine}`;

export function cachedDownload() {
  return join(cacheFolder(), entry);
}

/**
 * To be called with the engine's lock.
 * @param {import("./lock.mjs").Lock} lock
 */
export async function downloadEngine(lock) {
  const base = (process.env.CLOUD_GROUPS_ENGINE_DOWNLOAD || official).replace(/\/+$/, "");
  const archive = `pulumi-v${pulumi.brought}-${machine}.tar.gz`;
  try {
    const checksum = await checksumOf(`${base}/pulumi-${pulumi.brought}-checksums.txt`, archive);
    return await timed("Engine", `downloading ${base}/${archive}`, () =>
      fillEntry(entry, (folder) => unpack(lock, `${base}/${archive}`, checksum, folder)),
    );
  } catch (error) {
    throw new Failure(`the download failed: ${reason(error)}`, { cause: error });
  }
}

/**
 * @param {string} url
 * @param {string} archive
 */
async function checksumOf(url, archive) {
  const lines = (await readText(url)).split("\n").map((line) => line.trim().split(/\s+\*?/));
  const checksum = lines.find(([, name]) => name === archive)?.[0];
  if (!checksum) throw new Failure(`${url} names no ${archive}`);
  return checksum.toLowerCase();
}

/**
 * @param {import("./lock.mjs").Lock} lock
 * @param {string} url
 * @param {string} checksum
 * @param {string} folder
 */
async function unpack(lock, url, checksum, folder) {
  const file = join(folder, "archive.tar.gz");
  const sum = createHash("sha256");
  const response = await open(url);
  response.on("data", (chunk) => sum.update(chunk));
  await pipeline(response, createWriteStream(file));
  const got = sum.digest("hex");
  if (got !== checksum) throw new Failure(`${url} has the checksum ${got} instead of ${checksum}`);
  const { failed, output } = await keep(lock, "tar", ["-xzof", file, "-C", folder], {
    cwd: folder,
    env: process.env,
  });
  if (failed) throw new Failure(`tar could not unpack it: ${output}`);
  const unpacked = join(folder, "pulumi");
  const version = versionOf(join(unpacked, "pulumi"));
  if (version !== pulumi.brought)
    throw new Failure(`what it brought does not run as Pulumi ${pulumi.brought}`);
  addShim(unpacked);
  return unpacked;
}

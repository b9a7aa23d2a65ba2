// The second way to an engine: the official download, or a mirror of it.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import process from "node:process";
import { fillEntry } from "./cache.mjs";
import { versionOf } from "./enginePath.mjs";
import { cacheFolder, machine, pulumi } from "./places.mjs";
import { keep } from "./processes.mjs";
import { Failure, reason, timed } from "./say.mjs";

const official = "https://get.pulumi.com/releases/sdk";
const entry = `engine-${pulumi.brought}-${machine}`;

export function cachedDownload() {
  return join(cacheFolder(), entry);
}

/** To be called with the engine's lock. */
export async function downloadEngine() {
  // Node 24 and later can take the proxy that the environment names.
  http.setGlobalProxyFromEnv?.();
  const base = (process.env.CLOUD_GROUPS_ENGINE_DOWNLOAD || official).replace(/\/+$/, "");
  const archive = `pulumi-v${pulumi.brought}-${machine}.tar.gz`;
  try {
    const checksum = await checksumOf(`${base}/pulumi-${pulumi.brought}-checksums.txt`, archive);
    return await timed("Engine", `downloading ${base}/${archive}`, () =>
      fillEntry(entry, (folder) => unpack(`${base}/${archive}`, checksum, folder)),
    );
  } catch (error) {
    throw new Failure(`the download failed: ${reason(error)}`, { cause: error });
  }
}

/** @param {string} address */
async function download(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Failure(`${address} answered ${response.status}`);
  if (address.startsWith("https:") && !response.url.startsWith("https:"))
    throw new Failure(`${address} is redirected to plain HTTP`);
  return Buffer.from(await response.arrayBuffer());
}

/**
 * @param {string} url
 * @param {string} archive
 */
async function checksumOf(url, archive) {
  const text = String(await download(url));
  const lines = text.split("\n").map((line) => line.trim().split(/\s+\*?/));
  const checksum = lines.find(([, name]) => name === archive)?.[0];
  if (!checksum) throw new Failure(`${url} names no ${archive}`);
  return checksum.toLowerCase();
}

/**
 * @param {string} url
 * @param {string} checksum
 * @param {string} folder
 */
async function unpack(url, checksum, folder) {
  const bytes = await download(url);
  const got = createHash("sha256").update(bytes).digest("hex");
  if (got !== checksum) throw new Failure(`${url} has the checksum ${got} instead of ${checksum}`);
  const file = join(folder, "archive.tar.gz");
  writeFileSync(file, bytes);
  const { failed, output } = await keep("tar", ["-xzof", file, "-C", folder], {});
  if (failed) throw new Failure(`tar could not unpack it: ${output}`);
  const unpacked = join(folder, "pulumi");
  const version = versionOf(join(unpacked, "pulumi"));
  if (version !== pulumi.brought)
    throw new Failure(`what it brought does not run as Pulumi ${pulumi.brought}`);
  return unpacked;
}

import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import {
  copyFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

import { REPOSITORY } from "./repository";

const run = promisify(execFile);

/** What a project of a user has beside the package, in the versions of this repository's lock file. */
const BESIDE = ["@pulumi/pulumi", "typescript", "@types/node"];

/** What is packed, and what says so. */
const PACKED = [
  "package.json",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "schema",
  "dist/cli",
  "dist/emulator",
  "dist/provider",
];
const TARBALL = "pulumi-cloud-groups.tgz";

/** The lock that set-ups take, too. */
const LOCK = pathToFileURL(join(REPOSITORY, "scripts/lib/lock.mjs")).href;
interface Lock {
  readonly withLock: (name: string, part: string, work: () => Promise<void>) => Promise<void>;
}

const PREFIX = "cloud-groups-installed-";
/** An installation that nobody has used for as long is removed; tests with their own copy go on with what they have. */
const FORGOTTEN_MS = 15 * 60 * 1000;

/** What is read of a lock file: packages by the path that they are installed at, links for the examples. */
interface LockFile {
  readonly packages: Readonly<Record<string, { readonly link?: boolean }>>;
}

let installed: Promise<string> | undefined;

/**
 * A project outside the repository, as a user has one: a folder of its own with the packed package installed beside
 * `@pulumi/pulumi`, `typescript` and `@types/node`. The caller removes it.
 *
 * Its `node_modules` is made of hard links: files in there may be replaced, but not be written to.
 */
export async function consumerProject(): Promise<string> {
  installed ??= installedProject();
  const folder = await mkdtemp(join(tmpdir(), "cloud-groups-test-"));
  await copyProject(await installed, folder);
  return folder;
}

/**
 * The project that all copies are made of. It is kept between test runs, by what is packed, since each part of the tests is a process of
 * its own. Of several that want it at once, one makes it.
 */
async function installedProject(): Promise<string> {
  const manifest = await consumerManifest();
  const lock = await readFile(join(REPOSITORY, "package-lock.json"), "utf8");
  const identity = createHash("sha256").update(JSON.stringify([manifest, lock, process.version]));
  for (const name of PACKED) identity.update(await trace(join(REPOSITORY, name)));
  const folder = join(tmpdir(), PREFIX + identity.digest("hex").slice(0, 16));
  if (!existsSync(folder)) {
    const { withLock } = (await import(LOCK)) as Lock;
    await withLock("consumer", "Package", async () => {
      if (!existsSync(folder)) await install(manifest, lock, folder);
    });
  }
  await utimes(folder, new Date(), new Date());
  await removeForgotten();
  return folder;
}

/** The files in a folder, or a file, and when each was written. */
async function trace(path: string): Promise<string> {
  const found = await stat(path);
  if (found.isFile()) return `${path} ${found.mtimeMs} ${found.size}\n`;
  const names = (await readdir(path)).sort();
  return (await Promise.all(names.map((name) => trace(join(path, name))))).join("");
}

/** Packs what was built. */
async function pack(folder: string): Promise<void> {
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: REPOSITORY });
  const [tarball] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack made no tarball");
  await rename(join(folder, tarball), join(folder, TARBALL));
}

async function consumerManifest(): Promise<object> {
  const versions = await Promise.all(BESIDE.map(async (name) => [name, await versionHere(name)]));
  const dependencies = {
    ...Object.fromEntries(versions),
    "pulumi-cloud-groups": `file:./${TARBALL}`,
  } as object;
  return { name: "consumer", private: true, dependencies, allowScripts: { protobufjs: false } };
}

async function versionHere(name: string): Promise<unknown> {
  const manifest = await readFile(join(REPOSITORY, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: unknown }).version;
}

/** Installs in a folder for work, which is moved to its place when it is done. */
async function install(manifest: object, lock: string, folder: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), `${PREFIX}tmp-`));
  try {
    await pack(work);
    await writeFile(join(work, "package.json"), JSON.stringify(manifest, undefined, 2));
    await writeFile(join(work, "package-lock.json"), consumerLock(lock));
    await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: work });
    await rename(work, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * This repository's lock file, so that npm installs versions that it has in its cache rather than asks for newer ones. It
 * leaves out by itself what the project does not depend on.
 */
function consumerLock(lock: string): string {
  const { packages } = JSON.parse(lock) as LockFile;
  const external = Object.entries(packages).filter(
    ([path, { link }]) => path.startsWith("node_modules/") && link !== true,
  );
  return JSON.stringify({ lockfileVersion: 3, requires: true, packages: Object.fromEntries(external) });
}

async function removeForgotten(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const used = await stat(folder).catch(() => undefined);
    if (used !== undefined && Date.now() - used.mtimeMs > FORGOTTEN_MS) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Copies what a test may write, and links what it only reads. */
async function copyProject(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    await (entry.isDirectory() ? linkFolder(source, target) : copyFile(source, target));
  }
}

async function linkFolder(from: string, to: string): Promise<void> {
  await mkdir(to);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await linkFolder(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await link(source, target);
  }
}

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
import { promisify } from "node:util";

import { REPOSITORY } from "./repository";

const run = promisify(execFile);

/** What a project of a user has beside the package, in the versions of this repository's lock file. */
const BESIDE = ["@pulumi/pulumi", "typescript", "@types/node"];

const PREFIX = "cloud-groups-installed-";
/** An installation that nobody has used for as long is removed; tests with their own copy go on with what they have. */
const FORGOTTEN_MS = 15 * 60 * 1000;

/** What is read of a lock file: packages by the path that they are installed at, links for the examples. */
interface Lock {
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
 * The project that all copies are made of. It is kept between test runs, by what is in the tarball, since each file with the
 * real engine is tested by a process of its own.
 */
async function installedProject(): Promise<string> {
  const work = await mkdtemp(join(tmpdir(), `${PREFIX}tmp-`));
  try {
    const tarball = await pack(work);
    const manifest = await consumerManifest(tarball);
    const lock = await readFile(join(REPOSITORY, "package-lock.json"), "utf8");
    const identity = createHash("sha256").update(await readFile(join(work, tarball)));
    identity.update(JSON.stringify([manifest, lock, process.version]));
    const folder = join(tmpdir(), PREFIX + identity.digest("hex").slice(0, 16));
    if (!existsSync(folder)) await install(work, manifest, lock, folder);
    await utimes(folder, new Date(), new Date());
    await removeForgotten();
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Packs what was built. @returns the tarball's name */
async function pack(folder: string): Promise<string> {
  await run("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], { cwd: REPOSITORY });
  const [tarball] = (await readdir(folder)).filter((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack made no tarball");
  return tarball;
}

async function consumerManifest(tarball: string): Promise<object> {
  const versions = await Promise.all(BESIDE.map(async (name) => [name, await versionHere(name)]));
  const dependencies = {
    ...Object.fromEntries(versions),
    "pulumi-cloud-groups": `file:./${tarball}`,
  } as object;
  return { name: "consumer", private: true, dependencies, allowScripts: { protobufjs: false } };
}

async function versionHere(name: string): Promise<unknown> {
  const manifest = await readFile(join(REPOSITORY, "node_modules", name, "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: unknown }).version;
}

/** Installs in a folder for work and moves it to its place, where another process may have been faster. */
async function install(work: string, manifest: object, lock: string, folder: string): Promise<void> {
  await writeFile(join(work, "package.json"), JSON.stringify(manifest, undefined, 2));
  await writeFile(join(work, "package-lock.json"), consumerLock(lock));
  await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: work });
  await rename(work, folder).catch((error: unknown) => {
    if (!existsSync(folder)) throw error;
  });
}

/**
 * This repository's lock file, so that npm installs versions that it has in its cache rather than asks for newer ones. It
 * leaves out by itself what the project does not depend on.
 */
function consumerLock(lock: string): string {
  const { packages } = JSON.parse(lock) as Lock;
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

import assert from "node:assert/strict";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

import { consumerProject } from "../support/consumer";
import { REPOSITORY } from "../support/repository";

/** The package, and what an installation may bring with it: what README.md says, rounded up. */
const MOST = { packages: 65, megabytes: 15 };

const PACKAGE = "node_modules/pulumi-cloud-groups";

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

type Packages = Readonly<Record<string, LockedPackage>>;

describe("what npm packs and installs", () => {
  let folder: string;

  before(async () => {
    folder = await consumerProject();
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it("holds what users run and the types of it, and nothing else", async () => {
    const files = await readdir(join(folder, PACKAGE));
    assert.deepEqual(files.sort(), [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "dist",
      "package.json",
      "schema",
    ]);
    const built = await readdir(join(folder, PACKAGE, "dist"), { recursive: true });
    const known = /^(provider|emulator|cli)(\/[A-Za-z0-9]+)*(\.js|\.d\.ts)?$/;
    assert.deepEqual(
      built.filter((path) => !known.test(path)),
      [],
    );
    const typed = built.filter((path) => /^(provider|cli)\/.*\.d\.ts$/.test(path));
    const needed = await typesOf(
      ["provider/index.d.ts", "provider/doors/dynamic/runtime.d.ts"],
      join(folder, PACKAGE, "dist"),
    );
    assert.deepEqual(typed.sort(), needed);
  });

  it("has no source maps, and names none", async () => {
    const dist = join(folder, PACKAGE, "dist");
    const names = (await readdir(dist, { recursive: true })).filter((path) => /\.[a-z]+$/.test(path));
    const texts = await Promise.all(names.map((name) => readFile(join(dist, name), "utf8")));
    assert.ok(names.length > 100);
    assert.ok(!texts.some((text) => text.includes("sourceMappingURL")));
  });

  it("brings few packages, as README.md says", async () => {
    const lock = await readFile(join(folder, "package-lock.json"), "utf8");
    const { packages } = JSON.parse(lock) as { packages: Packages };
    const pulumis = dependenciesOf("node_modules/@pulumi/pulumi", packages);
    const brought = [...dependenciesOf(PACKAGE, packages)].filter((path) => !pulumis.has(path));
    const sizes = await Promise.all(brought.map((path) => sizeOf(join(folder, path))));
    const megabytes = sizes.reduce((sum, size) => sum + size, 0) / 1e6;
    const told = `${brought.length} packages, ${megabytes.toFixed(1)} MB`;
    assert.ok(brought.length <= MOST.packages && megabytes <= MOST.megabytes, told);
    const readme = await readFile(join(REPOSITORY, "README.md"), "utf8");
    assert.ok(readme.includes(`at most ${MOST.packages} packages and ${MOST.megabytes} MB`), told);
  });
});

/** Declarations and those that they name, ascending: all that somebody's compiler reads. */
async function typesOf(paths: readonly string[], folder: string): Promise<string[]> {
  const found = new Set(paths);
  for (const path of found) {
    const text = await readFile(join(folder, path), "utf8");
    for (const [, name = ""] of text.matchAll(/(?:from|import) ?\(?"(\.[^"]+)"/g))
      found.add(`${join(dirname(path), name)}.d.ts`);
  }
  return [...found].sort();
}

/** The packages that one needs, itself among them, without its peers: their paths. */
function dependenciesOf(path: string, packages: Packages, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  const { dependencies, optionalDependencies } = packages[path] ?? {};
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const at = placeOf(name, path, packages);
    if (at !== undefined) dependenciesOf(at, packages, found);
  }
  return found;
}

/** Where Node finds a package from another one. */
function placeOf(name: string, from: string, packages: Packages): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    const path = `${folder === "" ? "" : `${folder}/`}node_modules/${name}`;
    if (path in packages) return path;
    if (folder === "") return undefined;
  }
}

/** The size of a package's files in bytes, without the packages inside it. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true });
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? 0 : sizeOf(path);
    return (await stat(path)).size;
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

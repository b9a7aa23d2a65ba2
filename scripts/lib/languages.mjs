// The language hosts besides Node's. An engine of Pulumi's own release brings them; where one does not, they are built with Go, in a
// cache entry of their own: the engine's, which takes longer, is not built anew for them.
import { join } from "node:path";
import { cacheEntry } from "./cache.mjs";
import { beside } from "./enginePath.mjs";
import { buildKey, buildModules, needGo } from "./goBuild.mjs";
import { cacheFolder, machine, pulumi } from "./places.mjs";
import { isExecutable } from "./processes.mjs";
import { Failure, say, timed } from "./say.mjs";

const modules = [
  {
    folder: "yaml-host",
    binary: "pulumi-language-yaml",
    from: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
  },
  // Of the last version of Pulumi's library that carried it, as Node's is: it runs programs, and cannot generate SDKs.
  {
    folder: "go-host",
    binary: "pulumi-language-go",
    from: "github.com/pulumi/pulumi/sdk/v3/go/pulumi-language-go",
  },
];

/**
 * @param {import("./engine.mjs").Engine} engine
 * @param {{ build: boolean }} options build: whether those that are nowhere yet are built
 * @returns {Promise<Record<string, string>>} where each is, by name; one that is nowhere is left out
 */
export async function findLanguageHosts(engine, { build }) {
  const brought = modules.map(({ binary }) => [binary, beside(engine.pulumi, binary)]);
  if (brought.every(([, path]) => path)) return Object.fromEntries(brought);
  const folder = build ? await builtHosts() : cachedHosts();
  const found = brought.map(([binary, path]) => [binary, path ?? (folder && join(folder, binary))]);
  return Object.fromEntries(found.filter(([, path]) => path));
}

function entryName() {
  return `languages-${pulumi.brought}-${machine}-built-${buildKey(modules)}`;
}

/** @param {string} entry */
const isUsable = (entry) => modules.every(({ binary }) => isExecutable(join(entry, binary)));

function cachedHosts() {
  const entry = join(cacheFolder(), entryName());
  return isUsable(entry) ? entry : undefined;
}

async function builtHosts() {
  try {
    return await cacheEntry(entryName(), "Languages", isUsable, buildHosts);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // All but the tests of these languages runs without them.
    say(`Languages: ${error.message}\nLanguages: going on without the hosts of YAML and Go`);
    return undefined;
  }
}

/** @param {string} folder */
async function buildHosts(folder) {
  needGo();
  const what = "building the hosts of YAML and Go, which the engine lacks; once, 2 minutes on two cores";
  await timed("Languages", what, () => buildModules(modules, folder));
  return folder;
}

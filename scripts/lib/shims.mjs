// The one folder that a task gets first on its path: links to the Node and the engine chosen, and what the engine
// lacks. With the folders themselves on the path, an older Node beside the engine, or an older engine beside
// Node, would hide the chosen one.
import { existsSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheEntry } from "./cache.mjs";
import { cacheFolder, hash, isInside } from "./places.mjs";

const dynamicProvider = "pulumi-resource-pulumi-nodejs";

/** The engine starts it in the program's folder; the module is the program's own. */
const shim = `#!/bin/sh
module=$(node -e 'console.log(require.resolve("@pulumi/pulumi/cmd/dynamic-provider"))' 2>/dev/null) || {
  echo "${dynamicProvider}: no @pulumi/pulumi can be found from $PWD: install it there (npm install)" >&2
  exit 1
}
exec node "$module" "$@"
`;

/**
 * @param {import("./node.mjs").Node} node
 * @param {import("./engine.mjs").Engine} engine
 * @param {Record<string, string>} forTests what only tests need, by name: other language hosts than Node's, and what makes SDKs
 * @returns {Promise<string>} the folder
 */
export async function linkTools(node, engine, forTests) {
  const links = { node: node.path, "pulumi-language-nodejs": engine.languageHost, ...forTests };
  if (engine.dynamicProvider) links[dynamicProvider] = engine.dynamicProvider;
  const name = `bin-${hash(JSON.stringify([engine.pulumi, links]), shim).slice(0, 12)}`;
  return cacheEntry(name, "Tools", existsSync, async (temporary) => {
    const bin = join(temporary, "bin");
    mkdirSync(bin);
    for (const [link, target] of Object.entries(links)) symlinkSync(target, join(bin, link));
    linkEngine(engine.pulumi, join(bin, "pulumi"));
    if (!engine.dynamicProvider) writeFileSync(join(bin, dynamicProvider), shim, { mode: 0o755 });
    return bin;
  });
}

/**
 * The engine warns of each host that is not in the folder where it stands itself, links resolved. An engine of ours therefore stands in
 * this folder, as a hard link; a user's own may be replaced by a newer one, which only a symbolic link follows.
 * @param {string} engine
 * @param {string} link
 */
function linkEngine(engine, link) {
  try {
    if (isInside(engine, cacheFolder())) return linkSync(engine, link);
  } catch {
    // A file system without hard links: a warning more is all it costs.
  }
  return symlinkSync(engine, link);
}

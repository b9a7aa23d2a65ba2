// The one folder that a task gets first on its path: links to the Node and the engine chosen, and what the engine
// lacks. With the folders themselves on the path, an older Node beside the engine, or an older engine beside
// Node, would hide the chosen one.
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheEntry } from "./cache.mjs";
import { hash } from "./places.mjs";

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
 * @returns {Promise<string>} the folder
 */
export async function linkTools(node, engine) {
  const links = { node: node.path, pulumi: engine.pulumi, "pulumi-language-nodejs": engine.languageHost };
  if (engine.dynamicProvider) links[dynamicProvider] = engine.dynamicProvider;
  const name = `bin-${hash(JSON.stringify(links), shim).slice(0, 12)}`;
  return cacheEntry(name, "Tools", existsSync, async (temporary) => {
    const bin = join(temporary, "bin");
    mkdirSync(bin);
    for (const [link, target] of Object.entries(links)) symlinkSync(target, join(bin, link));
    if (!engine.dynamicProvider) writeFileSync(join(bin, dynamicProvider), shim, { mode: 0o755 });
    return bin;
  });
}

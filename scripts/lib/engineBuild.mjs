// The third way to an engine: built with Go from two small modules that are kept here. The command line's own
// release has no Node language host that the module proxy would give out: that one is of an older release of
// Pulumi's library, the last that carried it, and runs today's programs.
import { join } from "node:path";
import { fillEntry } from "./cache.mjs";
import { versionOf } from "./enginePath.mjs";
import { buildKey, buildModules, needGo } from "./goBuild.mjs";
import { cacheFolder, machine, pulumi } from "./places.mjs";
import { Failure, timed } from "./say.mjs";

const modules = [
  {
    folder: "language-host",
    binary: "pulumi-language-nodejs",
    from: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
  },
  { folder: "cli", binary: "pulumi", from: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi" },
];

export function cachedBuild() {
  return join(cacheFolder(), entryName());
}

function entryName() {
  return `engine-${pulumi.brought}-${machine}-built-${buildKey(modules)}`;
}

/** To be called with the engine's lock. */
export async function buildEngine() {
  needGo();
  const what = `building Pulumi ${pulumi.brought} with Go; once, 3 to 5 minutes on two cores`;
  return timed("Engine", what, () =>
    fillEntry(entryName(), async (folder) => {
      await buildModules(modules, folder);
      const got = versionOf(join(folder, "pulumi"));
      if (got !== pulumi.brought) throw new Failure(`what Go built does not run as Pulumi ${pulumi.brought}`);
      return folder;
    }),
  );
}

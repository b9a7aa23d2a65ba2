// The third way to an engine: built with Go from two small modules that are kept here. The command line's own
// release has no Node language host that the module proxy would give out: that one is of an older release of
// Pulumi's library, the last that carried it, and runs today's programs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fillEntry } from "./cache.mjs";
import { versionOf } from "./enginePath.mjs";
import { cacheFolder, hash, machine, pulumi, root } from "./places.mjs";
import { findOnPath, keep } from "./processes.mjs";
import { Failure, timed } from "./say.mjs";

const modules = [
  {
    folder: "language-host",
    binary: "pulumi-language-nodejs",
    from: "sdk/v3/nodejs/cmd/pulumi-language-nodejs",
  },
  { folder: "cli", binary: "pulumi", from: "pkg/v3/cmd/pulumi" },
];
const version = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumi.brought}`;
const flags = ["-mod=readonly", "-trimpath", "-ldflags", `-s -w ${version}`];

/** @param {string} folder */
const moduleFolder = (folder) => join(root, "scripts/engine", folder);

export function cachedBuild() {
  return join(cacheFolder(), entryName());
}

function entryName() {
  const files = modules.flatMap(({ folder }) =>
    ["go.mod", "go.sum"].map((name) => join(moduleFolder(folder), name)),
  );
  const key = hash(flags.join(" "), ...files.map((path) => readFileSync(path))).slice(0, 12);
  return `engine-${pulumi.brought}-${machine}-built-${key}`;
}

/** To be called with the engine's lock. */
export async function buildEngine() {
  if (findOnPath("go").length === 0) throw new Failure("Go is not on the path");
  const what = `building Pulumi ${pulumi.brought} with Go; once, 3 to 5 minutes on two cores`;
  return timed("Engine", what, () =>
    fillEntry(entryName(), async (folder) => {
      for (const one of modules) await buildModule(one, folder);
      const got = versionOf(join(folder, "pulumi"));
      if (got !== pulumi.brought) throw new Failure(`what Go built does not run as Pulumi ${pulumi.brought}`);
      return folder;
    }),
  );
}

/**
 * @param {{ folder: string, binary: string, from: string }} module
 * @param {string} target
 */
async function buildModule({ folder, binary, from }, target) {
  const args = ["build", ...flags, "-o", join(target, binary), `github.com/pulumi/pulumi/${from}`];
  const { failed, output } = await keep("go", args, {
    cwd: moduleFolder(folder),
    env: goEnvironment(),
  });
  if (!failed) return;
  const told = output.split("\n").filter((line) => !line.startsWith("go: downloading"));
  throw new Failure(`Go could not build ${binary}:\n${told.slice(-12).join("\n")}`);
}

/**
 * The user's settings, but for this machine and these modules alone.
 * @returns {NodeJS.ProcessEnv}
 */
function goEnvironment() {
  const own = { GOOS: undefined, GOARCH: undefined, CGO_ENABLED: "0", GOWORK: "off", GO111MODULE: "on" };
  return { ...process.env, ...own };
}

// Stands for `npm` on a runner: each `npm ci`, which would take a quarter of a minute, links what is installed already; how the package
// is installed is tested in engine/package.test.ts. Every other command is npm's.
import { spawnSync } from "node:child_process";
import { symlinkSync } from "node:fs";

const { REAL_PATH, INSTALLED = "" } = process.env;

function main(args: readonly string[]): number {
  if (args[0] === "ci") {
    symlinkSync(INSTALLED, "node_modules");
    return 0;
  }
  const env = { ...process.env, PATH: REAL_PATH };
  return spawnSync("npm", args, { stdio: "inherit", env }).status ?? 1;
}

process.exitCode = main(process.argv.slice(2));

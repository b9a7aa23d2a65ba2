// Stands for `npm` on a runner: the first `npm ci` installs, and the following ones, of which each would take as long, get a link
// to what the first installed. Every other command is npm's.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

const { REAL_PATH, INSTALLED = "" } = process.env;

function main(args: readonly string[]): number {
  const modules = join(process.cwd(), "node_modules");
  if (args[0] !== "ci" || !existsSync(INSTALLED)) {
    const env = { ...process.env, PATH: REAL_PATH };
    const { status } = spawnSync("npm", args, { stdio: "inherit", env });
    if (status !== 0 || args[0] !== "ci") return status ?? 1;
    mkdirSync(dirname(INSTALLED));
    renameSync(modules, INSTALLED);
  }
  symlinkSync(INSTALLED, modules);
  return 0;
}

process.exitCode = main(process.argv.slice(2));

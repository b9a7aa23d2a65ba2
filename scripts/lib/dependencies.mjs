// node_modules, as the lock file says.
import { rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { hash, machine, readIfThere, root } from "./places.mjs";
import { findOnPath, keep } from "./processes.mjs";
import { Failure, timed } from "./say.mjs";

const stamp = join(root, "node_modules/.set-up");

/** @param {import("./node.mjs").Node} node */
function wantedDependencies(node) {
  const lockFile = readIfThere(join(root, "package-lock.json")) ?? "";
  const { allowScripts } = JSON.parse(readIfThere(join(root, "package.json")) ?? "{}");
  return hash(lockFile, JSON.stringify({ allowScripts }), machine, node.version.split(".")[0]);
}

/** @param {import("./node.mjs").Node} node */
export function haveDependencies(node) {
  return readIfThere(stamp) === wantedDependencies(node);
}

/** @param {import("./node.mjs").Node} node */
export async function installDependencies(node) {
  const wanted = wantedDependencies(node);
  rmSync(stamp, { force: true });
  await timed("Dependencies", "npm ci, from the lock file", () =>
    runNpm(["ci", "--include=dev"], { cwd: root, node: node.path }),
  );
  // The stamp is there only after all of it: an install that was broken off runs again.
  writeFileSync(stamp, wanted);
}

/**
 * Runs the user's npm on a chosen Node; what it prints is shown only where it fails.
 * @param {string[]} args
 * @param {{ cwd: string, node: string }} options
 */
export async function runNpm(args, { cwd, node }) {
  const [npm] = findOnPath("npm");
  if (!npm) throw new Failure("npm is not on the path; it comes with Node");
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
  // A level given outside, as `npm run --silent` does, would hide the reason of a failure.
  const quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=warn"];
  const { failed, output } = await keep(npm, [...args, ...quiet], { cwd, env });
  if (!failed) return;
  const told = output.split("\n").filter((line) => !line.includes("warn Unknown"));
  throw new Failure(`npm ${args[0]} failed:\n${told.join("\n")}`);
}

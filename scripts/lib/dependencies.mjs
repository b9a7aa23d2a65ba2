// node_modules, as the lock file says.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runNpm } from "./npm.mjs";
import { hash, machine, readIfThere, root } from "./places.mjs";
import { timed } from "./say.mjs";

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

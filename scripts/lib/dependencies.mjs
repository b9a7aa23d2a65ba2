// node_modules, as the lock file says.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runNpm } from "./npm.mjs";
import { hash, machine, readIfThere, root } from "./places.mjs";
import { timed } from "./say.mjs";

const stamp = join(root, "node_modules/.set-up");

/** What of a package.json decides what npm installs. */
const deciding = [
  "name",
  "workspaces",
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "peerDependencies",
  "overrides",
  "allowScripts",
];

/** @param {import("./node.mjs").Node} node */
function wantedDependencies(node) {
  const manifests = [root, ...workspaces()].map((folder) => {
    const manifest = JSON.parse(readIfThere(join(folder, "package.json")) ?? "{}");
    return JSON.stringify(deciding.map((field) => manifest[field]));
  });
  const lockFile = readIfThere(join(root, "package-lock.json")) ?? "";
  return hash(lockFile, ...manifests, machine, node.version.split(".")[0]);
}

/** @param {import("./node.mjs").Node} node */
export function haveDependencies(node) {
  return readIfThere(stamp) === wantedDependencies(node);
}

/**
 * @param {import("./node.mjs").Node} node
 * @param {import("./lock.mjs").Lock} lock
 */
export async function installDependencies(node, lock) {
  const wanted = wantedDependencies(node);
  rmSync(stamp, { force: true });
  await timed("Dependencies", "npm ci, from the lock file", () =>
    runNpm(lock, ["ci", "--include=dev"], { cwd: root, node: node.path }),
  );
  // The stamp is there only after all of it: an install that was broken off runs again.
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(`${stamp}.new`, wanted);
  renameSync(`${stamp}.new`, stamp);
}

/** The folders of the package's workspaces: each folder of examples/ with a package.json. */
function workspaces() {
  const examples = join(root, "examples");
  if (!existsSync(examples)) return [];
  const folders = readdirSync(examples).sort();
  return folders
    .map((name) => join(examples, name))
    .filter((folder) => existsSync(join(folder, "package.json")));
}

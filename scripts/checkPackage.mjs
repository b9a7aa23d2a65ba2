// A static check of what npm packs: one tarball of what was built, for publint and for are-the-types-wrong.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { root } from "./lib/places.mjs";

const folder = mkdtempSync(join(tmpdir(), "cloud-groups-packed-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const tarball = pack();
const problems = await lint();
for (const problem of problems) console.log(problem);
if (!areTypesRight() || problems.length > 0) process.exitCode = 1;

/** @returns {string} the tarball's path */
function pack() {
  const args = ["pack", "--ignore-scripts", "--silent", "--pack-destination", folder];
  execFileSync("npm", args, { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  return join(folder, readdirSync(folder)[0] ?? "");
}

/** Suggestions count, too: publint's own command lets them pass. */
async function lint() {
  const { buffer, byteOffset, byteLength } = readFileSync(tarball);
  const packed = { tarball: buffer.slice(byteOffset, byteOffset + byteLength) };
  const { messages, pkg } = await publint({ pack: packed, strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, pkg)}`);
}

/** In its strict profile: every resolution of every export, without an exception. */
function areTypesRight() {
  return spawnSync("attw", ["--no-emoji", tarball], { stdio: ["ignore", "inherit", "inherit"] }).status === 0;
}

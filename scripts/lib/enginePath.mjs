// The first way to an engine: the user's own.
import { realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { cacheFolder, isInside, pulumi } from "./places.mjs";
import { ask, findOnPath, isExecutable } from "./processes.mjs";
import { isAtLeast, parseVersion } from "./versions.mjs";

/**
 * @param {string} path
 * @returns {{ engine?: import("./engine.mjs").Engine, why: string }} why: the reason where there is none
 */
export function engineOnPath(path = process.env.PATH ?? "") {
  // Within a task of ours the cached engine is on the path: it is found as what it is.
  const found = findOnPath("pulumi", path).filter((candidate) => !isInside(candidate, cacheFolder()));
  const reasons = [];
  for (const candidate of found) {
    const languageHost = beside(candidate, "pulumi-language-nodejs");
    const version = languageHost && versionOf(candidate);
    if (!languageHost) reasons.push(`${candidate} has no pulumi-language-nodejs beside it`);
    else if (!version) reasons.push(`${candidate} does not tell its version`);
    else if (!isAtLeast(version, pulumi.oldest)) {
      reasons.push(`${candidate} is ${version}, older than ${pulumi.oldest}`);
    } else {
      const dynamicProvider = beside(candidate, "pulumi-resource-pulumi-nodejs");
      const origin = `on the path: ${candidate}`;
      return { engine: { version, origin, pulumi: candidate, languageHost, dynamicProvider }, why: "" };
    }
  }
  return { why: reasons.join("; ") || "no `pulumi` on the path" };
}

/**
 * An executable in the same folder, where the engine stands or where a link to it leads.
 * @param {string} candidate
 * @param {string} name
 */
export function beside(candidate, name) {
  const places = [candidate, realpathSync(candidate)].map((path) => join(dirname(path), name));
  return places.find(isExecutable);
}

/** @param {string} candidate */
export function versionOf(candidate) {
  const { output } = ask(candidate, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  return parseVersion(output);
}

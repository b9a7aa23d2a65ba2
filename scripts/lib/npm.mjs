import { dirname } from "node:path";
import process from "node:process";
import { findOnPath, keep } from "./processes.mjs";
import { Failure } from "./say.mjs";

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

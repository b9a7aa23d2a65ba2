// What makes SDKs of the package's schema. The hosts of Pulumi's own release do, for `pulumi package gen-sdk`; those that the module proxy
// gives out do not. So where the engine lacks them, a small program is built that calls the same generators.
import { join } from "node:path";
import { beside } from "./enginePath.mjs";
import { toolsFolder } from "./testTools.mjs";

const binary = "sdk-generator";

/** @type {import("./testTools.mjs").Tools} */
const generator = {
  entry: binary,
  part: "SDKs",
  names: "the generator of SDKs",
  why: "which the language hosts lack; once, half a minute on two cores",
  modules: [{ folder: "sdk-generator", binary, from: "." }],
};

/**
 * @param {import("./engine.mjs").Engine} engine
 * @param {{ build: boolean }} options build: whether it is built where it is needed and not there yet
 * @returns {Promise<Record<string, string>>} where it is, by name; empty where it is not needed or nowhere
 */
export async function findSdkGenerator(engine, options) {
  const hosts = ["pulumi-language-go", "pulumi-language-python"];
  if (hosts.every((host) => beside(engine.pulumi, host))) return {};
  const folder = await toolsFolder(generator, options);
  return folder === undefined ? {} : { [binary]: join(folder, binary) };
}

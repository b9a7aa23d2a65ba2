// The language hosts besides Node's. An engine of Pulumi's own release brings them; where one does not, they are built with Go, in a
// cache entry of their own: the engine's, which takes longer, is not built anew for them.
import { join } from "node:path";
import { beside } from "./enginePath.mjs";
import { toolsFolder } from "./testTools.mjs";

/** @type {import("./testTools.mjs").Tools} */
const hosts = {
  entry: "languages",
  part: "Languages",
  names: "the hosts of YAML and Go",
  why: "which the engine lacks; once, 2 minutes on two cores",
  modules: [
    {
      folder: "yaml-host",
      binary: "pulumi-language-yaml",
      from: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    },
    // Of the last version of Pulumi's library that carried it, as Node's is: it runs programs, and cannot generate SDKs.
    {
      folder: "go-host",
      binary: "pulumi-language-go",
      from: "github.com/pulumi/pulumi/sdk/v3/go/pulumi-language-go",
    },
  ],
};

/**
 * @param {import("./engine.mjs").Engine} engine
 * @param {{ build: boolean }} options build: whether those that are nowhere yet are built
 * @returns {Promise<Record<string, string>>} where each is, by name; one that is nowhere is left out
 */
export async function findLanguageHosts(engine, options) {
  const brought = hosts.modules.map(({ binary }) => [binary, beside(engine.pulumi, binary)]);
  if (brought.every(([, path]) => path)) return Object.fromEntries(brought);
  const folder = await toolsFolder(hosts, options);
  const found = brought.map(([binary, path]) => [binary, path ?? (folder && join(folder, binary))]);
  return Object.fromEntries(found.filter(([, path]) => path));
}

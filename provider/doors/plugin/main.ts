#!/usr/bin/env node
import "../../supportedNode";

import { createRequire } from "node:module";

import { packageSchema } from "../../packageSchema";
import { endWithTheEngine } from "./host";
import { PluginServer } from "./server";

/** In a release archive, where no package is around the plugin, the build puts it in. */
declare const PLUGIN_VERSION: string | undefined;

function version(): string {
  if (typeof PLUGIN_VERSION === "string") return PLUGIN_VERSION;
  // A package knows itself by its own name, wherever it is installed.
  return (createRequire(__filename)("pulumi-cloud-groups/package.json") as { readonly version: string })
    .version;
}

/** Starts the plugin as the engine does: with the engine's address as the last argument; it is told the port by standard output. */
async function main(): Promise<void> {
  const server = new PluginServer({
    version: version(),
    schema: () => JSON.stringify(packageSchema(version())),
  });
  // Without one, the engine attaches later.
  const engine = process.argv.slice(2).findLast((argument) => !argument.startsWith("-"));
  if (engine !== undefined) server.attach(engine);
  endWithTheEngine();
  process.stdout.write(`${await server.listen()}\n`);
}

void main();

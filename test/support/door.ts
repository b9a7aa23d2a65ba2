import { randomUUID } from "node:crypto";

import { DynamicProvider } from "./dynamicProvider";
import { PluginProvider } from "./pluginProvider";
import type { ProviderProcess, Values } from "./providerProcess";

/** By which door the engine comes in: that of dynamic resources, or the plugin's (`DOOR=plugin`). */
export const DOOR = process.env["DOOR"] === "plugin" ? "plugin" : "dynamic";

/**
 * Starts a provider process.
 *
 * @param environment added to this process's own, from which cloud credentials are taken out
 * @param config what the engine hands over as configuration
 * @param engine the address of the engine: processes of one address are those of one run, and ask each other what they have
 */
export function startProvider(
  environment: Readonly<Record<string, string>>,
  config: Values = {},
  engine = `127.0.0.1:1/${randomUUID()}`,
): Promise<ProviderProcess> {
  return DOOR === "plugin"
    ? PluginProvider.start(environment, config, engine)
    : DynamicProvider.start(environment, config, engine);
}

import { createHash } from "node:crypto";

import type { Entry, Properties } from "./state";
import { packageOf, typeIn } from "./urns";

/** The plugins that come with Pulumi and run no code but what `code.ts` looks at. */
const BUILT_IN = ["pulumi", "pulumi-nodejs"];

/** What a provider may have among its inputs that decides which program the engine downloads and runs as its plugin, and with which environment. */
const SETTINGS = ["name", "pluginDownloadURL", "parameterization", "envVarMappings"];

/**
 * What is wrong with the plugins that the engine would install and run because of what a state has: before anything else it gets those of all
 * providers in it, from where these say.
 *
 * @param allowed plugins of others: `NAME`, or `NAME=URL` or `NAME=DIGEST` as the problem shows it
 */
export function judgePlugins(entries: readonly Entry[], allowed: ReadonlySet<string>): [Entry, string][] {
  const known = new Set([...BUILT_IN, ...allowed]);
  const providers = new Set(
    entries.flatMap(({ urn }) => (providerPackage(typeIn(urn)) === undefined ? [] : urn)),
  );
  return entries.flatMap((entry): [Entry, string][] => {
    const plugin = pluginOf(entry, providers);
    if (plugin === undefined || known.has(plugin)) return [];
    return [[entry, `makes Pulumi run the plugin ${plugin}`]];
  });
}

/** Whether the resource's calls go to a plugin of others. */
export function isOfOtherPlugin({ urn, custom, provider }: Entry): boolean {
  const type = typeIn(urn);
  const name = provider ? providerPackage(typeIn(provider)) : packageOf(type);
  return custom === true && providerPackage(type) === undefined && !BUILT_IN.includes(name ?? "");
}

/** The plugin that an entry makes the engine run; undefined where it is none, or where the provider that it refers to says it. */
function pluginOf(
  { urn, custom, provider, inputs }: Entry,
  providers: ReadonlySet<string>,
): string | undefined {
  const type = typeIn(urn);
  const own = providerPackage(type);
  if (own !== undefined) return withSource(own, inputs ?? {});
  if (custom !== true) return undefined;
  // Without a provider Pulumi makes the default one of the type's package.
  if (!provider) return packageOf(type);
  if (providers.has(provider.slice(0, provider.lastIndexOf("::")))) return undefined;
  return providerPackage(typeIn(provider)) ?? provider;
}

/** The package of a provider's type, such as `alicloud`. */
function providerPackage(type: string): string | undefined {
  return /^pulumi:providers:(.+)$/s.exec(type)?.[1];
}

/** A plugin with where it comes from, if that is not the default place. */
function withSource(name: string, inputs: Properties): string {
  // As Pulumi reads them: from `__internal`, or in states of older versions beside the provider's own settings.
  const settings = inputs["__internal"] ?? inputs;
  if (typeof settings !== "object") return `${name}=__internal`;
  const given = Object.entries(settings).filter(([key, value]) => SETTINGS.includes(key) && value !== "");
  if (given.length === 0) return name;
  const [[key, value] = []] = given;
  if (given.length === 1 && key === "pluginDownloadURL" && typeof value === "string")
    return `${name}=${value}`;
  const digest = createHash("sha256").update(JSON.stringify(given.sort())).digest("hex");
  return `${name}=${digest}`;
}

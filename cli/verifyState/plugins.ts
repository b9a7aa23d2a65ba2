import { createHash } from "node:crypto";

import { PACKAGE, PLUGIN_URL } from "../../provider/packageSchema";
import type { Entry, Properties } from "./state";
import { packageOf, typeIn } from "./urns";

/** The plugins that come with Pulumi and run no code but what `code.ts` looks at. */
const BUILT_IN = ["pulumi", "pulumi-nodejs"];

/** What a provider may have among its inputs that decides which program the engine downloads and runs as its plugin, and with which environment. */
const SETTINGS = ["name", "pluginDownloadURL", "parameterization", "envVarMappings"];

/** This package's plugin, from Pulumi's default place or from where its schema says that it is. */
const OWN = [PACKAGE, `${PACKAGE}=${PLUGIN_URL}`];

/** The plugins that run the resources of a state. */
export class Plugins {
  /** What runs, by the URN of each provider in the state. Several may have one, of which all but one go. */
  private readonly providers: ReadonlyMap<string, readonly string[]>;

  constructor(private readonly entries: readonly Entry[]) {
    const providers = entries.flatMap(({ urn, inputs }) => {
      const name = providerPackage(typeIn(urn));
      return name === undefined ? [] : [{ urn, plugin: withSource(name, inputs ?? {}) }];
    });
    const byUrn = Map.groupBy(providers, ({ urn }) => urn);
    this.providers = new Map([...byUrn].map(([urn, same]) => [urn, same.map(({ plugin }) => plugin)]));
  }

  /**
   * What is wrong with the plugins that the engine would install and run because of what a state has: before anything else it gets those of
   * all providers in it, from where these say.
   *
   * @param allowed plugins of others: `NAME`, or `NAME=URL` or `NAME=DIGEST` as the problem shows it
   */
  problems(allowed: ReadonlySet<string>): [Entry, string][] {
    const known = new Set([...BUILT_IN, ...OWN, ...allowed]);
    return this.entries.flatMap((entry): [Entry, string][] => {
      const plugin = this.startedBy(entry);
      if (plugin === undefined || known.has(plugin)) return [];
      return [[entry, `makes Pulumi run the plugin ${plugin}`]];
    });
  }

  /** Whether the resource's calls go to this package's plugin, and to no other that has its name. */
  isOfOwn(entry: Entry): boolean {
    const plugins = this.runBy(entry);
    return plugins.length > 0 && plugins.every((plugin) => OWN.includes(plugin));
  }

  /** Whether the resource's calls go to a plugin of others. */
  isOfOther(entry: Entry): boolean {
    return !this.isOfOwn(entry) && this.runBy(entry).some((plugin) => !BUILT_IN.includes(plugin));
  }

  /** The plugin that an entry makes the engine run; undefined where it is none, or where the provider that it refers to says it. */
  private startedBy(entry: Entry): string | undefined {
    const { urn, inputs, provider } = entry;
    const own = providerPackage(typeIn(urn));
    if (own !== undefined) return withSource(own, inputs ?? {});
    return provider && this.providers.has(urnIn(provider)) ? undefined : this.runBy(entry)[0];
  }

  /** The plugins that a resource's calls may go to; none for a component and for a provider. */
  private runBy({ urn, custom, provider }: Entry): readonly string[] {
    const type = typeIn(urn);
    if (custom !== true || providerPackage(type) !== undefined) return [];
    // Without a provider Pulumi makes the default one of the type's package.
    if (!provider) return [packageOf(type)];
    return this.providers.get(urnIn(provider)) ?? [providerPackage(typeIn(provider)) ?? provider];
  }
}

/** The URN in a reference to a provider, which its id follows. */
function urnIn(provider: string): string {
  return provider.slice(0, provider.lastIndexOf("::"));
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

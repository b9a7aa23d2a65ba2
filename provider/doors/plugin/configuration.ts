import { Settings } from "../../core/calls/settings";
import type { Properties } from "../../core/properties";
import { flatName, KEY_PAIRS, type PairKeys, type SettingKey, settingNames } from "../../core/settingTable";
import { accountOf, type Cloud, compareAccounts } from "../../core/run/account";
import { formatValue } from "../../core/check";
import type { Wording } from "../session";
import { PACKAGE } from "../../packageSchema";

const CLOUDS: readonly Cloud[] = ["alicloud", "tencentcloud", "huaweicloud"];

/** What Pulumi itself gives a provider beside its settings. */
const PULUMIS = new Set(["version", "pluginDownloadURL", "pluginChecksums"]);

/** How this door speaks of settings: with the clouds' own keys under its own name, in the stack configuration and as a provider's arguments. */
export const WORDING: Wording = {
  inOwnNames,
  onMissing:
    "Keys of the clouds' own providers, such as alicloud:accessKey in the stack configuration, do not reach a provider plugin",
};

function inOwnNames(message: string): string {
  return message.replace(/\b(?:alicloud|tencentcloud|huaweicloud):[A-Za-z]+/g, (key) => {
    const name = flatName(key as SettingKey);
    return settingNames.has(name) ? `${PACKAGE}:${name}` : key;
  });
}

/**
 * What is wrong with a provider's settings, a sentence each.
 *
 * @param isExplicit whether a program declares the provider: then it names its account, and the environment's must not stand in for a key
 *   that is missing or empty
 */
export function configurationProblems(news: Properties, isExplicit: boolean): string[] {
  const pairs = isExplicit ? Object.values(KEY_PAIRS) : [];
  return [...unknownSettings(news), ...pairs.flatMap((pair) => pairProblems(pair, news))];
}

function pairProblems([id, secret]: PairKeys, news: Properties): string[] {
  const pair = [flatName(id), flatName(secret)];
  const empty = pair.filter((name) => news[name] === "");
  const missing = pair.filter((name) => news[name] === undefined || news[name] === null);
  if (empty.length > 0)
    return [`${empty.join(" and ")} must not be empty. Leave both out to use the environment's`];
  const [lacking] = missing;
  if (lacking === undefined || missing.length === pair.length) return [];
  return [
    `${lacking} is missing beside ${pair.find((name) => name !== lacking)}. Give both, or neither to use the environment's`,
  ];
}

function unknownSettings(news: Properties): string[] {
  return Object.keys(news)
    .filter((name) => !settingNames.has(name) && !PULUMIS.has(name) && !name.startsWith("__"))
    .map((name) => `Unknown setting ${formatValue(name)}. Valid: ${namesLike(name).join(", ")}`);
}

/** The settings of the cloud that a name begins with, or those of none. */
function namesLike(name: string): string[] {
  const cloud = CLOUDS.find((one) => name.startsWith(one));
  const isAlike = (known: string) => CLOUDS.find((one) => known.startsWith(one)) === cloud;
  return [...settingNames.keys()].filter(isAlike);
}

/**
 * A provider's settings, as they are looked up by the keys of the stack configuration.
 *
 * @param provider the name of an explicit provider; empty for the default one
 */
export function lookupIn(inputs: Properties, provider: string): (key: string) => string | undefined {
  const values = new Map<string, string>([["cloud-groups:provider", provider]]);
  for (const [name, value] of Object.entries(inputs)) {
    const key = settingNames.get(name);
    if (key !== undefined && value !== null && value !== undefined) values.set(key, text(value));
  }
  return (key) => values.get(key);
}

/** Texts come as they are, and all else as JSON, as blocks are in the stack configuration. */
function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** How a provider's settings differ. */
export interface ConfigurationDiff {
  readonly changed: readonly string[];
  /** Those of them that make it another account's: its groups have to be created there, and deleted here. */
  readonly replaces: readonly string[];
}

/**
 * Compares the settings of a provider. Its resources are replaced only where the settings themselves say that the account is another one, by its
 * id, its project or a role's name: other keys are a rotation, and what the environment has is not known of the old ones.
 */
export function compareConfigurations(olds: Properties, news: Properties): ConfigurationDiff {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter((name) =>
    settingNames.has(name),
  );
  const changed = names.filter((name) => valueOf(olds, name) !== valueOf(news, name));
  const others = CLOUDS.filter((cloud) => isOther(cloud, olds, news));
  const replaces = changed.filter((name) => others.some((cloud) => name.startsWith(cloud)));
  return { changed, replaces };
}

function valueOf(inputs: Properties, name: string): string | undefined {
  const value = inputs[name];
  return value === undefined || value === null ? undefined : text(value);
}

function isOther(cloud: Cloud, olds: Properties, news: Properties): boolean {
  const [before, now] = [olds, news].map((inputs) =>
    accountOf(new Settings(lookupIn(inputs, ""), {}), cloud),
  );
  return before !== undefined && now !== undefined && compareAccounts(before, now) === "other";
}

import * as pulumi from "@pulumi/pulumi";

import { isSecret } from "./core/program";
import { KEY_PAIRS, type Setting, SETTINGS } from "./core/settingTable";
import type { ProviderArgs } from "./providerArguments";

/**
 * Another account, region or endpoint for the resources that get it as `{ provider }`. Settings that are left out come from the
 * environment, never from the stack's configuration. Give both halves of a key pair, or neither. A changed key changes no resource.
 *
 * Another `provider` never moves a resource to another account. If the ids of both accounts are known and differ, or if neither ids nor keys
 * show that both are the same, the preview fails and says what to do. The state keeps the account's id, as the cloud gave it when the group was created;
 * the preview knows that of the new provider if it is configured.
 *
 * A wrong or missing setting fails the first call that needs it, with an error that names the setting.
 *
 * @example
 * ```ts
 * import { Provider, RamGroup } from "pulumi-cloud-groups";
 *
 * const second = new Provider("second-account", {
 *   alicloud: { accessKey: process.env["SECOND_ACCESS_KEY"], secretKey: process.env["SECOND_SECRET_KEY"] },
 * });
 * new RamGroup("readers", { groupName: "bill-readers" }, { provider: second });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  /**
   * Declares a provider.
   *
   * @param name the provider's name in the stack
   * @param args settings that differ from the environment's
   * @param opts Pulumi's options of any resource
   */
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    assertWholePairs(name, args);
    super("pulumi-nodejs", name, { ...settingsOf(args), "cloud-groups:provider": name }, opts);
  }
}

/** @throws RunError for half a key pair: the environment's pair would stand in for it, which may be another account's */
function assertWholePairs(name: string, args: ProviderArgs): void {
  for (const [cloud, [id, secret]] of Object.entries(KEY_PAIRS)) {
    const keys: Readonly<Record<string, unknown>> = { ...args[cloud as keyof typeof KEY_PAIRS] };
    const halves = [id, secret].map((key) => key.slice(`${cloud}:`.length));
    const lacking = halves.filter((half) => keys[half] === undefined || keys[half] === "");
    const [missing] = lacking;
    if (missing === undefined || lacking.length === halves.length) continue;
    const given = halves.find((half) => half !== missing) ?? "";
    throw new pulumi.RunError(
      `Provider "${name}" has ${cloud}.${given} without ${cloud}.${missing}. Give both, or neither to use the environment's`,
    );
  }
}

type SettingValue = pulumi.Input<string | number | boolean | object | undefined>;

/** Every value is a string under the key of the stack configuration, as the engine hands providers nothing else. */
function settingsOf(args: ProviderArgs): Record<string, pulumi.Output<string | undefined>> {
  const { alicloud = {}, tencentcloud = {}, huaweicloud = {}, ...settings } = args;
  const texts: Record<string, pulumi.Output<string | undefined>> = {};
  const namespaces = { alicloud, tencentcloud, huaweicloud, "cloud-groups": settings };
  for (const [namespace, values] of Object.entries(namespaces)) {
    for (const [key, value] of Object.entries(values) as [string, SettingValue][]) {
      if (value === undefined) continue;
      const name = `${namespace}:${key}`;
      texts[name] = isCredential(name) ? pulumi.secret(text(value)) : text(value);
    }
  }
  return { ...texts, "cloud-groups:secrets": pulumi.output(secretsAmong(namespaces)) };
}

/** Whether a setting is kept as a secret, whatever its value is. What nobody knows may be a credential of a cloud. */
function isCredential(name: string): boolean {
  const known = (SETTINGS as Readonly<Record<string, Setting>>)[name];
  return known === undefined ? !name.startsWith("cloud-groups:") : known.isSecret === true;
}

/** Names of the open settings that are secrets all the same, for messages to hide; undefined, which is no setting, where none is. */
async function secretsAmong(namespaces: Readonly<Record<string, object>>): Promise<string | undefined> {
  const settings = Object.entries(namespaces).flatMap(([namespace, values]) =>
    Object.entries(values).map(([key, value]) => [`${namespace}:${key}`, value as unknown] as const),
  );
  const names = await Promise.all(
    settings.map(async ([name, value]) => ((await isSecret(value)) ? [name] : [])),
  );
  return names.flat().join(",") || undefined;
}

/** Everything but texts becomes JSON, as blocks are in the stack configuration. */
function text(value: SettingValue): pulumi.Output<string | undefined> {
  return pulumi.output(value).apply((known: unknown) => {
    if (known === undefined || typeof known === "string") return known;
    return JSON.stringify(known);
  });
}

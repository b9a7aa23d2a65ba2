import * as pulumi from "@pulumi/pulumi";

import { isSecret } from "./core/program";

/** Keys of an Alibaba Cloud account, for `RamGroup`, `AxgGroup` and `AxgGroupNumbers`. All but `accountId` are kept as secrets. */
export interface AlicloudKeys {
  /** The id of the access key. Default: `ALIBABA_CLOUD_ACCESS_KEY_ID` or `ALICLOUD_ACCESS_KEY` in the environment. */
  accessKey?: pulumi.Input<string | undefined>;
  /** Its secret. Default: `ALIBABA_CLOUD_ACCESS_KEY_SECRET` or `ALICLOUD_SECRET_KEY`. */
  secretKey?: pulumi.Input<string | undefined>;
  /** The token of temporary credentials. Default: `ALIBABA_CLOUD_SECURITY_TOKEN` or `ALICLOUD_SECURITY_TOKEN`. */
  securityToken?: pulumi.Input<string | undefined>;
  /** The account's id, by which accounts are told apart; see {@link Provider}. Default, if the keys come from the environment: `ALIBABA_CLOUD_ACCOUNT_ID` or `ALICLOUD_ACCOUNT_ID`. */
  accountId?: pulumi.Input<string | undefined>;
}

/** Keys of a Tencent Cloud account, for `DeviceVirtualGroup`. All but `accountId` are kept as secrets. */
export interface TencentcloudKeys {
  /** The id of the key. Default: `TENCENTCLOUD_SECRET_ID` in the environment. */
  secretId?: pulumi.Input<string | undefined>;
  /** Its secret. Default: `TENCENTCLOUD_SECRET_KEY`. */
  secretKey?: pulumi.Input<string | undefined>;
  /** The token of temporary credentials. Default: `TENCENTCLOUD_SECURITY_TOKEN`. */
  securityToken?: pulumi.Input<string | undefined>;
  /** The account's id, by which accounts are told apart; see {@link Provider}. Default, if the keys come from the environment: `TENCENTCLOUD_ACCOUNT_ID`. */
  accountId?: pulumi.Input<string | undefined>;
}

/** Keys of a Huawei Cloud account, or a token instead, and the location of its API gateway, for `ApigGroup`. Keys and token are kept as secrets. */
export interface HuaweicloudKeys {
  /** The id of the access key. Default: `HW_ACCESS_KEY` in the environment. */
  accessKey?: pulumi.Input<string | undefined>;
  /** Its secret. Default: `HW_SECRET_KEY`. */
  secretKey?: pulumi.Input<string | undefined>;
  /** The token of temporary credentials. Default: `HW_SECURITY_TOKEN`. */
  securityToken?: pulumi.Input<string | undefined>;
  /** An IAM token, used if there is no access key. It expires after 24 hours. Default: `HW_AUTH_TOKEN`. */
  token?: pulumi.Input<string | undefined>;
  /** The id of the project. Default: `HW_PROJECT_ID`. */
  projectId?: pulumi.Input<string | undefined>;
  /** The id of the account (domain), by which accounts are told apart if no project is given; see {@link Provider}. Default, if the keys come from the environment: `HW_DOMAIN_ID`. */
  domainId?: pulumi.Input<string | undefined>;
  /** The region, such as `cn-north-4`. It decides the public endpoint. Default: `HW_REGION_NAME`. */
  region?: pulumi.Input<string | undefined>;
  /**
   * The domain of a cloud that is compatible with Huawei's, such as `otc.t-systems.com`. Default: `HW_CLOUD`, else the domain of a region that is known
   * to have its own (`eu-west-101`, `eu-de`, `eu-nl`, `eu-ch2`, `eu-west-0`), else `myhuaweicloud.com`.
   */
  cloud?: pulumi.Input<string | undefined>;
}

/** The arguments of {@link Provider}: the keys of the stack configuration, typed. */
export interface ProviderArgs {
  /** For Alibaba Cloud. */
  alicloud?: AlicloudKeys;
  /** For Tencent Cloud. */
  tencentcloud?: TencentcloudKeys;
  /** For Huawei Cloud. */
  huaweicloud?: HuaweicloudKeys;
  /** The base URL of RAM, such as `https://ram.aliyuncs.com`, which is the default. Plain `http:` is allowed only to loopback addresses. */
  ramEndpoint?: pulumi.Input<string | undefined>;
  /** The base URL of Dyplsapi. Default: `https://dyplsapi.aliyuncs.com`. */
  dyplsEndpoint?: pulumi.Input<string | undefined>;
  /** The base URL of iOA. Default: `https://ioa.tencentcloudapi.com`. */
  ioaEndpoint?: pulumi.Input<string | undefined>;
  /** The base URL of the API gateway. Default: Huawei Cloud's in the region. */
  apigEndpoint?: pulumi.Input<string | undefined>;
  /** The base URL of an emulator, for each of these four APIs without an endpoint. If all keys are an emulator's, plain `http:` is allowed to any host. */
  emulator?: pulumi.Input<string | undefined>;
  /** `public` (default), or `private` for your own deployment of iOA, with its `/capi/…` paths. */
  ioaDeployment?: pulumi.Input<"public" | "private" | undefined>;
  /** How long each call may take, in seconds. Default 10. */
  timeoutSeconds?: pulumi.Input<number | undefined>;
  /** How long an operation may go on without a call that goes through, retries included, in seconds. Default 600. */
  deadlineSeconds?: pulumi.Input<number | undefined>;
}

/** Settings that are no secrets. Everything else is a credential and kept as a secret. */
const OPEN = new Set(["accountId", "domainId", "projectId", "region", "cloud"]);

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

/** The two halves of each cloud's key pair. */
const PAIRS = {
  alicloud: ["accessKey", "secretKey"],
  tencentcloud: ["secretId", "secretKey"],
  huaweicloud: ["accessKey", "secretKey"],
} as const;

/** @throws RunError for half a key pair: the environment's pair would stand in for it, which may be another account's */
function assertWholePairs(name: string, args: ProviderArgs): void {
  for (const [cloud, halves] of Object.entries(PAIRS)) {
    const keys: Readonly<Record<string, unknown>> = { ...args[cloud as keyof typeof PAIRS] };
    const lacking = halves.filter((half) => keys[half] === undefined || keys[half] === "");
    const [missing] = lacking;
    if (missing === undefined || lacking.length === halves.length) continue;
    const given = halves.find((half) => half !== missing) ?? "";
    throw new pulumi.RunError(
      `Provider "${name}" has ${cloud}.${given} without ${cloud}.${missing}. Give both, or neither to use the environment's`,
    );
  }
}

type Setting = pulumi.Input<string | number | undefined>;

/** Every value is a string under the key of the stack configuration, as the engine hands providers nothing else. */
function settingsOf(args: ProviderArgs): Record<string, pulumi.Output<string | undefined>> {
  const { alicloud = {}, tencentcloud = {}, huaweicloud = {}, ...settings } = args;
  const texts: Record<string, pulumi.Output<string | undefined>> = {};
  const namespaces = { alicloud, tencentcloud, huaweicloud, "cloud-groups": settings };
  for (const [namespace, values] of Object.entries(namespaces)) {
    for (const [key, value] of Object.entries(values) as [string, Setting][]) {
      if (value === undefined) continue;
      const isOpen = namespace === "cloud-groups" || OPEN.has(key);
      texts[`${namespace}:${key}`] = isOpen ? text(value) : pulumi.secret(text(value));
    }
  }
  return { ...texts, "cloud-groups:secrets": pulumi.output(secretsAmong(namespaces)) };
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

function text(value: Setting): pulumi.Output<string | undefined> {
  return pulumi.output(value).apply((known) => (known === undefined ? undefined : String(known)));
}

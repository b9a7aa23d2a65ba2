import * as pulumi from "@pulumi/pulumi";

/** Keys of an Alibaba Cloud account. */
export interface AlicloudKeys {
  accessKey?: pulumi.Input<string | undefined>;
  secretKey?: pulumi.Input<string | undefined>;
  /** With temporary credentials. */
  securityToken?: pulumi.Input<string | undefined>;
}

/** Keys of a Tencent Cloud account. */
export interface TencentcloudKeys {
  secretId?: pulumi.Input<string | undefined>;
  secretKey?: pulumi.Input<string | undefined>;
  /** With temporary credentials. */
  securityToken?: pulumi.Input<string | undefined>;
}

/** Keys of a Huawei Cloud account, or a token in their place, and where its API gateway is. */
export interface HuaweicloudKeys {
  accessKey?: pulumi.Input<string | undefined>;
  secretKey?: pulumi.Input<string | undefined>;
  /** With temporary credentials. */
  securityToken?: pulumi.Input<string | undefined>;
  /** An IAM token, used where there is no access key. Lives for 24 hours. */
  token?: pulumi.Input<string | undefined>;
  projectId?: pulumi.Input<string | undefined>;
  region?: pulumi.Input<string | undefined>;
}

/** The arguments of Provider: the keys of the stack configuration, typed. */
export interface ProviderArgs {
  alicloud?: AlicloudKeys;
  tencentcloud?: TencentcloudKeys;
  huaweicloud?: HuaweicloudKeys;
  /** Base URLs, such as `https://ram.aliyuncs.com`. */
  ramEndpoint?: pulumi.Input<string | undefined>;
  dyplsEndpoint?: pulumi.Input<string | undefined>;
  ioaEndpoint?: pulumi.Input<string | undefined>;
  apigEndpoint?: pulumi.Input<string | undefined>;
  /** One base URL for all four. */
  emulator?: pulumi.Input<string | undefined>;
  /** `public` (default), or `private` for the `/capi/…` paths. */
  ioaDeployment?: pulumi.Input<"public" | "private" | undefined>;
  /** One call's time in seconds. Default 10. */
  timeoutSeconds?: pulumi.Input<number | undefined>;
  /** One operation's time in seconds, its retries included. Default 600. */
  deadlineSeconds?: pulumi.Input<number | undefined>;
}

/** Settings that are no secrets. Everything else is a credential and kept as a secret. */
const OPEN = new Set(["projectId", "region"]);

/**
 * Another account, region or endpoint for some resources, which are given it as `{ provider }`. It uses what it is given and,
 * for what it is not given, the environment, never the stack's configuration. A changed key changes no resource.
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
    super("pulumi-nodejs", name, settingsOf(args), opts);
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
  return texts;
}

function text(value: Setting): pulumi.Output<string | undefined> {
  return pulumi.output(value).apply((known) => (known === undefined ? undefined : String(known)));
}

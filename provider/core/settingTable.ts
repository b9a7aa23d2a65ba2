import { BLOCKS, type SettingBlock } from "./settingBlocks";

/** A key of the configuration: plain data, since programs load it. */
export interface Setting {
  /** What it is, in Markdown, without its defaults. */
  readonly description: string;
  /** The variables that stand in for it, first one first. */
  readonly environment: readonly string[];
  /** What holds where neither it nor a variable has a value. */
  readonly default?: string;
  /** Whether an explicit Provider keeps it as a secret: keys, tokens, policies, and what gives such out. */
  readonly isSecret?: true;
  /** A text, unless it is said: then one of several, a number, a boolean or a block. */
  readonly type?: "number" | "boolean" | readonly string[] | SettingBlock;
  /** Whether our own code alone sets it. */
  readonly isInternal?: true;
}

/** What all clouds say of an account's id. */
const OF_KEYS = "see `Provider`. In the environment it belongs to the keys there.";

/** The settings of each cloud. Both halves of a key pair and its token name their variables in the same order: `ALIBABA_CLOUD_…` and `ALICLOUD_…` are two sources. */
const ALICLOUD = {
  "alicloud:accessKey": {
    description: "The id of the access key.",
    environment: ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALICLOUD_ACCESS_KEY"],
    isSecret: true,
  },
  "alicloud:secretKey": {
    description: "The secret of the access key.",
    environment: ["ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALICLOUD_SECRET_KEY"],
    isSecret: true,
  },
  "alicloud:securityToken": {
    description: "The token of temporary credentials.",
    environment: ["ALIBABA_CLOUD_SECURITY_TOKEN", "ALICLOUD_SECURITY_TOKEN"],
    isSecret: true,
  },
  "alicloud:accountId": {
    description: `The account's id, by which accounts are told apart; ${OF_KEYS}`,
    environment: ["ALIBABA_CLOUD_ACCOUNT_ID", "ALICLOUD_ACCOUNT_ID"],
  },
  "alicloud:assumeRole": {
    description: "A role that the keys, or whatever else is found, assume.",
    environment: [],
    isSecret: true,
    type: BLOCKS.AlicloudAssumeRole,
  },
  "alicloud:assumeRoleWithOidc": {
    description: "A role that needs no keys but a token.",
    environment: [],
    isSecret: true,
    type: BLOCKS.AlicloudAssumeRoleWithOidc,
  },
  "alicloud:profile": {
    description: "A profile of the file of the cloud's command line.",
    environment: ["ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"],
    default: "its current one",
  },
  "alicloud:sharedCredentialsFile": {
    description: "The file of the cloud's command line.",
    environment: ["ALIBABA_CLOUD_SHARED_CREDENTIALS_FILE", "ALICLOUD_SHARED_CREDENTIALS_FILE"],
    default: "`~/.aliyun/config.json`",
  },
  "alicloud:ecsRoleName": {
    description: "The name of the role that this machine (ECS) has.",
    environment: ["ALIBABA_CLOUD_ECS_METADATA", "ALICLOUD_ECS_ROLE_NAME"],
  },
  "alicloud:credentialsUri": {
    description: "A URL that gives keys out.",
    environment: ["ALIBABA_CLOUD_CREDENTIALS_URI", "ALICLOUD_CREDENTIALS_URI"],
    isSecret: true,
  },
} as const satisfies Readonly<Record<string, Setting>>;

const TENCENTCLOUD = {
  "tencentcloud:secretId": {
    description: "The id of the key.",
    environment: ["TENCENTCLOUD_SECRET_ID"],
    isSecret: true,
  },
  "tencentcloud:secretKey": {
    description: "The secret of the key.",
    environment: ["TENCENTCLOUD_SECRET_KEY"],
    isSecret: true,
  },
  "tencentcloud:securityToken": {
    description: "The token of temporary credentials.",
    environment: ["TENCENTCLOUD_SECURITY_TOKEN"],
    isSecret: true,
  },
  "tencentcloud:accountId": {
    description: `The account's id, by which accounts are told apart; ${OF_KEYS}`,
    environment: ["TENCENTCLOUD_ACCOUNT_ID"],
  },
  "tencentcloud:assumeRole": {
    description: "A role that the keys, or whatever else is found, assume.",
    environment: [],
    isSecret: true,
    type: BLOCKS.TencentcloudAssumeRole,
  },
  "tencentcloud:assumeRoleWithWebIdentity": {
    description: "A role that needs no keys but a token.",
    environment: [],
    isSecret: true,
    type: BLOCKS.TencentcloudAssumeRoleWithWebIdentity,
  },
  "tencentcloud:enablePodOidc": {
    description:
      "Whether to take the role of the pod (TKE) that this runs in, which its `TKE_…` variables name.",
    environment: ["TENCENTCLOUD_ENABLE_POD_OIDC"],
    default: "false",
    type: "boolean",
  },
  "tencentcloud:profile": {
    description: "A profile of the cloud's command line.",
    environment: ["TENCENTCLOUD_PROFILE"],
    default: "`default`",
  },
  "tencentcloud:sharedCredentialsDir": {
    description: "The folder of the profiles.",
    environment: ["TENCENTCLOUD_SHARED_CREDENTIALS_DIR"],
    default: "`~/.tccli`",
  },
  "tencentcloud:camRoleName": {
    description: "The name of the role that this machine (CVM) has.",
    environment: ["TENCENTCLOUD_CAM_ROLE_NAME"],
  },
} as const satisfies Readonly<Record<string, Setting>>;

const HUAWEICLOUD = {
  "huaweicloud:accessKey": {
    description: "The id of the access key.",
    environment: ["HW_ACCESS_KEY"],
    isSecret: true,
  },
  "huaweicloud:secretKey": {
    description: "The secret of the access key.",
    environment: ["HW_SECRET_KEY"],
    isSecret: true,
  },
  "huaweicloud:securityToken": {
    description: "The token of temporary credentials.",
    environment: ["HW_SECURITY_TOKEN"],
    isSecret: true,
  },
  "huaweicloud:token": {
    description: "An IAM token, used if there is no access key. It expires after 24 hours.",
    environment: ["HW_AUTH_TOKEN"],
    isSecret: true,
  },
  "huaweicloud:assumeRole": {
    description: "An agency that the keys, or whatever else is found, assume.",
    environment: [],
    isSecret: true,
    type: BLOCKS.HuaweicloudAssumeRole,
  },
  "huaweicloud:assumeRoleWithOidc": {
    description: "An identity provider, which needs no keys but a token.",
    environment: [],
    isSecret: true,
    type: BLOCKS.HuaweicloudAssumeRoleWithOidc,
  },
  "huaweicloud:ecsAgency": {
    description: "Whether to take the agency of the machine (ECS) that this runs on.",
    environment: ["HW_ECS_AGENCY"],
    default: "false",
    type: "boolean",
  },
  "huaweicloud:profile": {
    description: "A profile of the file of the cloud's command line.",
    environment: ["HW_PROFILE"],
    default: "its current one",
  },
  "huaweicloud:sharedConfigFile": {
    description: "The file of the cloud's command line.",
    environment: ["HW_SHARED_CONFIG_FILE"],
    default: "`~/.hcloud/config.json`",
  },
  "huaweicloud:projectId": { description: "The id of the project.", environment: ["HW_PROJECT_ID"] },
  "huaweicloud:domainId": {
    description: `The id of the account (domain), by which accounts are told apart if no project is given; ${OF_KEYS}`,
    environment: ["HW_DOMAIN_ID"],
  },
  "huaweicloud:region": {
    description: "The region, such as `cn-north-4`. It decides the public endpoint.",
    environment: ["HW_REGION_NAME"],
  },
  "huaweicloud:cloud": {
    description: "The domain of a cloud that is compatible with Huawei's, such as `otc.t-systems.com`.",
    environment: ["HW_CLOUD"],
    default:
      "the domain of a region that is known to have its own (`eu-west-101`, `eu-de`, `eu-nl`, `eu-ch2`, `eu-west-0`), else `myhuaweicloud.com`",
  },
} as const satisfies Readonly<Record<string, Setting>>;

const CLOUD_GROUPS = {
  "cloud-groups:provider": {
    description: "The name of an explicit Provider, which it passes on by itself.",
    environment: [],
    isInternal: true,
  },
  "cloud-groups:secrets": {
    description: "The settings of an explicit Provider that are secrets: what no message shows.",
    environment: [],
    isInternal: true,
  },
  "cloud-groups:oidcToken": {
    description: "The token of a pipeline, to be exchanged for the credentials of a role.",
    environment: ["CLOUD_GROUPS_OIDC_TOKEN"],
    isSecret: true,
  },
  "cloud-groups:oidcAudience": {
    description: "What GitHub issues the token of a pipeline for.",
    environment: ["CLOUD_GROUPS_OIDC_AUDIENCE"],
    default: "`cloud-groups`",
  },
  "cloud-groups:ramEndpoint": {
    description: "The base URL of RAM. Plain `http:` is allowed only to loopback addresses.",
    environment: ["CLOUD_GROUPS_RAM_ENDPOINT"],
    default: "`https://ram.aliyuncs.com`",
  },
  "cloud-groups:dyplsEndpoint": {
    description: "The base URL of Dyplsapi.",
    environment: ["CLOUD_GROUPS_DYPLS_ENDPOINT"],
    default: "`https://dyplsapi.aliyuncs.com`",
  },
  "cloud-groups:ioaEndpoint": {
    description: "The base URL of iOA.",
    environment: ["CLOUD_GROUPS_IOA_ENDPOINT"],
    default: "`https://ioa.tencentcloudapi.com`",
  },
  "cloud-groups:apigEndpoint": {
    description: "The base URL of the API gateway.",
    environment: ["CLOUD_GROUPS_APIG_ENDPOINT"],
    default: "Huawei Cloud's in the region",
  },
  "cloud-groups:emulator": {
    description:
      "The base URL of an emulator, for each of these four APIs without an endpoint. If all keys are an emulator's, plain `http:` is allowed to any host.",
    environment: ["CLOUD_GROUPS_EMULATOR"],
  },
  "cloud-groups:ioaDeployment": {
    description: "`private` for your own deployment of iOA, with its `/capi/…` paths.",
    environment: ["CLOUD_GROUPS_IOA_DEPLOYMENT"],
    default: "`public`",
    type: ["public", "private"],
  },
  "cloud-groups:caCertificate": {
    description:
      "A file with the certificates of authorities to trust beside Node's own, in PEM, as for a private cloud or a proxy that looks inside.",
    environment: ["CLOUD_GROUPS_CA_CERTIFICATE"],
  },
  "cloud-groups:connectTimeoutSeconds": {
    description: "How long a connection may take, in seconds.",
    environment: ["CLOUD_GROUPS_CONNECT_TIMEOUT_SECONDS"],
    default: "`timeoutSeconds`, and 10 at most",
    type: "number",
  },
  "cloud-groups:timeoutSeconds": {
    description: "How long each call's answer may take, in seconds.",
    environment: ["CLOUD_GROUPS_TIMEOUT_SECONDS"],
    default: "10",
    type: "number",
  },
  "cloud-groups:deadlineSeconds": {
    description:
      "How long an operation may go on without a call that goes through, retries included, in seconds.",
    environment: ["CLOUD_GROUPS_DEADLINE_SECONDS"],
    default: "600",
    type: "number",
  },
} as const satisfies Readonly<Record<string, Setting>>;

const TABLE = { ...ALICLOUD, ...TENCENTCLOUD, ...HUAWEICLOUD, ...CLOUD_GROUPS };

export type SettingKey = keyof typeof TABLE;

/** Every key that is read. What reads settings, an explicit Provider and the schema of the package are made of it. */
export const SETTINGS: Readonly<Record<SettingKey, Setting>> = TABLE;

/** The settings that a cloud's key pair and its token are. */
export type PairKeys = readonly [id: SettingKey, secret: SettingKey, token: SettingKey];

export const KEY_PAIRS = {
  alicloud: ["alicloud:accessKey", "alicloud:secretKey", "alicloud:securityToken"],
  tencentcloud: ["tencentcloud:secretId", "tencentcloud:secretKey", "tencentcloud:securityToken"],
  huaweicloud: ["huaweicloud:accessKey", "huaweicloud:secretKey", "huaweicloud:securityToken"],
} as const satisfies Readonly<Record<string, PairKeys>>;

/** The keys that users may set. */
const USER_KEYS = (Object.keys(TABLE) as SettingKey[]).filter((key) => SETTINGS[key].isInternal !== true);

/** The keys that users may set, by the names that they have where names have no namespace: `alicloud:accessKey` is `alicloudAccessKey`. */
export const settingNames: ReadonlyMap<string, SettingKey> = new Map(
  USER_KEYS.map((key) => [flatName(key), key]),
);

export function flatName(key: SettingKey): string {
  const [namespace = "", name = ""] = key.split(":");
  return namespace === "cloud-groups" ? name : namespace + name.charAt(0).toUpperCase() + name.slice(1);
}

/** What a setting is, with its defaults. */
export function describeSetting({ description, environment, default: last }: Setting): string {
  const variables = environment.map((name) => `\`${name}\``).join(" or ");
  const places = [
    ...(variables === "" ? [] : [`${variables} in the environment`]),
    ...(last === undefined ? [] : [last]),
  ];
  return places.length === 0 ? description : `${description} Default: ${places.join(", else ")}.`;
}

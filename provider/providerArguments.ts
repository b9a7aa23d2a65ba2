// Made of the definitions: do not edit it. UPDATE_DOCS=1 npm test -- test/generated.test.ts writes it anew.

import type * as pulumi from "@pulumi/pulumi";

/** A role of Alibaba Cloud that the keys assume (AssumeRole of STS). */
export interface AlicloudAssumeRole {
  /** The role's ARN, such as `acs:ram::1234567890123456:role/deployer`. */
  roleArn: pulumi.Input<string>;
  /** Names the session in the cloud's audit log. Default: `pulumi-cloud-groups`. */
  sessionName?: pulumi.Input<string | undefined>;
  /** Narrows what the session may do: a policy as JSON. */
  policy?: pulumi.Input<string | undefined>;
  /** How long its keys last, in seconds, from 900 to what the role allows. Default 3600; new ones are got in time. */
  sessionExpiration?: pulumi.Input<number | undefined>;
  /** What the role's owner demands of callers from other accounts. */
  externalId?: pulumi.Input<string | undefined>;
}

/** A role of Alibaba Cloud that an identity provider's token stands for (AssumeRoleWithOIDC of STS), as in pods and pipelines. */
export interface AlicloudAssumeRoleWithOidc {
  /** The role's ARN. */
  roleArn: pulumi.Input<string>;
  /** The ARN of the identity provider, such as `acs:ram::1234567890123456:oidc-provider/github`. */
  oidcProviderArn: pulumi.Input<string>;
  /**
   * The token. Default: `oidcTokenFile`, else `CLOUD_GROUPS_OIDC_TOKEN`, else the one that GitHub issues to a job with `id-token: write`.
   */
  oidcToken?: pulumi.Input<string | undefined>;
  /** The file that holds the token. It is read whenever keys are got. */
  oidcTokenFile?: pulumi.Input<string | undefined>;
  /** Names the session in the cloud's audit log. Default: `pulumi-cloud-groups`. */
  roleSessionName?: pulumi.Input<string | undefined>;
  /** The same as `roleSessionName`, and goes before it. */
  sessionName?: pulumi.Input<string | undefined>;
  /** Narrows what the session may do: a policy as JSON. */
  policy?: pulumi.Input<string | undefined>;
  /** How long its keys last, in seconds, from 900 to what the role allows. Default 3600; new ones are got in time. */
  sessionExpiration?: pulumi.Input<number | undefined>;
}

/** A role of Tencent Cloud that the keys assume (AssumeRole of STS). */
export interface TencentcloudAssumeRole {
  /** The role's ARN, such as `qcs::cam::uin/100000000001:roleName/deployer`. */
  roleArn: pulumi.Input<string>;
  /** Names the session in the cloud's audit log. Default: `pulumi-cloud-groups`. */
  sessionName?: pulumi.Input<string | undefined>;
  /** How long its keys last, in seconds. Default 7200; new ones are got in time. */
  sessionDuration?: pulumi.Input<number | undefined>;
  /** Narrows what the session may do: a policy as JSON. */
  policy?: pulumi.Input<string | undefined>;
  /** What the role's owner demands of callers from other accounts. */
  externalId?: pulumi.Input<string | undefined>;
}

/** A role of Tencent Cloud that an identity provider's token stands for (AssumeRoleWithWebIdentity of STS), as in pipelines. */
export interface TencentcloudAssumeRoleWithWebIdentity {
  /** The role's ARN. */
  roleArn: pulumi.Input<string>;
  /** The name of the identity provider. Default: `OIDC`. */
  providerId?: pulumi.Input<string | undefined>;
  /**
   * The token. Default: `webIdentityTokenFile`, else `CLOUD_GROUPS_OIDC_TOKEN`, else the one that GitHub issues to a job with `id-token:
   * write`.
   */
  webIdentityToken?: pulumi.Input<string | undefined>;
  /** The file that holds the token. It is read whenever keys are got. */
  webIdentityTokenFile?: pulumi.Input<string | undefined>;
  /** Names the session in the cloud's audit log. Default: `pulumi-cloud-groups`. */
  sessionName?: pulumi.Input<string | undefined>;
  /** How long its keys last, in seconds. Default 7200; new ones are got in time. */
  sessionDuration?: pulumi.Input<number | undefined>;
  /** Narrows what the session may do: a policy as JSON. */
  policy?: pulumi.Input<string | undefined>;
}

/** An agency of Huawei Cloud that the keys assume. */
export interface HuaweicloudAssumeRole {
  /** Its name. */
  agencyName: pulumi.Input<string>;
  /** The name of the account (domain) that it is of; this or `domainId`. */
  domainName?: pulumi.Input<string | undefined>;
  /** The id of that account. */
  domainId?: pulumi.Input<string | undefined>;
  /** How long its keys last, in seconds, from 900 to 86400. Default 900; new ones are got in time. */
  duration?: pulumi.Input<number | undefined>;
}

/** An identity provider of Huawei Cloud, for whose token IAM gives one of its own. */
export interface HuaweicloudAssumeRoleWithOidc {
  /** The name of the identity provider. */
  idpId: pulumi.Input<string>;
  /** The token. Default: `idTokenFile`, else `CLOUD_GROUPS_OIDC_TOKEN`, else the one that GitHub issues to a job with `id-token: write`. */
  idToken?: pulumi.Input<string | undefined>;
  /** The file that holds the token. It is read whenever IAM is asked. */
  idTokenFile?: pulumi.Input<string | undefined>;
}

/**
 * Whose account of Alibaba Cloud, for `RamGroup`, `AxgGroup` and `AxgGroupNumbers`. What holds keys, tokens or policies is kept as a
 * secret.
 */
export interface AlicloudKeys {
  /** The id of the access key. Default: `ALIBABA_CLOUD_ACCESS_KEY_ID` or `ALICLOUD_ACCESS_KEY` in the environment. */
  accessKey?: pulumi.Input<string | undefined>;
  /** The secret of the access key. Default: `ALIBABA_CLOUD_ACCESS_KEY_SECRET` or `ALICLOUD_SECRET_KEY` in the environment. */
  secretKey?: pulumi.Input<string | undefined>;
  /** The token of temporary credentials. Default: `ALIBABA_CLOUD_SECURITY_TOKEN` or `ALICLOUD_SECURITY_TOKEN` in the environment. */
  securityToken?: pulumi.Input<string | undefined>;
  /**
   * The account's id, by which accounts are told apart; see `Provider`. In the environment it belongs to the keys there. Default:
   * `ALIBABA_CLOUD_ACCOUNT_ID` or `ALICLOUD_ACCOUNT_ID` in the environment.
   */
  accountId?: pulumi.Input<string | undefined>;
  /** A role that the keys, or whatever else is found, assume. */
  assumeRole?: pulumi.Input<AlicloudAssumeRole | undefined>;
  /** A role that needs no keys but a token. */
  assumeRoleWithOidc?: pulumi.Input<AlicloudAssumeRoleWithOidc | undefined>;
  /**
   * A profile of the file of the cloud's command line. Default: `ALIBABA_CLOUD_PROFILE` or `ALICLOUD_PROFILE` in the environment, else its
   * current one.
   */
  profile?: pulumi.Input<string | undefined>;
  /**
   * The file of the cloud's command line. Default: `ALIBABA_CLOUD_SHARED_CREDENTIALS_FILE` or `ALICLOUD_SHARED_CREDENTIALS_FILE` in the
   * environment, else `~/.aliyun/config.json`.
   */
  sharedCredentialsFile?: pulumi.Input<string | undefined>;
  /**
   * The name of the role that this machine (ECS) has. Default: `ALIBABA_CLOUD_ECS_METADATA` or `ALICLOUD_ECS_ROLE_NAME` in the environment.
   */
  ecsRoleName?: pulumi.Input<string | undefined>;
  /** A URL that gives keys out. Default: `ALIBABA_CLOUD_CREDENTIALS_URI` or `ALICLOUD_CREDENTIALS_URI` in the environment. */
  credentialsUri?: pulumi.Input<string | undefined>;
}

/** Whose account of Tencent Cloud, for `DeviceVirtualGroup`. What holds keys, tokens or policies is kept as a secret. */
export interface TencentcloudKeys {
  /** The id of the key. Default: `TENCENTCLOUD_SECRET_ID` in the environment. */
  secretId?: pulumi.Input<string | undefined>;
  /** The secret of the key. Default: `TENCENTCLOUD_SECRET_KEY` in the environment. */
  secretKey?: pulumi.Input<string | undefined>;
  /** The token of temporary credentials. Default: `TENCENTCLOUD_SECURITY_TOKEN` in the environment. */
  securityToken?: pulumi.Input<string | undefined>;
  /**
   * The account's id, by which accounts are told apart; see `Provider`. In the environment it belongs to the keys there. Default:
   * `TENCENTCLOUD_ACCOUNT_ID` in the environment.
   */
  accountId?: pulumi.Input<string | undefined>;
  /** A role that the keys, or whatever else is found, assume. */
  assumeRole?: pulumi.Input<TencentcloudAssumeRole | undefined>;
  /** A role that needs no keys but a token. */
  assumeRoleWithWebIdentity?: pulumi.Input<TencentcloudAssumeRoleWithWebIdentity | undefined>;
  /**
   * Whether to take the role of the pod (TKE) that this runs in, which its `TKE_…` variables name. Default: `TENCENTCLOUD_ENABLE_POD_OIDC`
   * in the environment, else false.
   */
  enablePodOidc?: pulumi.Input<boolean | undefined>;
  /** A profile of the cloud's command line. Default: `TENCENTCLOUD_PROFILE` in the environment, else `default`. */
  profile?: pulumi.Input<string | undefined>;
  /** The folder of the profiles. Default: `TENCENTCLOUD_SHARED_CREDENTIALS_DIR` in the environment, else `~/.tccli`. */
  sharedCredentialsDir?: pulumi.Input<string | undefined>;
  /** The name of the role that this machine (CVM) has. Default: `TENCENTCLOUD_CAM_ROLE_NAME` in the environment. */
  camRoleName?: pulumi.Input<string | undefined>;
}

/** Whose account of Huawei Cloud, and the location of its API gateway, for `ApigGroup`. What holds keys or tokens is kept as a secret. */
export interface HuaweicloudKeys {
  /** The id of the access key. Default: `HW_ACCESS_KEY` in the environment. */
  accessKey?: pulumi.Input<string | undefined>;
  /** The secret of the access key. Default: `HW_SECRET_KEY` in the environment. */
  secretKey?: pulumi.Input<string | undefined>;
  /** The token of temporary credentials. Default: `HW_SECURITY_TOKEN` in the environment. */
  securityToken?: pulumi.Input<string | undefined>;
  /** An IAM token, used if there is no access key. It expires after 24 hours. Default: `HW_AUTH_TOKEN` in the environment. */
  token?: pulumi.Input<string | undefined>;
  /** An agency that the keys, or whatever else is found, assume. */
  assumeRole?: pulumi.Input<HuaweicloudAssumeRole | undefined>;
  /** An identity provider, which needs no keys but a token. */
  assumeRoleWithOidc?: pulumi.Input<HuaweicloudAssumeRoleWithOidc | undefined>;
  /** Whether to take the agency of the machine (ECS) that this runs on. Default: `HW_ECS_AGENCY` in the environment, else false. */
  ecsAgency?: pulumi.Input<boolean | undefined>;
  /** A profile of the file of the cloud's command line. Default: `HW_PROFILE` in the environment, else its current one. */
  profile?: pulumi.Input<string | undefined>;
  /** The file of the cloud's command line. Default: `HW_SHARED_CONFIG_FILE` in the environment, else `~/.hcloud/config.json`. */
  sharedConfigFile?: pulumi.Input<string | undefined>;
  /** The id of the project. Default: `HW_PROJECT_ID` in the environment. */
  projectId?: pulumi.Input<string | undefined>;
  /**
   * The id of the account (domain), by which accounts are told apart if no project is given; see `Provider`. In the environment it belongs
   * to the keys there. Default: `HW_DOMAIN_ID` in the environment.
   */
  domainId?: pulumi.Input<string | undefined>;
  /** The region, such as `cn-north-4`. It decides the public endpoint. Default: `HW_REGION_NAME` in the environment. */
  region?: pulumi.Input<string | undefined>;
  /**
   * The domain of a cloud that is compatible with Huawei's, such as `otc.t-systems.com`. Default: `HW_CLOUD` in the environment, else the
   * domain of a region that is known to have its own (`eu-west-101`, `eu-de`, `eu-nl`, `eu-ch2`, `eu-west-0`), else `myhuaweicloud.com`.
   */
  cloud?: pulumi.Input<string | undefined>;
}

/** The arguments of `Provider`: the keys of the stack configuration, typed. */
export interface ProviderArgs {
  /** For Alibaba Cloud. */
  alicloud?: AlicloudKeys;
  /** For Tencent Cloud. */
  tencentcloud?: TencentcloudKeys;
  /** For Huawei Cloud. */
  huaweicloud?: HuaweicloudKeys;
  /** The token of a pipeline, to be exchanged for the credentials of a role. Default: `CLOUD_GROUPS_OIDC_TOKEN` in the environment. */
  oidcToken?: pulumi.Input<string | undefined>;
  /** What GitHub issues the token of a pipeline for. Default: `CLOUD_GROUPS_OIDC_AUDIENCE` in the environment, else `cloud-groups`. */
  oidcAudience?: pulumi.Input<string | undefined>;
  /**
   * The base URL of RAM. Plain `http:` is allowed only to loopback addresses. Default: `CLOUD_GROUPS_RAM_ENDPOINT` in the environment, else
   * `https://ram.aliyuncs.com`.
   */
  ramEndpoint?: pulumi.Input<string | undefined>;
  /** The base URL of Dyplsapi. Default: `CLOUD_GROUPS_DYPLS_ENDPOINT` in the environment, else `https://dyplsapi.aliyuncs.com`. */
  dyplsEndpoint?: pulumi.Input<string | undefined>;
  /** The base URL of iOA. Default: `CLOUD_GROUPS_IOA_ENDPOINT` in the environment, else `https://ioa.tencentcloudapi.com`. */
  ioaEndpoint?: pulumi.Input<string | undefined>;
  /** The base URL of the API gateway. Default: `CLOUD_GROUPS_APIG_ENDPOINT` in the environment, else Huawei Cloud's in the region. */
  apigEndpoint?: pulumi.Input<string | undefined>;
  /**
   * The base URL of an emulator, for each of these four APIs without an endpoint. If all keys are an emulator's, plain `http:` is allowed
   * to any host. Default: `CLOUD_GROUPS_EMULATOR` in the environment.
   */
  emulator?: pulumi.Input<string | undefined>;
  /**
   * `private` for your own deployment of iOA, with its `/capi/…` paths. Default: `CLOUD_GROUPS_IOA_DEPLOYMENT` in the environment, else
   * `public`.
   */
  ioaDeployment?: pulumi.Input<"public" | "private" | undefined>;
  /**
   * A file with the certificates of authorities to trust beside Node's own, in PEM, as for a private cloud or a proxy that looks inside.
   * Default: `CLOUD_GROUPS_CA_CERTIFICATE` in the environment.
   */
  caCertificate?: pulumi.Input<string | undefined>;
  /**
   * How long a connection may take, in seconds. Default: `CLOUD_GROUPS_CONNECT_TIMEOUT_SECONDS` in the environment, else `timeoutSeconds`,
   * and 10 at most.
   */
  connectTimeoutSeconds?: pulumi.Input<number | undefined>;
  /** How long each call's answer may take, in seconds. Default: `CLOUD_GROUPS_TIMEOUT_SECONDS` in the environment, else 10. */
  timeoutSeconds?: pulumi.Input<number | undefined>;
  /**
   * How long an operation may go on without a call that goes through, retries included, in seconds. Default:
   * `CLOUD_GROUPS_DEADLINE_SECONDS` in the environment, else 600.
   */
  deadlineSeconds?: pulumi.Input<number | undefined>;
}

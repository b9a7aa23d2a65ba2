import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Credentials, Emulator } from "../../../../../emulator";

export type Texts = Readonly<Record<string, string>>;

/** A way in: its name, what is configured, what is in the environment, and who asked whom for what. */
export type Way = readonly [
  name: string,
  settings: { config?: Texts; environment?: Texts },
  asked: readonly string[],
];

/** What stands in the test's folder. */
export interface Place {
  readonly emulator: Emulator;
  readonly keys: Credentials;
  readonly folder: string;
}

/** One that the emulator accepts. */
export const TOKEN = "emulator-oidc-token";
export const json = (value: object) => JSON.stringify(value);

export function alicloudWays({ emulator, keys, folder }: Place): Way[] {
  const { accessKey, secretKey } = keys.alicloud;
  const id = emulator.accounts[0].id;
  const arn = `acs:ram::${id}:role/deployer`;
  const config = { "alicloud:accessKey": accessKey, "alicloud:secretKey": secretKey };
  const environment = { ALIBABA_CLOUD_ACCESS_KEY_ID: accessKey, ALIBABA_CLOUD_ACCESS_KEY_SECRET: secretKey };
  const provider = {
    ALIBABA_CLOUD_ROLE_ARN: arn,
    ALIBABA_CLOUD_OIDC_PROVIDER_ARN: `acs:ram::${id}:oidc-provider/ci`,
  };
  const file = { "alicloud:sharedCredentialsFile": join(folder, "aliyun.json") };
  const pair = { access_key_id: accessKey, access_key_secret: secretKey };
  const oidc = {
    oidc_provider_arn: provider.ALIBABA_CLOUD_OIDC_PROVIDER_ARN,
    oidc_token_file: join(folder, "token"),
  };
  const printed = json({ mode: "AK", ...pair });
  const profiles = [
    { name: "AK", mode: "AK", ...pair },
    {
      name: "RamRoleArn",
      mode: "RamRoleArn",
      ...pair,
      ram_role_arn: arn,
      ram_session_name: "ci",
      expired_seconds: 900,
    },
    { name: "Chainable", mode: "ChainableRamRoleArn", source_profile: "Base", ram_role_arn: arn },
    // Another one than above, which has its keys already.
    { name: "Base", mode: "RamRoleArn", ...pair, ram_role_arn: arn, ram_session_name: "base" },
    { name: "EcsRamRole", mode: "EcsRamRole", ram_role_name: "emulator-role" },
    { name: "OIDC", mode: "OIDC", ram_role_arn: arn, ...oidc },
    { name: "URI", mode: "CredentialsURI", credentials_uri: `${emulator.url}/credentials` },
    { name: "External", mode: "External", process_command: `echo '${printed}'` },
  ];
  writeFileSync(join(folder, "aliyun.json"), json({ current: "AK", profiles }));
  const profile = (name: string) => ({ config: { ...file, "alicloud:profile": name } });
  return [
    ["keys in the configuration", { config }, ["LTAI CreateGroup"]],
    ["keys in the environment", { environment }, ["LTAI CreateGroup"]],
    [
      "alicloud:assumeRole",
      {
        config: { "alicloud:assumeRole": json({ roleArn: arn, sessionName: "ci", sessionExpiration: 900 }) },
        environment,
      },
      ["LTAI AssumeRole", "STS. CreateGroup"],
    ],
    [
      "alicloud:assumeRoleWithOidc",
      {
        config: {
          "alicloud:assumeRoleWithOidc": json({
            roleArn: arn,
            oidcProviderArn: provider.ALIBABA_CLOUD_OIDC_PROVIDER_ARN,
            oidcToken: TOKEN,
          }),
        },
      },
      ["nobody AssumeRoleWithOIDC", "STS. CreateGroup"],
    ],
    [
      "a pod's role (RRSA)",
      { environment: { ...provider, ALIBABA_CLOUD_OIDC_TOKEN_FILE: join(folder, "token") } },
      ["nobody AssumeRoleWithOIDC", "STS. CreateGroup"],
    ],
    [
      "a pipeline's token",
      { environment: { ...provider, CLOUD_GROUPS_OIDC_TOKEN: TOKEN } },
      ["nobody AssumeRoleWithOIDC", "STS. CreateGroup"],
    ],
    ["profile, mode AK", profile("AK"), ["LTAI CreateGroup"]],
    ["profile, mode RamRoleArn", profile("RamRoleArn"), ["LTAI AssumeRole", "STS. CreateGroup"]],
    [
      "profile, mode ChainableRamRoleArn",
      profile("Chainable"),
      ["LTAI AssumeRole", "STS. AssumeRole", "STS. CreateGroup"],
    ],
    [
      "profile, mode EcsRamRole",
      profile("EcsRamRole"),
      ["nobody CreateMetadataToken", "nobody GetRoleCredentials", "STS. CreateGroup"],
    ],
    ["profile, mode OIDC", profile("OIDC"), ["nobody AssumeRoleWithOIDC", "STS. CreateGroup"]],
    ["profile, mode CredentialsURI", profile("URI"), ["nobody GetCredentials", "STS. CreateGroup"]],
    ["profile, mode External", profile("External"), ["LTAI CreateGroup"]],
    [
      "a machine's role",
      { environment: { ALIBABA_CLOUD_ECS_METADATA: "emulator-role" } },
      ["nobody CreateMetadataToken", "nobody GetRoleCredentials", "STS. CreateGroup"],
    ],
    [
      "alicloud:credentialsUri",
      { config: { "alicloud:credentialsUri": `${emulator.url}/credentials` } },
      ["nobody GetCredentials", "STS. CreateGroup"],
    ],
  ];
}

export function tencentcloudWays({ emulator, keys, folder }: Place): Way[] {
  const { secretId, secretKey } = keys.tencentcloud;
  const roleArn = `qcs::cam::uin/${emulator.accounts[0].id}:roleName/deployer`;
  const config = { "tencentcloud:secretId": secretId, "tencentcloud:secretKey": secretKey };
  const environment = { TENCENTCLOUD_SECRET_ID: secretId, TENCENTCLOUD_SECRET_KEY: secretKey };
  const role = { TENCENTCLOUD_ASSUME_ROLE_ARN: roleArn, TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME: "ci" };
  writeFileSync(join(folder, "default.credential"), json({ secretId, secretKey }));
  const byToken = ["nobody AssumeRoleWithWebIdentity", "AKID CreateDeviceVirtualGroup"];
  return [
    ["keys in the configuration", { config }, ["AKID CreateDeviceVirtualGroup"]],
    ["keys in the environment", { environment }, ["AKID CreateDeviceVirtualGroup"]],
    [
      "tencentcloud:assumeRole",
      {
        config: { "tencentcloud:assumeRole": json({ roleArn, sessionName: "ci", sessionDuration: "1800" }) },
        environment,
      },
      ["AKID AssumeRole", "AKID CreateDeviceVirtualGroup"],
    ],
    [
      "a role in the environment",
      { environment: { ...environment, ...role } },
      ["AKID AssumeRole", "AKID CreateDeviceVirtualGroup"],
    ],
    [
      "tencentcloud:assumeRoleWithWebIdentity",
      {
        config: {
          "tencentcloud:assumeRoleWithWebIdentity": json({
            roleArn,
            providerId: "ci",
            webIdentityToken: TOKEN,
          }),
        },
      },
      byToken,
    ],
    [
      "a pipeline's token",
      {
        environment: { ...role, TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID: "ci", CLOUD_GROUPS_OIDC_TOKEN: TOKEN },
      },
      byToken,
    ],
    [
      "a pod's role (TKE)",
      {
        environment: {
          TENCENTCLOUD_ENABLE_POD_OIDC: "true",
          TKE_REGION: "ap-shanghai",
          TKE_PROVIDER_ID: "ci",
          TKE_ROLE_ARN: roleArn,
          TKE_WEB_IDENTITY_TOKEN_FILE: join(folder, "token"),
        },
      },
      byToken,
    ],
    [
      "a profile",
      { config: { "tencentcloud:sharedCredentialsDir": folder } },
      ["AKID CreateDeviceVirtualGroup"],
    ],
    [
      "a machine's role (CVM)",
      { config: { "tencentcloud:camRoleName": "emulator-role" } },
      ["nobody GetRoleCredentials", "AKID CreateDeviceVirtualGroup"],
    ],
  ];
}

export function huaweicloudWays({ emulator, keys, folder }: Place): Way[] {
  const { accessKey, secretKey, token } = keys.huaweicloud;
  const domainId = emulator.accounts[0].id;
  const config = { "huaweicloud:accessKey": accessKey, "huaweicloud:secretKey": secretKey };
  const environment = { HW_ACCESS_KEY: accessKey, HW_SECRET_KEY: secretKey };
  const profile = { name: "ci", accessKeyId: accessKey, secretAccessKey: secretKey };
  const agency = { ...profile, name: "agency", agencyName: "deployer", agencyDomainId: domainId };
  writeFileSync(join(folder, "hcloud.json"), json({ current: "ci", profiles: [profile, agency] }));
  const file = { "huaweicloud:sharedConfigFile": join(folder, "hcloud.json") };
  const byAgency = ["own createTemporaryAccessKeyByAgency", "issued createApiGroup"];
  return [
    ["keys in the configuration", { config }, ["own createApiGroup"]],
    ["keys in the environment", { environment }, ["own createApiGroup"]],
    ["a token", { environment: { HW_AUTH_TOKEN: token } }, ["token createApiGroup"]],
    [
      "huaweicloud:assumeRole",
      {
        config: { "huaweicloud:assumeRole": json({ agencyName: "deployer", domainId, duration: 900 }) },
        environment,
      },
      byAgency,
    ],
    [
      "an agency in the environment",
      {
        environment: {
          ...environment,
          HW_ASSUME_ROLE_AGENCY_NAME: "deployer",
          HW_ASSUME_ROLE_DOMAIN_ID: domainId,
        },
      },
      byAgency,
    ],
    [
      "huaweicloud:assumeRoleWithOidc",
      { config: { "huaweicloud:assumeRoleWithOidc": json({ idpId: "ci", idToken: TOKEN }) } },
      ["nobody createTokenWithIdToken", "token createApiGroup"],
    ],
    [
      "a pipeline's token",
      { environment: { HW_ASSUME_ROLE_IDP_ID: "ci", CLOUD_GROUPS_OIDC_TOKEN: TOKEN } },
      ["nobody createTokenWithIdToken", "token createApiGroup"],
    ],
    ["a profile", { config: file }, ["own createApiGroup"]],
    ["a profile with an agency", { config: { ...file, "huaweicloud:profile": "agency" } }, byAgency],
    [
      "a machine's agency (ECS)",
      { environment: { HW_ECS_AGENCY: "true" } },
      ["nobody CreateMetadataToken", "nobody GetRoleCredentials", "issued createApiGroup"],
    ],
  ];
}

import type { z } from "zod";

import type { CredentialSource } from "../../calls/credentials";
import { BLOCKS } from "../../settingBlocks";
import type { KeyPair, SettingOrigin, Settings } from "../../calls/settings";
import { KEY_PAIRS } from "../../settingTable";
import { alicloudProfile, DEFAULT_FILE } from "./alicloudProfile";
import { assumedRole, machineRole, oidcRole, uriCredentials } from "./alicloudRoles";
import { metadataService, tokenService, urlOf } from "./alicloudServices";
import { blockOf, blockShape, invalid, keySource, nearestSource, nothingFound, settingOf } from "./common";
import { OIDC_TOKEN_PLACES, oidcToken } from "./oidcToken";

type Source = CredentialSource<KeyPair>;

const roleShape = blockShape(BLOCKS.AlicloudAssumeRole);

const oidcShape = blockShape(BLOCKS.AlicloudAssumeRoleWithOidc);

/**
 * Where the keys for Alibaba Cloud come from. The order is that of the cloud's own libraries: what is configured before what is in the
 * environment, and in each of them a key pair, a token's role, a profile, a machine's role, a URL. A role of `alicloud:assumeRole` is assumed with
 * what was found. A machine's role must be named: no machine is asked whether it has one.
 *
 * Sources: help.aliyun.com, Terraform authentication and Node.js SDK: manage access credentials; aliyun/terraform-provider-alicloud.
 *
 * @throws ConfigurationError where nothing is found, with every place, or where something is wrong with what is found
 */
export function alicloudSource(settings: Settings): Source {
  const base = nearestSource(settings, WAYS);
  const role = blockOf(settings, "alicloud:assumeRole", roleShape);
  if (base === undefined)
    throw nothingFound("Alibaba Cloud", "alicloud:accessKey and alicloud:secretKey", PLACES);
  if (role === undefined) return base;
  if (role.roleArn === undefined) throw invalid("alicloud:assumeRole", "needs roleArn");
  const endpoint = tokenService(settings);
  const assumed = assumedRole("alicloud:assumeRole", { ...role, roleArn: role.roleArn, endpoint }, base);
  return { ...assumed, origin: "configuration" };
}

const PLACES = [
  "alicloud:assumeRoleWithOidc, profile or sharedCredentialsFile, ecsRoleName, credentialsUri in the configuration",
  "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY",
  `ALIBABA_CLOUD_ROLE_ARN and ALIBABA_CLOUD_OIDC_PROVIDER_ARN with ALIBABA_CLOUD_OIDC_TOKEN_FILE, ${OIDC_TOKEN_PLACES}`,
  `ALIBABA_CLOUD_PROFILE, or the current profile of ${DEFAULT_FILE}`,
  "ALIBABA_CLOUD_ECS_METADATA, the name of the machine's role",
  "ALIBABA_CLOUD_CREDENTIALS_URI",
];

const WAYS = [keySource(KEY_PAIRS.alicloud), oidcSource, profileSource, machineSource, uriSource];

function oidcSource(settings: Settings, origin: SettingOrigin): Source | undefined {
  const isConfigured = origin === "configuration";
  const block = isConfigured
    ? blockOf(settings, "alicloud:assumeRoleWithOidc", oidcShape)
    : {
        roleArn: settings.variable("ALIBABA_CLOUD_ROLE_ARN"),
        oidcProviderArn: settings.variable("ALIBABA_CLOUD_OIDC_PROVIDER_ARN"),
        oidcTokenFile: settings.variable("ALIBABA_CLOUD_OIDC_TOKEN_FILE"),
        sessionName: settings.variable("ALIBABA_CLOUD_ROLE_SESSION_NAME"),
      };
  if (block === undefined) return undefined;
  const name = isConfigured ? "alicloud:assumeRoleWithOidc" : "ALIBABA_CLOUD_ROLE_ARN";
  const given: Partial<z.infer<typeof oidcShape>> = block;
  const { roleArn, oidcProviderArn: providerArn } = given;
  if (!isConfigured && (roleArn === undefined || providerArn === undefined)) return undefined;
  if (roleArn === undefined || providerArn === undefined)
    throw invalid(name, "needs roleArn and oidcProviderArn");
  const token = oidcToken(settings, name, { token: given.oidcToken, file: given.oidcTokenFile });
  const { policy, sessionExpiration, roleSessionName, sessionName = roleSessionName } = given;
  const role = { roleArn, policy, sessionExpiration, sessionName, endpoint: tokenService(settings) };
  return oidcRole(name, role, { providerArn, token });
}

function profileSource(settings: Settings, origin: SettingOrigin): Source | undefined {
  const file = settingOf(settings, origin, "alicloud:sharedCredentialsFile");
  const profile = settingOf(settings, origin, "alicloud:profile");
  if (origin === "configuration" && file === undefined && profile === undefined) return undefined;
  const path = file?.value ?? settings.get("alicloud:sharedCredentialsFile");
  return alicloudProfile(settings, { file: path, profile: profile?.value });
}

function machineSource(settings: Settings, origin: SettingOrigin): Source | undefined {
  const role = settingOf(settings, origin, "alicloud:ecsRoleName");
  return role === undefined ? undefined : machineRole(role.name, role.value, metadataService(settings));
}

function uriSource(settings: Settings, origin: SettingOrigin): Source | undefined {
  const uri = settingOf(settings, origin, "alicloud:credentialsUri");
  return uri === undefined ? undefined : uriCredentials(uri.name, urlOf(uri.name, uri.value));
}

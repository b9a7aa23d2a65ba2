import { join } from "node:path";

import { z } from "zod";

import type { CredentialSource } from "../../calls/credentials";
import { BLOCKS } from "../../settingBlocks";
import type { KeyPair, SettingOrigin, Settings } from "../../calls/settings";
import { KEY_PAIRS } from "../../settingTable";
import {
  blockOf,
  blockShape,
  invalid,
  isOwnOfProvider,
  jsonFile,
  keySource,
  nearestSource,
  nothingFound,
  originOf,
  pathOf,
  seconds,
  settingOf,
  staticSource,
  text,
} from "./common";
import { OIDC_TOKEN_PLACES, oidcToken } from "./oidcToken";
import { assumedRole, machineRole, type TencentRole, webIdentityRole } from "./tencentcloudRoles";

type Source = CredentialSource<KeyPair>;

const roleShape = blockShape(BLOCKS.TencentcloudAssumeRole);

const webIdentityShape = blockShape(BLOCKS.TencentcloudAssumeRoleWithWebIdentity);

/**
 * Where the keys for Tencent Cloud come from: what is configured before what is in the environment, and in each of them a key pair, a token's
 * role, a pod's role, a profile, a machine's role. A role of `tencentcloud:assumeRole` is assumed with what was found.
 *
 * Sources: tencentcloudstack/terraform-provider-tencentcloud, `tencentcloud/provider.go` and its documentation; the SDK's credentials.
 *
 * @throws ConfigurationError where nothing is found, with every place, or where something is wrong with what is found
 */
export function tencentcloudSource(settings: Settings): Source {
  const base = nearestSource(settings, WAYS);
  const role = roleOf(settings, base);
  if (base === undefined)
    throw nothingFound("Tencent Cloud", "tencentcloud:secretId and tencentcloud:secretKey", PLACES);
  return role === undefined ? base : { ...assumedRole(role.name, role, base), origin: originOf(role.name) };
}

const DEFAULT_FOLDER = "~/.tccli";

const PLACES = [
  "tencentcloud:assumeRoleWithWebIdentity, enablePodOidc, profile or sharedCredentialsDir, camRoleName in the configuration",
  "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY",
  `TENCENTCLOUD_ASSUME_ROLE_ARN and TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID with TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN or _TOKEN_FILE, ${OIDC_TOKEN_PLACES}`,
  "TENCENTCLOUD_ENABLE_POD_OIDC with TKE_ROLE_ARN, TKE_PROVIDER_ID and TKE_WEB_IDENTITY_TOKEN_FILE",
  `TENCENTCLOUD_PROFILE, or the default profile in ${DEFAULT_FOLDER}`,
  "TENCENTCLOUD_CAM_ROLE_NAME, the name of the machine's role",
];

const WAYS = [keySource(KEY_PAIRS.tencentcloud), webIdentitySource, podSource, profileSource, machineSource];

/** The role that keys assume, which variables name, too, unless they name an identity provider besides. */
function roleOf(
  settings: Settings,
  base: Source | undefined,
): (TencentRole & { readonly name: string }) | undefined {
  const block = blockOf(settings, "tencentcloud:assumeRole", roleShape);
  if (block !== undefined) {
    const { roleArn, ...session } = block;
    if (roleArn === undefined) throw invalid("tencentcloud:assumeRole", "needs roleArn");
    return { name: "tencentcloud:assumeRole", roleArn, ...session };
  }
  if (isOwnOfProvider(settings, base)) return undefined;
  const { roleArn, providerId, ...session } = variablesOf(settings);
  return roleArn === undefined || providerId !== undefined || session.sessionName === undefined
    ? undefined
    : { name: "TENCENTCLOUD_ASSUME_ROLE_ARN", roleArn, ...session };
}

function variablesOf(settings: Settings) {
  const variable = (name: string) => settings.variable(`TENCENTCLOUD_ASSUME_ROLE_${name}`);
  return {
    roleArn: variable("ARN"),
    providerId: variable("PROVIDER_ID"),
    sessionName: variable("SESSION_NAME"),
    sessionDuration: seconds.parse(variable("SESSION_DURATION")),
    policy: variable("POLICY"),
    externalId: variable("EXTERNAL_ID"),
  };
}

function webIdentitySource(settings: Settings, origin: SettingOrigin): Source | undefined {
  if (origin === "configuration") {
    const name = "tencentcloud:assumeRoleWithWebIdentity";
    const block = blockOf(settings, name, webIdentityShape);
    if (block === undefined) return undefined;
    const { roleArn, providerId = "OIDC", webIdentityToken, webIdentityTokenFile, ...session } = block;
    if (roleArn === undefined) throw invalid(name, "needs roleArn");
    const token = oidcToken(settings, name, { token: webIdentityToken, file: webIdentityTokenFile });
    return webIdentityRole(name, { roleArn, ...session }, { providerId, token });
  }
  const { roleArn, providerId, externalId: _, ...session } = variablesOf(settings);
  if (roleArn === undefined || providerId === undefined) return undefined;
  const given = {
    token: settings.variable("TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN"),
    file: settings.variable("TENCENTCLOUD_ASSUME_ROLE_WEB_IDENTITY_TOKEN_FILE"),
  };
  const name = "TENCENTCLOUD_ASSUME_ROLE_ARN";
  const token = oidcToken(settings, name, given);
  return webIdentityRole(name, { roleArn, ...session }, { providerId, token });
}

/** The role of a pod of TKE, which its variables name (cloud.tencent.com/document/product/457/79763). */
function podSource(settings: Settings, origin: SettingOrigin): Source | undefined {
  const enabled = settingOf(settings, origin, "tencentcloud:enablePodOidc");
  if (enabled?.value !== "true") return undefined;
  const need = (variable: string): string => {
    const value = settings.variable(variable);
    if (value === undefined)
      throw invalid(enabled.name, `needs ${variable} in the environment, which pods of TKE have`);
    return value;
  };
  const token = oidcToken(settings, enabled.name, { file: need("TKE_WEB_IDENTITY_TOKEN_FILE") });
  const identity = { providerId: need("TKE_PROVIDER_ID"), token, region: settings.variable("TKE_REGION") };
  return webIdentityRole(enabled.name, { roleArn: need("TKE_ROLE_ARN") }, identity);
}

/** A profile of the command line: a file for each, with JSON (github.com/TencentCloud/tencentcloud-cli, configure). */
const profileShape = z.object({
  secretId: text,
  secretKey: text,
  token: text,
  "role-arn": text,
  "role-session-name": text,
});

function profileSource(settings: Settings, origin: SettingOrigin): Source | undefined {
  const folder = settingOf(settings, origin, "tencentcloud:sharedCredentialsDir");
  const profile = settingOf(settings, origin, "tencentcloud:profile");
  const isAsked = folder !== undefined || profile !== undefined;
  if (origin === "configuration" && !isAsked) return undefined;
  const place = folder?.value ?? settings.get("tencentcloud:sharedCredentialsDir") ?? DEFAULT_FOLDER;
  const path = join(pathOf(place), `${profile?.value ?? "default"}.credential`);
  const found = jsonFile(path, profileShape);
  if (found === undefined) {
    if (isAsked) throw invalid(path, "does not exist: the profile is looked for there");
    return undefined;
  }
  const {
    secretId: id,
    secretKey: secret,
    token,
    "role-arn": roleArn,
    "role-session-name": sessionName,
  } = found;
  if (id === undefined || secret === undefined) throw invalid(path, "has no secretId and secretKey");
  const base = staticSource(path, { id, secret, token });
  return roleArn === undefined ? base : assumedRole(path, { roleArn, sessionName }, base);
}

function machineSource(settings: Settings, origin: SettingOrigin): Source | undefined {
  const role = settingOf(settings, origin, "tencentcloud:camRoleName");
  return role === undefined ? undefined : machineRole(role.name, role.value, settings);
}

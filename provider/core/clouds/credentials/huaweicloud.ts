import { z } from "zod";

import type { CredentialSource } from "../../calls/credentials";
import { BLOCKS } from "../../settingBlocks";
import type { KeyPair, SettingOrigin, Settings } from "../../calls/settings";
import { KEY_PAIRS } from "../../settingTable";
import type { Proof } from "../huaweicloudRest";
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
  profileNamed,
  seconds,
  settingOf,
  staticSource,
  text,
} from "./common";
import { type Agency, assumedAgency, machineAgency, oidcIdentity } from "./huaweicloudRoles";
import { OIDC_TOKEN_PLACES, oidcToken } from "./oidcToken";

type Source = CredentialSource<Proof>;

const agencyShape = blockShape(BLOCKS.HuaweicloudAssumeRole);
const oidcShape = blockShape(BLOCKS.HuaweicloudAssumeRoleWithOidc);

/**
 * What proves to Huawei Cloud who calls: what is configured before what is in the environment, and in each of them a key pair, a token, an identity
 * provider's token, a profile, a machine's agency. An agency of `huaweicloud:assumeRole` is assumed with what was found. A machine is asked for its
 * agency only where `huaweicloud:ecsAgency` says so.
 *
 * Source: huaweicloud/terraform-provider-huaweicloud, `huaweicloud/config/auth.go` and its documentation.
 *
 * @throws ConfigurationError where nothing is found, with every place, or where something is wrong with what is found
 */
export function huaweicloudSource(settings: Settings): Source {
  const base = nearestSource(settings, WAYS);
  const agency = agencyOf(settings, base);
  if (base === undefined)
    throw nothingFound("Huawei Cloud", "huaweicloud:accessKey and huaweicloud:secretKey", PLACES);
  return agency === undefined
    ? base
    : { ...assumedAgency(agency.name, agency, base), origin: originOf(agency.name) };
}

const DEFAULT_FILE = "~/.hcloud/config.json";

const PLACES = [
  "huaweicloud:token in the configuration",
  "huaweicloud:assumeRoleWithOidc, profile or sharedConfigFile, ecsAgency in the configuration",
  "HW_ACCESS_KEY and HW_SECRET_KEY, or HW_AUTH_TOKEN",
  `HW_ASSUME_ROLE_IDP_ID with HW_ASSUME_ROLE_ID_TOKEN or HW_ASSUME_ROLE_ID_TOKEN_FILE, ${OIDC_TOKEN_PLACES}`,
  `HW_PROFILE, or the current profile of ${DEFAULT_FILE}`,
  "HW_ECS_AGENCY, for the agency of the machine",
];

const WAYS = [pairSource, tokenSource, oidcSource, profileSource, machineSource];

function pairSource(settings: Settings, origin: SettingOrigin): Source | undefined {
  const [id, secret] = KEY_PAIRS.huaweicloud;
  const hasPair = [id, secret].every((key) => settingOf(settings, origin, key) !== undefined);
  // Half a pair is an error, but beside a token, which says who calls.
  if (!hasPair && settingOf(settings, origin, "huaweicloud:token") !== undefined) return undefined;
  const source = keySource(KEY_PAIRS.huaweicloud)(settings, origin);
  return source && signing(source);
}

/** The source of keys that sign. */
function signing(source: CredentialSource<KeyPair>): Source {
  return {
    ...source,
    issue: async (operation) => {
      const { keys, expiresAt } = await source.issue(operation);
      return { keys: { keys }, expiresAt };
    },
  };
}

function tokenSource(settings: Settings, origin: SettingOrigin): Source | undefined {
  const token = settingOf(settings, origin, "huaweicloud:token");
  if (token === undefined) return undefined;
  const { name, value } = token;
  return {
    name,
    id: JSON.stringify([name, value]),
    accountKey: value,
    isDirect: true,
    isRenewable: false,
    issue: () => Promise.resolve({ keys: { token: value } }),
  };
}

function oidcSource(settings: Settings, origin: SettingOrigin): Source | undefined {
  const isConfigured = origin === "configuration";
  const name = isConfigured ? "huaweicloud:assumeRoleWithOidc" : "HW_ASSUME_ROLE_IDP_ID";
  const block = isConfigured
    ? blockOf(settings, "huaweicloud:assumeRoleWithOidc", oidcShape)
    : {
        idpId: settings.variable("HW_ASSUME_ROLE_IDP_ID"),
        idToken: settings.variable("HW_ASSUME_ROLE_ID_TOKEN"),
        idTokenFile: settings.variable("HW_ASSUME_ROLE_ID_TOKEN_FILE"),
      };
  if (block === undefined) return undefined;
  if (block.idpId === undefined) {
    if (!isConfigured) return undefined;
    throw invalid(name, "needs idpId, the name of the identity provider");
  }
  const token = oidcToken(settings, name, { token: block.idToken, file: block.idTokenFile });
  return oidcIdentity(name, { idpId: block.idpId, token });
}

/** The agency that keys assume, which variables name, too. */
function agencyOf(
  settings: Settings,
  base: Source | undefined,
): (Agency & { readonly name: string }) | undefined {
  const variable = (name: string) => settings.variable(`HW_ASSUME_ROLE_${name}`);
  const block = blockOf(settings, "huaweicloud:assumeRole", agencyShape);
  if (block === undefined && isOwnOfProvider(settings, base)) return undefined;
  const name = block === undefined ? "HW_ASSUME_ROLE_AGENCY_NAME" : "huaweicloud:assumeRole";
  const { agencyName, domainName, domainId, duration } = block ?? {
    agencyName: variable("AGENCY_NAME"),
    domainName: variable("DOMAIN_NAME"),
    domainId: variable("DOMAIN_ID"),
    duration: seconds.parse(variable("DURATION")),
  };
  if (agencyName === undefined && block === undefined) return undefined;
  if (agencyName === undefined || (domainName === undefined && domainId === undefined))
    throw invalid(name, "needs the agency's name, and the name or id of the account (domain) that it is of");
  return { name, agencyName, domainName, domainId, duration };
}

/** A profile of the command line KooCLI. */
const profileShape = z.object({
  name: z.string(),
  accessKeyId: text,
  secretAccessKey: text,
  securityToken: text,
  agencyName: text,
  agencyDomainId: text,
  agencyDomainName: text,
  ssoAuth: z
    .object({
      stsToken: z.object({ accessKeyId: text, secretAccessKey: text, securityToken: text }).optional(),
    })
    .optional(),
});
const fileShape = z.object({ current: text, profiles: z.array(profileShape) });

function profileSource(settings: Settings, origin: SettingOrigin): Source | undefined {
  const file = settingOf(settings, origin, "huaweicloud:sharedConfigFile");
  const profile = settingOf(settings, origin, "huaweicloud:profile");
  const isAsked = file !== undefined || profile !== undefined;
  if (origin === "configuration" && !isAsked) return undefined;
  const path = pathOf(file?.value ?? settings.get("huaweicloud:sharedConfigFile") ?? DEFAULT_FILE);
  const content = jsonFile(path, fileShape);
  if (content === undefined) {
    if (isAsked) throw invalid(path, "does not exist: the profile is looked for there");
    return undefined;
  }
  const name = profile?.value ?? content.current;
  if (name === undefined) return undefined;
  return ofProfile(`profile "${name}" of ${path}`, profileNamed(path, content.profiles, name));
}

function ofProfile(what: string, profile: z.infer<typeof profileShape>): Source {
  const {
    accessKeyId: id,
    secretAccessKey: secret,
    securityToken: token,
  } = profile.ssoAuth?.stsToken ?? profile;
  if (id === undefined || secret === undefined) throw invalid(what, "has no accessKeyId and secretAccessKey");
  const base = signing(staticSource(what, { id, secret, token }));
  const { agencyName, agencyDomainName: domainName, agencyDomainId: domainId } = profile;
  return agencyName === undefined ? base : assumedAgency(what, { agencyName, domainName, domainId }, base);
}

function machineSource(settings: Settings, origin: SettingOrigin): Source | undefined {
  const setting = settingOf(settings, origin, "huaweicloud:ecsAgency");
  return setting?.value === "true" ? machineAgency(setting.name, settings) : undefined;
}

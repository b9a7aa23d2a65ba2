import { ConfigurationError } from "../calls/errors";
import type { Settings } from "../calls/settings";
import { sourceIfAny } from "./credentials";

/**
 * Settings by which the clouds' own providers choose who acts, and which this package does not support: each entry's keys together. Source: the
 * configuration of these providers and what their code makes of it: tencentcloudstack/terraform-provider-tencentcloud `tencentcloud/provider.go`,
 * huaweicloud/terraform-provider-huaweicloud `huaweicloud/config/auth.go`. Alibaba Cloud's has none.
 */
const UNSUPPORTED = {
  alicloud: { keys: [], withoutOthers: [], variables: [] },
  tencentcloud: {
    keys: [["tencentcloud:assumeRoleWithSaml"], ["tencentcloud:mfaCertification"]],
    withoutOthers: [],
    variables: [
      ["TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER", "TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE"],
    ],
  },
  huaweicloud: {
    keys: [["huaweicloud:agencyName", "huaweicloud:agencyDomainName"]],
    // A password acts where the configuration has nothing else.
    withoutOthers: [["huaweicloud:userName"], ["huaweicloud:userId"]],
    variables: [["OS_AGENCY_NAME", "OS_AGENCY_DOMAIN_NAME"]],
  },
} as const satisfies Readonly<
  Record<string, Readonly<Record<"keys" | "withoutOthers" | "variables", readonly (readonly string[])[]>>>
>;

/**
 * The error where settings make the cloud's own provider act as somebody else than this package would: it would make groups in another account.
 * The environment says nothing of an explicit Provider.
 */
export function unsupportedActor(
  settings: Settings,
  cloud: keyof typeof UNSUPPORTED,
): ConfigurationError | undefined {
  const { keys, withoutOthers, variables } = UNSUPPORTED[cloud];
  const isThere = (together: readonly string[]) => together.every((key) => isMeant(settings.lookUp(key)));
  const isExplicit = settings.get("cloud-groups:provider") !== undefined;
  const found =
    keys.find(isThere) ??
    withoutOthers.find(
      (together) => isThere(together) && sourceIfAny(settings, cloud)?.origin !== "configuration",
    ) ??
    (isExplicit ? undefined : variables.find((names) => names.every((name) => settings.variable(name))));
  if (found === undefined) return undefined;
  const decide = found.length === 1 ? "decides" : "decide";
  return new ConfigurationError(
    "UnsupportedIdentity",
    `${found.join(" with ")} ${decide} who acts for the cloud's own provider, and pulumi-cloud-groups does not support that. ` +
      'Give these groups a Provider with a way that it supports: `new Provider("groups", …)`',
  );
}

/** Whether a setting says anything: blocks come as JSON, whose members may all be empty. */
function isMeant(text: string | undefined): boolean {
  if (text === undefined) return false;
  try {
    return hasContent(JSON.parse(text));
  } catch {
    return text.trim() !== "";
  }
}

function hasContent(value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some(hasContent);
  return value !== null && value !== false && value !== "";
}

import { ConfigurationError } from "../calls/errors";
import type { SettingKey, Settings } from "../calls/settings";

/**
 * Settings by which the clouds' own providers choose who acts, and which this package does not support. Source: the configuration of
 * these providers (`alicloud`, `tencentcloud` and `huaweicloud` for Pulumi, whose names are those of the Terraform providers in another
 * spelling) and what their code makes of it: aliyun/terraform-provider-alicloud `alicloud/provider.go` and `connectivity/config.go`,
 * tencentcloudstack/terraform-provider-tencentcloud `tencentcloud/provider.go`, huaweicloud/terraform-provider-huaweicloud
 * `huaweicloud/config/auth.go`.
 */
interface CloudActors {
  /** Of the configuration, what acts whatever keys there are: each entry's keys together. */
  readonly always: readonly (readonly string[])[];
  /** What acts where there are no keys. Keys that stand in the configuration themselves go before it. */
  readonly withoutKeys: readonly string[];
  /** Variables of the environment that act whatever keys there are: each entry's together. Others only replace missing keys. */
  readonly variables: readonly (readonly string[])[];
  readonly pair: readonly [SettingKey, SettingKey];
  /** What stands for a key pair. */
  readonly token?: SettingKey;
  /** The arguments of a Provider. */
  readonly arguments: string;
}

const ACTORS = {
  alicloud: {
    always: [["alicloud:assumeRole"]],
    withoutKeys: [
      "alicloud:assumeRoleWithOidc",
      "alicloud:profile",
      "alicloud:ecsRoleName",
      "alicloud:credentialsUri",
      "alicloud:sharedCredentialsFile",
    ],
    variables: [],
    pair: ["alicloud:accessKey", "alicloud:secretKey"],
    arguments: "{ alicloud: { accountId, accessKey, secretKey, securityToken } }",
  },
  tencentcloud: {
    always: [
      ["tencentcloud:assumeRole"],
      ["tencentcloud:assumeRoleWithSaml"],
      ["tencentcloud:assumeRoleWithWebIdentity"],
      ["tencentcloud:camRoleName"],
      ["tencentcloud:mfaCertification"],
      ["tencentcloud:enablePodOidc"],
    ],
    withoutKeys: ["tencentcloud:profile", "tencentcloud:sharedCredentialsDir"],
    variables: [
      ["TENCENTCLOUD_ASSUME_ROLE_ARN", "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME"],
      ["TENCENTCLOUD_CAM_ROLE_NAME"],
      ["TENCENTCLOUD_MFA_CERTIFICATION_SERIAL_NUMBER", "TENCENTCLOUD_MFA_CERTIFICATION_TOKEN_CODE"],
    ],
    pair: ["tencentcloud:secretId", "tencentcloud:secretKey"],
    arguments: "{ tencentcloud: { accountId, secretId, secretKey, securityToken } }",
  },
  huaweicloud: {
    always: [
      ["huaweicloud:assumeRole"],
      ["huaweicloud:assumeRoleWithOidc"],
      ["huaweicloud:agencyName", "huaweicloud:agencyDomainName"],
    ],
    withoutKeys: [
      "huaweicloud:profile",
      "huaweicloud:sharedConfigFile",
      "huaweicloud:userName",
      "huaweicloud:userId",
    ],
    variables: [
      ["HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_DOMAIN_NAME"],
      ["HW_ASSUME_ROLE_AGENCY_NAME", "HW_ASSUME_ROLE_DOMAIN_ID"],
      ["OS_AGENCY_NAME", "OS_AGENCY_DOMAIN_NAME"],
    ],
    pair: ["huaweicloud:accessKey", "huaweicloud:secretKey"],
    token: "huaweicloud:token",
    arguments: "{ huaweicloud: { accessKey, secretKey, securityToken, projectId, region } }",
  },
} as const satisfies Readonly<Record<string, CloudActors>>;

/**
 * The error where settings make the cloud's own provider act as somebody else than this package would: it would make groups in another
 * account. An explicit Provider has no such settings, and keys that it is given are what its groups are meant to have.
 */
export function unsupportedActor(
  settings: Settings,
  cloud: keyof typeof ACTORS,
): ConfigurationError | undefined {
  const actors: CloudActors = ACTORS[cloud];
  const origin = settings.pairOrigin(...actors.pair);
  const isTokenNear = actors.token !== undefined && settings.isConfigured(actors.token);
  const areKeysNear = origin === "configuration" || isTokenNear;
  const isOwn = settings.get("cloud-groups:provider") !== undefined && areKeysNear;
  const configured = [...actors.always, ...(areKeysNear ? [] : actors.withoutKeys.map((key) => [key]))].find(
    (keys) => keys.every((key) => isMeant(settings.lookUp(key))),
  );
  const found =
    configured ??
    (isOwn ? undefined : actors.variables.find((names) => names.every((name) => settings.variable(name))));
  if (found === undefined) return undefined;
  const acts =
    origin === undefined && !isTokenNear
      ? "and finds no keys of its own"
      : `and would use the keys in the ${areKeysNear ? "configuration" : "environment"}, perhaps of another account`;
  const verb = found.length === 1 ? "decides" : "decide";
  return new ConfigurationError(
    "UnsupportedIdentity",
    `${found.join(" with ")} ${verb} who acts for the cloud's own provider. pulumi-cloud-groups does not support that yet ${acts}. ` +
      `Give these groups a Provider with their own keys, such as a role's temporary ones: \`new Provider("groups", ${actors.arguments})\``,
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

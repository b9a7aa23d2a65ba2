import type { Accounts, IssuedKey } from "../accounts";
import { credentialsOf as alicloudCredentials } from "../identity/alicloud";
import { credentialOf as huaweicloudCredential } from "../identity/huaweicloudKeys";
import { credentialsOf as tencentcloudCredentials } from "../identity/tencentcloudRoles";
import type { CloudName } from "../keyPairs";
import { isoSeconds } from "../lifetime";
import { Refusal } from "../refusal";
import type { SessionRule } from "./sessionTokens";

interface BaseRoute {
  readonly cloud: CloudName;
  readonly operation: string;
  readonly method: "GET" | "PUT";
  readonly path: RegExp;
  /** Where it tells nothing without a session token. */
  readonly session?: SessionRule;
}

/** What a metadata service has at a path: a session token, or something that it tells as text or JSON. */
export type Route =
  | (BaseRoute & { readonly ttlHeader: string })
  | (BaseRoute & {
      readonly ttlHeader?: never;
      readonly run: (accounts: Accounts, role: string) => string | object;
    });

/** The one role of the machine. */
const ROLE = "emulator-role";
const HOUR_SECONDS = 3600;

const alicloudSession: SessionRule = { header: "x-aliyun-ecs-metadata-token", status: 403 };
const huaweicloudSession: SessionRule = { header: "x-metadata-token", status: 401 };

/**
 * The paths of the metadata services.
 *
 * Source: https://help.aliyun.com/zh/ecs/user-guide/view-instance-metadata (in its security hardening mode),
 * https://cloud.tencent.com/document/product/213/4934 and https://support.huaweicloud.com/usermanual-ecs/ecs_03_0166.html; for the
 * credentials URI https://help.aliyun.com/zh/sdk/developer-reference/v2-manage-node-js-access-credentials.
 */
export const ROUTES: readonly Route[] = [
  {
    cloud: "alicloud",
    operation: "CreateMetadataToken",
    method: "PUT",
    path: /^\/latest\/api\/token$/,
    ttlHeader: "x-aliyun-ecs-metadata-token-ttl-seconds",
  },
  {
    cloud: "alicloud",
    operation: "GetRoleName",
    method: "GET",
    path: /^\/latest\/meta-data\/ram\/security-credentials\/?$/,
    session: alicloudSession,
    run: () => ROLE,
  },
  {
    cloud: "alicloud",
    operation: "GetRoleCredentials",
    method: "GET",
    path: /^\/latest\/meta-data\/ram\/security-credentials\/(?<role>[^/]+)$/,
    session: alicloudSession,
    run: (accounts, role) => ({
      Code: "Success",
      ...alicloudCredentials(issue(accounts, "alicloud", role, 6 * HOUR_SECONDS)),
      LastUpdated: isoSeconds(new Date()),
    }),
  },
  {
    cloud: "alicloud",
    operation: "GetCredentials",
    method: "GET",
    path: /^\/credentials$/,
    run: (accounts) => ({
      Code: "Success",
      ...alicloudCredentials(issue(accounts, "alicloud", ROLE, HOUR_SECONDS)),
    }),
  },
  {
    cloud: "tencentcloud",
    operation: "GetRoleName",
    method: "GET",
    path: /^\/latest\/meta-data\/cam\/security-credentials\/?$/,
    run: () => ROLE,
  },
  {
    cloud: "tencentcloud",
    operation: "GetRoleCredentials",
    method: "GET",
    path: /^\/latest\/meta-data\/cam\/security-credentials\/(?<role>[^/]+)$/,
    run: (accounts, role) => ({
      ...tencentcloudCredentials(issue(accounts, "tencentcloud", role, 6 * HOUR_SECONDS)),
      Code: "Success",
    }),
  },
  {
    cloud: "huaweicloud",
    operation: "CreateMetadataToken",
    method: "PUT",
    path: /^\/meta-data\/latest\/api\/token$/,
    ttlHeader: "x-metadata-token-ttl-seconds",
  },
  {
    cloud: "huaweicloud",
    operation: "GetRoleCredentials",
    method: "GET",
    path: /^\/openstack\/latest\/securitykey$/,
    session: huaweicloudSession,
    run: (accounts) => huaweicloudCredential(issue(accounts, "huaweicloud", ROLE, 24 * HOUR_SECONDS)),
  },
];

/** A key of the machine's role. @throws Refusal where it has no such role */
function issue(accounts: Accounts, cloud: CloudName, name: string, seconds: number): IssuedKey {
  if (name !== ROLE) throw new Refusal("404", "Not Found", 404);
  return accounts.issue(cloud, { account: accounts.all[0], role: { name, session: "machine" }, seconds });
}

import { z } from "zod";

import { callAlicloud } from "./alicloud";
import { parseAnswer } from "../calls/answers";
import { credentialsOf } from "../calls/credentials";
import { fetchJson } from "./credentials/fetching";
import { huaweicloudSource } from "./credentials/huaweicloud";
import { identityService } from "./credentials/huaweicloudRoles";
import { tencentTokenService } from "./credentials/tencentcloudServices";
import type { Operation } from "../calls/operation";
import type { SettingKey, Settings } from "../calls/settings";
import { callTencent } from "./tencentcloud";

/** Whose keys a cloud is called with, as it tells. */
export interface CallerIdentity {
  /** The account's id: Alibaba Cloud's AccountId, Tencent Cloud's Uin of the root account, Huawei Cloud's domain. */
  readonly id: string;
  /** The project of a token of Huawei Cloud, where it is of one. */
  readonly project?: string | undefined;
  /** What of the account it is, where the answer says it: `role deployer`. */
  readonly actor?: string | undefined;
}

/**
 * Asks Alibaba Cloud: GetCallerIdentity of STS 2015-04-01 (help.aliyun.com, api-sts-2015-04-01-getcalleridentity), which takes no
 * parameters, and needs no permission. Its public host serves all regions.
 *
 * @returns nothing where the groups are at an endpoint of the user's own: whose keys they are, only that one knows
 */
export async function alicloudIdentity(operation: Operation): Promise<CallerIdentity | undefined> {
  const { settings } = operation;
  if (isElsewhere(settings, ["cloud-groups:ramEndpoint", "cloud-groups:dyplsEndpoint"], "aliyuncs.com"))
    return undefined;
  const endpoint = settings.endpoint("cloud-groups:emulator", () => "https://sts.aliyuncs.com");
  const api = { version: "2015-04-01", endpoint, permissions: {} };
  const body = await callAlicloud(operation, api, "GetCallerIdentity", {}, true);
  const { AccountId: id, Arn: arn } = parseAnswer("GetCallerIdentity", answerShape, body);
  const [, kind, name] = /:(?:assumed-)?(role|user)\/([^/]+)/.exec(arn ?? "") ?? [];
  return { id, actor: name === undefined ? undefined : `${kind} ${name}` };
}

/**
 * Asks Tencent Cloud: GetCallerIdentity of STS 2018-08-13 (cloud.tencent.com/document/api/1312/66098), for keys of root accounts, users and
 * roles alike.
 *
 * @returns nothing where the groups are at an endpoint of the user's own, as in a private deployment
 */
export async function tencentcloudIdentity(operation: Operation): Promise<CallerIdentity | undefined> {
  const { settings } = operation;
  if (settings.get("cloud-groups:ioaDeployment") === "private") return undefined;
  if (isElsewhere(settings, ["cloud-groups:ioaEndpoint"], "tencentcloudapi.com")) return undefined;
  const api = tencentTokenService(settings);
  const call = { action: "GetCallerIdentity", path: "/", body: {}, repeatable: true };
  const answer = await callTencent(operation, api, call);
  return { id: parseAnswer("GetCallerIdentity", answerShape, answer).AccountId };
}

const answerShape = z.object({ AccountId: z.string().min(1), Arn: z.string().optional() });

/**
 * Asks Huawei Cloud of a token, which comes of one project or account: KeystoneValidateToken of IAM v3 (support.huaweicloud.com, api-iam,
 * iam_30_0004), which a user may ask of his own token without a permission. Key pairs work only with a project's id, which is then known.
 *
 * @returns nothing for key pairs, and where the gateway is at an endpoint of the user's own
 */
export async function huaweicloudIdentity(operation: Operation): Promise<CallerIdentity | undefined> {
  const { settings } = operation;
  if (isElsewhere(settings, ["cloud-groups:apigEndpoint"], "myhuaweicloud.com")) return undefined;
  const proof = await credentialsOf(huaweicloudSource(settings)).get(operation);
  if (!("token" in proof)) return undefined;
  const { token } = proof;
  const fetching = {
    name: "validateToken",
    // A token is shown to its own cloud alone.
    endpoint: identityService(settings),
    path: "/v3/auth/tokens?nocatalog=true",
    headers: { "x-auth-token": token, "x-subject-token": token },
    secrets: [token],
  };
  const { user, project } = (await fetchJson(operation, fetching, tokenShape)).token;
  return { id: user.domain.id, project: project?.id };
}

const tokenShape = z.object({
  token: z.object({
    project: z.object({ id: z.string() }).optional(),
    user: z.object({ domain: z.object({ id: z.string() }) }),
  }),
});

/** Whether one of the APIs is called at a host that is none of the cloud's. */
function isElsewhere(settings: Settings, keys: readonly SettingKey[], domain: string): boolean {
  return keys.some((key) => {
    const url = settings.get(key);
    return url !== undefined && !(URL.canParse(url) && new URL(url).hostname.endsWith(`.${domain}`));
  });
}

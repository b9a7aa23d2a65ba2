import type { RpcApi } from "../alibaba/gateway";
import type { Context } from "../api";
import { Refusal } from "../refusal";

/** Temporary keys have it in front of their ids. */
const TEMPORARY = "STS.";

/** STS 2015-04-01 of Alibaba Cloud, of which there is GetCallerIdentity alone: it takes no parameters and needs no permission. */
export const stsApi: RpcApi = {
  name: "sts",
  version: "2015-04-01",
  host: "sts.aliyuncs.com",
  operations: new Map([["GetCallerIdentity", { writes: false, run: getCallerIdentity }]]),
  success: {},
  throttled: new Refusal("Throttling.User", "Request was denied due to user flow control.", 400),
  broken: new Refusal(
    "InternalError",
    "STS Server Internal Error happened, please send the RequestId to us.",
    500,
  ),
};

function getCallerIdentity({ account: { id }, accessKey }: Context): Readonly<Record<string, unknown>> {
  if (accessKey.startsWith(TEMPORARY)) {
    const RoleId = `3${id}`;
    const Arn = `acs:ram::${id}:assumed-role/emulated/session`;
    return { IdentityType: "AssumedRoleUser", AccountId: id, PrincipalId: `${RoleId}:session`, RoleId, Arn };
  }
  const UserId = `2${id}`;
  const Arn = `acs:ram::${id}:user/emulated`;
  return { IdentityType: "RAMUser", AccountId: id, PrincipalId: UserId, UserId, Arn };
}

import type { Account, IssuedKey } from "../accounts";
import type { RpcApi } from "../alibaba/gateway";
import { optional, required } from "../alibaba/parameters";
import type { Context, Parameters } from "../api";
import { isoSeconds } from "../lifetime";
import { Refusal } from "../refusal";
import { accessTo, judgeOidcToken, type Role } from "./roles";

type Body = Readonly<Record<string, unknown>>;

const ROLE = /^acs:ram::(?<account>\d+):role\/(?<name>[A-Za-z0-9._-]{1,64})$/;
const PROVIDER = /^acs:ram::(?<account>\d+):oidc-provider\/(?<name>[A-Za-z0-9._-]{1,128})$/;

/**
 * STS 2015-04-01 of Alibaba Cloud: GetCallerIdentity takes no parameters and needs no permission; the others issue temporary keys.
 *
 * Source: https://help.aliyun.com/zh/ram/developer-reference/api-sts-2015-04-01-assumerole, `…-assumerolewithoidc` and `…-errorcodes`.
 */
export const stsApi: RpcApi = {
  name: "sts",
  version: "2015-04-01",
  host: "sts.aliyuncs.com",
  operations: new Map([
    ["GetCallerIdentity", { writes: false, run: getCallerIdentity }],
    ["AssumeRole", { writes: false, run: assumeRole }],
    [
      "AssumeRoleWithOIDC",
      { writes: false, run: assumeRoleWithOidc, unsigned: true, secrets: ["OIDCToken"] },
    ],
  ]),
  success: {},
  throttled: new Refusal("Throttling.User", "Request was denied due to user flow control.", 400),
  broken: new Refusal(
    "InternalError",
    "STS Server Internal Error happened, please send the RequestId to us.",
    500,
  ),
};

function getCallerIdentity({ account, key }: Context): Body {
  const { id } = account;
  if (key?.role !== undefined) {
    const { name, session } = key.role;
    const RoleId = roleId(account);
    const Arn = `acs:ram::${id}:assumed-role/${name}/${session}`;
    return {
      IdentityType: "AssumedRoleUser",
      AccountId: id,
      PrincipalId: `${RoleId}:${session}`,
      RoleId,
      Arn,
    };
  }
  const UserId = `2${id}`;
  const Arn = `acs:ram::${id}:user/emulated`;
  return { IdentityType: "RAMUser", AccountId: id, PrincipalId: UserId, UserId, Arn };
}

function assumeRole(context: Context, parameters: Parameters): Body {
  const role = roleOf(context, parameters);
  const seconds = durationOf(parameters);
  const externalId = optional(parameters, "ExternalId");
  if (externalId !== undefined && !/^[\w=,.@:/-]{2,1224}$/.test(externalId)) throw invalid("ExternalId");
  const access = accessTo(role, context.key);
  if (access === "denied")
    throw new Refusal(
      "NoPermission",
      "You are not authorized to do this action. You should be authorized by RAM.",
      403,
    );
  return { AssumedRoleUser: userOf(role), Credentials: issue(context, role, seconds) };
}

/** Only the provider's token is proof here: the request needs no signature. */
function assumeRoleWithOidc(context: Context, parameters: Parameters): Body {
  const provider = PROVIDER.exec(required(parameters, "OIDCProviderArn"))?.groups;
  if (provider === undefined) throw invalid("OIDCProviderArn");
  const verdict = judgeOidcToken(required(parameters, "OIDCToken"));
  const role = roleOf(context, parameters);
  const seconds = durationOf(parameters);
  if (verdict === "expired") throw failure("OIDCToken.Expired", "This JsonWebToken is expired.");
  if (verdict === "invalid")
    throw failure("OIDCToken.Invalid", "The Jwt content is invalid that cannot be recognized.");
  if (provider["account"] !== role.account.id || provider["name"]?.startsWith("absent") === true)
    throw failure("NoPermission", "No such OIDC Provider registered.");
  if (accessTo(role, undefined) === "denied") throw failure("NoPermission", "There is no permission");
  return {
    OIDCTokenInfo: { Subject: "emulated", Issuer: "https://oidc.invalid", ClientIds: "emulated" },
    AssumedRoleUser: userOf(role),
    Credentials: issue(context, role, seconds),
  };
}

/** The role that a request asks for. @throws Refusal where there is none */
function roleOf({ accounts }: Context, parameters: Parameters): Role {
  const found = ROLE.exec(required(parameters, "RoleArn"))?.groups;
  if (found === undefined) throw invalid("RoleArn");
  const session = required(parameters, "RoleSessionName");
  if (!/^[A-Za-z0-9.@_-]{2,64}$/.test(session)) throw invalid("RoleSessionName");
  checkPolicy(optional(parameters, "Policy"));
  const { account: id = "", name = "" } = found;
  const account = accounts.withId(id);
  if (account === undefined || accessTo({ account, name }, undefined) === "absent")
    throw new Refusal("EntityNotExist.Role", `The role not exists: ${name}.`, 404);
  return { account, name, session };
}

function durationOf(parameters: Parameters): number {
  const given = optional(parameters, "DurationSeconds");
  if (given === undefined) return 3600;
  const seconds = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  if (Number.isNaN(seconds) || seconds < 900 || seconds > 43_200)
    throw new Refusal(
      "InvalidParameter.DurationSeconds",
      "The Min/Max value of DurationSeconds is 15min/12hr.",
      400,
    );
  return seconds;
}

function checkPolicy(policy: string | undefined): void {
  if (policy === undefined) return;
  try {
    JSON.parse(policy);
  } catch {
    throw new Refusal(
      "InvalidParameter.PolicyGrammar",
      "The parameter Policy has not passed grammar check.",
      400,
    );
  }
}

function issue({ accounts }: Context, { account, name, session }: Role, seconds: number): Body {
  return credentialsOf(accounts.issue("alicloud", { account, role: { name, session }, seconds }));
}

/** A temporary key under the names that STS and the metadata service have for its parts. */
export function credentialsOf({ id, secret, securityToken, expiration }: IssuedKey): Body {
  return {
    AccessKeyId: id,
    AccessKeySecret: secret,
    SecurityToken: securityToken,
    Expiration: isoSeconds(expiration),
  };
}

function userOf({ account, name, session }: Role): Body {
  return {
    Arn: `acs:ram::${account.id}:role/${name}/${session}`,
    AssumedRoleId: `${roleId(account)}:${session}`,
  };
}

function roleId({ id }: Account): string {
  return `3${id}`;
}

function invalid(parameter: string): Refusal {
  return new Refusal(`InvalidParameter.${parameter}`, `The parameter ${parameter} is wrongly formed.`, 400);
}

function failure(reason: string, message: string): Refusal {
  return new Refusal(`AuthenticationFail.${reason}`, message, 401);
}

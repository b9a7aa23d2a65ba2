import { z } from "zod";

import type { Account, Accounts, IssuedKey } from "../accounts";
import type { Context, Parameters } from "../api";
import { parseParameters } from "../ioa/parameters";
import { ioaRefusal } from "../ioa/refusals";
import { isoSeconds } from "../lifetime";
import { percentDecode } from "../signatures/encoding";
import { accessTo, judgeOidcToken } from "./roles";

/** What STS answers, without its envelope. */
export type Body = Readonly<Record<string, unknown>>;

const ARN = /^qcs::cam::uin\/(?<account>\d+):roleName\/(?<name>[\w+=,.@-]{1,128})$/;
const DURATION_MAX_SECONDS = 43_200;

const common = { RoleArn: z.string(), RoleSessionName: z.string(), DurationSeconds: z.int().optional() };
const signedShape = z.strictObject({
  ...common,
  Policy: z.string().optional(),
  ExternalId: z.string().optional(),
});
const unsignedShape = z.strictObject({ ...common, ProviderId: z.string(), WebIdentityToken: z.string() });

type Asked = z.infer<z.ZodObject<typeof common>>;

/** The role that a `RoleArn` names, and its account where that exists; nothing where it is not well formed. */
export function roleIn(
  accounts: Accounts,
  arn: unknown,
): { readonly account: Account | undefined; readonly name: string } | undefined {
  const found = typeof arn === "string" ? ARN.exec(arn)?.groups : undefined;
  return found && { account: accounts.withId(found["account"] ?? ""), name: found["name"] ?? "" };
}

/** `AssumeRole`. Source: https://cloud.tencent.com/document/api/1312/48197, with its error codes. */
export function assumeRole(context: Context, parameters: Parameters): Body {
  const asked = parseParameters(signedShape, parameters);
  if (asked.Policy !== undefined && !isPolicy(asked.Policy))
    throw ioaRefusal("InvalidParameter.StrategyFormatError", "The policy is not valid JSON.");
  return issue(context, asked);
}

/**
 * `AssumeRoleWithWebIdentity`: only the provider's token is proof here.
 *
 * Source: https://cloud.tencent.com/document/api/1312/73070.
 */
export function assumeRoleWithWebIdentity(context: Context, parameters: Parameters): Body {
  const asked = parseParameters(unsignedShape, parameters);
  const verdict = judgeOidcToken(asked.WebIdentityToken);
  if (verdict !== "valid")
    throw ioaRefusal("InvalidParameter.WebIdentityTokenError", `The web identity token is ${verdict}.`);
  if (asked.ProviderId.startsWith("absent"))
    throw ioaRefusal("ResourceNotFound", `The identity provider ${asked.ProviderId} does not exist.`);
  return issue(context, asked);
}

function issue({ accounts, key }: Context, asked: Asked): Body {
  const { RoleArn, RoleSessionName: session, DurationSeconds: seconds = 7200 } = asked;
  const found = roleIn(accounts, RoleArn);
  if (found === undefined) throw wrong("RoleArn");
  if (!/^[\w+=,.@-]{2,128}$/.test(session)) throw wrong("RoleSessionName");
  if (seconds < 1) throw wrong("DurationSeconds");
  if (seconds > DURATION_MAX_SECONDS)
    throw ioaRefusal("InvalidParameter.OverTimeError", "DurationSeconds is more than 43200.");
  const { account, name } = found;
  const access = accessTo(found, key);
  if (account === undefined || access === "absent")
    throw ioaRefusal("ResourceNotFound.RoleNotFound", `The role ${name} does not exist.`);
  if (access === "denied")
    throw ioaRefusal("UnauthorizedOperation", `You are not authorized to assume the role ${name}.`);
  const issued = accounts.issue("tencentcloud", { account, role: { name, session }, seconds });
  const { Token, TmpSecretId, TmpSecretKey, ...times } = credentialsOf(issued);
  return { Credentials: { Token, TmpSecretId, TmpSecretKey }, ...times };
}

/** A temporary key under the names that STS and the metadata service have for its parts. */
export function credentialsOf({ id, secret, securityToken, expiration }: IssuedKey) {
  return {
    TmpSecretId: id,
    TmpSecretKey: secret,
    Token: securityToken,
    ExpiredTime: expiration.getTime() / 1000,
    Expiration: isoSeconds(expiration),
  };
}

/** Whether it is JSON, percent-encoded or not. */
function isPolicy(text: string): boolean {
  try {
    JSON.parse(percentDecode(text));
    return true;
  } catch {
    return false;
  }
}

function wrong(parameter: string): Error {
  return ioaRefusal("InvalidParameter.ParamError", `The parameter ${parameter} is not valid.`);
}

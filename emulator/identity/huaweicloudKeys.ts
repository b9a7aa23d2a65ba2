import { z } from "zod";

import type { Account, Accounts, IssuedKey, Key } from "../accounts";
import type { Context, Incoming, Parameters } from "../api";
import { isoSeconds } from "../lifetime";
import { Refusal } from "../refusal";
import { accessTo, judgeOidcToken } from "./roles";

/** What IAM answers. */
export interface Result {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

const DAY_SECONDS = 86_400;

const text = z.string().min(1);
const duration = z.int().min(900).max(DAY_SECONDS).optional();
const policy = z.record(z.string(), z.unknown()).optional();

function bodyOf<T extends z.ZodRawShape>(identity: T) {
  return z.strictObject({ auth: z.strictObject({ identity: z.strictObject(identity) }) });
}

const agencyShape = bodyOf({
  methods: z.tuple([z.literal("assume_role")]),
  assume_role: z.strictObject({
    agency_name: text,
    domain_id: text.optional(),
    domain_name: text.optional(),
    duration_seconds: duration,
    session_user: z.strictObject({ name: z.string().min(5).max(64) }).optional(),
  }),
  policy,
});

const tokenShape = bodyOf({
  methods: z.tuple([z.literal("token")]),
  token: z.strictObject({ id: text.optional(), duration_seconds: duration }).optional(),
  policy,
});

const projectShape = z.strictObject({ id: text.optional(), name: text.optional() });
const idTokenShape = z.strictObject({
  auth: z.strictObject({
    id_token: z.strictObject({ id: text }),
    // The emulator has nothing that a token without a project would be good for.
    scope: z.strictObject({ project: projectShape }),
  }),
});

/** The token that a request carries in its body. */
export function tokenInBody(body: Parameters | undefined): string | undefined {
  const parsed = tokenShape.safeParse(body);
  return parsed.data?.auth.identity.token?.id;
}

/** A body as the call log shows it: without the tokens in it. */
export function withoutTokens(body: Parameters): Parameters {
  const hide = (name: string, value: unknown): unknown => {
    if (name !== "id_token" && name !== "token") return value;
    return typeof value === "object" ? { ...value, id: undefined } : undefined;
  };
  return JSON.parse(JSON.stringify(body, hide)) as Parameters;
}

/** The account whose project a token is asked for by its id. */
export function scopedAccount(accounts: Accounts, body: Parameters | undefined): Account | undefined {
  const id = idTokenShape.safeParse(body).data?.auth.scope.project.id;
  return accounts.all.find(({ keys }) => keys[0].huaweicloud.projectId === id);
}

/** A temporary key of an agency, which is named by its account's id or name. */
export function createTemporaryAccessKeyByAgency({ accounts, key }: Context, parameters: Parameters): Result {
  const { assume_role: asked } = parse(agencyShape, parameters).auth.identity;
  const { agency_name: name, domain_id, domain_name, duration_seconds: seconds = 900, session_user } = asked;
  if (domain_id === undefined && domain_name === undefined) throw invalidBody();
  const account = accounts.all.find(
    (one) => (domain_id ?? one.id) === one.id && (domain_name ?? domainOf(one).name) === domainOf(one).name,
  );
  const access = accessTo({ account, name }, key);
  if (account === undefined || access === "absent")
    throw new Refusal("404", `Could not find agency: ${name}.`, 404);
  if (access === "denied")
    throw new Refusal("403", "You are not authorized to perform the requested action.", 403);
  const session = session_user?.name ?? name;
  return created(accounts.issue("huaweicloud", { account, role: { name, session }, seconds }));
}

/** A temporary key of whoever has the token. */
export function createTemporaryAccessKeyByToken(
  { accounts, account, key }: Context,
  parameters: Parameters,
): Result {
  const { duration_seconds: seconds = 900 } = parse(tokenShape, parameters).auth.identity.token ?? {};
  const role = key?.role ?? { name: "emulated", session: "session" };
  return created(accounts.issue("huaweicloud", { account, role, seconds }));
}

/** A token against the ID token of an identity provider, for the project that is named by its id, or else for the first account's one. */
export function createTokenWithIdToken(
  { accounts, account }: Context,
  parameters: Parameters,
  { headers }: Incoming,
): Result {
  const parsed = idTokenShape.safeParse(parameters);
  const provider = headers["x-idp-id"];
  if (!parsed.success || typeof provider !== "string" || provider === "")
    throw new Refusal("IAM.0011", "Request body is invalid.", 400);
  const { id_token, scope } = parsed.data.auth;
  if (provider.startsWith("absent")) throw notFound("identity_provider", provider);
  const { projectId, region } = account.keys[0].huaweicloud;
  const { id = projectId, name = region } = scope.project;
  if (id !== projectId || name !== region) throw notFound("project", scope.project.id ?? name);
  const verdict = judgeOidcToken(id_token.id);
  if (verdict !== "valid") throw new Refusal("IAM.0007", "Request parameter id_token is invalid.", 401);
  if (provider.startsWith("denied"))
    throw new Refusal("IAM.0003", "Policy doesn't allow iam:tokens:create to be performed.", 403);
  const grant = { account, role: { name: provider, session: provider }, seconds: DAY_SECONDS };
  const { token } = accounts.issueToken(grant);
  const key = accounts.huaweicloudToken(token);
  return {
    status: 201,
    headers: { "x-subject-token": token },
    body: { token: key && tokenBody(key) },
  };
}

/** What IAM tells of a token; those that every account has from the start are always of this moment. */
export function tokenBody({ account, lifetime, role }: Key): object {
  const { projectId, region } = account.keys[0].huaweicloud;
  const domain = domainOf(account);
  const tomorrow = new Date(Date.now() + DAY_SECONDS * 1000);
  const expiration = lifetime?.expiration ?? tomorrow;
  return {
    expires_at: microseconds(expiration),
    issued_at: microseconds(new Date(expiration.getTime() - DAY_SECONDS * 1000)),
    methods: [lifetime === undefined ? "password" : "mapped"],
    project: { id: projectId, name: region, domain },
    user: { id: `2${account.id}`, name: lifetime === undefined ? "emulated" : role?.name, domain },
  };
}

/** The parts of a temporary key, as IAM and the metadata service tell them. */
export function credentialOf({ id, secret, securityToken, expiration }: IssuedKey): object {
  return {
    credential: { access: id, secret, securitytoken: securityToken, expires_at: microseconds(expiration) },
  };
}

function created(issued: IssuedKey): Result {
  return { status: 201, body: credentialOf(issued) };
}

/** An account as IAM calls it. */
function domainOf({ id, name }: Account): { readonly id: string; readonly name: string } {
  return { id, name: `emulated-${name}` };
}

function microseconds(time: Date): string {
  return isoSeconds(time).replace("Z", ".000000Z");
}

function parse<T>(shape: z.ZodType<T>, parameters: Parameters): T {
  const parsed = shape.safeParse(parameters);
  if (!parsed.success) throw invalidBody();
  return parsed.data;
}

function invalidBody(): Refusal {
  return new Refusal("400", "the request body is invalid", 400);
}

function notFound(kind: string, id: string): Refusal {
  return new Refusal("IAM.0004", `Could not find ${kind}: ${id}.`, 404);
}

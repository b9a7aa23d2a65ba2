import { z } from "zod";

import { parseAnswer } from "../../calls/answers";
import { credentialsOf, type CredentialSource, type Issued } from "../../calls/credentials";
import type { Operation } from "../../calls/operation";
import type { Endpoint, KeyPair, Settings } from "../../calls/settings";
import { callTencentAs } from "../tencentcloudRpc";
import { omitUndefined } from "../../properties";
import { roleSource, SESSION } from "./common";
import { fetchJson } from "./fetching";
import { tencentTokenService } from "./tencentcloudServices";
import type { OidcToken } from "./oidcToken";

/** A role of Tencent Cloud, and how its sessions are. */
export interface TencentRole {
  readonly roleArn: string;
  readonly sessionName?: string | undefined;
  /** In seconds; default 7200. */
  readonly sessionDuration?: number | undefined;
  readonly policy?: string | undefined;
  readonly externalId?: string | undefined;
}

const answerShape = z.object({
  ExpiredTime: z.number(),
  Credentials: z.object({
    TmpSecretId: z.string().min(1),
    TmpSecretKey: z.string().min(1),
    Token: z.string().min(1),
  }),
});

/**
 * The keys of a role that other keys assume: AssumeRole of STS 2018-08-13 (cloud.tencent.com/document/api/1312/48197).
 *
 * @param base whose keys sign the call
 */
export function assumedRole(
  name: string,
  role: TencentRole,
  base: CredentialSource<KeyPair>,
): CredentialSource<KeyPair> {
  return roleSource(name, { role, arn: ARN, by: base.name, basis: base.id }, (operation) =>
    exchange(operation, "AssumeRole", role, { base, body: { ExternalId: role.externalId }, secrets: [] }),
  );
}

/**
 * The keys of a role that an identity provider's token stands for: AssumeRoleWithWebIdentity of the same
 * (tencentcloud.com/document/api/1150/49454), which is not signed.
 */
export function webIdentityRole(
  name: string,
  role: TencentRole,
  { providerId, token, region }: WebIdentity,
): CredentialSource<KeyPair> {
  return roleSource(name, { role, arn: ARN, by: token.name, basis: providerId }, async (operation) => {
    const value = await token.read(operation);
    const body = { ProviderId: providerId, WebIdentityToken: value };
    return exchange(operation, "AssumeRoleWithWebIdentity", role, { body, secrets: [value], region });
  });
}

/** What a token is of. */
export interface WebIdentity {
  /** The name of the identity provider. */
  readonly providerId: string;
  readonly token: OidcToken;
  readonly region?: string | undefined;
}

/** What a role's ARN tells: its account and, unless it is by number, its name. */
const ARN = /^qcs::cam::uin\/(\d+):(?:roleName\/(.+)$)?/;

interface Exchanged {
  readonly base?: CredentialSource<KeyPair>;
  readonly body: Readonly<Record<string, string | undefined>>;
  readonly secrets: readonly string[];
  readonly region?: string | undefined;
}

async function exchange(
  operation: Operation,
  action: string,
  role: TencentRole,
  { base, body, secrets, region }: Exchanged,
): Promise<Issued<KeyPair>> {
  const api = tencentTokenService(operation.settings, region);
  const session = {
    RoleArn: role.roleArn,
    RoleSessionName: role.sessionName ?? SESSION,
    DurationSeconds: role.sessionDuration,
    Policy: role.policy === undefined ? undefined : encodeURIComponent(role.policy),
  };
  const sent = omitUndefined({ ...body, ...session });
  const call = { action, path: "/", body: sent, repeatable: true, secrets };
  const answer = await callTencentAs(base && credentialsOf(base), operation, api, call);
  const { Credentials: keys, ExpiredTime: end } = parseAnswer(action, answerShape, answer);
  return {
    keys: { id: keys.TmpSecretId, secret: keys.TmpSecretKey, token: keys.Token },
    expiresAt: end * 1000,
  };
}

/** Where a machine's metadata are. */
function metadataService(settings: Settings): Endpoint {
  return settings.endpoint("cloud-groups:emulator", () => "http://metadata.tencentyun.com");
}

const machineShape = answerShape.shape.Credentials.extend({ ExpiredTime: z.number() });

/** The keys of the role that a machine (CVM) has, from its metadata service (cloud.tencent.com/document/product/213/4934). */
export function machineRole(name: string, roleName: string, settings: Settings): CredentialSource<KeyPair> {
  const endpoint = metadataService(settings);
  return {
    name: `${name} (${roleName})`,
    id: JSON.stringify([name, roleName, endpoint.url]),
    isRenewable: true,
    issue: async (operation) => {
      const path = `/latest/meta-data/cam/security-credentials/${encodeURIComponent(roleName)}`;
      const fetching = { isNear: true, name: "The machine's role credentials", endpoint, path };
      const found = await fetchJson(operation, fetching, machineShape);
      const keys = { id: found.TmpSecretId, secret: found.TmpSecretKey, token: found.Token };
      return { keys, expiresAt: found.ExpiredTime * 1000 };
    },
  };
}

import { z } from "zod";

import { parseAnswer } from "../../calls/answers";
import { credentialsOf, type CredentialSource, type Issued } from "../../calls/credentials";
import type { Operation } from "../../calls/operation";
import type { Endpoint, KeyPair } from "../../calls/settings";
import { callAlicloudAs, type RpcParameters } from "../alicloudRpc";
import { roleSource, SESSION } from "./common";
import { fetchInSession, fetchJson } from "./fetching";
import type { OidcToken } from "./oidcToken";

/** A role of Alibaba Cloud, and how its sessions are. */
export interface AlicloudRole {
  readonly roleArn: string;
  readonly sessionName?: string | undefined;
  readonly policy?: string | undefined;
  /** In seconds; default 3600. */
  readonly sessionExpiration?: number | undefined;
  readonly externalId?: string | undefined;
  /** Where the token service is. */
  readonly endpoint: Endpoint;
}

const answerShape = z.object({
  Credentials: z.object({
    AccessKeyId: z.string().min(1),
    AccessKeySecret: z.string().min(1),
    SecurityToken: z.string().min(1),
    Expiration: z.string(),
  }),
});

/**
 * The keys of a role that other keys assume: AssumeRole of STS 2015-04-01 (help.aliyun.com, api-sts-2015-04-01-assumerole).
 *
 * @param base whose keys sign the call
 */
export function assumedRole(
  name: string,
  role: AlicloudRole,
  base: CredentialSource<KeyPair>,
): CredentialSource<KeyPair> {
  return roleSource(name, { role, arn: ARN, by: base.name, basis: base.id }, (operation) =>
    exchange(operation, "AssumeRole", role, { base, parameters: { ExternalId: role.externalId } }),
  );
}

/**
 * The keys of a role that an identity provider's token stands for: AssumeRoleWithOIDC of the same (api-sts-2015-04-01-assumerolewithoidc), which
 * is not signed.
 */
export function oidcRole(
  name: string,
  role: AlicloudRole,
  { providerArn, token }: { readonly providerArn: string; readonly token: OidcToken },
): CredentialSource<KeyPair> {
  return roleSource(name, { role, arn: ARN, by: token.name, basis: providerArn }, async (operation) => {
    const value = await token.read(operation);
    const parameters = { OIDCProviderArn: providerArn, OIDCToken: value };
    return exchange(operation, "AssumeRoleWithOIDC", role, { parameters, secrets: [value] });
  });
}

/** What a role's ARN tells: its account and its name. */
const ARN = /^acs:ram::(\d+):role\/(.+)$/;

async function exchange(
  operation: Operation,
  action: string,
  role: AlicloudRole,
  {
    base,
    parameters,
    secrets = [],
  }: {
    readonly base?: CredentialSource<KeyPair>;
    readonly parameters: RpcParameters;
    readonly secrets?: readonly string[];
  },
): Promise<Issued<KeyPair>> {
  const body = await callAlicloudAs(base && credentialsOf(base), operation, {
    api: { version: "2015-04-01", endpoint: role.endpoint, permissions: {} },
    action,
    parameters: {
      ...parameters,
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName ?? SESSION,
      Policy: role.policy,
      DurationSeconds: role.sessionExpiration?.toString(),
    },
    repeatable: true,
    secrets,
  });
  return issuedAs(parseAnswer(action, answerShape, body).Credentials);
}

const keysShape = answerShape.shape.Credentials;

function issuedAs(keys: z.infer<typeof keysShape>): Issued<KeyPair> {
  return {
    keys: { id: keys.AccessKeyId, secret: keys.AccessKeySecret, token: keys.SecurityToken },
    expiresAt: Date.parse(keys.Expiration) || undefined,
  };
}

/**
 * The keys of the role that a machine (ECS) has, from its metadata service (help.aliyun.com, ECS: instance metadata), in its second version with
 * a token, which the first one does without.
 */
export function machineRole(name: string, roleName: string, endpoint: Endpoint): CredentialSource<KeyPair> {
  return {
    name: `${name} (${roleName})`,
    id: JSON.stringify([name, roleName, endpoint.url]),
    isRenewable: true,
    issue: async (operation) => {
      const session = {
        endpoint,
        tokenPath: "/latest/api/token",
        lifetimeHeader: "X-aliyun-ecs-metadata-token-ttl-seconds",
        tokenHeader: "X-aliyun-ecs-metadata-token",
      };
      const fetching = {
        name: "The machine's role credentials",
        path: `/latest/meta-data/ram/security-credentials/${encodeURIComponent(roleName)}`,
      };
      return issuedAs(await fetchInSession(operation, session, fetching, keysShape));
    },
  };
}

/** The keys that a service of the user's own gives out at a URL (help.aliyun.com, credentials URI). */
export function uriCredentials(name: string, url: URL): CredentialSource<KeyPair> {
  return {
    name: `${name} (${url.origin}${url.pathname})`,
    id: JSON.stringify([name, url.href]),
    isRenewable: true,
    issue: async (operation) => {
      const endpoint = { url: url.origin, source: operation.settings.source("alicloud:credentialsUri") };
      const fetching = { name: "The credentials URI", endpoint, path: url.pathname + url.search };
      return issuedAs(await fetchJson(operation, fetching, keysShape));
    },
  };
}

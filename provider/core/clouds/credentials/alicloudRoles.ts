import { z } from "zod";

import { parseAnswer } from "../../calls/answers";
import { credentialsOf, type CredentialSource, type Issued } from "../../calls/credentials";
import type { Operation } from "../../calls/operation";
import type { Endpoint, KeyPair } from "../../calls/settings";
import { callAlicloudAs, type RpcParameters } from "../alicloudRpc";
import { fetchJson, fetchText } from "./fetching";
import type { OidcToken } from "./oidcToken";

/** Names a session in the cloud's audit log, unless it is configured. */
const SESSION = "pulumi-cloud-groups";

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
  return roleSource(`${name} (${role.roleArn}, by ${base.name})`, role, base.id, (operation) =>
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
  return roleSource(`${name} (${role.roleArn}, by ${token.name})`, role, providerArn, async (operation) => {
    const value = await token.read(operation);
    const parameters = { OIDCProviderArn: providerArn, OIDCToken: value };
    return exchange(operation, "AssumeRoleWithOIDC", role, { parameters, secrets: [value] });
  });
}

function roleSource(
  name: string,
  role: AlicloudRole,
  basis: string,
  issue: CredentialSource<KeyPair>["issue"],
): CredentialSource<KeyPair> {
  return {
    name,
    id: JSON.stringify([name, role, basis]),
    accountKey: role.roleArn,
    actor: `role ${/:role\/(.+)$/.exec(role.roleArn)?.[1] ?? role.roleArn}`,
    accountId: /^acs:ram::(\d+):role\//.exec(role.roleArn)?.[1],
    isRenewable: true,
    issue,
  };
}

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
    accountKey: undefined,
    isRenewable: true,
    issue: async (operation) => {
      const token = await fetchText(operation, {
        isNear: true,
        name: "The machine's metadata token",
        method: "PUT",
        endpoint,
        path: "/latest/api/token",
        headers: { "X-aliyun-ecs-metadata-token-ttl-seconds": "21600" },
      });
      const fetching = {
        isNear: true,
        name: "The machine's role credentials",
        endpoint,
        path: `/latest/meta-data/ram/security-credentials/${encodeURIComponent(roleName)}`,
        headers: { "X-aliyun-ecs-metadata-token": token },
        secrets: [token],
      };
      return issuedAs(await fetchJson(operation, fetching, keysShape));
    },
  };
}

/** The keys that a service of the user's own gives out at a URL (help.aliyun.com, credentials URI). */
export function uriCredentials(name: string, url: URL): CredentialSource<KeyPair> {
  return {
    name: `${name} (${url.origin}${url.pathname})`,
    id: JSON.stringify([name, url.href]),
    accountKey: undefined,
    isRenewable: true,
    issue: async (operation) => {
      const endpoint = { url: url.origin, source: operation.settings.source("alicloud:credentialsUri") };
      const fetching = { name: "The credentials URI", endpoint, path: url.pathname + url.search };
      return issuedAs(await fetchJson(operation, fetching, keysShape));
    },
  };
}

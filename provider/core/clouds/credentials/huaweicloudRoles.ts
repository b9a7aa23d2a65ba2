import { z } from "zod";

import { parseAnswer, parseJson } from "../../calls/answers";
import { credentialsOf, type CredentialSource, type Issued } from "../../calls/credentials";
import { headerOf } from "../../calls/http";
import type { Endpoint, Settings } from "../../calls/settings";
import { omitUndefined } from "../../properties";
import { callHuaweiAs, type Proof } from "../huaweicloudRest";
import { regionUrl } from "../huaweiRegions";
import { invalid } from "./common";
import { fetchAnswer, fetchInSession } from "./fetching";
import type { OidcToken } from "./oidcToken";

/** An agency of Huawei Cloud: what another account lets this one do. */
export interface Agency {
  readonly agencyName: string;
  readonly domainName?: string | undefined;
  readonly domainId?: string | undefined;
  /** In seconds; default 900. */
  readonly duration?: number | undefined;
}

const keysShape = z.object({
  credential: z.object({
    access: z.string().min(1),
    secret: z.string().min(1),
    securitytoken: z.string().min(1),
    expires_at: z.string(),
  }),
});

function issuedAs({ credential }: z.infer<typeof keysShape>): Issued<Proof> {
  const { access: id, secret, securitytoken: token, expires_at: end } = credential;
  return { keys: { keys: { id, secret, token } }, expiresAt: Date.parse(end) || undefined };
}

/**
 * The keys of an agency, which other keys assume: POST /v3.0/OS-CREDENTIAL/securitytokens of IAM (support.huaweicloud.com, api-iam, iam_04_0101).
 *
 * @param base whose keys sign the call
 */
export function assumedAgency(
  name: string,
  agency: Agency,
  base: CredentialSource<Proof>,
): CredentialSource<Proof> {
  const { agencyName, domainName, domainId, duration } = agency;
  const account = domainId ?? domainName ?? "";
  return {
    name: `${name} (${agencyName} of ${account}, by ${base.name})`,
    id: JSON.stringify([name, agency, base.id]),
    accountKey: `agency ${account}/${agencyName}`,
    accountId: domainId,
    actor: `agency ${agencyName}`,
    isRenewable: true,
    issue: async (operation) => {
      const assumed = omitUndefined({
        agency_name: agencyName,
        domain_name: domainId === undefined ? domainName : undefined,
        domain_id: domainId,
        duration_seconds: duration,
      });
      const call = {
        name: "createTemporaryAccessKeyByAgency",
        method: "POST",
        endpoint: identityService(operation.settings),
        path: "/v3.0/OS-CREDENTIAL/securitytokens",
        body: { auth: { identity: { methods: ["assume_role"], assume_role: assumed } } },
        repeatable: true,
        permissions: {},
      } as const;
      const answer = await callHuaweiAs(credentialsOf(base), operation, call);
      return issuedAs(parseAnswer(call.name, keysShape, answer));
    },
  };
}

const tokenShape = z.object({ token: z.object({ expires_at: z.string() }) });

/**
 * A token of IAM for the token of an identity provider: POST /v3.0/OS-AUTH/id-token/tokens (support.huaweicloud.com, api-iam, iam_13_0605), which
 * is not signed. It is the project's that is configured.
 */
export function oidcIdentity(
  name: string,
  { idpId, token }: { readonly idpId: string; readonly token: OidcToken },
): CredentialSource<Proof> {
  return {
    name: `${name} (${idpId}, by ${token.name})`,
    id: JSON.stringify([name, idpId, token.name]),
    isRenewable: true,
    issue: async (operation) => {
      const { settings } = operation;
      const id = settings.get("huaweicloud:projectId");
      if (id === undefined) throw settings.missingError("huaweicloud:projectId");
      const value = await token.read(operation);
      const fetching = {
        name: "createTokenWithIdToken",
        method: "POST",
        endpoint: identityService(settings),
        path: "/v3.0/OS-AUTH/id-token/tokens",
        headers: { "x-idp-id": idpId },
        body: { auth: { id_token: { id: value }, scope: { project: { id } } } },
        secrets: [value],
      } as const;
      const { headers, text } = await fetchAnswer(operation, fetching);
      const issued = headerOf(headers, "x-subject-token");
      if (issued === undefined) throw invalid("The identity service", "answered without X-Subject-Token");
      const { expires_at: end } = parseAnswer(fetching.name, tokenShape, parseJson(text)).token;
      return { keys: { token: issued }, expiresAt: Date.parse(end) || undefined };
    },
  };
}

/** The keys of the agency that a machine (ECS) has, from its metadata service (support.huaweicloud.com, ECS user guide, ecs_03_0166). */
export function machineAgency(name: string, settings: Settings): CredentialSource<Proof> {
  const endpoint = settings.endpoint("cloud-groups:emulator", () => "http://169.254.169.254");
  return {
    name: `${name} (the machine's agency)`,
    id: JSON.stringify([name, endpoint.url]),
    isRenewable: true,
    issue: async (operation) => {
      const session = {
        endpoint,
        tokenPath: "/meta-data/latest/api/token",
        lifetimeHeader: "X-Metadata-Token-Ttl-Seconds",
        tokenHeader: "X-Metadata-Token",
      };
      const fetching = { name: "The machine's agency credentials", path: "/openstack/latest/securitykey" };
      return issuedAs(await fetchInSession(operation, session, fetching, keysShape));
    },
  };
}

/** Where IAM of the region is. */
export function identityService(settings: Settings): Endpoint {
  return settings.endpoint("cloud-groups:emulator", () => regionUrl(settings, "iam"));
}

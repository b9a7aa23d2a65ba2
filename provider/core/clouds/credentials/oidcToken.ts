import { z } from "zod";

import { ConfigurationError } from "../../calls/errors";
import type { Operation } from "../../calls/operation";
import type { Settings } from "../../calls/settings";
import { invalid, tokenFile } from "./common";
import { fetchJson } from "./fetching";

/** Where a token of an identity provider comes from, which a token service exchanges for credentials. */
export interface OidcToken {
  /** As messages call it. */
  readonly name: string;
  /** Reads the token that is valid now. */
  read(operation: Operation): Promise<string>;
}

/** What tokens are issued for, unless it is configured. */
const AUDIENCE = "cloud-groups";

const REQUEST_URL = "ACTIONS_ID_TOKEN_REQUEST_URL";
const REQUEST_TOKEN = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";

/**
 * The token to exchange: the one that is given, the content of a file, the pipeline's (`CLOUD_GROUPS_OIDC_TOKEN`), or what GitHub issues to a job
 * with the permission `id-token: write` (docs.github.com, OpenID Connect reference).
 *
 * @param name whose it is, as messages call it
 * @throws ConfigurationError where there is none; a preview needs none
 */
export function oidcToken(
  settings: Settings,
  name: string,
  given: { readonly token?: string | undefined; readonly file?: string | undefined },
): OidcToken {
  const { token = settings.get("cloud-groups:oidcToken"), file } = given;
  if (given.token === undefined && file !== undefined)
    return { name: file, read: () => Promise.resolve(tokenFile(file)) };
  if (token !== undefined) return { name: "its token", read: () => Promise.resolve(token) };
  const url = settings.variable(REQUEST_URL);
  const bearer = settings.variable(REQUEST_TOKEN);
  if (url === undefined || bearer === undefined) {
    throw new ConfigurationError(
      "MissingConfiguration",
      `${name} has no token to exchange. Give ${OIDC_TOKEN_PLACES}`,
    );
  }
  return { name: "GitHub's token", read: (operation) => githubToken(operation, url, bearer) };
}

/** What says where such a token is looked for. */
export const OIDC_TOKEN_PLACES = `a token file, CLOUD_GROUPS_OIDC_TOKEN, or a GitHub job with id-token: write`;

async function githubToken(operation: Operation, url: string, bearer: string): Promise<string> {
  if (!URL.canParse(url)) throw invalid(REQUEST_URL, "is not a URL");
  const { origin, pathname, searchParams } = new URL(url);
  searchParams.set("audience", operation.settings.get("cloud-groups:oidcAudience") ?? AUDIENCE);
  const { value } = await fetchJson(
    operation,
    {
      name: "GitHub's OIDC token",
      endpoint: { url: origin, source: undefined },
      path: `${pathname}?${searchParams.toString()}`,
      headers: { Authorization: `Bearer ${bearer}` },
      secrets: [bearer],
    },
    z.object({ value: z.string().min(1) }),
  );
  return value;
}

import { exec } from "node:child_process";
import { promisify } from "node:util";

import { z } from "zod";

import type { CredentialSource } from "../../calls/credentials";
import type { KeyPair, Settings } from "../../calls/settings";
import { assumedRole, machineRole, oidcRole, uriCredentials } from "./alicloudRoles";
import { invalid, jsonFile, pathOf, profileNamed, staticSource, text, tokenFile } from "./common";
import { metadataService, tokenService, urlOf } from "./alicloudServices";

/** A profile of Alibaba Cloud's command line, as far as it says who acts (github.com/aliyun/aliyun-cli, config/profile.go). */
const profileShape = z.object({
  name: z.string(),
  mode: z.string().default("AK"),
  access_key_id: text,
  access_key_secret: text,
  sts_token: text,
  sts_expiration: z.number().optional(),
  ram_role_name: text,
  ram_role_arn: text,
  ram_session_name: text,
  expired_seconds: z.number().optional(),
  external_id: text,
  source_profile: text,
  sts_region: text,
  oidc_provider_arn: text,
  oidc_token_file: text,
  credentials_uri: text,
  process_command: text,
});
type Profile = z.infer<typeof profileShape>;

const fileShape = z.object({ current: text, profiles: z.array(profileShape) });

/** A chain of profiles longer than this is a circle. */
const LONGEST_CHAIN = 5;

/**
 * The profile of the command line's file that is named, or the current one.
 *
 * @returns undefined where there is no such file, and none was asked for
 * @throws ConfigurationError where the file or the profile cannot be used
 */
export function alicloudProfile(
  settings: Settings,
  { file, profile }: { readonly file: string | undefined; readonly profile: string | undefined },
): CredentialSource<KeyPair> | undefined {
  const path = pathOf(file ?? DEFAULT_FILE);
  const found = jsonFile(path, fileShape);
  if (found === undefined) {
    if (file === undefined && profile === undefined) return undefined;
    throw invalid(
      path,
      `does not exist: ${profile === undefined ? "it is" : `profile "${profile}" is`} looked for there`,
    );
  }
  const name = profile ?? found.current;
  return name === undefined ? undefined : sourceOf({ settings, path, profiles: found.profiles }, name, 1);
}

export const DEFAULT_FILE = "~/.aliyun/config.json";

interface Place {
  readonly settings: Settings;
  readonly path: string;
  readonly profiles: readonly Profile[];
}

function sourceOf(place: Place, name: string, depth: number): CredentialSource<KeyPair> {
  const profile = profileNamed(place.path, place.profiles, name);
  const what = `profile "${name}" of ${place.path}`;
  if (depth > LONGEST_CHAIN) throw invalid(what, "leads to itself by source_profile");
  const need = (key: keyof Profile): string => {
    const value = profile[key];
    if (typeof value === "string") return value;
    throw invalid(what, `has no ${key}, which mode ${profile.mode} needs`);
  };
  const keys = () => ({
    id: need("access_key_id"),
    secret: need("access_key_secret"),
    token: profile.sts_token,
  });
  const role = () => ({
    roleArn: need("ram_role_arn"),
    sessionName: profile.ram_session_name,
    sessionExpiration: profile.expired_seconds,
    externalId: profile.external_id,
    endpoint: tokenService(place.settings, profile.sts_region),
  });
  const machine = () => machineRole(what, need("ram_role_name"), metadataService(place.settings));
  switch (profile.mode) {
    case "AK":
      return staticSource(what, { ...keys(), token: undefined });
    case "StsToken":
      return staticSource(what, keys());
    case "RamRoleArn":
      return assumedRole(what, role(), staticSource(what, keys()));
    case "EcsRamRole":
      return machine();
    case "RamRoleArnWithEcs":
      return assumedRole(what, role(), machine());
    case "ChainableRamRoleArn":
      return assumedRole(what, role(), sourceOf(place, need("source_profile"), depth + 1));
    case "OIDC": {
      const file = need("oidc_token_file");
      const token = { name: file, read: () => Promise.resolve(tokenFile(file)) };
      return oidcRole(what, role(), { providerArn: need("oidc_provider_arn"), token });
    }
    case "CredentialsURI":
      return uriCredentials(what, urlOf(`credentials_uri of ${what}`, need("credentials_uri")));
    case "External":
      return externalSource(what, need("process_command"));
    case "CloudSSO":
    case "OAuth":
      return signedInSource(place, what, profile, name);
    default:
      throw invalid(what, `has mode ${profile.mode}, which is not supported. Use another profile`);
  }
}

/** What a command line's log-in has left in its file, which it renews itself; read anew once it has expired. */
function signedInSource(
  place: Place,
  what: string,
  { mode }: Profile,
  name: string,
): CredentialSource<KeyPair> {
  return {
    name: what,
    id: JSON.stringify([what]),
    isRenewable: true,
    issue: () => {
      const now = jsonFile(place.path, fileShape)?.profiles.find((each) => each.name === name);
      const {
        access_key_id: id,
        access_key_secret: secret,
        sts_token: token,
        sts_expiration: end = 0,
      } = now ?? {};
      if (id === undefined || secret === undefined || token === undefined || end * 1000 <= Date.now())
        throw invalid(what, `has no valid ${mode} session. Log in: \`aliyun configure --profile ${name}\``);
      return Promise.resolve({ keys: { id, secret, token }, expiresAt: end * 1000 });
    },
  };
}

const externalShape = z.object({
  access_key_id: z.string().min(1),
  access_key_secret: z.string().min(1),
  sts_token: text,
  expiration: text,
});

const LONGEST_COMMAND_MS = 60_000;

/** What a command of the user's own prints (aliyun-cli, mode External). */
function externalSource(what: string, command: string): CredentialSource<KeyPair> {
  return {
    name: `${what} (process_command)`,
    id: JSON.stringify([what, command]),
    isRenewable: true,
    issue: async () => {
      // What it prints may hold keys, so that no message shows it.
      const { stdout } = await promisify(exec)(command, { timeout: LONGEST_COMMAND_MS }).catch(
        (error: unknown) => {
          const { code } = error as { code?: unknown };
          throw invalid(`process_command of ${what}`, `failed with status ${String(code)}`);
        },
      );
      try {
        const keys = externalShape.parse(JSON.parse(stdout));
        return {
          keys: { id: keys.access_key_id, secret: keys.access_key_secret, token: keys.sts_token },
          expiresAt: Date.parse(keys.expiration ?? "") || undefined,
        };
      } catch {
        throw invalid(`process_command of ${what}`, "printed no credentials in JSON");
      }
    },
  };
}

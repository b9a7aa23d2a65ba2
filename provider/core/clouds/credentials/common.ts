import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { z } from "zod";

import type { CredentialSource } from "../../calls/credentials";
import { ConfigurationError, messageOf } from "../../calls/errors";
import type { SettingBlock } from "../../settingBlocks";
import type { KeyPair, PairKeys, SettingKey, SettingOrigin, Settings, Source } from "../../calls/settings";

/** A text of a settings block; an empty one counts as none, as in all settings. */
export const text = z
  .string()
  .optional()
  .transform((value) => value?.trim() || undefined);

/** Seconds of a settings block, which may be a text. */
export const seconds = z.preprocess(
  (value) => (value === "" ? undefined : value),
  z.coerce.number().int().positive().optional(),
);

type MemberShape<Members extends SettingBlock["members"]> = {
  [Name in keyof Members]: Members[Name] extends { readonly type: "seconds" } ? typeof seconds : typeof text;
};

/** The shape of a settings block. A member that is missing is told apart later, with what it is needed for. */
export function blockShape<Members extends SettingBlock["members"]>({
  members,
}: {
  readonly members: Members;
}): z.ZodObject<MemberShape<Members>, z.core.$strict> {
  const shape = Object.entries(members).map(([name, { type }]) => [
    name,
    type === "seconds" ? seconds : text,
  ]);
  return z.strictObject(Object.fromEntries(shape) as MemberShape<Members>);
}

/**
 * A setting that is a block, such as `alicloud:assumeRole`, which arrives as JSON.
 *
 * @returns undefined where it is missing; one that says nothing is there, since a variable in it may have been empty
 * @throws ConfigurationError that names the setting and what is wrong with it
 */
export function blockOf<T extends object>(
  settings: Settings,
  key: SettingKey,
  shape: z.ZodObject & z.ZodType<T>,
): T | undefined {
  const json = settings.get(key);
  if (json === undefined) return undefined;
  let block: unknown;
  try {
    block = JSON.parse(json);
  } catch {
    throw invalid(key, `must be an object. Set its members: \`pulumi config set --path ${key}.NAME VALUE\``);
  }
  const parsed = shape.safeParse(Array.isArray(block) && block.length === 1 ? block[0] : block);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue === undefined || issue.path.length === 0 ? key : `${key}.${issue.path.join(".")}`;
    const valid =
      issue?.code === "unrecognized_keys" ? `. Valid: ${Object.keys(shape.shape).join(", ")}` : "";
    throw invalid(where, `is wrong: ${issue?.message ?? "not an object"}${valid}`);
  }
  return parsed.data;
}

/** Whether a setting of this name is a key of the configuration or a variable. */
export function originOf(name: string): SettingOrigin {
  return name.includes(":") ? "configuration" : "environment";
}

/** Whether an explicit Provider was given these credentials, so that a role which the environment names is not meant for them. */
export function isOwnOfProvider(settings: Settings, source: CredentialSource<unknown> | undefined): boolean {
  return source?.origin === "configuration" && settings.get("cloud-groups:provider") !== undefined;
}

/** What an origin has of a setting. */
export function settingOf(settings: Settings, origin: SettingOrigin, key: SettingKey): Source | undefined {
  const source = settings.source(key);
  return source?.origin === origin ? source : undefined;
}

/** The error of a setting that cannot be used. */
export function invalid(what: string, problem: string): ConfigurationError {
  return new ConfigurationError("InvalidConfiguration", `${what} ${problem}`);
}

/** The error where no way in was found, with every place that was looked at, the usual one in front. */
export function nothingFound(cloud: string, keys: string, places: readonly string[]): ConfigurationError {
  const lines = [`${keys} in the configuration`, ...places].map((place) => `  - ${place}`);
  return new ConfigurationError(
    "MissingConfiguration",
    `No credentials for ${cloud}. Set ${keys}, or another of these, which were looked for in this order:\n${lines.join("\n")}`,
  );
}

/** Names a session in a cloud's audit log, unless it is configured. */
export const SESSION = "pulumi-cloud-groups";

/** How a role's keys are had. */
interface RoleWay {
  readonly role: { readonly roleArn: string };
  /** Finds the account and the role's name in the ARN. */
  readonly arn: RegExp;
  /** What proves that the role may be taken, as messages call it, and what tells it apart. */
  readonly by: string;
  readonly basis: string;
}

/** A role whose keys a token service issues. */
export function roleSource(
  name: string,
  { role, arn, by, basis }: RoleWay,
  issue: CredentialSource<KeyPair>["issue"],
): CredentialSource<KeyPair> {
  const said = `${name} (${role.roleArn}, by ${by})`;
  const [, accountId, roleName = role.roleArn] = arn.exec(role.roleArn) ?? [];
  return {
    name: said,
    id: JSON.stringify([said, role, basis]),
    accountKey: role.roleArn,
    actor: `role ${roleName}`,
    accountId,
    isRenewable: true,
    issue,
  };
}

/** A way in: what an origin has of it, if anything. */
type Way<Keys> = (settings: Settings, origin: SettingOrigin) => CredentialSource<Keys> | undefined;

/** The first of the ways in that is there: all of what is configured, then all of what is in the environment. */
export function nearestSource<Keys>(
  settings: Settings,
  ways: readonly Way<Keys>[],
): CredentialSource<Keys> | undefined {
  for (const origin of ["configuration", "environment"] as const)
    for (const way of ways) {
      const source = way(settings, origin);
      if (source !== undefined) return { ...source, origin };
    }
  return undefined;
}

/** The profile of a name. @throws ConfigurationError that has the names of the others */
export function profileNamed<T extends { readonly name: string }>(
  path: string,
  profiles: readonly T[],
  name: string,
): T {
  const found = profiles.find((each) => each.name === name);
  if (found !== undefined) return found;
  const others = profiles.map((each) => each.name).join(", ");
  throw invalid(path, `has no profile "${name}": it has ${others || "none"}`);
}

/** The way in by a key pair that stands in the settings. */
export function keySource(pair: PairKeys): Way<KeyPair> {
  return (settings, origin) => {
    const keys = settings.keyPair(origin, pair);
    return keys && { ...staticSource(keys.name ?? "", keys), isDirect: true };
  };
}

/** Keys that stand somewhere else as they are. */
export function staticSource(name: string, keys: KeyPair): CredentialSource<KeyPair> {
  return {
    name,
    id: JSON.stringify([name, keys.id, keys.secret, keys.token]),
    accountKey: keys.id,
    isRenewable: false,
    issue: () => Promise.resolve({ keys }),
  };
}

/** A path as users write it, which may begin with `~`. */
export function pathOf(path: string): string {
  return path === "~" || path.startsWith("~/") ? join(homedir(), path.slice(2)) : path;
}

/**
 * A file with credentials, as JSON.
 *
 * @returns undefined where there is no such file
 * @throws ConfigurationError where it cannot be read or has another shape; nothing of what it holds is in the message
 */
export function jsonFile<T>(path: string, shape: z.ZodType<T>): T | undefined {
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw invalid(path, `cannot be read: ${messageOf(error)}`);
  }
  try {
    return shape.parse(JSON.parse(content));
  } catch {
    throw invalid(path, "is not a file of this cloud's command line: it has another form");
  }
}

/** A file's only line, read when it is needed: tokens of pods are renewed in place. */
export function tokenFile(path: string): string {
  let token: string;
  try {
    token = readFileSync(pathOf(path), "utf8").trim();
  } catch (error) {
    throw invalid(`The token file ${path}`, `cannot be read: ${messageOf(error)}`);
  }
  if (token === "") throw invalid(`The token file ${path}`, "is empty");
  return token;
}

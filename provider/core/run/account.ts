import { createHash } from "node:crypto";

import { z } from "zod";

import type { CallerIdentity } from "../clouds/identity";
import type { CredentialSource } from "../calls/credentials";
import type { Settings } from "../calls/settings";
import { sourceIfAny } from "../clouds/credentials";

/** Whose API a kind of group is called by. */
export type Cloud = "alicloud" | "tencentcloud" | "huaweicloud";

/** What tells accounts apart. No credential is among it. */
export const accountShape = z.object({
  /** The name of the explicit Provider; empty for the default one. */
  provider: z.string(),
  /** A digest of the access key's id, of a token, or of the name of a role; none where only the cloud knows whose credentials are used. */
  key: z.string().optional(),
  /** The account's id, where it is configured or the cloud told it. */
  id: z.string().optional(),
  /** The project's id likewise, where an account has projects: a group belongs to one. */
  project: z.string().optional(),
});
export type Account = z.infer<typeof accountShape>;

/** Hexadecimal digits of a key's digest: enough to tell keys apart, too few to be of use for anything else. */
const DIGEST_LENGTH = 12;

/** The account that this process calls a cloud with, as far as it is known without a call. */
export function accountOf(settings: Settings, cloud: Cloud): Account {
  const source = sourceIfAny(settings, cloud);
  const id = idOf(settings, cloud, source);
  const project = cloud === "huaweicloud" ? settings.get("huaweicloud:projectId") : undefined;
  return {
    provider: settings.get("cloud-groups:provider") ?? "",
    ...(source?.accountKey === undefined ? {} : { key: digestOf(source.accountKey) }),
    ...(id === undefined ? {} : { id }),
    ...(project === undefined ? {} : { project }),
  };
}

/** What tells places of one account apart: an account has the same names in several regions, and several clouds the same account. */
const SITES = {
  alicloud: ["cloud-groups:ramEndpoint"],
  tencentcloud: ["cloud-groups:ioaEndpoint", "cloud-groups:ioaDeployment"],
  huaweicloud: ["cloud-groups:apigEndpoint", "huaweicloud:region"],
} as const;

/** Where in its account this process calls a cloud, as far as it is configured. */
export function siteOf(settings: Settings, cloud: Cloud): string {
  const names = [...SITES[cloud], "cloud-groups:emulator"] as const;
  return names.map((name) => settings.get(name) ?? "").join(" ");
}

/** The setting that is an account's id. */
const IDS = {
  alicloud: "alicloud:accountId",
  tencentcloud: "tencentcloud:accountId",
  huaweicloud: "huaweicloud:domainId",
} as const;

/**
 * An account's id, as a role's name has it, or as it is configured. The environment's is that of the environment's keys: a Provider with keys of
 * its own may be for another account.
 */
function idOf(
  settings: Settings,
  cloud: Cloud,
  source: CredentialSource<unknown> | undefined,
): string | undefined {
  const isOwn = settings.isConfigured(IDS[cloud]) || source?.origin !== "configuration";
  return source?.accountId ?? (isOwn ? settings.get(IDS[cloud]) : undefined);
}

function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex").slice(0, DIGEST_LENGTH);
}

/** An account of which the cloud has told whose it is. It knows better than what is configured. */
export function withIdentity(account: Account, { id, project }: CallerIdentity): Account {
  return { ...account, id, ...(project === undefined ? {} : { project }) };
}

/** Two values of what both of two accounts have. */
type Both = readonly [one: string, other: string];

function both(one: string | undefined, other: string | undefined): Both | undefined {
  return one === undefined || other === undefined ? undefined : [one, other];
}

/**
 * What proves whether two accounts are the same: their projects, of which a key may have several; then the key itself, which is one
 * account's; then the accounts' ids.
 */
function proofOfIdentity(one: Account, other: Account): boolean | undefined {
  const projects = both(one.project, other.project);
  if (projects !== undefined) return projects[0] === projects[1];
  if (one.key !== undefined && one.key === other.key) return true;
  const ids = both(one.id, other.id);
  return ids === undefined ? undefined : ids[0] === ids[1];
}

/** Whether two accounts are the same for certain, whatever the providers are. */
export function isSameAccount(one: Account, other: Account): boolean {
  return proofOfIdentity(one, other) === true;
}

/**
 * Whether two accounts are the same. Where nothing proves it, the same provider is the same account: its key may have been rotated.
 * Another provider with another key leaves it open.
 */
export function compareAccounts(recorded: Account, current: Account): "same" | "other" | "unknown" {
  const proof = proofOfIdentity(recorded, current);
  if (proof !== undefined) return proof ? "same" : "other";
  const isRekeyed = both(recorded.key, current.key) !== undefined;
  return recorded.provider !== current.provider && isRekeyed ? "unknown" : "same";
}

/** Two accounts that are not the same, as messages name them: `account 42` and `account 43`. */
export function namesOf(one: Account, other: Account): readonly [string, string] {
  const projects = both(one.project, other.project);
  const what = projects === undefined ? "account" : "project";
  const [own, others] = projects ?? both(one.id, other.id) ?? ["", ""];
  return [`${what} ${own}`, `${what} ${others}`];
}

import { createHash } from "node:crypto";

import { z } from "zod";

import type { Settings } from "../clients/settings";

/** Whose API a kind of group is called by. */
export type Cloud = "alicloud" | "tencentcloud" | "huaweicloud";

/** What tells accounts apart without a call. No credential is among it. */
export const accountShape = z.object({
  /** The name of the explicit Provider; empty for the default one. */
  provider: z.string(),
  /** A digest of the access key's id; none where no key is configured. */
  key: z.string().optional(),
  /** The account's id, where it is configured. */
  id: z.string().optional(),
});
export type Account = z.infer<typeof accountShape>;

/** Where an account has projects, its groups belong to one of them, so that its id goes before the account's. */
const KEYS = {
  alicloud: { key: "alicloud:accessKey", ids: ["alicloud:accountId"] },
  tencentcloud: { key: "tencentcloud:secretId", ids: ["tencentcloud:accountId"] },
  huaweicloud: { key: "huaweicloud:accessKey", ids: ["huaweicloud:projectId", "huaweicloud:domainId"] },
} as const;

/** Hexadecimal digits of a key's digest: enough to tell keys apart, too few to be of use for anything else. */
const DIGEST_LENGTH = 12;

/** The account that this process calls a cloud with. */
export function accountOf(settings: Settings, cloud: Cloud): Account {
  const { key, ids } = KEYS[cloud];
  const accessKey = settings.get(key);
  const id = ids.map((name) => settings.get(name)).find((value) => value !== undefined);
  return {
    provider: settings.get("cloud-groups:provider") ?? "",
    ...(accessKey === undefined ? {} : { key: digestOf(accessKey) }),
    ...(id === undefined ? {} : { id }),
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

function digestOf(accessKey: string): string {
  return createHash("sha256").update(accessKey).digest("hex").slice(0, DIGEST_LENGTH);
}

/**
 * Whether two accounts are the same. Their ids tell; else the same key is the same account, and so is the same provider, whose
 * key may have been rotated. Another provider with another key leaves it open.
 */
export function compareAccounts(recorded: Account, current: Account): "same" | "other" | "unknown" {
  if (recorded.id !== undefined && current.id !== undefined)
    return recorded.id === current.id ? "same" : "other";
  if (recorded.provider === current.provider || recorded.key === current.key) return "same";
  return recorded.key === undefined || current.key === undefined ? "same" : "unknown";
}

/** Whether two accounts are the same for certain, whatever the providers are. */
export function isSameAccount(one: Account, other: Account): boolean {
  if (one.id !== undefined && other.id !== undefined) return one.id === other.id;
  return one.key !== undefined && one.key === other.key;
}

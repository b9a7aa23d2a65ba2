import type { LimitFunction } from "p-limit" with { "resolution-mode": "import" };

/** The most calls under way at once to one cloud with one account. Pulumi itself runs four resources a core side by side. */
const CALLS_AT_ONCE = 16;

/** The limit of each cloud and account, kept for the life of the process so that all resources share it. */
const limits = new Map<string, LimitFunction>();

/**
 * Runs a call once fewer than 16 of the same account are under way.
 *
 * @param account names the cloud and the account, without secrets, such as `alicloud LTAI…`
 */
export async function withinLimit<T>(account: string, call: () => Promise<T>): Promise<T> {
  let limit = limits.get(account);
  if (limit === undefined) {
    const { default: pLimit } = await import("p-limit");
    // Another call may have made it meanwhile.
    limit = limits.get(account) ?? pLimit(CALLS_AT_ONCE);
    limits.set(account, limit);
  }
  return limit(call);
}

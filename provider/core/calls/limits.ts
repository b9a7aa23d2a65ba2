import type { LimitFunction } from "p-limit" with { "resolution-mode": "import" };

/** The most calls under way at once to one cloud with one account. Pulumi itself runs four resources a core side by side. */
const CALLS_AT_ONCE = 16;

/** The accounts of each cloud, kept for the life of the process so that all resources share them. */
const accounts = new Map<string, Account>();

/** What all calls to one cloud with one account share. */
export class Account {
  /** When a call last went through, by the clock of the operations. */
  lastProgressAt = Number.NEGATIVE_INFINITY;

  private constructor(private readonly limit: LimitFunction) {}

  /** @param name of the cloud and the account, without secrets, such as `alicloud LTAI…` */
  static async find(name: string): Promise<Account> {
    const known = accounts.get(name);
    if (known !== undefined) return known;
    const { default: pLimit } = await import("p-limit");
    // Another call may have made it meanwhile.
    const account = accounts.get(name) ?? new Account(pLimit(CALLS_AT_ONCE));
    accounts.set(name, account);
    return account;
  }

  /** Runs a call once fewer than 16 of the account are under way. */
  withinLimit<T>(call: () => Promise<T>): Promise<T> {
    return this.limit(call);
  }
}

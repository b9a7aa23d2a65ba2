import { CancelledError, CloudGroupsError, messageOf, NotAppliedError, RefusedError } from "./errors";
import type { Operation } from "./operation";
import type { SettingOrigin } from "./settings";

/** Credentials as they were issued. */
export interface Issued<Keys> {
  readonly keys: Keys;
  /** When they expire, in milliseconds since 1970; undefined for those that do not. */
  readonly expiresAt?: number | undefined;
}

/** A way to get credentials. It holds no temporary ones. */
export interface CredentialSource<Keys> {
  /** What messages call it, without a secret: `alicloud:assumeRole (acs:ram::1:role/deployer)`. */
  readonly name: string;
  /** What tells it apart from other sources in this process. */
  readonly id: string;
  /** What is the same for as long as the account is: the id of a key, or a role; undefined where only the cloud knows the account. */
  readonly accountKey?: string;
  /** The account's id, where the source names it, as a role does. */
  readonly accountId?: string | undefined;
  /** What of the cloud it is beside the account, where the source names it: `role deployer`. */
  readonly actor?: string | undefined;
  /** Where the setting stands that leads to it. */
  readonly origin?: SettingOrigin;
  /** Whether the keys stand in the setting itself, so that its user knows whose they are. */
  readonly isDirect?: boolean;
  /** Whether others can be had once these have expired. */
  readonly isRenewable: boolean;
  /** Gets new ones. */
  issue(operation: Operation): Promise<Issued<Keys>>;
}

/** Credentials could not be had, so that nothing was sent. The call that needs them is not made again: asking was retried already. */
class CredentialsError extends CloudGroupsError {
  readonly name = "CredentialsError";
  readonly effect = "not applied";
  constructor(source: string, cause: unknown) {
    const { operation, code } = cause instanceof CloudGroupsError ? cause : { operation: "", code: "" };
    const detail = `No credentials from ${source}: ${messageOf(cause)}`;
    super(detail, { operation: operation || "credentials", code: code || "NoCredentials", detail, cause });
  }
}

/** How long before their end credentials are renewed, at most; those that live shorter are renewed at half of their time. */
const MARGIN_MS = 5 * 60_000;

/**
 * The credentials of one source, which all calls share: got when the first call needs them, and renewed before they expire. Calls side by side
 * wait for the same answer.
 */
export class Credentials<Keys> {
  private held: Issued<Keys> | undefined;
  private renewAt = 0;
  private renewal: Promise<Issued<Keys>> | undefined;

  constructor(readonly source: CredentialSource<Keys>) {}

  /**
   * Gives credentials that have not expired by this machine's clock.
   *
   * @throws CredentialsError, or CancelledError
   */
  async get(operation: Operation): Promise<Keys> {
    const { held } = this;
    if (held !== undefined && Date.now() < this.renewAt) return held.keys;
    try {
      return (await this.renew(operation)).keys;
    } catch (error) {
      // Renewal is early: the next call tries again.
      if (held !== undefined && this.held === held && Date.now() < (held.expiresAt ?? Infinity))
        return held.keys;
      throw error instanceof CancelledError ? error : new CredentialsError(this.source.name, error);
    }
  }

  /**
   * The cloud says that these have expired.
   *
   * @returns whether others can be had
   */
  expire(keys: Keys): boolean {
    // Another call may have renewed them meanwhile.
    if (this.source.isRenewable && this.held?.keys === keys) this.held = undefined;
    return this.source.isRenewable;
  }

  private renew(operation: Operation): Promise<Issued<Keys>> {
    this.renewal ??= this.issue(operation).finally(() => {
      this.renewal = undefined;
    });
    return this.renewal;
  }

  private async issue(operation: Operation): Promise<Issued<Keys>> {
    const issued = await this.source.issue(operation);
    const { expiresAt = Infinity } = issued;
    this.renewAt = expiresAt - Math.min(MARGIN_MS, (expiresAt - Date.now()) / 2);
    this.held = issued;
    return issued;
  }
}

/** What each source of this process has issued, kept for its life so that all resources share it. */
const known = new Map<string, Credentials<unknown>>();

/** The credentials of a source, the same for each source of this id. */
export function credentialsOf<Keys>(source: CredentialSource<Keys>): Credentials<Keys> {
  const credentials = known.get(source.id) ?? new Credentials(source);
  known.set(source.id, credentials);
  return credentials as Credentials<Keys>;
}

/**
 * What to do where a cloud refuses keys.
 *
 * @param usual for keys that stand in the settings themselves
 */
export function keysAdvice(source: CredentialSource<unknown> | undefined, usual: string): string {
  return source === undefined || source.isDirect ? usual : `Check the credentials of ${source.name}`;
}

/** How often one call gets new credentials because the cloud says that those it had have expired. */
const RENEWALS = 2;

/** The credentials of one call, through all of its tries. */
export class CallCredentials<Keys> {
  private renewals = 0;

  constructor(private readonly credentials: Credentials<Keys>) {}

  get(operation: Operation): Promise<Keys> {
    return this.credentials.get(operation);
  }

  /**
   * What became of a try that failed: a refusal of credentials that have expired was not applied, where others can be had.
   *
   * @param keys that it was made with
   */
  outcomeOf(error: Error, keys: Keys, isExpired: (refusal: RefusedError) => boolean): Error {
    const mayRenew =
      error instanceof RefusedError &&
      isExpired(error) &&
      this.credentials.expire(keys) &&
      this.renewals++ < RENEWALS;
    return mayRenew ? new NotAppliedError(error) : error;
  }
}

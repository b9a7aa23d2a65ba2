import { z } from "zod";

import { parseInput } from "./input";

/** When temporary keys are to expire. */
export interface ExpireKeysOptions {
  /**
   * How many calls each key and token is valid for that is issued from now on, besides its time; 0 for those that are never valid.
   * Without it, all that have been issued so far expire at once.
   */
  readonly after?: number;
}

const shape: z.ZodType<ExpireKeysOptions> = z.strictObject({ after: z.exactOptional(z.int().min(0)) });

/** Checks what came from outside. @throws InputError */
export function parseExpireKeys(options: unknown): ExpireKeysOptions {
  return parseInput(shape, options);
}

/** How long a temporary key is valid: until a time, and for a number of calls where one was set. */
export class Lifetime {
  readonly expiration: Date;

  /** @param callsLeft how many calls it is valid for; undefined: any number of them */
  constructor(
    seconds: number,
    private calls: number | undefined,
  ) {
    // The clouds tell whole seconds.
    this.expiration = new Date((Math.floor(Date.now() / 1000) + seconds) * 1000);
  }

  get callsLeft(): number | undefined {
    return this.calls;
  }

  /** Whether it is over. */
  isOver(now: Date): boolean {
    return this.calls === 0 || now >= this.expiration;
  }

  /** Counts a call; false where it comes too late. */
  use(now: Date): boolean {
    if (this.isOver(now)) return false;
    if (this.calls !== undefined) this.calls--;
    return true;
  }

  /** Ends it at once. */
  end(): void {
    this.calls = 0;
  }
}

/** A time as the clouds tell it: ISO 8601 in UTC, without fractions of a second. */
export function isoSeconds(time: Date): string {
  return time.toISOString().replace(/\.\d+/, "");
}

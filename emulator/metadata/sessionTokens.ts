import type { Incoming } from "../api";
import type { CloudName } from "../keyPairs";
import { randomText } from "../random";
import { Refusal } from "../refusal";

const TTL_MAX_SECONDS = 21_600;

/** How a service wants a session token. */
export interface SessionRule {
  /** The header that the token comes in. */
  readonly header: string;
  /** What it answers where there is no valid one. */
  readonly status: 401 | 403;
}

/** The tokens that a metadata service hands out to whoever can send PUT, so that nothing can be got out of it by a mere GET. */
export class SessionTokens {
  private readonly ends = new Map<string, number>();

  /** Opens a session and returns its token. @throws Refusal where the header does not say for how long */
  open(cloud: CloudName, { headers }: Incoming, ttlHeader: string): string {
    const given = headers[ttlHeader];
    const seconds = typeof given === "string" && /^\d+$/.test(given) ? Number(given) : 0;
    if (seconds < 1 || seconds > TTL_MAX_SECONDS) throw new Refusal("400", "Bad Request", 400);
    const token = randomText(56);
    this.ends.set(`${cloud} ${token}`, Date.now() + seconds * 1000);
    return token;
  }

  /** @throws Refusal where the request has no valid token */
  check(cloud: CloudName, { headers }: Incoming, { header, status }: SessionRule, now: Date): void {
    const end = this.ends.get(`${cloud} ${String(headers[header])}`);
    if (end === undefined || now.getTime() >= end)
      throw new Refusal(String(status), status === 401 ? "Unauthorized" : "Forbidden", status);
  }
}

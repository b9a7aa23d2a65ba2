/** What this process has seen of a host that it calls. */
export class Host {
  /** Whether a connection was ever made: then the settings are right, and what fails later is an outage. */
  wasReached = false;
  /** When the first try began, by the clock of the operations, as long as all of them fail. */
  failingSince: number | undefined;

  /** @param name with its port, as it stands in URLs */
  constructor(readonly name: string) {}

  /** Takes a connection. */
  recordReached(): void {
    this.wasReached = true;
  }

  /** Takes a try that made no connection. */
  recordFailed(startedAt: number): void {
    this.failingSince ??= startedAt;
  }
}

/** The hosts by origin, kept for the life of the process so that all resources share what is known of them. */
const hosts = new Map<string, Host>();

/** The host of a URL. */
export function hostOf(url: string): Host {
  const { origin, host } = new URL(url);
  const known = hosts.get(origin) ?? new Host(host);
  hosts.set(origin, known);
  return known;
}

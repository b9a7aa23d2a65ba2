/** How far each cloud's clock is ahead of this machine's in milliseconds, by the `Date` of its last answer; kept for the life of the process. */
const ahead = new Map<string, number>();

/** How far the two may be apart while no answer has told, in milliseconds. */
const UNHEARD_SKEW_MS = 60_000;
/** How far the clocks of a cloud's own machines may be apart, in milliseconds: one dates the answer, another the group. */
const INNER_SKEW_MS = 2000;
/** Dates in answers and of groups are cut to whole seconds. */
const GRAIN_MS = 1000;

/** The clock of a cloud: when, in its own time, something happened here. */
export class CloudClock {
  private readonly origin: string;

  /** @param url any of the API's */
  constructor(url: string) {
    this.origin = new URL(url).origin;
  }

  /** Takes the `Date` header of an answer that has just come; whatever is no date says nothing. */
  observeDate(date: unknown): void {
    const time = typeof date === "string" ? Date.parse(date) : Number.NaN;
    if (!Number.isNaN(time)) ahead.set(this.origin, time - Date.now());
  }

  /** The earliest time that the cloud can have written at this moment of ours, both in milliseconds since 1970. */
  earliest(moment: number): number {
    const skew = ahead.get(this.origin);
    // The header's date is cut to seconds and was on its way, so that the sum comes before the cloud's real time.
    return skew === undefined ? moment - UNHEARD_SKEW_MS : moment + skew - INNER_SKEW_MS - GRAIN_MS;
  }

  /** The latest likewise, for an answer that may have been on its way for a minute. */
  latest(moment: number): number {
    return moment + (ahead.get(this.origin) ?? 0) + UNHEARD_SKEW_MS;
  }
}

/**
 * The moments that a cloud's date may mean, in milliseconds since 1970: one where it names its zone; else China's, where all of
 * these clouds are at home, or UTC, since no document says which.
 */
export function momentsOf(date: string): number[] {
  // Date takes no more than milliseconds; the API gateway writes nanoseconds.
  const text = date.replace(" ", "T").replace(/(\.\d{3})\d+/, "$1");
  const zoned = /(Z|[+-]\d\d:\d\d)$/.test(text) ? [text] : [`${text}+08:00`, `${text}Z`];
  return zoned.map((one) => Date.parse(one)).filter((moment) => !Number.isNaN(moment));
}

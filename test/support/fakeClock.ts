import type { Clock } from "../../provider/core/calls/operation";

/** Time that passes only while somebody waits, and then at once. */
export class FakeClock implements Clock {
  private time = 0;

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): Promise<boolean> {
    this.pass(milliseconds);
    return Promise.resolve(true);
  }

  pass(milliseconds: number): void {
    this.time += milliseconds;
  }
}

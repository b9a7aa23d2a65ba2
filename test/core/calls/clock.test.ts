import assert from "node:assert/strict";

import { CloudClock, momentsOf } from "../../../provider/core/calls/clock";

const HOUR_MS = 3_600_000;

/** A clock of its own for each test. */
let clouds = 0;
const newClock = () => new CloudClock(`https://cloud-${++clouds}.example/path`);

describe("the clock of a cloud", () => {
  it("is taken for within a minute of this machine's, while no answer has told", () => {
    const clock = newClock();
    clock.observeDate(undefined);
    clock.observeDate("no date");
    const now = Date.now();
    assert.equal(clock.earliest(now), now - 60_000);
    assert.equal(clock.latest(now), now + 60_000);
  });

  it("is told by the date of an answer to a few seconds, however wrong this machine's is", () => {
    for (const ahead of [-2 * HOUR_MS, 0, 5 * HOUR_MS]) {
      const clock = newClock();
      const now = Date.now();
      clock.observeDate(new Date(now + ahead).toUTCString());
      const error = now + ahead - clock.earliest(now);
      assert.ok(error >= 0 && error < 5000, `${error} ms before`);
      assert.ok(clock.latest(now) > now + ahead);
    }
  });

  it("is the same for all of a host's paths, and no other host's", () => {
    const now = Date.now();
    new CloudClock("https://one.example:8443/a").observeDate(new Date(now + HOUR_MS).toUTCString());
    assert.ok(new CloudClock("https://one.example:8443/b?c").earliest(now) > now);
    assert.ok(new CloudClock("https://one.example/a").earliest(now) < now);
  });
});

describe("the moments that a cloud's date may mean", () => {
  it("are one where it names its zone, and those of China and UTC where it does not", () => {
    const moment = Date.UTC(2022, 9, 21, 7, 21, 37);
    assert.deepEqual(momentsOf("2022-10-21T15:21:37+08:00"), [moment]);
    assert.deepEqual(momentsOf("2022-10-21T07:21:37Z"), [moment]);
    assert.deepEqual(momentsOf("2022-10-21T07:21:37.123456789Z"), [moment + 123]);
    assert.deepEqual(momentsOf("2022-10-21 15:21:37"), [moment, moment + 8 * HOUR_MS]);
  });

  it("are none for what is no date", () => {
    assert.deepEqual(momentsOf(""), []);
    assert.deepEqual(momentsOf("yesterday"), []);
  });
});

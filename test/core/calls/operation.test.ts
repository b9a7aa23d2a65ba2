import assert from "node:assert/strict";

import {
  CancelledError,
  ConfigurationError,
  DeadlineError,
  NotAppliedError,
  RefusedError,
  UnknownOutcomeError,
} from "../../../provider/core/calls/errors";
import { Operation } from "../../../provider/core/calls/operation";
import { Settings } from "../../../provider/core/calls/settings";
import { FakeClock } from "../../support/fakeClock";

const failure = { operation: "CreateGroup", code: "Throttling.User", detail: "slow down" };

/** An operation whose waits are as short as the jitter allows. */
function impatient(config: Record<string, string> = {}): Operation {
  return new Operation(new Settings((key) => config[key], {}), { random: () => 0 });
}

/** A call that fails with these errors in turn, then answers. */
function failing(errors: Error[]): { attempt: () => Promise<string>; tries: () => number } {
  let tries = 0;
  const attempt = (): Promise<string> => {
    const error = errors[tries++];
    return error === undefined ? Promise.resolve("done") : Promise.reject(error);
  };
  return { attempt, tries: () => tries };
}

describe("the calls of an operation", () => {
  it("are made again where they did not take effect", async () => {
    const { attempt, tries } = failing([new NotAppliedError(failure), new NotAppliedError(failure)]);
    assert.equal(await impatient().call({ account: "a", repeatable: false }, attempt), "done");
    assert.equal(tries(), 3);
  });

  it("are not made again where they were refused", async () => {
    const { attempt, tries } = failing([new RefusedError(failure)]);
    await assert.rejects(impatient().call({ account: "a", repeatable: true }, attempt), RefusedError);
    assert.equal(tries(), 1);
  });

  it("are made again after an unknown outcome only where that is safe", async () => {
    const safe = failing([new UnknownOutcomeError(failure)]);
    assert.equal(await impatient().call({ account: "a", repeatable: true }, safe.attempt), "done");
    const unsafe = failing([new UnknownOutcomeError(failure)]);
    await assert.rejects(
      impatient().call({ account: "a", repeatable: false }, unsafe.attempt),
      UnknownOutcomeError,
    );
    assert.equal(unsafe.tries(), 1);
  });

  it("are not begun with a time that is none", () => {
    for (const key of ["timeoutSeconds", "deadlineSeconds"])
      assert.throws(() => impatient({ [`cloud-groups:${key}`]: "soon" }), ConfigurationError);
  });

  it("stop once the user stops the engine, also while they wait", async () => {
    const stopping = new AbortController();
    const operation = new Operation(new Settings(() => undefined, {}), {
      cancelled: stopping.signal,
      random: () => 1,
    });
    const throttled = new NotAppliedError(failure);
    const waiting = operation.call({ account: "a", repeatable: false }, () => {
      setImmediate(() => {
        stopping.abort();
      });
      return Promise.reject(throttled);
    });
    await assert.rejects(waiting, (error) => error === throttled);
    const { attempt, tries } = failing([]);
    await assert.rejects(operation.call({ account: "a", repeatable: true }, attempt), CancelledError);
    assert.equal(tries(), 0);
  });

  it("of one account are at most 16 at once, those of another do not wait for them", async () => {
    const operation = impatient();
    let underWay = 0;
    let most = 0;
    const release: (() => void)[] = [];
    const attempt = () =>
      new Promise<void>((resolve) => {
        most = Math.max(most, ++underWay);
        release.push(() => {
          underWay--;
          resolve();
        });
        if (release.length === 16) for (const free of release.splice(0)) free();
      });
    await Promise.all(
      Array.from({ length: 64 }, () => operation.call({ account: "busy", repeatable: false }, attempt)),
    );
    assert.equal(most, 16);
  });
});

describe("the deadline of an operation", () => {
  const DEADLINE_MS = 20_000;
  const TIMEOUT_MS = 10_000;
  const answered = () => Promise.resolve("done");
  const throttled = () => Promise.reject(new NotAppliedError(failure));
  const refused = () => Promise.reject(new RefusedError(failure));
  const lost = () => Promise.reject(new UnknownOutcomeError(failure));

  let clock: FakeClock;
  /** Accounts live as long as the process: each test has its own. */
  let account: string;
  let accounts = 0;

  beforeEach(() => {
    clock = new FakeClock();
    account = `account ${accounts++}`;
  });

  function operation(random = 0): Operation {
    const config: Record<string, string> = {
      "cloud-groups:deadlineSeconds": String(DEADLINE_MS / 1000),
      "cloud-groups:timeoutSeconds": String(TIMEOUT_MS / 1000),
    };
    return new Operation(new Settings((key) => config[key], {}), { random: () => random, clock });
  }

  /** Makes a call of which each try takes so long. */
  function call<T>(of: Operation, milliseconds: number, outcome: () => Promise<T>, repeatable = false) {
    return of.call({ account, repeatable }, () => {
      clock.pass(milliseconds);
      return outcome();
    });
  }

  it("never comes as long as calls go through, however many there are", async () => {
    const healthy = operation();
    for (let calls = 0; calls < 5000; calls++) assert.equal(await call(healthy, 120, answered), "done");
    assert.equal(clock.now(), 600_000);
  });

  it("does not come while the cloud refuses calls: it answers, as for numbers that are found by halving", async () => {
    const halving = operation();
    for (let calls = 0; calls < 1000; calls++)
      await assert.rejects(call(halving, 120, refused), RefusedError);
    assert.equal(await call(halving, 120, answered), "done");
  });

  it("counts throttled calls and their waits from the last call that went through", async () => {
    const throttling = operation(0.5);
    await call(throttling, 15_000, answered);
    await assert.rejects(call(throttling, 100, throttled), NotAppliedError);
    const quietMs = clock.now() - 15_000;
    assert.ok(quietMs > DEADLINE_MS / 2 && quietMs < DEADLINE_MS, `it ended after ${quietMs} ms`);
    // What is left may still be used.
    assert.equal(await call(throttling, 100, answered), "done");
  });

  it("counts lost answers of calls that are repeated", async () => {
    let tries = 0;
    const hanging = call(
      operation(),
      TIMEOUT_MS - 1,
      () => {
        tries++;
        return lost();
      },
      true,
    );
    await assert.rejects(hanging, UnknownOutcomeError);
    assert.equal(tries, 3);
  });

  it("ends before a wait that would reach it", async () => {
    const patientCloud = new NotAppliedError({ ...failure, retryAfterMs: DEADLINE_MS });
    const { attempt, tries } = failing([patientCloud]);
    await assert.rejects(
      operation().call({ account, repeatable: false }, attempt),
      (error) => error === patientCloud,
    );
    assert.equal(tries(), 1);
    assert.equal(clock.now(), 0);
  });

  it("allows no pause that would reach it", async () => {
    const waiting = operation();
    assert.equal(await waiting.pause(0), true);
    assert.equal(clock.now(), 500);
    assert.equal(await waiting.pause(6), false);
    assert.equal(clock.now(), 500);
  });

  it("leaves a call that begins shortly before it all of its time", async () => {
    const late = operation();
    clock.pass(DEADLINE_MS - 1);
    const timeout = await late.call({ account, repeatable: false }, () =>
      Promise.resolve(late.callTimeoutMs),
    );
    assert.equal(timeout, TIMEOUT_MS);
  });

  it("begins no call once it is over, and says for how long nothing went through", async () => {
    const over = operation();
    clock.pass(DEADLINE_MS);
    await assert.rejects(
      call(over, 0, answered),
      (error) =>
        error instanceof DeadlineError &&
        error.message === "no call went through for 20 s (cloud-groups:deadlineSeconds)",
    );
  });

  it("leaves the cloud's own error where a retry came too late to begin", async () => {
    const oversleeping = operation();
    const sleep = clock.sleep.bind(clock);
    clock.sleep = (milliseconds) => sleep(milliseconds + DEADLINE_MS);
    await assert.rejects(call(oversleeping, 0, throttled), NotAppliedError);
  });

  it("is the operation's own time where it has one, however its calls go", async () => {
    const settings = new Settings(() => undefined, {});
    const limited = new Operation(settings, { timeoutMs: 1_500_000, random: () => 0, clock });
    for (let calls = 0; calls < 10; calls++) await call(limited, 120_000, answered);
    // Longer than the deadline of 600 s.
    let throttles = 0;
    const slow = () => (++throttles < 2 ? throttled() : answered());
    assert.equal(await call(limited, 150_000, slow), "done");
    await assert.rejects(call(limited, 0, answered), {
      name: "DeadlineError",
      message: "the operation took longer than the 1500 s of its customTimeouts",
    });
  });

  describe("while other calls take all places of the account", () => {
    /** The calls that have their places; each ends when it is told how. */
    let underWay: ((outcome: () => Promise<string>) => void)[];
    let others: Promise<unknown>;

    beforeEach(async () => {
      underWay = [];
      const held = () =>
        new Promise<string>((resolve, reject) => {
          underWay.push((outcome) => {
            outcome().then(resolve, reject);
          });
        });
      others = Promise.allSettled(
        Array.from({ length: 32 }, () => operation().call({ account, repeatable: false }, held)),
      );
      await settled();
      assert.equal(underWay.length, 16);
    });

    /** The calls that are under way all end so, this much later. */
    async function endAll(outcome: () => Promise<string>): Promise<void> {
      clock.pass(TIMEOUT_MS);
      for (const end of underWay.splice(0)) end(outcome);
      await settled();
    }

    it("stands still while those go through", async () => {
      const { attempt, tries } = failing([new NotAppliedError(failure)]);
      const waiting = operation().call({ account, repeatable: false }, attempt);
      await settled();
      await endAll(answered);
      await endAll(answered);
      await others;
      assert.equal(await waiting, "done");
      assert.equal(tries(), 2);
    });

    it("goes on while none of those goes through", async () => {
      const { attempt, tries } = failing([]);
      const waiting = operation().call({ account, repeatable: false }, attempt);
      await settled();
      const rejected = assert.rejects(waiting, DeadlineError);
      await endAll(lost);
      await endAll(lost);
      await rejected;
      await others;
      assert.equal(tries(), 0);
    });
  });

  /** Until all that can go on has gone on. */
  async function settled(): Promise<void> {
    for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate);
  }
});

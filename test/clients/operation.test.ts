import assert from "node:assert/strict";

import {
  CancelledError,
  NotTakenError,
  RefusedError,
  UnknownOutcomeError,
} from "../../provider/clients/errors";
import { Operation } from "../../provider/clients/operation";
import { Settings } from "../../provider/clients/settings";

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
    const { attempt, tries } = failing([new NotTakenError(failure), new NotTakenError(failure)]);
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

  it("end at the deadline rather than wait past it", async () => {
    const patientCloud = new NotTakenError({ ...failure, retryAfterMs: 60_000 });
    const { attempt, tries } = failing([patientCloud]);
    await assert.rejects(
      impatient({ "cloud-groups:deadlineSeconds": "30" }).call({ account: "a", repeatable: false }, attempt),
      (error) => error === patientCloud,
    );
    assert.equal(tries(), 1);
  });

  it("stop once the user stops the engine, also while they wait", async () => {
    const stopping = new AbortController();
    const operation = new Operation(new Settings(() => undefined, {}), {
      cancelled: stopping.signal,
      random: () => 1,
    });
    const throttled = new NotTakenError(failure);
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

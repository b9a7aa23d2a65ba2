import assert from "node:assert/strict";

import * as fc from "fast-check";

import { UNKNOWN } from "../../../provider/core/properties";
import { CloudClock } from "../../../provider/core/calls/clock";
import { RefusedError, UnknownOutcomeError } from "../../../provider/core/calls/errors";
import { Operation } from "../../../provider/core/calls/operation";
import { Settings } from "../../../provider/core/calls/settings";
import {
  createOnce,
  isHandedOver,
  type Creator,
  lookupResultOf,
  takePendingCreation,
  unsettledDiff,
} from "../../../provider/core/lifecycle/creation";
import type { EngineRun } from "../../../provider/core/run/run";
import { PartialFailure } from "../../../provider/core/lifecycle/partialFailure";

import { emptyRun } from "../../support/checking";

const TAKEN = "NameTaken";
const LOST = new UnknownOutcomeError({ operation: "Create", code: "Timeout", detail: "no answer" });
const taken = () => new RefusedError({ operation: "Create", code: TAKEN, detail: "it is" });
const SPAN = { from: "2026-01-01T10:00:00.000Z", until: "2026-01-01T10:05:00.000Z", remark: "ours" };
const at = (time: string, remark: string | undefined = "ours") => ({ group: "g", created: time, remark });

describe("a group of the name that a lost creation had", () => {
  it("is its doing where it was made in that span of time with the remark that was sent", () => {
    assert.deepEqual(lookupResultOf(at("2026-01-01T10:00:01Z"), SPAN), { ours: "g" });
    assert.deepEqual(lookupResultOf(at("2026-01-01 18:04:59", undefined), SPAN), { ours: "g" });
  });

  it("is another's where it was made before or after, with another remark, or by the cloud itself", () => {
    for (const candidate of [
      at("2026-01-01T09:59:59Z"),
      at("2026-01-01T10:05:01Z"),
      at("2026-01-01T10:01:00Z", "theirs"),
      at(""),
    ])
      assert.equal(lookupResultOf(candidate, SPAN), "another's");
    assert.equal(lookupResultOf(undefined, SPAN), "nothing");
  });
});

/** What happens to a call of a creation. */
type Fate = "done" | "lost before" | "lost after" | "lost look";

/** A cloud with one name, which somebody else may have taken. */
class Cloud implements Creator<string> {
  readonly place = ["Kind", "name"];
  readonly remark = "ours";
  readonly taken = TAKEN;
  readonly clock = new CloudClock("https://one.example");
  group: { id: string; created: string; remark: string } | undefined;
  made = 0;

  constructor(
    private readonly fates: Fate[],
    /** How many look-ups do not see a new group. */
    private hidden = 0,
  ) {}

  create(): Promise<string> {
    const fate = this.fates.shift() ?? "done";
    if (fate === "lost before") return Promise.reject(LOST);
    if (this.group !== undefined) return Promise.reject(taken());
    this.made++;
    this.group = { id: `id-${this.made}`, created: new Date().toISOString(), remark: this.remark };
    return fate === "done" ? Promise.resolve(this.group.id) : Promise.reject(LOST);
  }

  find(): Promise<{ group: string; created: string; remark: string } | undefined> {
    if (this.fates[0] === "lost look") {
      this.fates.shift();
      return Promise.reject(LOST);
    }
    if (this.group !== undefined && this.hidden-- > 0) return Promise.resolve(undefined);
    return Promise.resolve(this.group && { ...this.group, group: this.group.id });
  }
}

let run: EngineRun;

beforeEach(() => {
  run = emptyRun();
});

const operation = () => new Operation(new Settings(() => undefined, {}), { random: () => 0 });
const unsettled = (creating: object) => ({ id: "creating/name", outs: { creating } });

describe("a creation", () => {
  it("makes exactly one group, in as many updates as it takes, whatever is lost", async () => {
    const fate = fc.constantFrom<Fate>("done", "lost before", "lost after", "lost look");
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 12 }), async (fates) => {
        const cloud = new Cloud([...fates]);
        for (let updates = 0; ; updates++) {
          assert.ok(updates <= fates.length, "it does not end");
          try {
            const { group } = await createOnce(
              operation(),
              takePendingCreation(run, cloud.place),
              cloud,
              unsettled,
            );
            assert.equal(group, cloud.group?.id);
            break;
          } catch (error) {
            assert.ok(error instanceof PartialFailure, String(error));
            unsettledDiff(run, error.outs["creating"] as typeof SPAN, cloud.place, cloud.place, "name");
          }
        }
        assert.equal(cloud.made, 1);
      }),
      { numRuns: 300 },
    );
  });

  it("waits for what is there already and cannot be seen yet", async () => {
    const cloud = new Cloud(["lost after"], 2);
    assert.deepEqual(await createOnce(operation(), takePendingCreation(run, cloud.place), cloud, unsettled), {
      group: "id-1",
      isAsDeclared: true,
    });
    assert.equal(cloud.made, 1);
  });

  it("is refused where somebody else has the name, made before it began or with another remark", async () => {
    for (const other of [
      { created: new Date(Date.now() - 120_000).toISOString(), remark: "ours" },
      { created: new Date().toISOString(), remark: "theirs" },
    ]) {
      const cloud = new Cloud(["lost before"]);
      cloud.group = { id: "theirs", ...other };
      await assert.rejects(createOnce(operation(), takePendingCreation(run, cloud.place), cloud, unsettled), {
        name: "RefusedError",
        code: TAKEN,
      });
    }
  });
});

describe("a creation that is unknown at the next update", () => {
  it("does not take on what somebody made since, with the very same remark", async () => {
    const cloud = new Cloud([]);
    const created = new Date(Date.now() - 3_600_000).toISOString();
    cloud.group = { id: "theirs", created, remark: "ours" };
    unsettledDiff(run, SPAN, cloud.place, cloud.place, "name");
    await assert.rejects(createOnce(operation(), takePendingCreation(run, cloud.place), cloud, unsettled), {
      name: "RefusedError",
      code: TAKEN,
    });
  });

  it("is handed to the create that follows for the same group alone, and once", async () => {
    const cloud = new Cloud([]);
    assert.equal(unsettledDiff(run, SPAN, cloud.place, ["Kind", "other"], "name").deleteBeforeReplace, true);
    assert.equal(unsettledDiff(run, SPAN, cloud.place, ["Kind", UNKNOWN], "name").deleteBeforeReplace, true);
    assert.ok(!isHandedOver(run, ["Kind", "other"]) && !isHandedOver(run, cloud.place));
    assert.deepEqual(unsettledDiff(run, SPAN, cloud.place, cloud.place, "name").replaces, ["name"]);
    assert.ok(isHandedOver(run, cloud.place));
    cloud.group = { id: "made then", created: "2026-01-01T10:02:00Z", remark: "ours" };
    const made = await createOnce(operation(), takePendingCreation(run, cloud.place), cloud, unsettled);
    assert.deepEqual(made, { group: "made then", isAsDeclared: false });
    assert.equal(cloud.made, 0);
    assert.ok(!isHandedOver(run, cloud.place));
  });
});

import assert from "node:assert/strict";

import { type AfterFailure, Constructions } from "../../../provider/doors/plugin/constructions";

const OWN = "urn:own";
const never = () => new Promise<never>(() => undefined);

/** Whether a component's call ends when another resource fails, before or after it began. */
async function endsAfter(
  afterFailure: AfterFailure,
  isPreview: boolean,
  failsFirst = false,
): Promise<boolean> {
  const constructions = new Constructions(afterFailure);
  if (failsFirst) constructions.fail("urn:other");
  const made = constructions.untilFailure([OWN], isPreview, never);
  if (!failsFirst) constructions.fail("urn:other");
  return Promise.race([
    made.then(() => true),
    new Promise<boolean>((resolve) => setImmediate(resolve, false)),
  ]);
}

describe("the call of a component that is being made", () => {
  for (const failsFirst of [false, true]) {
    const when = failsFirst ? "before it began" : "meanwhile";

    it(`ends after the failure of another resource in a preview, unless the engine goes on: ${when}`, async () => {
      assert.equal(await endsAfter("stops", true, failsFirst), true);
      assert.equal(await endsAfter(undefined, true, failsFirst), true);
      assert.equal(await endsAfter("goes on", true, failsFirst), false);
    });

    it(`ends so in an update only where it is certain that the engine stops: ${when}`, async () => {
      assert.equal(await endsAfter("stops", false, failsFirst), true);
      assert.equal(await endsAfter(undefined, false, failsFirst), false);
      assert.equal(await endsAfter("goes on", false, failsFirst), false);
    });
  }

  it("ends after the failure of its own child in any case, with the GID that is known", async () => {
    for (const afterFailure of ["stops", "goes on", undefined] as const) {
      const constructions = new Constructions(afterFailure);
      const made = constructions.untilFailure([OWN], false, never);
      constructions.fail(OWN, "1234");
      assert.deepEqual(await made, { groupId: "1234", isEnd: afterFailure === "stops" });
    }
  });

  it("is not concerned by failures once it has ended", async () => {
    const constructions = new Constructions("goes on");
    assert.equal(await constructions.untilFailure([OWN], false, () => Promise.resolve("made")), "made");
    constructions.fail(OWN);
    assert.equal(await constructions.untilFailure([OWN], false, () => Promise.resolve("again")), "again");
  });
});

import assert from "node:assert/strict";

import * as fc from "fast-check";

import { formatUpdatePlan, parseUpdatePlan, type UpdatePlan } from "../../provider/core/updatePlan";

const count = fc.nat({ max: 2_000_000 });
const counts = { added: count, deleted: count, unchanged: count, uncertain: count, calls: count };

/** Texts that a user may choose, among them such as look like the part for programs. */
const userText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .tuple(
      fc.string(),
      fc.constantFrom(
        " [creation=adopt]",
        " [creation=delete]",
        " [add=1 delete=2 keep=3 uncertain=4 calls=5]",
        " [add=1 delete=2 keep=3 uncertain=4 calls=5 blocked=journal]",
      ),
    )
    .map(([text, notation]) => text + notation),
);

const numbersPlans = fc.record(
  { kind: fc.constant("numbers" as const), groupId: userText, ...counts, isBlocked: fc.boolean() },
  { noNullPrototype: true },
);
const creationPlans = fc.record(
  { kind: fc.constant("creation" as const), end: fc.constantFrom("adopt" as const, "delete" as const) },
  { noNullPrototype: true },
);
const plans: fc.Arbitrary<UpdatePlan> = fc.oneof(numbersPlans, creationPlans);

/** What a program reads of a plan: the group's id is for people alone. */
function read(plan: UpdatePlan): object {
  return Object.fromEntries(Object.entries(plan).filter(([name]) => name !== "groupId"));
}

describe("the plan of an update, in a preview", () => {
  it("is a sentence and the same for programs", () => {
    const numbers = { added: 400, deleted: 0, unchanged: 200, uncertain: 200, calls: 2 };
    const plan = { kind: "numbers", groupId: "1234", ...numbers, isBlocked: false } as const;
    assert.equal(
      formatUpdatePlan(plan),
      "1234: 400 to add, 0 to delete, 200 unchanged, 200 uncertain to settle first; 2 calls [add=400 delete=0 keep=200 uncertain=200 calls=2]",
    );
    assert.equal(
      formatUpdatePlan({ ...plan, uncertain: 0, calls: 1, isBlocked: true }),
      "1234: 400 to add, 0 to delete, 200 unchanged; 1 call. Nothing will be sent, because the group's journal takes no part in this update " +
        "[add=400 delete=0 keep=200 uncertain=0 calls=1 blocked=journal]",
    );
    assert.equal(
      formatUpdatePlan({ kind: "creation", end: "adopt" }),
      "The outcome of its creation is unknown: the update looks the group up and adopts it [creation=adopt]",
    );
  });

  it("is read back whatever the group is called and whatever stands before it", () => {
    fc.assert(
      fc.property(plans, userText, fc.constantFrom("", "\n"), (plan, before, end) => {
        assert.deepEqual(parseUpdatePlan(`${before}${formatUpdatePlan(plan)}${end}`), read(plan));
      }),
    );
  });

  it("is read whatever its wording is", () => {
    fc.assert(
      fc.property(plans, userText, (plan, words) => {
        const notation = /\[[^[]*\]$/.exec(formatUpdatePlan(plan))![0];
        assert.deepEqual(parseUpdatePlan(`${words} ${notation}`), read(plan));
      }),
    );
  });

  it("is not read from what a user named in the middle of a message", () => {
    fc.assert(
      fc.property(userText, (name) => {
        assert.equal(parseUpdatePlan(`took over the existing group ${name}, with other comments`), undefined);
        assert.equal(parseUpdatePlan(`took over the existing group (${name})`), undefined);
      }),
    );
  });

  it("is not read from anything else in brackets", () => {
    for (const other of [
      "2 of 2 calls, 300 of 300 numbers",
      "[creation=adopt]x",
      "a [creation=adopted]",
      "a[creation=adopt]",
      "a [creation=adopt ]",
      "a [add=1 delete=2 keep=3 calls=5]",
      "a [add=01 delete=2 keep=3 uncertain=4 calls=5]",
      "a [add=1 delete=-2 keep=3 uncertain=4 calls=5]",
      "a [delete=2 add=1 keep=3 uncertain=4 calls=5]",
      "a [add=1 delete=2 keep=3 uncertain=4 calls=5 blocked=group]",
      "a [add=[secret] delete=2 keep=3 uncertain=4 calls=5]",
    ])
      assert.equal(parseUpdatePlan(other), undefined, other);
  });

  it("hides a secret id, and shows counts that are the same digits", () => {
    const zero = { deleted: 0, unchanged: 0, uncertain: 0, isBlocked: false };
    const plan = { kind: "numbers", groupId: "1234", added: 1234, calls: 7, ...zero } as const;
    const line = formatUpdatePlan(plan, () => "[secret]");
    assert.match(line, /^\[secret\]: 1234 to add, .* \[add=1234 delete=0 keep=0 uncertain=0 calls=7\]$/);
  });
});

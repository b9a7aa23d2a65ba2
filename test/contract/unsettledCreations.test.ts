import assert from "node:assert/strict";

import type { Values } from "../support/providerProcess";
import { failureOf, useCloud } from "./support/cloud";
import { APIG, IOA, type Kind, RAM } from "./support/kinds";
import { LoneStack } from "./support/updates";

/** The argument of each kind that an update changes alone. */
const TEXTS = { [RAM.kind]: "comments", [APIG.kind]: "remark", [IOA.kind]: "description" };

describe("A creation whose outcome stayed unknown", () => {
  const cloud = useCloud();

  /** A stack whose only resource's creation was carried out, or was not, lost its answer, and could not be looked up. */
  async function begun(kind: Kind, applied = true, others: Values = {}): Promise<LoneStack> {
    const stack = new LoneStack(kind.kind);
    cloud.emulator.inject([
      { kind: "disconnect", applied, operation: kind.create },
      { kind: "error", operation: kind.find, status: 400, code: "Refused" },
    ]);
    await failureOf(stack.up(cloud.engine, { ...kind.args("group"), ...others }));
    assert.deepEqual(cloud.emulator.faults(), []);
    assert.equal(typeof stack.state?.outs["__incarnation"], "string");
    assert.equal(stack.state?.inputs["__protected"], undefined);
    return stack;
  }

  for (const kind of [RAM, APIG, IOA]) {
    it(`is in the state with its id where it is taken on and cannot be changed: ${kind.kind}`, async () => {
      const stack = await begun(kind);
      const news = { ...kind.args("group"), [TEXTS[kind.kind]!]: "other" };
      cloud.emulator.inject({ kind: "error", operation: kind.update, status: 400, code: "Refused" });
      const { message } = await failureOf(stack.up(cloud.engine, news));
      assert.match(message, /was refused: .*The group exists: run `pulumi up` again to finish it$/);
      assert.ok(!stack.state?.id.startsWith("creating/"));
      await stack.up(cloud.engine, news);
      assert.equal(kind.names(cloud).filter((name) => name === "group").length, 1);
      await stack.refresh(cloud.engine);
      assert.deepEqual(stack.state?.inputs, news);
      await stack.destroy(cloud.engine);
      assert.ok(!kind.names(cloud).includes("group"));
    });

    it(`stays unknown where the next update cannot look either: ${kind.kind}`, async () => {
      const stack = await begun(kind);
      cloud.emulator.inject({ kind: "error", operation: kind.find, status: 400, code: "Refused" });
      const calls = await cloud.callsOf(() => failureOf(stack.up(cloud.engine, kind.args("group"))));
      assert.deepEqual(calls, [kind.find]);
      await stack.up(cloud.engine, kind.args("group"));
      assert.equal(kind.names(cloud).filter((name) => name === "group").length, 1);
    });

    it(`is updated in place where Pulumi protects the resource, and has its id after a refresh: ${kind.kind}`, async () => {
      for (const applied of [true, false]) {
        cloud.emulator.reset();
        const stack = await begun(kind, applied, { __protected: true });
        const { id } = stack.state!;
        assert.equal(id, "creating/group");
        const updated = await cloud.callsOf(() =>
          stack.up(cloud.engine, { ...kind.args("group"), __protected: true }),
        );
        assert.ok(!updated.includes(kind.remove));
        assert.equal(updated.includes(kind.create), !applied);
        assert.equal(stack.state?.id, id, "Pulumi changes no id in an update");
        assert.equal(kind.names(cloud).filter((name) => name === "group").length, 1);
        await stack.refresh(cloud.engine);
        assert.notEqual(stack.state.id, id);
        assert.deepEqual(stack.state.inputs, kind.args("group"));
        assert.deepEqual(
          await cloud.callsOf(() => stack.up(cloud.engine, { ...kind.args("group"), __protected: true })),
          [],
        );
        await stack.destroy(cloud.engine);
        assert.ok(!kind.names(cloud).includes("group"));
      }
    });

    it(`can be destroyed while the id is still unknown: ${kind.kind}`, async () => {
      const stack = await begun(kind, true, { __protected: true });
      await stack.up(cloud.engine, { ...kind.args("group"), __protected: true });
      await stack.destroy(cloud.engine);
      assert.ok(!kind.names(cloud).includes("group"));
    });

    it(`is replaced where it is not protected, also where nothing else is declared: ${kind.kind}`, async () => {
      const stack = await begun(kind);
      await stack.up(cloud.engine, kind.args("group"));
      assert.ok(!stack.state?.id.startsWith("creating/"));
      assert.equal(typeof stack.state?.outs["__incarnation"], "string");
      assert.equal(kind.names(cloud).filter((name) => name === "group").length, 1);
    });
  }
});

import assert from "node:assert/strict";

import { failureOf, useCloud } from "../contract/support/cloud";
import { visible } from "../contract/support/engine";

const GATEWAYS = [
  { gateway: "the shared gateway", place: {} },
  { gateway: "a dedicated gateway", place: { instanceId: "instance-1" } },
] as const;

for (const { gateway, place } of GATEWAYS) {
  describe(`ApigGroup on ${gateway}`, () => {
    const cloud = useCloud();
    const groups = () => Object.values(cloud.account.apig.groups).filter(({ isDefault }) => !isDefault);
    const only = () => {
      assert.equal(groups().length, 1);
      return groups()[0]!;
    };
    const args = { name: "payments", remark: "all of them", ...place };

    it("is made with one call, and tells what the gateway adds", async () => {
      const calls = await cloud.callsOf(async () => {
        const { id, outs } = await cloud.engine.create("ApigGroup", args);
        assert.ok(id in cloud.account.apig.groups);
        const { slDomain, registerTime, updateTime, instanceId } = only();
        assert.equal(instanceId, "instanceId" in place ? place.instanceId : null);
        const { slDomains, ...others } = visible(outs);
        assert.deepEqual(others, {
          ...args,
          groupId: id,
          status: 1,
          slDomain,
          registerTime,
          updateTime,
          onSellStatus: 2,
          urlDomains: [],
        });
        assert.ok(Array.isArray(slDomains) && slDomains.includes(slDomain));
      });
      assert.deepEqual(calls, ["createApiGroup"]);
    });

    it("is read with one call, and gives back the inputs that made it", async () => {
      for (const declared of [
        { name: "bare", ...place },
        { name: "empty", remark: "", ...place },
        { ...args, adopt: true, forceDestroy: true },
      ]) {
        const made = await cloud.engine.create("ApigGroup", declared);
        const calls = await cloud.callsOf(async () => {
          assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
        });
        assert.deepEqual(calls, ["getApiGroup"]);
      }
    });

    it("shows a name and a remark that somebody else changed as changed inputs", async () => {
      const made = await cloud.engine.create("ApigGroup", args);
      await cloud.engine.update(made, { ...args, name: "refunds", remark: "some" });
      const found = await cloud.engine.refresh(made);
      assert.deepEqual(found?.inputs, { ...args, name: "refunds", remark: "some" });
      await cloud.engine.update(found, args);
      assert.deepEqual([only().name, only().remark], ["payments", "all of them"]);
    });

    it("leaves the state where it is gone", async () => {
      const made = await cloud.engine.create("ApigGroup", args);
      await cloud.engine.destroy(made);
      assert.equal(await cloud.engine.refresh(made), undefined);
    });

    it("is found by its id alone, and an id that nothing has is an error", async () => {
      const { id, inputs } = await cloud.engine.create("ApigGroup", args);
      const found = await cloud.engine.provider.read("ApigGroup", id, place);
      assert.equal(found.id, id);
      assert.deepEqual(found.inputs, inputs);
      const error = await failureOf(cloud.engine.provider.read("ApigGroup", "nothing", place));
      assert.match(
        error.message,
        /^getApiGroup was refused: APIG\.3001: there is no API group with the id nothing/,
      );
    });

    it("is renamed in place with one call: its id and its domain stay", async () => {
      const made = await cloud.engine.create("ApigGroup", args);
      const calls = await cloud.callsOf(async () => {
        const renamed = await cloud.engine.update(made, { ...args, name: "refunds" });
        assert.equal(renamed.outs["groupId"], made.id);
        assert.equal(renamed.outs["slDomain"], made.outs["slDomain"]);
        assert.equal(renamed.outs["name"], "refunds");
      });
      assert.deepEqual(calls, ["updateApiGroup"]);
      assert.deepEqual([only().name, only().remark], ["refunds", "all of them"]);
    });

    it("has its remark cleared where none is declared any more", async () => {
      const made = await cloud.engine.create("ApigGroup", args);
      const cleared = await cloud.engine.update(made, { name: "payments", ...place });
      assert.equal(only().remark, "");
      assert.deepEqual((await cloud.engine.refresh(cleared))?.inputs, cleared.inputs);
    });

    it("needs no call where the gateway sees no change, and a refresh finds none either", async () => {
      const made = await cloud.engine.create("ApigGroup", { name: "payments", ...place });
      const changed = { name: "payments", remark: "", forceDestroy: true, ...place };
      const calls = await cloud.callsOf(async () => {
        const updated = await cloud.engine.update(made, changed);
        assert.equal(updated.outs["forceDestroy"], true);
        assert.deepEqual((await cloud.engine.refresh(updated))?.inputs, updated.inputs);
      });
      assert.deepEqual(calls, ["getApiGroup"]);
    });

    it("keeps its old name in the state where the new one is taken", async () => {
      const made = await cloud.engine.create("ApigGroup", args);
      cloud.emulator.seed({ first: { apig: { groups: [{ name: "refunds", ...place }] } } });
      const error = await failureOf(cloud.engine.update(made, { ...args, name: "refunds" }));
      assert.match(error.message, /^updateApiGroup was refused: APIG\.3201: .* \(request id \S+\)/);
      assert.equal(error.partial, undefined);
    });

    it("says to refresh where it is gone", async () => {
      const made = await cloud.engine.create("ApigGroup", args);
      await cloud.engine.destroy(made);
      const error = await failureOf(cloud.engine.update(made, { ...args, name: "refunds" }));
      assert.match(error.message, /^updateApiGroup was refused: APIG\.3001: .*\. Run `pulumi refresh`$/);
    });

    it("does not take an existing group unasked, and says how to", async () => {
      cloud.emulator.seed({
        first: { apig: { groups: [{ name: "payments", remark: "theirs", ...place }] } },
      });
      const error = await failureOf(cloud.engine.create("ApigGroup", args));
      assert.match(
        error.message,
        /^createApiGroup was refused: APIG\.3201: .*\. Set `adopt: true` to take over the existing group$/,
      );
      assert.equal(only().remark, "theirs");
    });

    it("takes an existing group over with adopt, and sets what is declared", async () => {
      const apis = [{ name: "pay", published: true }];
      cloud.emulator.seed({
        first: { apig: { groups: [{ name: "payments", remark: "theirs", apis, ...place }] } },
      });
      const made = await cloud.engine.create("ApigGroup", { ...args, adopt: true });
      assert.deepEqual(Object.keys(cloud.account.apig.groups).includes(made.id), true);
      assert.equal(only().remark, "all of them");
      assert.equal(only().apis.length, 1);
      assert.deepEqual((await cloud.engine.refresh(made))?.inputs, made.inputs);
    });

    it("is deleted after a look at its APIs, and being gone already is no error", async () => {
      const made = await cloud.engine.create("ApigGroup", args);
      assert.deepEqual(await cloud.callsOf(() => cloud.engine.destroy(made)), ["listApis", "deleteApiGroup"]);
      assert.deepEqual(groups(), []);
      await cloud.engine.destroy(made);
    });

    for (const apigDeleteWithApis of ["refuse", "cascade"] as const) {
      it(`is not deleted while it has APIs, which the error lists (the gateway would ${apigDeleteWithApis})`, async () => {
        cloud.emulator.configure({ apigDeleteWithApis });
        const apis = [{ name: "pay" }, { name: "refund" }];
        cloud.emulator.seed({ first: { apig: { groups: [{ name: "payments", apis, ...place }] } } });
        const made = await cloud.engine.create("ApigGroup", { ...args, adopt: true });
        const error = await failureOf(cloud.engine.destroy(made));
        assert.equal(
          error.message,
          "deleteApiGroup was refused: APIG.3415: the group still has 2 APIs (pay, refund). " +
            "Set `forceDestroy: true` and run `pulumi up`, then `pulumi destroy`: it takes the APIs offline and deletes them first",
        );
        assert.equal(only().apis.length, 2);
      });
    }

    it("has all its APIs counted, page after page", async () => {
      const apis = Array.from({ length: 501 }, (_, at) => ({ name: `api_${at}` }));
      cloud.emulator.seed({ first: { apig: { groups: [{ name: "payments", apis, ...place }] } } });
      const made = await cloud.engine.create("ApigGroup", { ...args, adopt: true });
      const error = await failureOf(cloud.engine.destroy(made));
      assert.match(error.message, /the group still has 501 APIs \(api_0, .*, api_9 and 491 more\)/);
    });

    it("loses its own APIs alone where the gateway ignores the filter and lists all of them", async () => {
      cloud.emulator.configure({ apigApiFilter: "ignore" });
      const others = { name: "refunds", apis: [{ id: "b1", name: "refund", published: true }], ...place };
      const ours = { name: "payments", apis: [{ id: "a1", name: "pay", published: true }], ...place };
      cloud.emulator.seed({ first: { apig: { groups: [others, ours] } } });
      const kept = await cloud.engine.create("ApigGroup", { ...args, name: "empty" });
      const made = await cloud.engine.create("ApigGroup", { ...args, adopt: true, forceDestroy: true });
      await cloud.engine.destroy(made);
      await cloud.engine.destroy(kept);
      assert.deepEqual([only().name, only().apis.map(({ id }) => id)], ["refunds", ["b1"]]);
      assert.deepEqual(only().apis[0]?.environments.length, 1);
    });

    for (const forceDestroy of [true, false]) {
      it(`is not deleted where nothing proves whose APIs are listed (forceDestroy: ${forceDestroy})`, async () => {
        cloud.emulator.configure({ apigApiGroupIds: "omitted" });
        const apis = [{ name: "pay" }];
        cloud.emulator.seed({ first: { apig: { groups: [{ name: "payments", apis, ...place }] } } });
        const made = await cloud.engine.create("ApigGroup", { ...args, adopt: true, forceDestroy });
        const calls = await cloud.callsOf(async () => {
          const error = await failureOf(cloud.engine.destroy(made));
          assert.equal(
            error.message,
            "deleteApiGroup was refused: UnknownGroupOfApi: the gateway lists 1 API (pay) without a group_id, so nothing " +
              "proves which group they belong to. Delete the group in the console, then run `pulumi refresh`",
          );
        });
        assert.deepEqual(calls, ["listApis"]);
        assert.equal(only().apis.length, 1);
      });
    }

    it("has its APIs taken offline wherever they are published, and deleted, first with forceDestroy", async () => {
      const apis = [
        { id: "a1", name: "pay", environments: ["DEFAULT_ENVIRONMENT_RELEASE_ID", "test"] },
        { id: "a2", name: "refund", published: true },
        { id: "a3", name: "draft" },
      ];
      cloud.emulator.seed({ first: { apig: { groups: [{ name: "payments", apis, ...place }] } } });
      const made = await cloud.engine.create("ApigGroup", { ...args, adopt: true, forceDestroy: true });
      const calls = await cloud.callsOf(() => cloud.engine.destroy(made));
      assert.deepEqual(calls, [
        "listApis",
        "publishApi",
        "publishApi",
        "deleteApi",
        "deleteApi",
        "deleteApi",
        "deleteApiGroup",
      ]);
      const offline = cloud.emulator.calls().filter(({ operation }) => operation === "publishApi");
      assert.deepEqual(
        offline.map(({ request }) => [request["env_id"], request["apis"]]),
        [
          ["DEFAULT_ENVIRONMENT_RELEASE_ID", ["a1", "a2"]],
          ["test", ["a1"]],
        ],
      );
      assert.deepEqual(groups(), []);
    });
  });
}

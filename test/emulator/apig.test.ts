import assert from "node:assert/strict";

import { apigCalls, V1 } from "./support/apigCalls";
import { useEmulator } from "./support/emulator";
import { answerOf, assertRefused } from "./support/refused";

describe("the emulator's API gateway", () => {
  const emulator = useEmulator();
  const { call, v2, create, list, stateOf } = apigCalls(emulator);

  /** The base paths of both versions, as they are when a test runs. */
  const versions: [string, () => string][] = [
    ["v1.0", () => V1],
    ["v2", () => v2()],
  ];

  for (const [version, base] of versions) {
    describe(`on ${version}`, () => {
      it("creates, tells, changes and deletes a group", async () => {
        const made = await create(base(), { name: "api_group_001", remark: "分组001" });
        assert.deepEqual([made.status, made.on_sell_status], [1, 2]);
        const path = `${base()}/api-groups/${made.id}`;
        const { status, body } = await answerOf(call("PUT", path, { name: "api_group_002", remark: "" }));
        assert.deepEqual([status, body["name"], body["remark"]], [200, "api_group_002", ""]);
        const told = await answerOf(call("GET", path));
        assert.equal(told.body["name"], "api_group_002");
        assert.equal(told.body["sl_domain"], made.sl_domain);
        assert.equal((await answerOf(call("DELETE", path))).status, 204);
        for (const method of ["GET", "DELETE"]) await assertRefused(call(method, path), "APIG.3001", 404);
        await assertRefused(call("PUT", path, { name: "api_group_002" }), "APIG.3001", 404);
      });

      it("tells times to the nanosecond only where it has just set them", async () => {
        const made = await create(base(), { name: "group" });
        assert.match(made.register_time, /\.\d{9}Z$/);
        const path = `${base()}/api-groups/${made.id}`;
        const changed = (await answerOf(call("PUT", path, { name: "group" }))).body;
        assert.match(String(changed["update_time"]), /\.\d{9}Z$/);
        const told = (await answerOf(call("GET", path))).body;
        assert.equal(told["register_time"], made.register_time.replace(/\.\d+/, ""));
        assert.match(String(told["update_time"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      });

      it("gives every group domains of its own, also one of the same name", async () => {
        const first = await create(base(), { name: "group" });
        await answerOf(call("DELETE", `${base()}/api-groups/${first.id}`));
        const second = await create(base(), { name: "group" });
        assert.notEqual(second.sl_domain, first.sl_domain);
        assert.equal(second.sl_domains[0], second.sl_domain);
        assert.notEqual(second.id, first.id);
      });

      it("refuses a name that is taken, in creates and changes, with 400", async () => {
        await create(base(), { name: "group" });
        await assertRefused(call("POST", `${base()}/api-groups`, { name: "group" }), "APIG.3201", 400);
        const other = await create(base(), { name: "other" });
        const path = `${base()}/api-groups/${other.id}`;
        await assertRefused(call("PUT", path, { name: "group" }), "APIG.3201", 400);
        await answerOf(call("PUT", path, { name: "other" }));
      });

      it("refuses bodies without a name or with parameters of the wrong kind", async () => {
        const path = `${base()}/api-groups`;
        for (const body of [{}, { name: "" }, { name: 5 }, { name: "group", remark: 5 }, { name: "ab" }])
          await assertRefused(call("POST", path, body), "APIG.2011", 400);
        const { message } = await assertRefused(call("POST", path, { name: "ab" }), "APIG.2011");
        assert.match(message, /parameterName:name/);
      });

      it("keeps or clears a remark that is not given, as apigOmittedRemark says", async () => {
        const { id } = await create(base(), { name: "group", remark: "old" });
        const path = `${base()}/api-groups/${id}`;
        await answerOf(call("PUT", path, { name: "group" }));
        assert.equal(stateOf(id)?.remark, "old");
        emulator.running.configure({ apigOmittedRemark: "clear" });
        await answerOf(call("PUT", path, { name: "group" }));
        assert.equal(stateOf(id)?.remark, "");
      });

      it("clears or keeps a remark that is given empty, as apigEmptyRemark says", async () => {
        const { id } = await create(base(), { name: "group", remark: "old" });
        const path = `${base()}/api-groups/${id}`;
        emulator.running.configure({ apigEmptyRemark: "keep" });
        await answerOf(call("PUT", path, { name: "group", remark: "" }));
        assert.equal(stateOf(id)?.remark, "old");
        emulator.running.configure({ apigEmptyRemark: "clear" });
        await answerOf(call("PUT", path, { name: "group", remark: "" }));
        assert.equal(stateOf(id)?.remark, "");
      });

      it("lists by part of a name, by the whole name and by id", async () => {
        const { id } = await create(base(), { name: "group_1" });
        await create(base(), { name: "group_10" });
        const path = `${base()}/api-groups`;
        assert.deepEqual((await list(`${path}?name=group_1`)).names, ["group_10", "group_1"]);
        assert.deepEqual((await list(`${path}?name=group_1&precise_search=name`)).names, ["group_1"]);
        assert.deepEqual((await list(`${path}?id=${id}`)).names, ["group_1"]);
        assert.deepEqual((await list(`${path}?name=nobody`)).names, []);
        await assertRefused(call("GET", `${path}?name=x&precise_search=remark`), "APIG.2011", 400);
      });

      it("keeps a new group out of as many lists as apigVisibleAfterLists says", async () => {
        emulator.running.configure({ apigVisibleAfterLists: 1 });
        const { id } = await create(base(), { name: "group" });
        const path = `${base()}/api-groups?name=group`;
        assert.deepEqual((await list(path)).names, []);
        assert.equal((await answerOf(call("GET", `${base()}/api-groups/${id}`))).status, 200);
        assert.deepEqual((await list(path)).names, ["group"]);
      });

      it("refuses to delete a group with APIs, or deletes them too, as apigDeleteWithApis says", async () => {
        const instance = version === "v2" ? { instanceId: "instance-1" } : {};
        const groups = [{ id: "g1", name: "group", ...instance, apis: [{ id: "a1", name: "api" }] }];
        emulator.running.seed({ first: { apig: { groups } } });
        await assertRefused(call("DELETE", `${base()}/api-groups/g1`), "APIG.3415", 403);
        emulator.running.configure({ apigDeleteWithApis: "cascade" });
        await answerOf(call("DELETE", `${base()}/api-groups/g1`));
        assert.equal(stateOf("g1"), undefined);
      });

      it("lists, takes offline and deletes the APIs of a group", async () => {
        const instance = version === "v2" ? { instanceId: "instance-1" } : {};
        const apis = [
          { id: "a1", name: "api-1", published: true },
          { id: "a2", name: "api-2" },
        ];
        const groups = [
          { id: "g1", name: "group", ...instance, apis },
          { id: "g2", name: "other", ...instance, apis: [{ id: "b1", name: "api-3" }] },
        ];
        emulator.running.seed({ first: { apig: { groups } } });
        assert.deepEqual(await list(`${base()}/apis?group_id=g1`, "apis"), {
          total: 2,
          names: ["api-1", "api-2"],
        });
        assert.equal((await list(`${base()}/apis`, "apis")).total, 3);
        emulator.running.configure({ apigApiFilter: "ignore" });
        assert.equal((await list(`${base()}/apis?group_id=g1`, "apis")).total, 3);
        await assertRefused(call("DELETE", `${base()}/apis/a1`), "APIG.3400", 409);
        const body = { env_id: "DEFAULT_ENVIRONMENT_RELEASE_ID", apis: ["a1"] };
        await answerOf(call("POST", `${base()}/apis/publish?action=offline`, body));
        assert.equal((await answerOf(call("DELETE", `${base()}/apis/a1`))).status, 204);
        await assertRefused(call("DELETE", `${base()}/apis/a1`), "APIG.3002", 404);
        await answerOf(call("DELETE", `${base()}/apis/a2`));
        await answerOf(call("DELETE", `${base()}/api-groups/g1`));
      });

      it("deletes a published API where apigDeletePublished says so", async () => {
        const instance = version === "v2" ? { instanceId: "instance-1" } : {};
        const groups = [
          { id: "g1", name: "group", ...instance, apis: [{ id: "a1", name: "api", published: true }] },
        ];
        emulator.running.seed({ first: { apig: { groups } } });
        emulator.running.configure({ apigDeletePublished: "accept" });
        await answerOf(call("DELETE", `${base()}/apis/a1`));
      });

      it("does not change or delete a group that is on the marketplace or under review", async () => {
        const instance = version === "v2" ? { instanceId: "instance-1" } : {};
        const groups = [1, 3].map((onSellStatus) => ({
          id: `g${onSellStatus}`,
          name: `group_${onSellStatus}`,
          ...instance,
          onSellStatus,
        }));
        emulator.running.seed({ first: { apig: { groups } } });
        for (const { id, name } of groups) {
          await assertRefused(call("DELETE", `${base()}/api-groups/${id}`), "APIG.3401", 409);
          await assertRefused(call("PUT", `${base()}/api-groups/${id}`, { name }), "APIG.3401", 409);
        }
      });

      it("makes as many groups as apigMaxGroups says", async () => {
        // The dedicated gateway's DEFAULT group counts.
        emulator.running.configure({ apigMaxGroups: 2 });
        await create(base(), { name: "group" });
        await assertRefused(call("POST", `${base()}/api-groups`, { name: "more" }), "APIG.3101", 403);
      });

      it("says of paths that it does not have that there is no such API", async () => {
        await assertRefused(call("GET", `${base()}/nothing`), "APIGW.0101", 404);
        await assertRefused(call("PATCH", `${base()}/api-groups`, {}), "APIGW.0101", 404);
      });
    });
  }
});

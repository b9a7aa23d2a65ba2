import assert from "node:assert/strict";

import { apigCalls, V1 } from "./support/apigCalls";
import { useEmulator } from "./support/emulator";
import type { ApigAnswer } from "./support/huawei";
import { answerOf, assertRefused, type Outcome } from "./support/refused";

describe("the emulator's API gateway", () => {
  const emulator = useEmulator();
  const { call, v2, create, list, stateOf } = apigCalls(emulator);

  describe("names and remarks", () => {
    const han = "分组";

    async function accepts(base: string, body: { name: string; remark?: string }): Promise<boolean> {
      const outcome = await call("POST", `${base}/api-groups`, body);
      if ("refused" in outcome) assert.equal(outcome.refused.code, "APIG.2011");
      return "answer" in outcome;
    }

    it("on v1.0 are 3 to 64 letters, digits, Chinese characters and _, and at most 255 characters", async () => {
      for (const name of ["abc", "a".repeat(64), `${han}1`, "A_1"])
        assert.equal(await accepts(V1, { name }), true, name);
      for (const name of ["ab", "a".repeat(65), "1ab", "_ab", "a-b", "a b", "äbc"])
        assert.equal(await accepts(V1, { name }), false, name);
      assert.equal(await accepts(V1, { name: "remark_1", remark: "注".repeat(255) }), true);
      assert.equal(await accepts(V1, { name: "remark_2", remark: "注".repeat(256) }), false);
    });

    it("on v2 are 3 to 255 of more characters and at most 1000, or those of 2021 by apigV2Rules", async () => {
      const more = ["1ab", "a-b.c/d", `${han}（一）：、`, "a".repeat(255)];
      for (const name of more) assert.equal(await accepts(v2(), { name }), true, name);
      for (const name of ["ab", "-ab", "a b", "a".repeat(256)])
        assert.equal(await accepts(v2(), { name }), false, name);
      assert.equal(await accepts(v2(), { name: "remark_1", remark: "注".repeat(1000) }), true);
      assert.equal(await accepts(v2(), { name: "remark_2", remark: "注".repeat(1001) }), false);
      emulator.running.configure({ apigV2Rules: "2021" });
      assert.equal(await accepts(v2(), { name: "c-d" }), false);
      assert.equal(await accepts(v2(), { name: "remark_3", remark: "注".repeat(256) }), false);
    });
  });

  describe("pages", () => {
    beforeEach(() => {
      const names = Array.from({ length: 25 }, (_, index) => `group_${String(index).padStart(2, "0")}`);
      const groups = names.flatMap((name) => [{ name }, { name, instanceId: "instance-1" }]);
      emulator.running.seed({ first: { apig: { groups } } });
    });

    it("on v1.0 are counted from 1 and hold 20 by default", async () => {
      const path = `${V1}/api-groups`;
      const first = await list(path);
      assert.deepEqual([first.total, first.names.length], [25, 20]);
      assert.equal((await list(`${path}?page_no=2`)).names.length, 5);
      assert.deepEqual((await list(`${path}?page_size=2&page_no=2`)).names, ["group_22", "group_21"]);
      for (const query of ["page_size=0", "page_no=0", "page_size=many"])
        await assertRefused(call("GET", `${path}?${query}`), "APIG.2011", 400);
    });

    it("on v2 are counted in items, and what is out of range is corrected", async () => {
      const path = `${v2()}/api-groups?name=group`;
      assert.equal((await list(path)).names.length, 20);
      assert.equal((await list(`${path}&limit=0&offset=-1`)).names.length, 20);
      assert.equal((await list(`${path}&limit=9999`)).names.length, 25);
      assert.deepEqual((await list(`${path}&limit=2&offset=2`)).names, ["group_22", "group_21"]);
    });
  });

  describe("dedicated gateways", () => {
    it("have their own groups, names and DEFAULT group", async () => {
      emulator.running.seed({ first: { apig: { instances: ["instance-2"] } } });
      const { id } = await create(v2(), { name: "group" });
      await create(v2("instance-2"), { name: "group" });
      await create(V1, { name: "group" });
      await assertRefused(call("GET", `${v2("instance-2")}/api-groups/${id}`), "APIG.3001", 404);
      await assertRefused(call("GET", `${V1}/api-groups/${id}`), "APIG.3001", 404);
      assert.deepEqual((await list(`${v2("instance-2")}/api-groups`)).names, ["group", "DEFAULT"]);
    });

    it("that do not exist are not found", async () => {
      await assertRefused(call("GET", `${v2("nowhere")}/api-groups`), "APIG.3030", 404);
    });

    it("do not let their DEFAULT group be deleted", async () => {
      const { body } = await answerOf(call("GET", `${v2()}/api-groups?name=DEFAULT&precise_search=name`));
      const [group] = body["groups"] as { id: string; is_default: number }[];
      assert.equal(group?.is_default, 1);
      await assertRefused(call("DELETE", `${v2()}/api-groups/${group.id}`), "APIG.3400", 409);
    });

    it("check whether a name is free", async () => {
      await create(v2(), { name: "group" });
      const check = (group_name: string): Promise<Outcome<ApigAnswer>> =>
        call("POST", `${v2()}/api-groups/check`, { group_name });
      await assertRefused(check("group"), "APIG.3201", 400);
      assert.equal((await answerOf(check("other"))).status, 204);
    });
  });

  describe("publishing", () => {
    const env = { env_id: "DEFAULT_ENVIRONMENT_RELEASE_ID" };

    beforeEach(() => {
      const apis = [
        { id: "a1", name: "api-1", environments: [env.env_id, "test"] },
        { id: "a2", name: "api-2", published: true },
      ];
      const groups = [
        { id: "g1", name: "group", instanceId: "instance-1", apis },
        { id: "g2", name: "group", apis: [{ id: "b1", name: "api" }] },
      ];
      emulator.running.seed({ first: { apig: { groups } } });
    });

    function environments(group: string): (readonly string[])[] {
      return stateOf(group)?.apis.map((api) => api.environments) ?? [];
    }

    it("on v2 takes APIs by a list or by their group, one environment at a time", async () => {
      const path = `${v2()}/apis/publish?action=offline`;
      const { body } = await answerOf(call("POST", path, { ...env, apis: ["a1", "nobody"] }));
      assert.deepEqual(
        (body["success"] as { api_id: string }[]).map((one) => one.api_id),
        ["a1"],
      );
      assert.deepEqual(body["failure"], [
        { api_id: "nobody", error_code: "APIG.3002", error_msg: "Api nobody not found" },
      ]);
      assert.deepEqual(environments("g1"), [["test"], [env.env_id]]);
      await answerOf(call("POST", `${v2()}/apis/publish?action=online`, { env_id: "test", group_id: "g1" }));
      assert.deepEqual(environments("g1"), [["test"], [env.env_id, "test"]]);
    });

    it("on v2 tells of each API in which environments it runs", async () => {
      const { body } = await answerOf(call("GET", `${v2()}/apis?group_id=g1`));
      const [first] = body["apis"] as { run_env_id: string; run_env_name: string }[];
      assert.deepEqual([first?.run_env_id, first?.run_env_name], [`${env.env_id}|test`, "RELEASE|test"]);
    });

    it("on v2 takes a single API by its own path", async () => {
      const { status } = await answerOf(
        call("POST", `${v2()}/apis/action`, { ...env, action: "offline", api_id: "a2" }),
      );
      assert.equal(status, 204);
      assert.deepEqual(environments("g1")[1], []);
    });

    it("on v1.0 publishes by default, takes a list alone, and single APIs by their own path", async () => {
      const batch = `${V1}/apis/publish`;
      await answerOf(call("POST", batch, { ...env, apis: ["b1"] }));
      assert.deepEqual(environments("g2"), [[env.env_id]]);
      await answerOf(call("POST", `${batch}?action=offline`, { ...env, apis: ["b1"] }));
      assert.deepEqual(environments("g2"), [[]]);
      await assertRefused(call("POST", batch, { ...env, group_id: "g2" }), "APIG.2011", 400);
      assert.equal((await answerOf(call("POST", `${batch}/b1`, env))).status, 201);
      assert.deepEqual(environments("g2"), [[env.env_id]]);
      assert.equal((await answerOf(call("DELETE", `${batch}/b1?env_id=${env.env_id}`))).status, 204);
      assert.deepEqual(environments("g2"), [[]]);
    });

    it("refuses what is not published, not named or no action", async () => {
      const single = `${V1}/apis/publish/b1?env_id=${env.env_id}`;
      await assertRefused(call("DELETE", single), "APIG.3400", 409);
      emulator.running.configure({ apigOfflineUnpublished: "accept" });
      await answerOf(call("DELETE", single));
      await assertRefused(call("DELETE", `${V1}/apis/publish/b1`), "APIG.2011", 400);
      await assertRefused(call("POST", `${V1}/apis/publish/nobody`, env), "APIG.3002", 404);
      const offline = `${v2()}/apis/publish?action=offline`;
      for (const body of [{ ...env, api_id: "a1" }, { apis: ["a1"] }, { ...env, apis: "a1" }])
        await assertRefused(call("POST", offline, body), "APIG.2011", 400);
      for (const query of ["", "?action=away"])
        await assertRefused(
          call("POST", `${v2()}/apis/publish${query}`, { ...env, apis: ["a1"] }),
          "APIG.2011",
          400,
        );
    });
  });
});

import assert from "node:assert/strict";

import { useEmulator } from "./support/emulator";
import { type ApigAnswer, apigCaller } from "./support/huawei";
import { answerOf, assertRefused, type Outcome } from "./support/refused";

const V1 = "/v1.0/apigw";

interface GroupBody {
  readonly id: string;
  readonly name: string;
  readonly remark: string;
  readonly status: number;
  readonly sl_domain: string;
  readonly sl_domains: readonly string[];
  readonly register_time: string;
  readonly update_time: string;
  readonly on_sell_status: number;
}

describe("the emulator's API gateway", () => {
  const emulator = useEmulator();

  function call(method: string, path: string, body?: object): Promise<Outcome<ApigAnswer>> {
    const { url, credentials } = emulator.running;
    return apigCaller(url, credentials.huaweicloud)(method, path, body);
  }

  function v2(instance = "instance-1"): string {
    return `/v2/${emulator.running.credentials.huaweicloud.projectId}/apigw/instances/${instance}`;
  }

  /** The base paths of both versions, as they are when a test runs. */
  const versions: [string, () => string][] = [
    ["v1.0", () => V1],
    ["v2", () => v2()],
  ];

  async function create(base: string, body: object): Promise<GroupBody> {
    const { status, body: group } = await answerOf(call("POST", `${base}/api-groups`, body));
    assert.equal(status, 201);
    return group as unknown as GroupBody;
  }

  async function list(
    path: string,
    member: "groups" | "apis" = "groups",
  ): Promise<{ total: number; names: string[] }> {
    const { body } = await answerOf(call("GET", path));
    const items = body[member] as { name: string }[];
    assert.equal(body["size"], items.length);
    return { total: body["total"] as number, names: items.map(({ name }) => name) };
  }

  function stateOf(id: string) {
    return emulator.running.state().accounts.first.apig.groups[id];
  }

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
        await assertRefused(call("DELETE", `${base()}/apis/a1`), "APIG.3400", 409);
        const env = { env_id: "DEFAULT_ENVIRONMENT_RELEASE_ID" };
        const body = version === "v2" ? { ...env, apis: ["a1"] } : { ...env, api_id: "a1" };
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

    it("on v1.0 publishes by default, and takes offline when asked", async () => {
      const online = await answerOf(call("POST", `${V1}/apis/publish`, { ...env, api_id: "b1" }));
      assert.equal(online.status, 201);
      assert.deepEqual(environments("g2"), [[env.env_id]]);
      const offline = call("POST", `${V1}/apis/publish?action=offline`, { ...env, api_id: "b1" });
      assert.equal((await answerOf(offline)).status, 204);
    });

    it("refuses what is not published, not named or no action", async () => {
      const offline = `${V1}/apis/publish?action=offline`;
      await assertRefused(call("POST", offline, { ...env, api_id: "b1" }), "APIG.3400", 409);
      emulator.running.configure({ apigOfflineUnpublished: "accept" });
      await answerOf(call("POST", offline, { ...env, api_id: "b1" }));
      await assertRefused(call("POST", offline, { api_id: "b1" }), "APIG.2011", 400);
      await assertRefused(call("POST", offline, { ...env, api_id: "nobody" }), "APIG.3002", 404);
      await assertRefused(
        call("POST", `${V1}/apis/publish?action=away`, { ...env, api_id: "b1" }),
        "APIG.2011",
        400,
      );
      await assertRefused(
        call("POST", `${v2()}/apis/publish?action=offline`, { ...env, api_id: "a1" }),
        "APIG.2011",
        400,
      );
    });
  });
});

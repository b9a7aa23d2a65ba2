import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import type { ProviderProcess, Values } from "../support/providerProcess";
import { useCloud } from "./support/cloud";
import { APIG, IOA, type Kind, RAM } from "./support/kinds";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What a resource of this name hands over. */
function declared(kind: Kind, resource: string, args: Values = {}, name = "group", within = ""): Values {
  return { ...kind.args(name), ...args, __declaration: { name: resource, within } };
}

describe("A group that two resources of a program declare", () => {
  const cloud = useCloud();

  async function problems(provider: ProviderProcess, kind: Kind, args: Values): Promise<string[]> {
    const { inputs, failures } = await provider.check(kind.kind, args);
    assert.equal(inputs["__declaration"], undefined, "no state has it");
    return failures.map(({ reason }) => reason);
  }

  const here = (kind: Kind, args: Values) => problems(cloud.engine.provider, kind, args);

  for (const [kind, argument] of [
    [RAM, "groupName"],
    [APIG, "name"],
    [IOA, "deviceVirtualGroupName"],
  ] as const) {
    it(`is refused in the preview, by the names of the resources: ${kind.kind}`, async () => {
      assert.deepEqual(await here(kind, declared(kind, "first")), []);
      const problem =
        `${argument}: another resource, "first", declares this group, too. Declare each group once: ` +
        "remove one of the two resources, or give them different groups";
      for (const args of [{}, { adopt: true }])
        assert.deepEqual(await here(kind, declared(kind, "second", args)), [problem]);
      assert.deepEqual(await here(kind, declared(kind, "first", {}, "group", "test:Office")), [problem]);
    });

    it(`is not one that the same resource declares again, as where it is replaced: ${kind.kind}`, async () => {
      for (let checks = 0; checks < 2; checks++)
        assert.deepEqual(await here(kind, declared(kind, "first")), []);
    });

    it(`is not one whose name is not known yet, or is given up: ${kind.kind}`, async () => {
      for (const resource of ["first", "second"])
        assert.deepEqual(await here(kind, declared(kind, resource, { [argument]: UNKNOWN })), []);
      assert.deepEqual(await here(kind, declared(kind, "first")), []);
      assert.deepEqual(await here(kind, declared(kind, "first", {}, "other")), []);
      assert.deepEqual(await here(kind, declared(kind, "second")), []);
    });
  }

  it("is not one on another gateway, or of another operating system or domain", async () => {
    for (const [kind, args] of [
      [APIG, { instanceId: "instance-1" }],
      [IOA, { osType: 1 }],
      [IOA, { domainInstanceId: "5" }],
    ] as const) {
      assert.deepEqual(await here(kind, declared(kind, "first")), []);
      assert.deepEqual(await here(kind, declared(kind, "second", args)), []);
    }
    // The root domain is what is meant where none is given.
    assert.equal((await here(IOA, declared(IOA, "third", { domainInstanceId: "1" }))).length, 1);
  });

  it("has its names kept out of the problem, which may be secrets", async () => {
    await here(RAM, declared(RAM, "first"));
    const secret = { ...declared(RAM, "second"), __secrets: ["groupName"] };
    assert.ok(!(await here(RAM, secret)).join().includes('"group"'));
  });

  describe("under two providers", () => {
    const started: ProviderProcess[] = [];

    afterEach(() => Promise.all(started.splice(0).map((provider) => provider.stop())));

    /** What the second process says of a group that the first one declares. */
    async function second(
      environment: Readonly<Record<string, string>>,
      kind: Kind,
      first: Readonly<Record<string, string>> = {},
    ): Promise<string[]> {
      const engine = `127.0.0.1:1/${randomUUID()}`;
      const both = await Promise.all([first, environment].map((one) => cloud.restarted(one, engine)));
      started.push(...both);
      const [one, another] = both as [ProviderProcess, ProviderProcess];
      assert.deepEqual(await problems(one, kind, declared(kind, "first")), []);
      return problems(another, kind, declared(kind, "second"));
    }

    it("is refused where they are of one account", async () => {
      for (const kind of [RAM, APIG, IOA]) assert.equal((await second({}, kind)).length, 1, kind.kind);
    });

    it("is none where they may be of different accounts, or are of different regions", async () => {
      const { id, keys } = cloud.emulator.accounts[1];
      const { alicloud } = keys[0];
      const other = {
        ALIBABA_CLOUD_ACCOUNT_ID: id,
        ALIBABA_CLOUD_ACCESS_KEY_ID: alicloud.accessKey,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.secretKey,
      };
      assert.deepEqual(await second(other, RAM), []);
      assert.deepEqual(await second({ HW_REGION_NAME: "ap-southeast-1" }, APIG), []);
      const ids = (id: string) => ({ ALIBABA_CLOUD_ACCOUNT_ID: id });
      assert.deepEqual(await second({ ...other, ...ids("2") }, RAM, ids("1")), []);
      assert.equal((await second({ ...other, ...ids("1") }, RAM, ids("1"))).length, 1);
    });
  });
});

import assert from "node:assert/strict";

import type { Emulator } from "../../emulator";
import { someNumbers } from "../support/numbers";
import type { Values } from "../support/providerProcess";
import { failureOf, type Launch, useCloud } from "./support/cloud";
import { configOf } from "./support/credentials";
import { afterPartial, type Deployed, type Engine } from "./support/engine";
import { APIG, axgArgs, IOA, journalArgs, lines, RAM } from "./support/kinds";

/** A process with keys of an account from its configuration alone, which has no account's id. */
const withKeys =
  (account: 0 | 1, set: 0 | 1 | 2, config: Values = {}) =>
  ({ url, accounts }: Emulator): Launch => ({
    environment: {},
    config: { ...configOf(accounts[account].keys[set]), "cloud-groups:emulator": url, ...config },
  });

/** A group a kind, and what its arguments become. */
const GROUPS: readonly { readonly kind: string; readonly args: Values; readonly change: Values }[] = [
  { kind: "RamGroup", args: RAM.args("finance"), change: RAM.args("billing") },
  { kind: "ApigGroup", args: APIG.args("payments"), change: APIG.args("refunds") },
  {
    kind: "ApigGroup",
    args: { ...APIG.args("payments"), instanceId: "instance-1" },
    change: { ...APIG.args("refunds"), instanceId: "instance-1" },
  },
  { kind: "DeviceVirtualGroup", args: IOA.args("office"), change: IOA.args("head office") },
  { kind: "AxgGroupNumbers", args: axgArgs(someNumbers(2)), change: axgArgs(someNumbers(3)) },
  {
    kind: "AxgGroup",
    args: { poolKey: "FC123456", numbers: lines(someNumbers(2)) },
    change: { poolKey: "FC123456", numbers: lines(someNumbers(3)) },
  },
  { kind: "AxgGroupNumbersJournal", args: journalArgs(someNumbers(2)), change: journalArgs(someNumbers(3)) },
];

describe("A group of another account", () => {
  const own = useCloud(withKeys(0, 0));
  const rotated = useCloud(withKeys(0, 1));
  const temporary = useCloud(withKeys(0, 2));
  const other = useCloud(withKeys(1, 0));

  /** The account's id or the project's that a state has. */
  const idIn = ({ outs }: Deployed) => {
    const { id, project } = outs["__account"] as { id?: string; project?: string };
    return project ?? id;
  };

  const ask = () => own.emulator.calls().filter(({ api }) => api === "sts");

  for (const [index, { kind, args, change }] of GROUPS.entries()) {
    const name = `${kind} ${index + 1}`;

    it(`is neither read, changed nor deleted, and what is said names both: ${name}`, async () => {
      const made = await own.engine.create(kind, args);
      const state = own.emulator.state();
      const [first, second] = own.emulator.accounts;
      const isProject = kind === "ApigGroup";
      const what = isProject ? "project" : "account";
      const [ours, theirs] = [first, second].map(({ id, keys }) =>
        isProject ? keys[0].huaweicloud.projectId : id,
      );
      const news = await other.engine.checked(kind, change, made.inputs);
      const steps = [
        () => other.engine.refresh(made),
        () => other.engine.provider.update(kind, made.id, made.outs, news),
        () => other.engine.destroy(made),
      ];
      for (const step of steps) {
        const { message, partial } = await failureOf(step());
        assert.equal(
          message,
          `The group is in ${what} ${String(ours)}, but the default provider has keys of ${what} ${String(theirs)}: nothing was done. ` +
            `Run the command again with keys of ${what} ${String(ours)}. For groups in ${what} ${String(theirs)}, declare a Provider of their own`,
        );
        assert.equal(partial, undefined, "the state stays");
      }
      assert.deepEqual(own.emulator.state(), state);
    });

    it(`keeps its account in the state, whichever of its keys is used: ${name}`, async () => {
      const made = await own.engine.create(kind, args);
      let state: Deployed = made;
      for (const { engine } of [temporary, rotated, own]) {
        const found = await engine.refresh(state);
        assert.equal(idIn(found!), idIn(made));
        state = await engine.update(found!, change);
        assert.equal(idIn(state), idIn(made));
      }
      await temporary.engine.destroy(state);
    });
  }

  it("is told by one call a process and cloud, and by none with the key that the state knows", async () => {
    const made: Deployed[] = [];
    for (const { kind, args } of GROUPS) made.push(await own.engine.create(kind, args));
    assert.equal(ask().length, 2);
    for (const one of made) await own.engine.refresh(one);
    assert.equal(ask().length, 2);
    const { engine } = temporary;
    for (const { kind, id, outs } of made) await engine.provider.read(kind, id, outs);
    assert.equal(ask().length, 4);
  });

  it("is none where its creation has an unknown outcome", async () => {
    for (const { kind, args, create, find } of [RAM, APIG, IOA]) {
      const inputs = await own.engine.checked(kind, args("group"));
      own.emulator.inject({ kind: "disconnect", applied: true, operation: create });
      own.emulator.inject({ kind: "error", operation: find, code: "Refused", status: 400 });
      const open = afterPartial(kind, inputs, await failureOf(own.engine.create(kind, args("group"))));
      const { message } = await failureOf(other.engine.refresh(open));
      assert.match(message, /^The group is in (account|project) \w+, but the default provider has keys of/);
      assert.ok(await temporary.engine.refresh(open), "its own account finds it");
    }
  });

  it("is known of a group that is looked up", async () => {
    const { id } = await own.engine.create(RAM.kind, RAM.args("finance"));
    const found = await own.engine.provider.read(RAM.kind, id, {});
    const external = { kind: RAM.kind, id, inputs: {}, outs: found.props };
    assert.equal(idIn(external), own.emulator.accounts[0].id);
    assert.match(
      (await failureOf(other.engine.refresh(external))).message,
      /but the default provider has keys of/,
    );
  });
});

describe("An account that the cloud does not tell", () => {
  const own = useCloud(withKeys(0, 0, { "cloud-groups:timeoutSeconds": "0.4" }));
  const rotated = useCloud(withKeys(0, 1, { "cloud-groups:timeoutSeconds": "0.4" }));
  const elsewhere = useCloud((emulator) => {
    const { environment, config } = withKeys(0, 0)(emulator);
    const { url } = emulator;
    const endpoints = ["ramEndpoint", "dyplsEndpoint", "ioaEndpoint", "apigEndpoint"];
    const own = Object.fromEntries(endpoints.map((name) => [`cloud-groups:${name}`, url]));
    return { environment, config: { ...config, ...own, "cloud-groups:emulator": "" } };
  });
  const configured = useCloud((emulator) => {
    const { environment, config } = withKeys(0, 0)(emulator);
    const ids = { "alicloud:accountId": "42", "tencentcloud:accountId": "42" };
    return { environment, config: { ...config, ...ids } };
  });
  const bare = useCloud(({ url }) => ({ environment: {}, config: { "cloud-groups:emulator": url } }));

  async function live(engine: Engine, later: Engine): Promise<Deployed[]> {
    const made: Deployed[] = [];
    for (const { kind, args, change } of GROUPS) {
      const group = await engine.create(kind, args);
      made.push(group);
      const found = await later.refresh(group);
      await later.destroy(await later.update(found!, change));
    }
    return made;
  }

  const hasId = ({ outs }: Deployed) => "id" in (outs["__account"] as object);

  for (const fault of ["hang", "disconnect", "garble", "throttle", "error"] as const) {
    it(`keeps nobody from anything: ${fault}`, async () => {
      own.emulator.inject({ kind: fault, api: "sts", times: 0 });
      const made = await live(own.engine, rotated.engine);
      assert.ok(!made.some(hasId));
      // One try a process and cloud.
      const signers = own.emulator.calls().filter(({ api }) => api === "sts");
      assert.ok(signers.length <= 2 * (1 + GROUPS.length), String(signers.length));
    });
  }

  it("is asked at no endpoint of the user's own", async () => {
    const made = await live(elsewhere.engine, elsewhere.engine);
    assert.ok(!made.some(hasId));
    assert.ok(!own.emulator.calls().some(({ api }) => api === "sts"));
  });

  it("is not asked for where its id is configured", async () => {
    for (const { kind, args } of GROUPS) await configured.engine.create(kind, args);
    assert.ok(!own.emulator.calls().some(({ api }) => api === "sts"));
  });

  it("is not asked for without keys, which a refresh of AXG groups does not need", async () => {
    for (const { kind, args } of GROUPS.filter((one) => one.kind.startsWith("Axg"))) {
      const made = await own.engine.create(kind, args);
      const found = await bare.engine.refresh(made);
      assert.deepEqual(found?.outs["__account"], made.outs["__account"]);
    }
  });
});

describe("A token of Huawei Cloud", () => {
  const withToken =
    (account: 0 | 1) =>
    ({ url, accounts }: Emulator): Launch => {
      const { token } = accounts[account].keys[0].huaweicloud;
      return { environment: {}, config: { "huaweicloud:token": token, "cloud-groups:emulator": url } };
    };
  const own = useCloud(withToken(0));
  const other = useCloud(withToken(1));

  it("tells the project that a group is in, where none is configured", async () => {
    const made = await own.engine.create(APIG.kind, APIG.args("payments"));
    const [first, second] = own.emulator.accounts.map(({ keys }) => keys[0].huaweicloud.projectId);
    assert.deepEqual(
      own.emulator.calls().map(({ operation }) => operation),
      ["validateToken", "createApiGroup"],
    );
    assert.ok(await own.engine.refresh(made));
    const { message } = await failureOf(other.engine.refresh(made));
    assert.match(
      message,
      new RegExp(
        `^The group is in project ${first!}, but the default provider has keys of project ${second!}`,
      ),
    );
  });
});

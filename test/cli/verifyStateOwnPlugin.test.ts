import assert from "node:assert/strict";

import { providerText } from "../../provider/core/providerText";
import { packageSchema } from "../../provider/packageSchema";
import {
  assertVerified,
  group,
  type Json,
  NODE_PROVIDER,
  OWN_PROVIDER,
  pluginGroup,
  problemsIn,
  problemsOf,
  provider,
  stateOf,
  urnOf,
  withCode,
} from "./states";

const SOURCE = String(packageSchema()["pluginDownloadURL"]);
const ELSEWHERE = "https://example.com/plugins";

const own = (inputs?: Json) => provider(OWN_PROVIDER, { inputs });
const RUNS = "makes Pulumi run the plugin";

describe("a state of the provider plugin's resources", () => {
  it("is verified, components aside, in any version from the default place or from the schema's", () => {
    const within = "cloud-groups:index:AxgGroup";
    const child = (kind: string) => {
      const type = `cloud-groups:axg:${kind}`;
      return pluginGroup({ type, urn: urnOf(`${within}$${type}`, "support") });
    };
    const component = { urn: urnOf(within, "support"), type: within, custom: false, outputs: {} };
    const resources = [pluginGroup(), component, child("AxgGroupJournal"), child("AxgGroup")];
    const settings = { version: "1.2.3", emulator: "http://127.0.0.1:1" };
    for (const inputs of [
      undefined,
      settings,
      { ...settings, __internal: {} },
      { ...settings, pluginDownloadURL: SOURCE },
      { ...settings, __internal: { pluginDownloadURL: SOURCE } },
    ])
      assertVerified(stateOf([own(inputs), ...resources]), "3 resources verified");
    assertVerified(stateOf([pluginGroup({ provider: undefined })]), "1 resource verified");
    assertVerified(stateOf([own(), pluginGroup(), group()]), "2 resources verified");
  });

  it("names the plugin from any other place, under another name, with parameters or variables", () => {
    const given: readonly (readonly [Json, string | RegExp])[] = [
      [{ pluginDownloadURL: ELSEWHERE }, `cloud-groups=${ELSEWHERE}`],
      [{ __internal: { pluginDownloadURL: ELSEWHERE } }, `cloud-groups=${ELSEWHERE}`],
      [{ pluginDownloadURL: SOURCE.toUpperCase() }, `cloud-groups=${SOURCE.toUpperCase()}`],
      [{ pluginDownloadURL: `${SOURCE}/` }, `cloud-groups=${SOURCE}/`],
      [{ pluginDownloadURL: [SOURCE] }, /^cloud-groups=[0-9a-f]{64}$/],
      [{ pluginDownloadURL: SOURCE, name: "evil" }, /^cloud-groups=[0-9a-f]{64}$/],
      [{ __internal: { pluginDownloadURL: SOURCE, parameterization: "e30=" } }, /=[0-9a-f]{64}$/],
      [{ __internal: { envVarMappings: { A: "B" } } }, /=[0-9a-f]{64}$/],
      [{ pluginDownloadURL: SOURCE, __internal: 1 }, "cloud-groups=__internal"],
    ];
    for (const [inputs, plugin] of given) {
      const [problem = ""] = problemsOf(own(inputs));
      const named = problem.slice(RUNS.length + 1);
      assert.equal(problem, `${RUNS} ${named}`);
      if (typeof plugin === "string") assert.equal(named, plugin);
      else assert.match(named, plugin);
      // What the user allows is not what this command knows.
      assertVerified(stateOf([own(inputs), pluginGroup()]), "0 resources verified, 1 of other plugins", {
        allowPlugin: [named],
      });
    }
  });

  it("names plugins whose names are almost this one's", () => {
    for (const name of [
      "Cloud-Groups",
      "cloud_groups",
      "cloud-groups:x",
      "cloud-groups ",
      "pulumi-cloud-groups",
    ]) {
      const type = `pulumi:providers:${name}`;
      assert.deepEqual(problemsOf(provider(type)), [`${RUNS} ${name}`]);
    }
    const other = pluginGroup({ type: "Cloud-Groups:index:RamGroup", provider: undefined });
    assert.deepEqual(problemsOf(other), [`${RUNS} Cloud-Groups`]);
  });

  it("counts a resource as another plugin's that another one runs, whatever its type", () => {
    const type = "pulumi:providers:grafana";
    const elsewhere = pluginGroup({ provider: `${urnOf(type, "default")}::1` });
    assert.equal(problemsIn(stateOf([provider(type), elsewhere])).length, 1);
    assertVerified(stateOf([provider(type), elsewhere]), "0 resources verified, 1 of other plugins", {
      allowPlugin: ["grafana"],
    });
    // Of two providers with one URN, which one runs it nobody can tell by the URN.
    const twice = [own(), provider(OWN_PROVIDER, { inputs: { pluginDownloadURL: ELSEWHERE }, delete: true })];
    assertVerified(stateOf([...twice, pluginGroup()]), "0 resources verified, 1 of other plugins", {
      allowPlugin: [`cloud-groups=${ELSEWHERE}`],
    });
  });

  it("may have the code that a dynamic resource left, and no other", () => {
    const left = pluginGroup({ outputs: withCode(providerText("RamGroup")) });
    assertVerified(stateOf([own(), left]), "1 resource verified");
    const allowCode = ["a".repeat(64)];
    for (const code of ["evil", providerText("ApigGroup"), 1, null]) {
      for (const place of ["inputs", "outputs"]) {
        const [problem, ...more] = problemsOf(pluginGroup({ [place]: withCode(code) }), { allowCode });
        assert.match(problem ?? "", new RegExp(`^${place}\\.__provider is (not|the code of ApigGroup)`));
        assert.deepEqual(more, []);
      }
    }
  });

  it("needs the code where its provider is that of dynamic resources", () => {
    const provider = `${urnOf(NODE_PROVIDER, "default")}::1`;
    assert.deepEqual(problemsOf(pluginGroup({ provider })), [
      "inputs.__provider is missing",
      "outputs.__provider is missing",
    ]);
  });
});

describe("a resource that Pulumi takes for another one when it saves the state", () => {
  const type = "my:own:Thing";
  const thing = (urn: string): Json => ({
    urn,
    type,
    custom: false,
    delete: true,
    inputs: { pluginDownloadURL: ELSEWHERE, version: "9.9.9" },
  });

  it("is named where it becomes one of another type", () => {
    const urn = urnOf(type, "thing");
    for (const name of [OWN_PROVIDER, NODE_PROVIDER]) {
      const owner = provider(name, { urn: urnOf(name, "second"), aliases: [urn] });
      assert.deepEqual(problemsIn(stateOf([owner, thing(urn)])), [
        `resources[3] ${urn}: becomes ${urnOf(name, "second")}, whose alias it is, as soon as Pulumi saves the state`,
      ]);
    }
  });

  it("is no problem where it is of the same type, or there is no such resource", () => {
    const urn = urnOf(type, "thing");
    const owner = { ...thing(urnOf(type, "other")), aliases: [urn, urnOf(type, "gone")] };
    const moved = provider(OWN_PROVIDER, { aliases: [urnOf("pulumi:providers:other", "gone")] });
    assertVerified(stateOf([owner, thing(urn), moved]), "0 resources verified");
  });
});

import assert from "node:assert/strict";

import {
  assertVerified,
  group,
  type Json,
  NODE_PROVIDER,
  problemsIn,
  problemsOf,
  provider,
  stateOf,
  urnOf,
} from "./states";

describe("the plugins that a state makes Pulumi run", () => {
  const URL = "https://example.com/plugins";
  const OTHERS = "pulumi:providers:grafana";
  const plugin = (inputs: Json, type = OTHERS) => provider(type, { urn: urnOf(type, "other"), inputs });

  it("are those of dynamic resources and of Pulumi itself, or are named", () => {
    assertVerified(stateOf([provider("pulumi:providers:pulumi"), group()]), "1 resource verified");
    assert.deepEqual(problemsOf(plugin({ version: "1.0.0" })), ["makes Pulumi run the plugin grafana"]);
    const settings = { "alicloud:accessKey": "a", "cloud-groups:provider": "second", __internal: {} };
    assertVerified(stateOf([plugin(settings, NODE_PROVIDER)]), "0 resources verified");
  });

  it("are allowed by their name from the default place, and else with where they come from", () => {
    const options = { allowPlugin: ["grafana"] };
    const plain = plugin({ version: "1.0.0", __internal: {}, pluginDownloadURL: URL });
    assertVerified(stateOf([plain]), "0 resources verified", options);
    for (const inputs of [{ pluginDownloadURL: URL }, { __internal: { pluginDownloadURL: URL } }]) {
      const elsewhere = plugin(inputs);
      assert.deepEqual(problemsOf(elsewhere, options), [`makes Pulumi run the plugin grafana=${URL}`]);
      assertVerified(stateOf([elsewhere]), "0 resources verified", { allowPlugin: [`grafana=${URL}`] });
    }
  });

  it("are named where they run under another name, with parameters or variables, dynamic resources' own included", () => {
    for (const type of [OTHERS, NODE_PROVIDER, "pulumi:providers:pulumi"]) {
      const name = type.split(":")[2]!;
      for (const internal of [
        { name: "evil" },
        { parameterization: "e30=" },
        { envVarMappings: { A: "B" } },
      ]) {
        const [problem] = problemsOf(plugin({ __internal: internal }, type), { allowPlugin: ["grafana"] });
        assert.match(problem!, new RegExp(`^makes Pulumi run the plugin ${name}=[0-9a-f]{64}$`));
        const allowPlugin = [problem!.slice("makes Pulumi run the plugin ".length)];
        assertVerified(stateOf([plugin({ __internal: internal }, type)]), "0 resources verified", {
          allowPlugin,
        });
      }
      assert.match(problemsOf(plugin({ __internal: 1 }, type))[0]!, /=__internal$/);
    }
  });

  it("are those of resources without a provider, too, for which Pulumi makes one", () => {
    const type = "command:local:Command";
    const command = { urn: urnOf(type, "a"), type, custom: true, inputs: { delete: "rm" } };
    assert.deepEqual(problemsOf(command), ["makes Pulumi run the plugin command"]);
    assertVerified(stateOf([command]), "0 resources verified, 1 of other plugins", {
      allowPlugin: ["command"],
    });
    const lost = { ...command, provider: `${urnOf("pulumi:providers:command", "gone")}::1` };
    assert.deepEqual(problemsOf(lost), ["makes Pulumi run the plugin command"]);
    assert.deepEqual(problemsOf({ ...command, provider: "nobody" }), ["makes Pulumi run the plugin nobody"]);
    const known = { ...command, provider: `${urnOf(OTHERS, "other")}::1` };
    assert.equal(problemsIn(stateOf([plugin({}), known])).length, 1);
  });
});

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { verifyState } from "../../cli/verifyState";
import { type Emulator, startEmulator } from "../../emulator";
import { providerText } from "../../provider/core/providerText";
import { CLASSES } from "../support/doorClasses";
import { Stack } from "../support/stack";

const programOf = (door: keyof typeof CLASSES) => `
  const pulumi = require("@pulumi/pulumi");
  const { AxgGroupNumbers, RamGroup } = require(${JSON.stringify(CLASSES[door])});
  const moved = (kind) => ({ aliases: [{ type: "pulumi-nodejs:dynamic/cloud-groups:" + kind }] });
  new AxgGroupNumbers("callers", { poolKey: "FC123456", groupId: "1234", numbers: pulumi.secret(["10020000000"]) });
  new RamGroup("readers", { groupName: "readers" }, ${door === "plugin"} ? moved("RamGroup") : {});
`;

describe("cloud-groups verify-state of plugin resources, with the real engine", () => {
  let emulator: Emulator;
  let stack: Stack;

  before(async () => {
    emulator = await startEmulator();
    stack = await Stack.create(programOf("dynamic"), emulator.environment);
    await stack.up();
    await stack.write(programOf("plugin"));
    await stack.up();
  });

  after(async () => {
    await stack.remove();
    await emulator.stop();
  });

  const verified = async () => verifyState(await stack.succeed("stack", "export"), "state");

  it("verifies a stack that came from dynamic resources, also after a refresh", async () => {
    const [readers] = await stack.resources("RamGroup");
    assert.equal(readers?.type, "cloud-groups:index:RamGroup");
    const good = { text: "state: 3 resources verified\n", status: 0 };
    assert.deepEqual(await verified(), good);
    await stack.succeed("refresh", "--yes", "--skip-preview");
    assert.deepEqual(await verified(), good);
  });

  it("finds the plugin of another place, and code in what a dynamic resource left", async () => {
    const state = JSON.parse(await stack.export()) as {
      deployment: { resources: { urn: string; inputs?: object; outputs?: object }[] };
    };
    for (const resource of state.deployment.resources) {
      if (resource.urn.includes("::pulumi:providers:cloud-groups::"))
        resource.inputs = { ...resource.inputs, __internal: { pluginDownloadURL: "https://127.0.0.1:1" } };
      if (resource.urn.endsWith("::readers"))
        resource.outputs = { ...resource.outputs, __provider: `${providerText("RamGroup")} ` };
    }
    const file = join(stack.folder, "state.json");
    await writeFile(file, JSON.stringify(state));
    await stack.succeed("stack", "import", "--file", file);
    const { text, status } = await verified();
    assert.equal(status, 1);
    assert.match(text, /::readers: outputs\.__provider is not the code of RamGroup/);
    assert.match(
      text,
      /providers:cloud-groups::default: makes Pulumi run the plugin cloud-groups=https:\/\/127\.0\.0\.1:1\n/,
    );
    assert.match(text, /state: 2 problems/);
  });
});

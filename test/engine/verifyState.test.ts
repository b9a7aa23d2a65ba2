import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { verifyState } from "../../cli/verifyState";
import { useStack } from "../support/runningStack";
import { Servers } from "../support/servers";

interface Resource {
  urn: string;
  type: string;
  provider?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}
interface Exported {
  version: number;
  deployment: { resources: Resource[] };
}

const PROGRAM = `
  const pulumi = require("@pulumi/pulumi");
  const { AxgGroupNumbers, Provider, RamGroup } = require("pulumi-cloud-groups");
  const emulator = process.env.CLOUD_GROUPS_EMULATOR;
  new AxgGroupNumbers("numbers", { poolKey: "FC123456", groupId: "1234", numbers: pulumi.secret(["10020000000"]) });
  const group = new RamGroup("readers", { groupName: "readers" });
  new RamGroup("second", { groupName: "second", comments: pulumi.secret("c") }, { provider: new Provider("other", { emulator }) });
  group.id.apply((id) => RamGroup.get("seen", id));
  new pulumi.ComponentResource("my:own:Thing", "thing");
  new pulumi.StackReference("organization/test/dev");
`;

describe("cloud-groups verify-state, with the real engine", () => {
  const running = useStack(PROGRAM);
  let good: string;

  before(async () => {
    await running.stack.up();
    good = await running.stack.succeed("stack", "export");
  });

  /** Puts the good state back, but for one change, and returns what is found in it once Pulumi has taken it. */
  async function tamper(change: (state: Exported) => void, ...args: string[]): Promise<string> {
    const state = JSON.parse(good) as Exported;
    change(state);
    const file = join(running.stack.folder, "state.json");
    await writeFile(file, JSON.stringify(state));
    await running.stack.succeed("stack", "import", "--file", file);
    const { text, status } = verifyState(await running.stack.succeed("stack", "export", ...args), "state");
    assert.equal(status, 1, text);
    return text;
  }

  const named = ({ deployment }: Exported, name: string) =>
    deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`))!;
  /** The default provider of dynamic resources. That of stack references has its name, and comes first at times. */
  const defaultProvider = (state: Exported) => named(state, "pulumi:providers:pulumi-nodejs::default");
  const marker = () => join(running.stack.folder, "was-here");
  /** Code that leaves a file where it is run, and then does what ours does. */
  const evil = () =>
    `require("fs").writeFileSync(${JSON.stringify(marker())}, "");exports.handler=()=>require("pulumi-cloud-groups/runtime").provider("RamGroup");`;

  it("verifies a state as it is exported, with secrets shown, and as a backend keeps it", async () => {
    const verified = { text: "state: 5 resources verified\n", status: 0 };
    assert.deepEqual(verifyState(good, "state"), verified);
    const shown = await running.stack.succeed("stack", "export", "--show-secrets");
    assert.deepEqual(verifyState(shown, "state"), verified);
    const { version, deployment } = JSON.parse(good) as Exported;
    const kept = JSON.stringify({ version, checkpoint: { stack: "dev", latest: deployment } });
    assert.deepEqual(verifyState(kept, "state"), verified);
  });

  it("finds code that a refresh runs, in the outputs", async () => {
    const found = await tamper((state) => (named(state, "readers").outputs!["__provider"] = evil()));
    assert.match(
      found,
      /^resources\[\d+\] urn:\S+::readers: outputs\.__provider is not the code of RamGroup/,
    );
    assert.ok(!existsSync(marker()));
    await running.stack.succeed("refresh", "--yes", "--skip-preview");
    assert.ok(existsSync(marker()), "Pulumi ran it");
  });

  it("finds code in the inputs, of a resource that is only read, and in what was under way", async () => {
    const inputs = await tamper((state) => (named(state, "second").inputs!["__provider"] = evil()));
    assert.match(inputs, /::second: inputs\.__provider is not the code of RamGroup/);
    const seen = await tamper((state) => (named(state, "seen").outputs!["__provider"] = evil()));
    assert.match(seen, /::seen: outputs\.__provider is not the code of RamGroup/);
    // An import leaves out what was under way.
    const { version, deployment } = JSON.parse(good) as Exported;
    const readers = deployment.resources.find(({ urn }) => urn.endsWith("::readers"));
    const resource = { ...readers, inputs: { __provider: evil() } };
    const latest = { ...deployment, pending_operations: [{ type: "updating", resource }] };
    const kept = { version, checkpoint: { stack: "organization/test/dev", latest } };
    await writeFile(join(running.stack.folder, ".pulumi/stacks/test/dev.json"), JSON.stringify(kept));
    const pending = verifyState(await running.stack.succeed("stack", "export"), "state").text;
    assert.match(
      pending,
      /^pending_operations\[0\]\.resource urn:\S+::readers: inputs\.__provider is not the code/,
    );
  });

  it("finds code that is a secret, whether the export shows it or not", async () => {
    const secret = (state: Exported) =>
      (named(state, "readers").outputs!["__provider"] = {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        plaintext: JSON.stringify(evil()),
      });
    assert.match(
      await tamper(secret),
      /outputs\.__provider is encrypted and cannot be read\. Export the state with/,
    );
    assert.match(await tamper(secret, "--show-secrets"), /outputs\.__provider is not the code of RamGroup/);
  });

  it("finds a resource of another type, and one whose code is gone", async () => {
    const type = "pulumi-nodejs:dynamic:Resource";
    const other = await tamper((state) => {
      const code = { __provider: evil() };
      const urn = `urn:pulumi:dev::test::${type}::more`;
      state.deployment.resources.push({ ...named(state, "readers"), urn, type, inputs: code, outputs: code });
    });
    assert.match(
      other,
      /::more: inputs\.__provider is not code of pulumi-cloud-groups .*\n.*::more: outputs\./,
    );
    const gone = await tamper((state) => delete named(state, "readers").outputs!["__provider"]);
    assert.match(gone, /::readers: outputs\.__provider is missing/);
  });

  it("finds a component that Pulumi makes a provider of, by an alias", async () => {
    const state = JSON.parse(good) as Exported;
    const thing = named(state, "thing");
    const url = "https://127.0.0.1:1";
    Object.assign(thing, { delete: true, inputs: { pluginDownloadURL: url } });
    Object.assign(defaultProvider(state), { aliases: [thing.urn] });
    const latest = state.deployment;
    const kept = JSON.stringify({ version: state.version, checkpoint: { latest } });
    assert.match(
      verifyState(kept, "state").text,
      /::thing: becomes urn:\S+:pulumi-nodejs::default, whose alias/,
    );
    await writeFile(join(running.stack.folder, ".pulumi/stacks/test/dev.json"), kept);
    await running.stack.succeed("refresh", "--yes", "--skip-preview");
    const after = verifyState(await running.stack.succeed("stack", "export"), "state").text;
    assert.ok(after.includes(`::default: makes Pulumi run the plugin pulumi-nodejs=${url}\n`), after);
  });

  it("finds a plugin that Pulumi would download, for dynamic resources or for others", async () => {
    const servers = new Servers();
    try {
      const asked = new Set<string | undefined>();
      const port = await servers.http(({ url }, answer) => {
        asked.add(url);
        answer.writeHead(404).end();
      });
      const url = `http://127.0.0.1:${port}`;
      const own = await tamper((state) => (defaultProvider(state).inputs = { pluginDownloadURL: url }));
      assert.ok(own.includes(`::default: makes Pulumi run the plugin pulumi-nodejs=${url}\n`), own);
      const others = await tamper((state) => {
        const type = "pulumi:providers:evil";
        const inputs = { version: "1.0.0", pluginDownloadURL: url };
        const urn = `urn:pulumi:dev::test::${type}::default`;
        state.deployment.resources.push({ ...defaultProvider(state), urn, type, inputs, outputs: inputs });
      });
      assert.ok(others.includes(`::default: makes Pulumi run the plugin evil=${url}\n`), others);
      assert.equal(servers.requests, 0);
      await running.stack.run(["refresh", "--yes", "--skip-preview"]);
      assert.match([...asked].join(), /pulumi-resource-evil-v1\.0\.0/, "Pulumi asked for it");
    } finally {
      await servers.stopAll();
    }
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import { type Emulator, startEmulator } from "../../emulator";
import { type PackageSchema, packageSchema } from "../../provider/packageSchema";
import { loadScript } from "../scripts/checkout";
import { ForwardProxy } from "../support/proxy";
import { REPOSITORY } from "../support/repository";
import { newIdentity, Servers } from "../support/servers";
import { Stack } from "../support/stack";

const run = promisify(execFile);

const PROGRAM = `
name: test
runtime: yaml
resources:
  ram:
    type: cloud-groups:RamGroup
    properties: { groupName: developers }
  axg:
    type: cloud-groups:AxgGroup
    properties: { poolKey: FC123456, groupName: sales, numbers: ["10020000000"] }
  ioa:
    type: cloud-groups:DeviceVirtualGroup
    properties: { deviceVirtualGroupName: office, osType: 0 }
  apig:
    type: cloud-groups:ApigGroup
    properties: { name: payments }
outputs:
  group: \${ram.groupId}
`;

const CREATIONS = ["CreateGroup", "CreateAxgGroup", "CreateDeviceVirtualGroup", "createApiGroup"];
const HOSTS = [
  "ram.aliyuncs.com",
  "dyplsapi.aliyuncs.com",
  "ioa.tencentcloudapi.com",
  "apig.cn-north-4.myhuaweicloud.com",
];

/** Makes the archive of this platform, and returns its path. */
async function makeArchive(): Promise<string> {
  const { nodeOfArchives } = (await loadScript("node.mjs")) as {
    readonly nodeOfArchives: () => Promise<{ readonly path: string }>;
  };
  const { path } = await nodeOfArchives();
  const step = (node: string, name: string) =>
    run(node, [join(REPOSITORY, "scripts", name)], { cwd: REPOSITORY });
  await step(process.execPath, "bundle.mjs");
  return (await step(path, "archive.mjs")).stdout.trim();
}

/** A folder that has Pulumi and its YAML host: on a path of it alone there is no Node. */
async function folderWithoutNode(within: string): Promise<string> {
  const folder = join(within, "bin");
  await mkdir(folder);
  for (const name of ["pulumi", "pulumi-language-yaml"]) {
    const { stdout } = await run("which", [name]);
    await symlink(stdout.trim(), join(folder, name));
  }
  return folder;
}

describe("the archive of the plugin, on a machine without Node", () => {
  const servers = new Servers();
  let emulator: Emulator;
  let proxy: ForwardProxy;
  let stack: Stack;
  let version: string;

  before(async () => {
    const archive = await makeArchive();
    version = /-(v[^-]+)-/.exec(archive)?.[1] ?? "";
    emulator = await startEmulator();
    // The clouds' own hosts, behind a proxy: what speaks with it is loaded as late as the clouds' clients are.
    const identity = await newIdentity({ hosts: HOSTS });
    const port = await servers.tlsTo(identity, Number(new URL(emulator.url).port));
    proxy = new ForwardProxy({ user: "team", password: "secret", to: () => `https://127.0.0.1:${port}` });
    await proxy.listen();

    const folder = await mkdtemp(join(tmpdir(), "cloud-groups-test-"));
    stack = await Stack.in(folder, {
      ...emulator.environment,
      CLOUD_GROUPS_EMULATOR: "",
      CLOUD_GROUPS_CA_CERTIFICATE: join(folder, "ca.pem"),
      HTTPS_PROXY: proxy.authorisedUrl,
      PATH: await folderWithoutNode(folder),
      PULUMI_HOME: join(folder, "home"),
      // What a user's own programs in Node may need, and the plugin must not load.
      NODE_OPTIONS: "--require=/nowhere/tracing.js",
    });
    await writeFile(join(folder, "ca.pem"), identity.cert);
    await stack.initialize();
    await writeFile(join(folder, "Pulumi.yaml"), PROGRAM);
    await stack.succeed("plugin", "install", "resource", "cloud-groups", version, "--file", archive);
  });
  after(async () => {
    await proxy.close();
    await servers.stopAll();
    await stack.remove();
    await emulator.stop();
  });

  it("brings groups of all clouds up, through a proxy and throttled, and down again", async () => {
    emulator.inject(CREATIONS.map((operation) => ({ kind: "throttle", operation })));
    const applied = await stack.succeed("up", "--yes", "--suppress-progress");
    assert.match(applied, /\+ 7 created/);
    assert.doesNotMatch(applied, /\(node:|deprecat/i, "Node says something of its own");
    const calls = emulator.calls().map(({ operation }) => operation);
    for (const operation of CREATIONS)
      assert.equal(calls.filter((call) => call === operation).length, 2, operation);
    assert.ok(proxy.requests.length > 0);
    assert.match(await stack.succeed("destroy", "--yes", "--skip-preview"), /- 7 deleted/);
    assert.deepEqual(emulator.state().accounts.first.ram.groups, {});
  });

  it("has the schema, with its version", async () => {
    const plugin = `resource-cloud-groups-${version}/pulumi-resource-cloud-groups`;
    const printed = await stack.succeed("package", "get-schema", join(stack.folder, "home/plugins", plugin));
    const schema = JSON.parse(printed) as PackageSchema;
    const expected = packageSchema(version.slice(1));
    assert.deepEqual([schema.name, schema.version], [expected.name, expected.version]);
    assert.deepEqual(Object.keys(schema.resources).sort(), Object.keys(expected.resources).sort());
  });
});

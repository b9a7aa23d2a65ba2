import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { ForwardProxy } from "../support/proxy";
import { useStack } from "../support/runningStack";
import { newIdentity, Servers } from "../support/servers";

const GROUPS = `
  const groups = require("pulumi-cloud-groups");
  new groups.RamGroup("ram", { groupName: "developers" });
  new groups.AxgGroup("axg", { poolKey: "FC123456", groupName: "sales", numbers: ["10020000000"] });
  new groups.DeviceVirtualGroup("ioa", { deviceVirtualGroupName: "office", osType: 0 });
  new groups.ApigGroup("apig", { name: "payments" });
`;

/** The clouds' own hosts. Their token services are not asked, since the account's ids are in the environment. */
const HOSTS = [
  "ram.aliyuncs.com",
  "dyplsapi.aliyuncs.com",
  "sts.aliyuncs.com",
  "ioa.tencentcloudapi.com",
  "sts.tencentcloudapi.com",
  "apig.cn-north-4.myhuaweicloud.com",
];

describe("a network of which the only way out is a proxy that demands a password", () => {
  const running = useStack(GROUPS);
  const servers = new Servers();
  let proxy: ForwardProxy;
  let ca: string;

  before(async () => {
    const identity = await newIdentity({ hosts: HOSTS });
    const port = await servers.tlsTo(identity, Number(new URL(running.emulator.url).port));
    proxy = new ForwardProxy({ user: "team", password: "p@ss", to: () => `https://127.0.0.1:${port}` });
    await proxy.listen();
    ca = join(running.stack.folder, "ca.pem");
    await writeFile(ca, identity.cert);
  });
  after(async () => {
    await proxy.close();
    await servers.stopAll();
  });

  /** Runs with the clouds' own hosts in place of the emulator's. */
  const run = (args: readonly string[], environment: Readonly<Record<string, string>>) =>
    running.stack.run(args, { CLOUD_GROUPS_EMULATOR: "", CLOUD_GROUPS_CA_CERTIFICATE: ca, ...environment });
  const up = (environment: Readonly<Record<string, string>>) =>
    run(["up", "--yes", "--skip-preview"], environment);

  it("is not left without the password", async () => {
    const { status, output } = await up({ HTTPS_PROXY: proxy.url });
    assert.notEqual(status, 0);
    assert.match(
      output,
      /CreateGroup was not sent: PROXY_407: ram\.aliyuncs\.com cannot be reached: the proxy demands a user and a password, or other ones\. Give them in HTTPS_PROXY: `http:\/\/USER:PASSWORD@HOST:PORT`/,
    );
    assert.deepEqual(running.emulator.calls(), []);
    assert.ok(proxy.requests.every(({ authorised }) => !authorised));
  });

  it("is not left by a proxy that is not there", async () => {
    const port = await servers.closedPort();
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${port}`, CLOUD_GROUPS_DEADLINE_SECONDS: "2" };
    const { output } = await up(environment);
    assert.match(
      output,
      /ECONNREFUSED: the proxy 127\.0\.0\.1:\d+ before ram\.aliyuncs\.com refuses connections: nothing listens there\. Correct HTTPS_PROXY, or name hosts that need no proxy in NO_PROXY/,
    );
  });

  it("is not left where the proxy's certificates are not trusted", async () => {
    const { status, output } = await up({
      HTTPS_PROXY: proxy.authorisedUrl,
      CLOUD_GROUPS_CA_CERTIFICATE: "",
    });
    assert.notEqual(status, 0);
    assert.match(
      output,
      /ram\.aliyuncs\.com has a certificate that this machine does not trust\. Trust its issuer: /,
    );
    assert.deepEqual(running.emulator.calls(), []);
  });

  it("is left for all four groups with it, and it is printed nowhere", async () => {
    proxy.requests.length = 0;
    const { status, output } = await up({ HTTPS_PROXY: proxy.authorisedUrl });
    assert.equal(status, 0, output);
    assert.ok(!output.includes("p@ss") && !output.includes("p%40ss"));
    assert.deepEqual(
      [...new Set(proxy.requests.map(({ method, target }) => `${method} ${target}`))].sort(),
      HOSTS.filter((host) => !host.startsWith("sts."))
        .map((host) => `CONNECT ${host}:443`)
        .sort(),
    );
    assert.ok(running.emulator.state().accounts.first.ram.groups["developers"]);
    assert.ok(!(await running.stack.export()).includes("p@ss"));
  });

  it("is no way to what NO_PROXY names, nor to the machine itself", async () => {
    proxy.requests.length = 0;
    const direct = await run(["destroy", "--yes", "--skip-preview"], {
      https_proxy: proxy.authorisedUrl,
      NO_PROXY: "*.aliyuncs.com,.tencentcloudapi.com,myhuaweicloud.com",
      CLOUD_GROUPS_TIMEOUT_SECONDS: "2",
      CLOUD_GROUPS_DEADLINE_SECONDS: "5",
    });
    assert.notEqual(direct.status, 0);
    assert.ok(proxy.requests.every(({ target }) => !/aliyuncs|tencent/.test(target)));
    proxy.requests.length = 0;
    const loopback = await running.stack.run(["destroy", "--yes", "--skip-preview"], {
      HTTPS_PROXY: proxy.authorisedUrl,
      HTTP_PROXY: proxy.authorisedUrl,
    });
    assert.equal(loopback.status, 0, loopback.output);
    assert.deepEqual(proxy.requests, []);
    assert.deepEqual(running.emulator.state().accounts.first.ram.groups["developers"], undefined);
  });
});

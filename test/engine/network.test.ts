import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { someNumbers } from "../support/numbers";
import { useStack } from "../support/runningStack";
import { newIdentity, Servers } from "../support/servers";

const PROGRAM = `
  const { AxgGroupNumbers } = require("pulumi-cloud-groups");
  const numbers = ["10020000000", "10020000001"];
  new AxgGroupNumbers("callers", { poolKey: "FC123456", groupId: "1234", numbers });
`;
const UP = ["up", "--yes", "--skip-preview", "--suppress-progress"];

describe("a gateway whose certificate nobody trusts, with the real engine", () => {
  const running = useStack(PROGRAM);
  const servers = new Servers();
  const folder = mkdtempSync(join(tmpdir(), "network-"));

  after(async () => {
    await servers.stopAll();
    rmSync(folder, { recursive: true });
  });

  it("ends the update with what to do, leaves nothing uncertain, and goes through once that is done", async () => {
    const { emulator, stack } = running;
    const identity = await newIdentity();
    const port = await servers.tlsTo(identity, Number(new URL(emulator.url).port));
    // This machine may have a bundle of its own.
    const environment = { CLOUD_GROUPS_EMULATOR: `https://127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: "" };
    const failed = await stack.run(UP, environment);
    assert.notEqual(failed.status, 0, failed.output);
    assert.match(
      failed.output,
      /OperateAxgGroup was not sent: DEPTH_ZERO_SELF_SIGNED_CERT: 127\.0\.0\.1:\d+ \(CLOUD_GROUPS_EMULATOR\) has a certificate that this machine does not trust\. Trust its issuer: `pulumi config set cloud-groups:caCertificate /,
    );
    assert.doesNotMatch(failed.output, /uncertain|console|outcome unknown/);
    assert.deepEqual(emulator.calls(), []);

    const bundle = join(folder, "ca.pem");
    writeFileSync(bundle, identity.cert);
    const { status, output } = await stack.run(UP, { ...environment, NODE_EXTRA_CA_CERTS: bundle });
    assert.equal(status, 0, output);
    assert.doesNotMatch(output, /uncertain/);
    assert.deepEqual(
      emulator.calls().map(({ operation }) => operation),
      ["OperateAxgGroup"],
    );
    const { groups } = emulator.state().accounts.first.dypls.pools["FC123456"]!;
    assert.deepEqual(groups["1234"]!.numbers, someNumbers(2));
  });
});

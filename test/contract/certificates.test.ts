import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { ProviderProcess } from "../support/providerProcess";
import { someNumbers } from "../support/numbers";
import { newIdentity, Servers } from "../support/servers";
import { failureOf, useCloud } from "./support/cloud";
import { APIG, axgArgs, IOA, type Kind, lines, RAM } from "./support/kinds";

describe("A host's certificate", () => {
  const cloud = useCloud();
  const servers = new Servers();
  let folder: string;
  let provider: ProviderProcess;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "certificates-"));
    const [trusted, over, others, unknown] = await Promise.all([
      newIdentity(),
      newIdentity({ endsInDays: -1 }),
      newIdentity({ ip: "127.0.0.2" }),
      newIdentity(),
    ]);
    const bundle = join(folder, "ca.pem");
    writeFileSync(bundle, [trusted, over, others].map(({ cert }) => cert).join("\n"));
    const { port } = new URL(cloud.emulator.url);
    const url = async (identity: typeof trusted) =>
      `https://127.0.0.1:${await servers.tlsTo(identity, Number(port))}`;
    provider = await cloud.restarted({
      NODE_EXTRA_CA_CERTS: bundle,
      CLOUD_GROUPS_DYPLS_ENDPOINT: await url(trusted),
      CLOUD_GROUPS_RAM_ENDPOINT: await url(over),
      CLOUD_GROUPS_IOA_ENDPOINT: await url(others),
      CLOUD_GROUPS_APIG_ENDPOINT: await url(unknown),
    });
  });
  after(async () => {
    await provider.stop();
    await servers.stopAll();
    rmSync(folder, { recursive: true });
  });

  it("is trusted where NODE_EXTRA_CA_CERTS names its issuer", async () => {
    const numbers = someNumbers(2);
    const { inputs } = await provider.check("AxgGroupNumbers", axgArgs(numbers));
    const { outs } = await provider.create("AxgGroupNumbers", inputs);
    assert.equal(outs["numbers"], lines(numbers));
  });

  const refused: readonly [string, Kind, RegExp][] = [
    [
      "that is over",
      RAM,
      /CERT_HAS_EXPIRED: 127\.0\.0\.1:\d+ \(CLOUD_GROUPS_RAM_ENDPOINT\) has a certificate that is not valid today\. Renew the certificate, or correct this machine's clock, which shows \d/,
    ],
    [
      "of another host",
      IOA,
      /ERR_TLS_CERT_ALTNAME_INVALID: 127\.0\.0\.1:\d+ \(CLOUD_GROUPS_IOA_ENDPOINT\) has a certificate of another host\. Correct the setting: `export CLOUD_GROUPS_IOA_ENDPOINT=URL`$/,
    ],
    [
      "that nobody trusts",
      APIG,
      /DEPTH_ZERO_SELF_SIGNED_CERT: 127\.0\.0\.1:\d+ \(CLOUD_GROUPS_APIG_ENDPOINT\) has a certificate that this machine does not trust\. Trust its issuer: `pulumi config set cloud-groups:caCertificate \/path\/to\/ca\.pem`, or add its certificate to \S+\/ca\.pem \(NODE_EXTRA_CA_CERTS\), and make that file readable$/,
    ],
  ];
  for (const [what, { kind, create, args }, says] of refused) {
    it(`${what} ends a creation, and nothing was sent`, async () => {
      const { inputs } = await provider.check(kind, args("group"));
      const error = await failureOf(provider.create(kind, inputs));
      assert.match(error.message, new RegExp(`^${create} was not sent: `));
      assert.match(error.message, says);
      assert.equal(error.partial, undefined);
      assert.deepEqual(cloud.emulator.calls(), []);
    });
  }
});

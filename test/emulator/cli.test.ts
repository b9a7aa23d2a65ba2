import assert from "node:assert/strict";
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Account, Credentials } from "../../emulator";
import { RAM_VERSION, rpcCaller } from "./support/alibaba";
import { useEmulator } from "./support/emulator";
import { apigTokenCaller } from "./support/huawei";
import { answerOf } from "./support/refused";

const CLI = join(__dirname, "../../emulator/cli.js");

interface FirstLine {
  readonly url: string;
  readonly credentials: Credentials;
  readonly accounts: readonly Account[];
  readonly environment: Readonly<Record<string, string>>;
}

describe("cloud-groups-emulator", () => {
  const emulator = useEmulator();
  const started: ChildProcessWithoutNullStreams[] = [];

  afterEach(() => {
    for (const child of started.splice(0)) child.kill("SIGKILL");
  });

  function start(...args: string[]): ChildProcessWithoutNullStreams {
    const child = spawn(process.execPath, [CLI, ...args]);
    started.push(child);
    return child;
  }

  async function firstLine(child: ChildProcessWithoutNullStreams): Promise<FirstLine> {
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    return JSON.parse(line) as FirstLine;
  }

  async function ended(
    child: ChildProcessWithoutNullStreams,
  ): Promise<{ code: number | null; errors: string }> {
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, "close")) as [number | null];
    return { code, errors };
  }

  it("says on its first line where it listens and what it accepts", async () => {
    const { url, credentials, accounts, environment } = await firstLine(start());
    assert.deepEqual(accounts[0]?.keys[0], credentials);
    assert.equal(environment["CLOUD_GROUPS_EMULATOR"], url);
    assert.equal(environment["HW_SECRET_KEY"], credentials.huaweicloud.secretKey);
    await answerOf(rpcCaller(url, RAM_VERSION, credentials.alicloud)("ListGroups"));
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const)
    it(`ends at once and well on ${signal}, also while callers wait`, async () => {
      const child = start();
      const { url, credentials } = await firstLine(child);
      await fetch(`${url}/_emulator/faults`, { method: "POST", body: '{"kind":"hang"}' });
      const waiting = apigTokenCaller(url, credentials.huaweicloud.token)("GET", "/v1.0/apigw/api-groups");
      const lost = assert.rejects(waiting);
      const calls = async (): Promise<unknown[]> =>
        (await (await fetch(`${url}/_emulator/calls`)).json()) as unknown[];
      while ((await calls()).length === 0);
      child.kill(signal);
      assert.equal((await ended(child)).code, 0);
      await lost;
    });

  it("ends when standard input does, if asked to", async () => {
    const child = start("--until-stdin-ends");
    await firstLine(child);
    child.stdin.end();
    assert.equal((await ended(child)).code, 0);
  });

  it("listens on the port that it is given, and says so where it is in use", async () => {
    const { port } = new URL(emulator.running.url);
    const { code, errors } = await ended(start("--port", port));
    assert.equal(code, 1);
    assert.equal(errors, `cloud-groups-emulator: port ${port} is in use\n`);
  });

  it("listens at the address that it is given, and says so where that is none of this machine's", async () => {
    const { url } = await firstLine(start("--host", "0.0.0.0"));
    assert.equal((await fetch(`${url}/_emulator/state`)).status, 200);
    const { code, errors } = await ended(start("--host", "host.invalid"));
    assert.equal(code, 1);
    assert.match(errors, /^cloud-groups-emulator: --host: \w+ host\.invalid\n$/);
  });

  it("takes settings", async () => {
    const args = ["axgBlockedNumbers=13900000000,13900000001", "latencyMs=5", "axgRepeatedAdd=refuse"];
    const { url } = await firstLine(start(...args.flatMap((setting) => ["--setting", setting])));
    const settings = (await (await fetch(`${url}/_emulator/settings`)).json()) as Record<string, unknown>;
    assert.deepEqual(settings["axgBlockedNumbers"], ["13900000000", "13900000001"]);
    assert.equal(settings["latencyMs"], 5);
    assert.equal(settings["axgRepeatedAdd"], "refuse");
  });

  it("refuses arguments that it does not understand, in one line", async () => {
    const refusals: [string[], RegExp][] = [
      [["--port", "high"], /--port: high is not a port/],
      [["--port", "70000"], /--port: 70000 is not a port/],
      [["--setting", "latencyMs"], /"latencyMs" is not of the form key=value/],
      [["--setting", "latency=1"], /There is no setting "latency"; there are latencyMs, /],
      [["--setting", "latencyMs=soon"], /latencyMs: /],
      [["--setting", "latencyMs="], /latencyMs: /],
      [["--quiet"], /--quiet/],
    ];
    for (const [args, message] of refusals) {
      const { code, errors } = await ended(start(...args));
      assert.equal(code, 1, args.join(" "));
      assert.match(errors, message);
      assert.match(errors, /^cloud-groups-emulator: .*\n$/);
    }
  });

  it("explains itself", async () => {
    const child = start("--help");
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    assert.equal((await ended(child)).code, 0);
    for (const word of ["--port", "--until-stdin-ends", "axgRepeatedAdd=accept", "/_emulator/faults"])
      assert.ok(text.includes(word), word);
  });
});

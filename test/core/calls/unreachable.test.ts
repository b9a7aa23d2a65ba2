import assert from "node:assert/strict";
import type { RequestListener } from "node:http";

import { apigClient } from "../../../provider/apig/client";
import {
  type CloudGroupsError,
  UnknownOutcomeError,
  UnreachableError,
} from "../../../provider/core/calls/errors";
import { ioaClient } from "../../../provider/ioa/client";
import { Operation } from "../../../provider/core/calls/operation";
import { ramClient } from "../../../provider/ram/client";
import { Settings } from "../../../provider/core/calls/settings";
import { CLIENT_KEYS } from "../../support/clientKeys";
import { FakeClock } from "../../support/fakeClock";
import { failLookups } from "../../support/lookups";
import { newIdentity, Servers } from "../../support/servers";

const KEYS: Readonly<Record<string, string>> = { ...CLIENT_KEYS, "huaweicloud:region": "cn-north-4" };

/** A creation by each of the three clients: a call that is never repeated where it may have been sent. */
const CREATIONS = {
  "Alibaba's": (operation: Operation) => ramClient(operation).createGroup("group", "comments"),
  "Tencent's": (operation: Operation) => ioaClient(operation).createGroup({}),
  "Huawei's": (operation: Operation) => apigClient(operation, undefined).createGroup("group", "remark"),
};

/** What each cloud answers to a creation. */
const ANSWER = JSON.stringify({
  RequestId: "1",
  Group: { GroupName: "group", CreateDate: "2026-01-01T00:00:00Z" },
  Response: { Data: { Id: 1 } },
  id: "1",
  name: "group",
});
/** Answers, and keeps no connection open that may be gone by the next request. */
const answering: RequestListener = (_request, response) => {
  response.writeHead(200, { connection: "close" }).end(ANSWER);
};

interface World {
  readonly name: string;
  readonly start: (servers: Servers) => Promise<number | string>;
  readonly code: RegExp;
  readonly says: RegExp;
  /** How often it is tried. */
  readonly lasting: boolean;
}

const UNSENT: readonly World[] = [
  {
    name: "a certificate that nobody trusts",
    start: async (servers) => servers.https(await newIdentity(), answering),
    code: /^DEPTH_ZERO_SELF_SIGNED_CERT$/,
    says: /has a certificate that this machine does not trust\. Trust its issuer: `pulumi config set cloud-groups:caCertificate \S+`(, or add its certificate to \S+ \(NODE_EXTRA_CA_CERTS\), .*)?$/,
    lasting: true,
  },
  {
    name: "an https setting for what speaks http",
    start: (servers) => servers.http(answering),
    code: /^(EPROTO|ERR_SSL_WRONG_VERSION_NUMBER)$/,
    says: /does not speak https on this port\. Correct the setting: /,
    lasting: true,
  },
  {
    name: "a port that nothing listens at",
    start: (servers) => servers.closedPort(),
    code: /^ECONNREFUSED$/,
    says: /refuses connections: nothing listens there\. Start the emulator: `npx --no -- cloud-groups-emulator --port \d+`, or correct the setting: `pulumi config set cloud-groups:emulator URL`$/,
    lasting: false,
  },
  {
    name: "connections that end before the certificate is seen",
    start: (servers) => servers.hangingUp(),
    code: /^ECONNRESET$/,
    says: /ends connections before anything can be sent/,
    lasting: false,
  },
  {
    name: "a connection that is never made",
    start: (servers) => servers.silent(),
    code: /^ETIMEDOUT$/,
    says: /cannot be reached: the connection timed out/,
    lasting: false,
  },
];

for (const [whose, create] of Object.entries(CREATIONS)) {
  describe(`${whose} client`, () => {
    const servers = new Servers();
    let restoreLookups: () => void;
    let clock: FakeClock;
    /** What stood on the resource's row. */
    let reports: string[];

    beforeEach(() => {
      clock = new FakeClock();
      reports = [];
      restoreLookups = () => undefined;
    });
    afterEach(async () => {
      restoreLookups();
      await servers.stopAll();
    });

    function operation(config: Record<string, string>, environment: Record<string, string> = {}): Operation {
      const settings: Record<string, string> = { ...KEYS, "cloud-groups:timeoutSeconds": "0.2", ...config };
      return new Operation(new Settings((key) => settings[key], environment), {
        random: () => 0.5,
        progress: (message) => reports.push(message),
        clock,
      });
    }

    async function failureOf(made: Operation): Promise<CloudGroupsError> {
      try {
        await create(made);
      } catch (error) {
        return error as CloudGroupsError;
      }
      return assert.fail("the call went through");
    }

    for (const { name, start, code, says, lasting } of UNSENT) {
      it(`knows that nothing was sent for ${name}, and says what to do within half a minute`, async () => {
        const url = `https://127.0.0.1:${await start(servers)}`;
        const error = await failureOf(operation({ "cloud-groups:emulator": url }));
        assert.ok(error instanceof UnreachableError, String(error));
        assert.equal(error.effect, "not applied");
        assert.match(error.code, code);
        assert.match(error.message, /^\w+ was not sent: \w+: 127\.0\.0\.1:\d+ \(cloud-groups:emulator\) /);
        assert.match(error.message, says);
        assert.equal(servers.requests, 0);
        assert.ok(lasting ? clock.now() < 2000 : clock.now() > 5000, `it waited ${clock.now()} ms`);
        assert.ok(clock.now() < 30_000, `it waited ${clock.now()} ms`);
      });
    }

    for (const [code, says] of [
      ["ENOTFOUND", /does not exist: DNS has no such name/],
      ["EAI_AGAIN", /cannot be resolved: DNS does not respond/],
      ["EHOSTUNREACH", /cannot be reached: there is no route to it/],
      ["ENETUNREACH", /cannot be reached: there is no route to it/],
    ] as const) {
      it(`knows that nothing was sent for ${code}`, async () => {
        restoreLookups = failLookups(code);
        const url = `https://${code.toLowerCase()}.invalid`;
        const error = await failureOf(operation({ "cloud-groups:emulator": url }));
        assert.ok(error instanceof UnreachableError, String(error));
        assert.equal(error.code, code);
        assert.match(error.message, says);
      });
    }

    it("names the variable that a host comes from", async () => {
      restoreLookups = failLookups("ENOTFOUND");
      const variables = { CLOUD_GROUPS_EMULATOR: "https://cloud.invalid/path" };
      const { message } = await failureOf(operation({}, variables));
      assert.match(message, /: cloud\.invalid \(CLOUD_GROUPS_EMULATOR\) does not exist/);
      assert.match(message, /\. Correct the setting: `export CLOUD_GROUPS_EMULATOR=URL`$/);
    });

    it("names the Provider and its argument that a host comes from", async () => {
      restoreLookups = failLookups("ENOTFOUND");
      const config = { "cloud-groups:emulator": "https://cloud.invalid", "cloud-groups:provider": "second" };
      const { message } = await failureOf(operation(config));
      assert.match(message, /: cloud\.invalid \(emulator of Provider "second"\) does not exist/);
      assert.match(message, /\. Correct the setting: `emulator` of Provider "second"$/);
    });

    it("does not know what became of a request that was sent", async () => {
      const ends: readonly [RequestListener, string][] = [
        [() => undefined, "Timeout"],
        [(request) => request.socket.destroy(), "ConnectionLost"],
        [(_request, response) => response.write("{", () => response.destroy()), "ConnectionLost"],
      ];
      for (const [answer, code] of ends) {
        const port = await servers.http(answer);
        const error = await failureOf(operation({ "cloud-groups:emulator": `http://127.0.0.1:${port}` }));
        assert.ok(error instanceof UnknownOutcomeError, String(error));
        assert.equal(error.code, code);
      }
      assert.equal(servers.requests, ends.length);
    });

    it("does not know it either where a connection that was kept open ends", async () => {
      let answers = 0;
      const port = await servers.http((request, response) => {
        if (++answers === 1) response.end(ANSWER);
        else request.socket.destroy();
      });
      const made = operation({ "cloud-groups:emulator": `http://127.0.0.1:${port}` });
      await create(made);
      const error = await failureOf(made);
      assert.ok(error instanceof UnknownOutcomeError, String(error));
    });

    it("goes on through an outage of minutes where the host was reached before", async () => {
      const port = await servers.http(answering);
      const made = operation({ "cloud-groups:emulator": `http://127.0.0.1:${port}` });
      await create(made);
      await servers.stop(port);
      const sleep = clock.sleep.bind(clock);
      clock.sleep = async (milliseconds) => {
        const before = clock.now();
        await sleep(milliseconds);
        if (before < 120_000 && clock.now() >= 120_000) await servers.httpAt(port, answering);
        return true;
      };
      await create(made);
      assert.ok(clock.now() >= 120_000);
      assert.equal(servers.requests, 2);
      assert.equal(reports.length, 1, "the reason stands on the row once");
      assert.match(
        reports[0] ?? "",
        /^retrying \w+: ECONNREFUSED: 127\.0\.0\.1:\d+ \(cloud-groups:emulator\) refuses connections/,
      );
    });
  });
}

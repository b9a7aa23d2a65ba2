import assert from "node:assert/strict";
import { once } from "node:events";
import { type IncomingMessage, request, type RequestOptions } from "node:http";
import type { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";

import { RAM_VERSION } from "../emulator/support/alibaba";
import { useEmulator } from "../emulator/support/emulator";
import { ForwardProxy, type ProxyOptions } from "./proxy";
import { newIdentity, Servers } from "./servers";

const USER = { user: "user", password: "pass word" };
const STATE = "/_emulator/state";

describe("the forward proxy of tests", () => {
  const emulator = useEmulator();
  const servers = new Servers();
  let proxies: ForwardProxy[] = [];

  afterEach(async () => {
    await Promise.all([...proxies.map((proxy) => proxy.close()), servers.stopAll()]);
    proxies = [];
  });

  async function start(options?: ProxyOptions): Promise<ForwardProxy> {
    const proxy = new ForwardProxy(options);
    await proxy.listen();
    proxies.push(proxy);
    return proxy;
  }

  /** What is sent to a proxy, with the credentials of its URL. */
  function through(url: string, options: RequestOptions): RequestOptions {
    const { hostname, port, username, password } = new URL(url);
    const user = Buffer.from(decodeURIComponent(`${username}:${password}`)).toString("base64");
    const headers = username === "" ? {} : { "proxy-authorization": `Basic ${user}` };
    return { hostname, port, ...options, headers };
  }

  async function get(url: string, path: string): Promise<{ status: number; body: string }> {
    const sent = request(through(url, { path })).end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    return { status: answer.statusCode ?? 0, body: await text(answer) };
  }

  async function tunnel(url: string, path: string): Promise<{ status: number; socket: Socket }> {
    const sent = request(through(url, { method: "CONNECT", path })).end();
    const [answer, socket] = (await once(sent, "connect")) as [IncomingMessage, Socket];
    return { status: answer.statusCode ?? 0, socket };
  }

  it("forwards plain HTTP, to another server where it is told so", async () => {
    const plain = await start();
    assert.equal((await get(plain.url, emulator.running.url + STATE)).status, 200);
    const mapping = await start({ to: () => emulator.running.url });
    const { status, body } = await get(mapping.url, `http://ram.aliyuncs.com/?Version=${RAM_VERSION}`);
    assert.equal(status, 400);
    assert.match(body, /MissingAction/);
    assert.deepEqual(mapping.requests, [{ method: "GET", target: "ram.aliyuncs.com:80", authorised: true }]);
    assert.equal((await get(plain.url, `http://127.0.0.1:${await servers.closedPort()}/`)).status, 502);
  });

  it("tunnels HTTPS without looking into it", async () => {
    const identity = await newIdentity();
    const port = await servers.https(identity, (_, response) => response.end("told"));
    const proxy = await start({ ...USER, to: () => `https://127.0.0.1:${port}` });
    const { status, socket } = await tunnel(proxy.authorisedUrl, "sts.aliyuncs.com:443");
    assert.equal(status, 200);
    const sent = request({
      createConnection: () => connectTls({ socket, host: "127.0.0.1", ca: identity.cert }),
    }).end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    assert.equal(await text(answer), "told");
    assert.deepEqual(proxy.requests, [
      { method: "CONNECT", target: "sts.aliyuncs.com:443", authorised: true },
    ]);
  });

  it("lets nobody through without user and password, where it has them", async () => {
    const proxy = await start({ ...USER, to: () => emulator.running.url });
    const wrong = proxy.authorisedUrl.replace("user", "other");
    for (const url of [proxy.url, wrong]) {
      assert.equal((await get(url, "http://ram.aliyuncs.com/")).status, 407);
      assert.equal((await tunnel(url, "ram.aliyuncs.com:80")).status, 407);
    }
    assert.equal((await get(proxy.authorisedUrl, `http://ram.aliyuncs.com${STATE}`)).status, 200);
    assert.deepEqual(
      proxy.requests.map(({ method, target, authorised }) => [method, target, authorised]),
      [
        ...[proxy.url, wrong].flatMap(() => [
          ["GET", "ram.aliyuncs.com:80", false],
          ["CONNECT", "ram.aliyuncs.com:80", false],
        ]),
        ["GET", "ram.aliyuncs.com:80", true],
      ],
    );
    assert.deepEqual(emulator.running.calls(), []);
  });

  it("says that it is no server itself", async () => {
    const proxy = await start();
    assert.equal((await fetch(proxy.url)).status, 400);
    assert.deepEqual(proxy.requests, []);
  });
});

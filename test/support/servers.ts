import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer as createHttpServer, type RequestListener, type Server as HttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from "node:net";
import { createServer as createTlsServer } from "node:tls";

import { generate } from "selfsigned";

/** A key and the certificate that it signed itself; made anew for each use. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * @param ip the address that the certificate is for
 * @param hosts names that it is for besides
 * @param endsInDays when it ends; less than 0 for one that is over
 */
export async function newIdentity({
  ip = "127.0.0.1",
  hosts = [] as readonly string[],
  endsInDays = 1,
} = {}): Promise<Identity> {
  const ends = Date.now() + endsInDays * DAY_MS;
  const pems = await generate([{ name: "commonName", value: randomUUID() }], {
    keyType: "ec",
    algorithm: "sha256",
    notBeforeDate: new Date(ends - 10 * DAY_MS),
    notAfterDate: new Date(ends),
    extensions: [
      { name: "basicConstraints", cA: true },
      {
        name: "subjectAltName",
        altNames: [{ type: 7, ip }, ...hosts.map((value) => ({ type: 2 as const, value }))],
      },
    ],
  });
  return { key: pems.private, cert: pems.cert };
}

/** Servers that end with the test that started them. */
export class Servers {
  private readonly running: { server: Server; sockets: Set<Socket> }[] = [];
  /** The requests that reached any of them. */
  requests = 0;

  /** One that speaks plain HTTP. */
  http(answer: RequestListener): Promise<number> {
    return this.listen(createHttpServer(this.counted(answer)));
  }

  /** One that speaks HTTPS. */
  https(identity: Identity, answer: RequestListener): Promise<number> {
    const server = createHttpsServer({ ...identity }, this.counted(answer));
    return this.listen(server.on("tlsClientError", () => undefined));
  }

  /** One that unpacks what comes by TLS, and hands it on to another port. */
  tlsTo(identity: Identity, port: number): Promise<number> {
    const server = createTlsServer({ ...identity }, (socket) => {
      const other = connect(port, "127.0.0.1");
      for (const one of [socket, other]) one.on("error", () => undefined);
      socket.pipe(other).pipe(socket);
    });
    return this.listen(server.on("tlsClientError", () => undefined));
  }

  /** One that takes connections and never says a word. */
  silent(): Promise<number> {
    return this.listen(createTcpServer(() => undefined));
  }

  /** One that ends each connection at once. */
  hangingUp(): Promise<number> {
    return this.listen(createTcpServer((socket) => socket.destroy()));
  }

  /** A port that nothing listens at. */
  async closedPort(): Promise<number> {
    const port = await this.listen(createTcpServer());
    await this.stop(port);
    return port;
  }

  /** Stops what listens at a port, and closes its connections. */
  async stop(port: number): Promise<void> {
    const at = this.running.findIndex(({ server }) => portOf(server) === port);
    const [stopped] = this.running.splice(at, 1);
    if (stopped === undefined) return;
    stopped.server.close();
    for (const socket of stopped.sockets) socket.destroy();
    await once(stopped.server, "close");
  }

  async stopAll(): Promise<void> {
    this.requests = 0;
    await Promise.all(this.running.map(({ server }) => portOf(server)).map((port) => this.stop(port)));
  }

  /** Listens again at a port that was stopped. */
  async httpAt(port: number, answer: RequestListener): Promise<void> {
    await this.listen(createHttpServer(this.counted(answer)), port);
  }

  private counted(answer: RequestListener): RequestListener {
    return (request, response) => {
      this.requests++;
      answer(request, response);
    };
  }

  private async listen(server: HttpServer | Server, port = 0): Promise<number> {
    const sockets = new Set<Socket>();
    server.on("connection", (socket: Socket) => {
      sockets.add(socket.on("error", () => undefined));
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    this.running.push({ server, sockets });
    return portOf(server);
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

import { once } from "node:events";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** How a proxy behaves. */
export interface ProxyOptions {
  /** With both it demands them, as Basic proxy authentication. */
  readonly user?: string;
  readonly password?: string;
  /** The URL of the server that stands for a host; without it, or where it says nothing, the host itself. */
  readonly to?: (host: string, port: number) => string | undefined;
}

/** What a proxy was asked for. */
export interface ProxiedRequest {
  /** `CONNECT`, or the method of a request of plain HTTP. */
  readonly method: string;
  /** As the client named it, `host:port`. */
  readonly target: string;
  /** Whether it was let through. */
  readonly authorised: boolean;
}

const CHALLENGE = "Proxy authentication required";
const HEADERS = { "Proxy-Authenticate": 'Basic realm="test"' };

/** A forward proxy on the loopback interface: it tunnels what asks for CONNECT, and forwards requests in the absolute form. */
export class ForwardProxy {
  /** In order of arrival, refused ones too. */
  readonly requests: ProxiedRequest[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(private readonly options: ProxyOptions = {}) {
    this.server = createServer((incoming, response) => {
      this.forward(incoming, response);
    });
    this.server.on("connection", (socket: Socket) => this.keep(socket));
    this.server.on("connect", (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
      this.tunnel(incoming, socket, head);
    });
  }

  /** Listens at a free port, and returns its URL without user and password. */
  async listen(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return this.url;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Its URL with the user and password that it demands. */
  get authorisedUrl(): string {
    const url = new URL(this.url);
    url.username = encodeURIComponent(this.options.user ?? "");
    url.password = encodeURIComponent(this.options.password ?? "");
    return url.href.replace(/\/$/, "");
  }

  /** Stops listening and closes all connections. */
  async close(): Promise<void> {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
    await once(this.server, "close");
  }

  private tunnel(incoming: IncomingMessage, socket: Socket, head: Buffer): void {
    const target = new URL(`https://${incoming.url ?? ""}`);
    if (!this.admit(incoming, target, 443)) {
      const challenge = Object.entries(HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 407 ${CHALLENGE}\r\n${challenge.join("")}Content-Length: 0\r\n\r\n`);
      return;
    }
    const { host, port } = this.placeOf(target, 443);
    const other = this.keep(connect(port, host));
    other.once("connect", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      other.write(head);
      socket.pipe(other).pipe(socket);
    });
    other.once("error", () => socket.destroy());
    socket.once("close", () => other.destroy());
  }

  private forward(incoming: IncomingMessage, response: ServerResponse): void {
    if (!URL.canParse(incoming.url ?? "")) {
      response.writeHead(400).end("The request is not in the absolute form");
      return;
    }
    const target = new URL(incoming.url ?? "");
    if (!this.admit(incoming, target, 80)) {
      response.writeHead(407, CHALLENGE, HEADERS).end();
      return;
    }
    const { "proxy-authorization": _, "proxy-connection": __, ...headers } = incoming.headers;
    const { method = "GET" } = incoming;
    const path = target.pathname + target.search;
    const onward = request({ ...this.placeOf(target, 80), method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.once("error", () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    incoming.pipe(onward);
  }

  private admit({ method = "", headers }: IncomingMessage, target: URL, usualPort: number): boolean {
    const { user, password } = this.options;
    const expected = `Basic ${Buffer.from(`${user ?? ""}:${password ?? ""}`).toString("base64")}`;
    const isOpen = user === undefined && password === undefined;
    const authorised = isOpen || headers["proxy-authorization"] === expected;
    const { host, port } = placeIn(target, usualPort);
    this.requests.push({ method, target: `${host}:${port}`, authorised });
    return authorised;
  }

  private placeOf(target: URL, usualPort: number): { readonly host: string; readonly port: number } {
    const named = placeIn(target, usualPort);
    const other = this.options.to?.(named.host, named.port);
    return other === undefined ? named : placeIn(new URL(other), other.startsWith("https:") ? 443 : 80);
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket.on("error", () => undefined).once("close", () => this.sockets.delete(socket)));
    return socket;
  }
}

/** Where a URL leads. A port that its scheme has anyway is not in it. */
function placeIn(url: URL, usualPort: number): { readonly host: string; readonly port: number } {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return { host, port: url.port === "" ? usualPort : Number(url.port) };
}

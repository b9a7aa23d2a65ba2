import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import type { Incoming } from "./api";

const LOOPBACK = "127.0.0.1";
/** Huawei's gateway takes 12 MB, the others less. */
const BODY_MAX_BYTES = 12 * 1024 * 1024;

/** What serves a request that has been read to its end. */
export type Handler = (incoming: Incoming, response: ServerResponse) => Promise<void> | void;

/**
 * Listens; port 0 takes a free one. Rejects where the port is in use, or the address is none of this machine's.
 *
 * @param host the address: the loopback interface's by default
 */
export async function listen(port: number, handle: Handler, host = LOOPBACK): Promise<Server> {
  const server = createServer((request, response) => {
    serve(request, response, handle).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  // A client that keeps connections open must never find one just closed.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  return server;
}

/** The base URL of a listening server, for programs of this machine. */
export function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  if (address === "0.0.0.0" || address === "::") return `http://${LOOPBACK}:${port}`;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}

/** Stops listening and destroys all connections, also those that still wait for an answer. */
export async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

async function serve(request: IncomingMessage, response: ServerResponse, handle: Handler): Promise<void> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > BODY_MAX_BYTES) {
        response.writeHead(413, { connection: "close" }).end();
        return;
      }
      chunks.push(chunk);
    }
  } catch {
    // The caller went away before it had said all.
    return;
  }
  const [path = "/", ...query] = (request.url ?? "/").split("?");
  const body = Buffer.concat(chunks);
  const { method = "GET", headers } = request;
  await handle({ method, path, query: query.join("?"), headers, body }, response);
}

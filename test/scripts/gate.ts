import { EventEmitter, once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One command that stands at the gate. */
export interface Waiting {
  /** Lets it go on. */
  release(): void;
  /** Is done once the command is gone, released or not. */
  gone: Promise<unknown>;
}

/** Where a fake command reports and waits until a test lets it go on: an event at both ends, and no sleep. */
export class Gate {
  arrived = 0;
  private readonly events = new EventEmitter();
  private readonly queue: Waiting[] = [];
  private readonly server = createServer((request, response) => {
    this.arrive(request, response);
  });

  async open(): Promise<void> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** Lines for a fake `go`: it builds whatever it is told to once it is let through. */
  goCommand(node: string): string {
    const { port } = this.server.address() as AddressInfo;
    return `#!${node}
const { writeFileSync } = require("node:fs");
const target = process.argv[process.argv.indexOf("-o") + 1];
writeFileSync(target, "half");
require("node:http").get("http://127.0.0.1:${port}", (response) => {
  response.resume().once("end", () => writeFileSync(target, "#!/bin/sh\\necho v3.259.0\\n", { mode: 0o755 }));
});
process.once("exit", () => require("node:fs").chmodSync(target, 0o755));
`;
  }

  /** Lines for a fake command that does nothing but wait. */
  waitingCommand(node: string): string {
    const { port } = this.server.address() as AddressInfo;
    return `#!${node}\nrequire("node:http").get("http://127.0.0.1:${port}", (response) => response.resume());\n`;
  }

  /** The next command that arrives. */
  async next(): Promise<Waiting> {
    for (;;) {
      const waiting = this.queue.shift();
      if (waiting) return waiting;
      await once(this.events, "arrived");
    }
  }

  private arrive(request: IncomingMessage, response: ServerResponse): void {
    this.arrived += 1;
    this.queue.push({
      release: () => response.end(),
      gone: once(request.socket, "close"),
    });
    this.events.emit("arrived");
  }
}

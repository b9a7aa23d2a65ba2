import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { delimiter, join } from "node:path";

import { LEAN } from "../lean";
import { REPOSITORY } from "../repository";
import type { Place, Start } from "./place";

/** Has what the engine starts for a provider; where else it finds it is told by a warning, whichever it is. */
const BIN = join(REPOSITORY, "test/support/warm/bin");

const PROGRAM = [join(__dirname, "programHost.js")];
const PROVIDER = [
  "--require",
  join(__dirname, "providerHost.js"),
  require.resolve("@pulumi/pulumi/cmd/dynamic-provider"),
  "127.0.0.1:1",
];

/** A process that stands for many of Pulumi's, one after the other. */
class Host {
  private isBusy = true;
  private readonly gone = new AbortController();

  private constructor(private readonly child: ChildProcess) {
    child.once("exit", () => {
      this.gone.abort();
    });
  }

  static async start(args: readonly string[]): Promise<Host> {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, ...LEAN },
      stdio: ["pipe", "ignore", "pipe", "ipc"],
    });
    await once(child, "message");
    // It ends with this process, which it must not keep.
    for (const each of [child, child.channel, child.stdin, child.stderr] as { unref?(): void }[])
      each.unref?.();
    return new Host(child);
  }

  /** Whether it was free. */
  take(): boolean {
    if (this.isBusy) return false;
    this.isBusy = true;
    return true;
  }

  free(): void {
    this.isBusy = this.gone.signal.aborted;
  }

  /** Asks for something, and returns the answer. @throws Error where the process ends instead */
  async ask(message: Place | Start | "end"): Promise<unknown> {
    const answered = once(this.child, "message", { signal: this.gone.signal });
    this.child.send(message);
    const [answer] = (await answered) as [unknown];
    return answer;
  }

  /** Where it prints to, from now on. */
  printTo(socket: Socket): void {
    this.child.stderr!.removeAllListeners("data").on("data", (text: Buffer) => socket.write(text));
  }
}

/**
 * Processes for programs and providers that the engine would start anew for each command, and which take most of its time. The engine is the
 * same, and talks to them in the same way.
 */
class Hosts {
  private readonly programs: Host[] = [];
  private readonly providers: Host[] = [];
  private plugins: Promise<Server> | undefined;

  /** What the engine's environment has, so that it gets its providers here. */
  async environment(path: string): Promise<Record<string, string>> {
    this.plugins ??= this.listen();
    const { port } = (await this.plugins).address() as AddressInfo;
    return { WARM_PROVIDERS: String(port), PATH: [BIN, path].join(delimiter) };
  }

  /** Has a folder's program ready while a step takes place. @param step is given the address */
  async withProgram<T>(place: Place, step: (address: string) => Promise<T>): Promise<T> {
    const host = await take(this.programs, PROGRAM);
    try {
      return await step(`127.0.0.1:${String(await host.ask(place))}`);
    } finally {
      host.free();
    }
  }

  private async listen(): Promise<Server> {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      this.serve(socket).catch((error: unknown) => socket.destroy(error as Error));
    });
    server.listen(0, "127.0.0.1").unref();
    await once(server, "listening");
    return server;
  }

  private async serve(socket: Socket): Promise<void> {
    const closed = new Promise((resolve) => socket.once("close", resolve));
    const start = await startOf(socket);
    const host = await take(this.providers, PROVIDER);
    host.printTo(socket);
    socket.write(`${String(await host.ask(start))}\n`);
    await closed;
    await host.ask("end");
    host.free();
  }
}

async function take(hosts: Host[], args: readonly string[]): Promise<Host> {
  const free = hosts.find((host) => host.take());
  if (free !== undefined) return free;
  const host = await Host.start(args);
  hosts.push(host);
  return host;
}

/** What the engine's plugin says of itself: the engine's address, its folder, and its environment; all end with a NUL, as does the whole. */
async function startOf(socket: Socket): Promise<Start> {
  let text = "";
  while (!text.endsWith("\0\0")) {
    const [part] = (await once(socket, "data")) as [Buffer];
    text += part.toString();
  }
  const [engine = "", cwd = "", ...variables] = text.split("\0").filter((each) => each !== "");
  const env = variables.map((each): [string, string] => {
    const at = each.indexOf("=");
    return [each.slice(0, at), each.slice(at + 1)];
  });
  return { engine, cwd, env: Object.fromEntries(env) };
}

/** What all stacks of this process share, as long as it lives. */
export const hosts = new Hosts();

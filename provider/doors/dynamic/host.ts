import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { EventEmitter } from "node:events";
import { createServer } from "node:http2";

import type { Host } from "../host";

/** Pulumi's own modules, as far as they are used here. */
interface EngineModules {
  readonly messages: {
    LogRequest: new () => {
      setSeverity(severity: number): void;
      setMessage(message: string): void;
      setUrn(urn: string): void;
      setEphemeral(ephemeral: boolean): void;
    };
  };
  readonly services: {
    EngineClient: new (
      address: string,
      credentials: unknown,
      options: object,
    ) => { log(request: object, done: () => void): void };
  };
  readonly requests: Record<
    "CheckRequest" | "CreateRequest" | "DeleteRequest" | "DiffRequest" | "ReadRequest" | "UpdateRequest",
    { prototype: Record<string, unknown> }
  >;
  readonly grpc: { credentials: { createInsecure(): unknown } };
}

const INFO = 1;
/** What the current operation's request says beyond what Pulumi gives a provider's methods. */
interface Request {
  readonly urn: string;
  /** 0 where the resource has no `customTimeouts` for the operation. */
  readonly timeoutSeconds: number;
}
const request = new AsyncLocalStorage<Request>();

/**
 * Attaches to Pulumi's dynamic-provider process, which offers none of it itself; anywhere else it gives a host that does nothing. Where a
 * later version of Pulumi or Node lacks a part, that part does nothing.
 */
export function attachHost(): Host {
  const controller = new AbortController();
  if (!process.argv[1]?.includes("dynamic-provider"))
    return {
      engine: undefined,
      cancelled: controller.signal,
      progress: () => undefined,
      notice: () => undefined,
      urn: () => undefined,
      timeoutMs: () => undefined,
    };
  endWithTheEngine();
  whenCancelled(() => {
    controller.abort();
  });
  const log = logger();
  const say = (message: string, ephemeral: boolean) => {
    const urn = request.getStore()?.urn;
    if (urn !== undefined) log?.(urn, message, ephemeral);
  };
  return {
    engine: process.argv[2],
    cancelled: controller.signal,
    progress: (message) => {
      say(message, true);
    },
    notice: (message) => {
      say(message, false);
    },
    urn: () => request.getStore()?.urn,
    timeoutMs: () => {
      const { timeoutSeconds = 0 } = request.getStore() ?? {};
      return timeoutSeconds > 0 ? timeoutSeconds * 1000 : undefined;
    },
  };
}

/** A killed engine closes the pipe. Without this, the process would stay for ever and go on with its calls. */
function endWithTheEngine(): void {
  process.stdin.on("end", () => process.exit(0)).on("error", () => undefined);
  process.stdin.resume();
}

/** Pulumi answers the engine's Cancel request without passing it on to the provider, but its arrival can be observed. */
function whenCancelled(stop: () => void): void {
  const look = (headers: unknown) => {
    const { ":path": path } = (headers ?? {}) as Record<string, unknown>;
    if (path === "/pulumirpc.ResourceProvider/Cancel") stop();
  };
  const forget = watchServers(look);
  subscribe("http2.server.stream.start", (event) => {
    forget();
    look((event as { headers?: unknown }).headers);
  });
}

/**
 * The same for Node before 22.17, and 24 before 24.2, which lack that channel: what a server of HTTP/2 emits is seen. Where the channel
 * exists, its first message ends this.
 *
 * @returns what ends it
 */
function watchServers(look: (headers: unknown) => void): () => void {
  const servers = Object.getPrototypeOf(createServer()) as Pick<EventEmitter, "emit">;
  const { emit } = servers;
  servers.emit = function (this: EventEmitter, event: string | symbol, ...args: unknown[]) {
    // A stream comes with its headers.
    if (event === "stream") look(args[1]);
    return emit.call(this, event, ...args);
  };
  return () => {
    servers.emit = emit;
  };
}

function logger(): ((urn: string, message: string, ephemeral: boolean) => void) | undefined {
  try {
    const { messages, services, requests, grpc } = engineModules();
    // The engine is on this machine: no proxy leads to it.
    const options = { "grpc.enable_http_proxy": 0 };
    const client = new services.EngineClient(
      process.argv[2] ?? "",
      grpc.credentials.createInsecure(),
      options,
    );
    remember(requests.CheckRequest.prototype, "getNews");
    remember(requests.CreateRequest.prototype, "getProperties");
    remember(requests.DeleteRequest.prototype, "getProperties");
    remember(requests.DiffRequest.prototype, "getNews");
    remember(requests.ReadRequest.prototype, "getProperties");
    remember(requests.UpdateRequest.prototype, "getNews");
    // The first request of a process, as the delete of a destroy, was read before this package was loaded, but for its id.
    remember(requests.DeleteRequest.prototype, "getId");
    return (urn, message, ephemeral) => {
      const entry = new messages.LogRequest();
      entry.setSeverity(INFO);
      entry.setMessage(message);
      entry.setUrn(urn);
      entry.setEphemeral(ephemeral);
      client.log(entry, () => undefined);
    };
  } catch {
    return undefined;
  }
}

/** The process's own copies, which need not be those that a program resolves. */
function engineModules(): EngineModules {
  const load = (path: string): unknown => require.main?.require(path);
  return {
    messages: load("../../proto/engine_pb") as EngineModules["messages"],
    services: load("../../proto/engine_grpc_pb") as EngineModules["services"],
    requests: load("../../proto/provider_pb") as EngineModules["requests"],
    grpc: load("@grpc/grpc-js") as EngineModules["grpc"],
  };
}

/** Pulumi passes neither the URN nor the time-out to a provider's methods. The request has both, and Pulumi reads it right before it calls them. */
function remember(prototype: Record<string, unknown>, getter: string): void {
  interface Message {
    getUrn(): string;
    /** Those of changes have it. */
    getTimeout?(): number;
  }
  const original = prototype[getter] as (this: Message) => unknown;
  prototype[getter] = function (this: Message) {
    request.enterWith({ urn: this.getUrn(), timeoutSeconds: this.getTimeout?.() ?? 0 });
    return original.call(this);
  };
}

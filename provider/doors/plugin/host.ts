import { AsyncLocalStorage } from "node:async_hooks";
import { fstatSync } from "node:fs";

import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

import type { Host } from "../host";

/** What the current call is about. */
interface Current {
  readonly urn: string;
  /** 0 where the resource has no `customTimeouts` for the operation. */
  readonly timeoutSeconds: number;
}

/** The engine that started the plugin, as a session needs it. */
export class PluginHost implements Host {
  private readonly current = new AsyncLocalStorage<Current>();
  private readonly controller = new AbortController();
  private readonly client: EngineClient;

  /** @param engine its address */
  constructor(readonly engine: string) {
    // The engine is on this machine: no proxy leads to it.
    this.client = new EngineClient(engine, credentials.createInsecure(), { "grpc.enable_http_proxy": 0 });
  }

  readonly cancelled: AbortSignal = this.controller.signal;

  /** Ends the call under way, and lets no further one begin. */
  readonly cancel = (): void => {
    this.controller.abort();
  };

  /** Runs a step of a resource, whose messages then stand beside it. */
  within<T>(urn: string, timeoutSeconds: number, step: () => T): T {
    return this.current.run({ urn, timeoutSeconds }, step);
  }

  // Handed on one by one, so that none of these may need `this`.
  readonly progress = (message: string): void => {
    this.log(message, LogSeverity.INFO, true);
  };

  readonly notice = (message: string): void => {
    this.log(message, LogSeverity.INFO, false);
  };

  readonly warn = (message: string): void => {
    this.log(message, LogSeverity.WARNING, false);
  };

  readonly urn = (): string | undefined => this.current.getStore()?.urn;

  readonly timeoutMs = (): number | undefined => {
    const { timeoutSeconds = 0 } = this.current.getStore() ?? {};
    return timeoutSeconds > 0 ? timeoutSeconds * 1000 : undefined;
  };

  private log(message: string, severity: LogSeverity, isEphemeral: boolean): void {
    const urn = this.urn();
    if (urn === undefined) return;
    const entry = new LogRequest();
    entry.setSeverity(severity);
    entry.setMessage(message);
    entry.setUrn(urn);
    entry.setEphemeral(isEphemeral);
    this.client.log(entry, () => undefined);
  }
}

/** A killed engine closes the pipe. Without this, the process would stay for ever and go on with its calls. */
export function endWithTheEngine(): void {
  const input = fstatSync(0);
  // Started in other ways, such as by a language host, standard input may be at its end at once.
  if (!input.isFIFO() && !input.isSocket()) return;
  process.stdin.on("end", () => process.exit(0)).on("error", () => undefined);
  process.stdin.resume();
}

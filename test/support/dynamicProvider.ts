import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { providerText, typeOf } from "../../provider/core/providerText";
import { LEAN } from "./lean";
import { REPOSITORY } from "./repository";

export type Values = Record<string, unknown>;

/** What the engine is told of an operation that failed after it had done something. */
export interface PartialResult {
  readonly id: string;
  readonly properties: Values;
  readonly reasons: string[];
}

/** An error as the engine gets it. */
export class ProviderError extends Error {
  constructor(
    message: string,
    readonly partial: PartialResult | undefined,
  ) {
    super(message);
  }
}

type Call = (callback: (error: ServiceError | null, response: unknown) => void) => unknown;

/**
 * Pulumi's own dynamic-provider process, spoken to as the engine does: the provider's code goes in as text, properties as
 * protobuf structs. What it prints is kept.
 */
export class DynamicProvider {
  private constructor(
    private readonly process: ChildProcess,
    private readonly client: ResourceProviderClient,
    readonly printed: string[],
    private readonly run: string,
  ) {}

  /** The same process in another run of the engine: it remembers nothing. The engine itself starts a process for each run. */
  newRun(): DynamicProvider {
    return new DynamicProvider(this.process, this.client, this.printed, randomUUID());
  }

  /**
   * @param environment added to this process's own, from which cloud credentials are taken out
   * @param config what the engine hands over as configuration; undefined leaves `configure` out
   * @param engine the address of the engine: processes of one address are those of one run, and ask each other what they have
   */
  static async start(
    environment: Record<string, string>,
    config: Values = {},
    engine = `127.0.0.1:1/${randomUUID()}`,
  ): Promise<DynamicProvider> {
    const own = Object.entries(process.env).filter(([name]) => !/^(ALI|TENCENT|HW_|CLOUD_GROUPS)/.test(name));
    const child = spawn(process.execPath, [require.resolve("@pulumi/pulumi/cmd/dynamic-provider"), engine], {
      cwd: REPOSITORY,
      env: { ...Object.fromEntries(own), ...LEAN, ...environment },
      stdio: ["pipe", "pipe", "pipe"],
    });
    const printed: string[] = [];
    const lines = createInterface({ input: child.stdout });
    const [port] = (await once(lines, "line")) as [string];
    lines.on("line", (line) => printed.push(line));
    createInterface({ input: child.stderr }).on("line", (line) => printed.push(line));
    const limits = { "grpc.max_receive_message_length": -1, "grpc.max_metadata_size": 64 << 20 };
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), limits);
    const provider = new DynamicProvider(child, client, printed, "");
    const request = new messages.ConfigureRequest();
    request.setArgs(Struct.fromJavaScript(config as Parameters<typeof Struct.fromJavaScript>[0]));
    await unary((callback) => client.configure(request, callback));
    return provider;
  }

  async stop(): Promise<void> {
    this.client.close();
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill();
    await once(this.process, "exit");
  }

  async check(
    kind: string,
    news: Values,
    olds: Values = {},
  ): Promise<{ inputs: Values; failures: { property: string; reason: string }[] }> {
    const request = new messages.CheckRequest();
    request.setUrn(urnOf(kind));
    request.setOlds(this.struct(olds, kind));
    request.setNews(this.struct(news, kind));
    const response = (await unary((callback) =>
      this.client.check(request, callback),
    )) as messages.CheckResponse;
    return {
      inputs: values(response.getInputs()),
      failures: response.getFailuresList().map((failure) => failure.toObject()),
    };
  }

  async diff(kind: string, id: string, olds: Values, news: Values): Promise<messages.DiffResponse.AsObject> {
    const request = new messages.DiffRequest();
    request.setId(id);
    request.setOlds(this.struct(olds, kind));
    request.setNews(this.struct(news, kind));
    return (
      (await unary((callback) => this.client.diff(request, callback))) as messages.DiffResponse
    ).toObject();
  }

  async create(kind: string, inputs: Values): Promise<{ id: string; outs: Values }> {
    const request = new messages.CreateRequest();
    request.setUrn(urnOf(kind));
    request.setProperties(this.struct(inputs, kind));
    const response = (await unary((callback) =>
      this.client.create(request, callback),
    )) as messages.CreateResponse;
    return { id: response.getId(), outs: values(response.getProperties()) };
  }

  async read(
    kind: string,
    id: string,
    props: Values,
  ): Promise<{ id: string; props: Values; inputs: Values }> {
    const request = new messages.ReadRequest();
    request.setId(id);
    request.setUrn(urnOf(kind));
    request.setProperties(this.struct(props, kind));
    const response = (await unary((callback) =>
      this.client.read(request, callback),
    )) as messages.ReadResponse;
    return {
      id: response.getId(),
      props: values(response.getProperties()),
      inputs: values(response.getInputs()),
    };
  }

  async update(kind: string, id: string, olds: Values, news: Values): Promise<Values> {
    const request = new messages.UpdateRequest();
    request.setId(id);
    request.setUrn(urnOf(kind));
    request.setOlds(this.struct(olds, kind));
    request.setNews(this.struct(news, kind));
    const response = (await unary((callback) =>
      this.client.update(request, callback),
    )) as messages.UpdateResponse;
    return values(response.getProperties());
  }

  async delete(kind: string, id: string, props: Values): Promise<void> {
    const request = new messages.DeleteRequest();
    request.setId(id);
    request.setUrn(urnOf(kind));
    request.setProperties(this.struct(props, kind));
    await unary((callback) => this.client.delete(request, callback));
  }

  /** With today's code, where the properties have none of their own. */
  private struct(properties: Values, kind: string): Struct {
    const code = this.run === "" ? providerText(kind) : textInRun(this.run, kind);
    const withCode = { __provider: code, ...properties };
    return Struct.fromJavaScript(withCode);
  }
}

/** The URN that every resource of a kind has: these processes know one stack with one resource a kind. */
export function urnOf(kind: string): string {
  return `urn:pulumi:test::contract::${typeOf(kind)}::group`;
}

/** The provider's text for a run of its own: what a process has seen stands in one module, of which each run gets a copy. */
function textInRun(run: string, kind: string): string {
  return [
    `const runs = globalThis.runsOfTests ??= {};`,
    `const path = require.resolve("pulumi-cloud-groups/runtime");`,
    `const cached = require.cache[path];`,
    // Each copy listens to the end of the process; Node warns of more than ten.
    `for (const emitter of [process, process.stdin]) emitter.setMaxListeners(0);`,
    `require.cache[path] = runs["${run}"];`,
    `if (require.cache[path] === undefined) delete require.cache[path];`,
    providerText(kind),
    `const handler = exports.handler;`,
    `exports.handler = () => {`,
    `  const provider = handler();`,
    `  runs["${run}"] = require.cache[path];`,
    `  if (cached !== undefined) require.cache[path] = cached;`,
    `  return provider;`,
    `};`,
  ].join("\n");
}

function values(properties: Struct | undefined): Values {
  const all = properties?.toJavaScript() ?? {};
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== "__provider"));
}

function unary(call: Call): Promise<unknown> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error === null) resolve(response);
      else reject(new ProviderError(error.details, partialResult(error.metadata)));
    });
  });
}

function partialResult(metadata: Metadata): PartialResult | undefined {
  const [packed] = metadata.get("grpc-status-details-bin");
  if (!(packed instanceof Buffer)) return undefined;
  const [detail] = Status.deserializeBinary(packed).getDetailsList();
  if (detail === undefined) return undefined;
  const failed = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  return {
    id: failed.getId(),
    properties: failed.getProperties()?.toJavaScript() ?? {},
    reasons: failed.getReasonsList(),
  };
}

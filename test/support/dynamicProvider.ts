import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { credentials, Metadata, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { providerText } from "../../provider/program/cloudGroup";
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
  ) {}

  /**
   * @param environment added to this process's own, from which cloud credentials are taken out
   * @param config what the engine hands over as configuration; undefined leaves `configure` out
   */
  static async start(environment: Record<string, string>, config: Values = {}): Promise<DynamicProvider> {
    const own = Object.entries(process.env).filter(([name]) => !/^(ALI|TENCENT|HW_|CLOUD_GROUPS)/.test(name));
    const child = spawn(
      process.execPath,
      [require.resolve("@pulumi/pulumi/cmd/dynamic-provider"), "127.0.0.1:1"],
      {
        cwd: REPOSITORY,
        env: { ...Object.fromEntries(own), ...environment },
        stdio: ["pipe", "pipe", "pipe"],
      },
    );
    const printed: string[] = [];
    const lines = createInterface({ input: child.stdout });
    const [port] = (await once(lines, "line")) as [string];
    lines.on("line", (line) => printed.push(line));
    createInterface({ input: child.stderr }).on("line", (line) => printed.push(line));
    const limits = { "grpc.max_receive_message_length": -1, "grpc.max_metadata_size": 64 << 20 };
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), limits);
    const provider = new DynamicProvider(child, client, printed);
    const request = new messages.ConfigureRequest();
    request.setArgs(Struct.fromJavaScript(config as Parameters<typeof Struct.fromJavaScript>[0]));
    await unary((callback) => client.configure(request, callback));
    return provider;
  }

  async stop(): Promise<void> {
    this.client.close();
    if (this.process.exitCode !== null) return;
    this.process.kill();
    await once(this.process, "exit");
  }

  async check(
    kind: string,
    news: Values,
    olds: Values = {},
  ): Promise<{ inputs: Values; failures: { property: string; reason: string }[] }> {
    const request = new messages.CheckRequest();
    request.setOlds(struct(olds, kind));
    request.setNews(struct(news, kind));
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
    request.setOlds(struct(olds, kind));
    request.setNews(struct(news, kind));
    return (
      (await unary((callback) => this.client.diff(request, callback))) as messages.DiffResponse
    ).toObject();
  }

  async create(kind: string, inputs: Values): Promise<{ id: string; outs: Values }> {
    const request = new messages.CreateRequest();
    request.setProperties(struct(inputs, kind));
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
    request.setProperties(struct(props, kind));
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
    request.setOlds(struct(olds, kind));
    request.setNews(struct(news, kind));
    const response = (await unary((callback) =>
      this.client.update(request, callback),
    )) as messages.UpdateResponse;
    return values(response.getProperties());
  }

  async delete(kind: string, id: string, props: Values): Promise<void> {
    const request = new messages.DeleteRequest();
    request.setId(id);
    request.setProperties(struct(props, kind));
    await unary((callback) => this.client.delete(request, callback));
  }
}

/** With today's code, where the properties have none of their own. */
function struct(properties: Values, kind: string): Struct {
  const withCode = { __provider: providerText(kind), ...properties };
  return Struct.fromJavaScript(withCode);
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

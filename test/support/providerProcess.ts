import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import type { Metadata, ServiceError } from "@grpc/grpc-js";
import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

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

/** No limits, as the engine has none. */
export const LIMITS = { "grpc.max_receive_message_length": -1, "grpc.max_metadata_size": 64 << 20 };

/** A process that serves the kinds' lifecycles to the engine, spoken to as the engine does; a door decides what stands around the values. */
export abstract class ProviderProcess {
  protected constructor(
    protected readonly process: ChildProcess,
    /** What it prints. */
    readonly printed: string[],
  ) {}

  /** The same process in another run of the engine: it remembers nothing. The engine itself starts a process for each run. */
  abstract newRun(): ProviderProcess;

  /** Has the process print a line that begins with `Last: `, after all that it has printed so far. */
  abstract printLast(): Promise<void>;

  protected abstract connect(): Promise<ResourceProviderClient>;

  /** The URN that every resource of a kind has: these processes know one stack with one resource a kind, but for what `news` declare. */
  abstract urnOf(kind: string, news?: Values): string;

  /** Properties as the engine sends them to a door. */
  protected abstract struct(properties: Values, kind: string): Struct;

  /** Properties as tests take them: what the state shall have, without what a door puts around it. */
  protected abstract values(properties: Struct | undefined): Values;

  async stop(): Promise<void> {
    (await this.connect()).close();
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
    request.setUrn(this.urnOf(kind, news));
    request.setOlds(this.struct(olds, kind));
    request.setNews(this.struct(news, kind));
    const response = await this.call<messages.CheckResponse>((client, done) => client.check(request, done));
    return {
      inputs: this.values(response.getInputs()),
      failures: response.getFailuresList().map((failure) => ({
        property: failure.getProperty(),
        reason: this.said(failure.getReason()),
      })),
    };
  }

  async diff(kind: string, id: string, olds: Values, news: Values): Promise<messages.DiffResponse.AsObject> {
    const request = new messages.DiffRequest();
    request.setId(id);
    request.setUrn(this.urnOf(kind));
    request.setOlds(this.struct(olds, kind));
    request.setNews(this.struct(news, kind));
    const inputs = Object.entries(olds).filter(([name]) => name in news || this.isArgument(kind, name));
    request.setOldInputs(this.struct(Object.fromEntries(inputs), kind));
    return (await this.call<messages.DiffResponse>((client, done) => client.diff(request, done))).toObject();
  }

  async create(kind: string, inputs: Values): Promise<{ id: string; outs: Values }> {
    const request = new messages.CreateRequest();
    request.setUrn(this.urnOf(kind));
    request.setProperties(this.struct(inputs, kind));
    const response = await this.call<messages.CreateResponse>((client, done) => client.create(request, done));
    return { id: response.getId(), outs: this.values(response.getProperties()) };
  }

  async read(
    kind: string,
    id: string,
    props: Values,
  ): Promise<{ id: string; props: Values; inputs: Values }> {
    const request = new messages.ReadRequest();
    request.setId(id);
    request.setUrn(this.urnOf(kind));
    request.setProperties(this.struct(props, kind));
    const response = await this.call<messages.ReadResponse>((client, done) => client.read(request, done));
    return {
      id: response.getId(),
      props: this.values(response.getProperties()),
      inputs: this.values(response.getInputs()),
    };
  }

  async update(kind: string, id: string, olds: Values, news: Values): Promise<Values> {
    const request = new messages.UpdateRequest();
    request.setId(id);
    request.setUrn(this.urnOf(kind));
    request.setOlds(this.struct(olds, kind));
    request.setNews(this.struct(news, kind));
    const response = await this.call<messages.UpdateResponse>((client, done) => client.update(request, done));
    return this.values(response.getProperties());
  }

  async delete(kind: string, id: string, props: Values): Promise<void> {
    const request = new messages.DeleteRequest();
    request.setId(id);
    request.setUrn(this.urnOf(kind));
    request.setProperties(this.struct(props, kind));
    await this.call((client, done) => client.delete(request, done));
  }

  /** A message as tests take it. */
  protected said(message: string): string {
    return message;
  }

  /** Whether a property of a state is an argument of its kind. */
  protected abstract isArgument(kind: string, name: string): boolean;

  private async call<Response>(
    send: (
      client: ResourceProviderClient,
      done: (error: ServiceError | null, response: unknown) => void,
    ) => unknown,
  ): Promise<Response> {
    const client = await this.connect();
    return (await this.unary((done) => send(client, done))) as Response;
  }

  protected unary(call: Call): Promise<unknown> {
    return new Promise((resolve, reject) => {
      call((error, response) => {
        if (error === null) resolve(response);
        else reject(new ProviderError(this.said(error.details), this.partialResult(error.metadata)));
      });
    });
  }

  private partialResult(metadata: Metadata): PartialResult | undefined {
    const [packed] = metadata.get("grpc-status-details-bin");
    if (!(packed instanceof Buffer)) return undefined;
    const [detail] = Status.deserializeBinary(packed).getDetailsList();
    if (detail === undefined) return undefined;
    return this.partialOf(messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8()));
  }

  protected partialOf(failed: messages.ErrorResourceInitFailed): PartialResult {
    return {
      id: failed.getId(),
      properties: this.values(failed.getProperties()),
      reasons: failed.getReasonsList().map((reason) => this.said(reason)),
    };
  }
}

/** This process's environment, from which cloud credentials are taken out, and what is added. */
function environmentWith(added: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(ALI|TENCENT|HW_|CLOUD_GROUPS)/.test(name));
  return { ...Object.fromEntries(own), ...LEAN, ...added };
}

/** Starts a process of a provider, which prints its port first. What it prints then is kept. */
export async function startProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ child: ChildProcess; port: string; printed: string[] }> {
  const child = spawn(process.execPath, args, {
    cwd: REPOSITORY,
    env: environmentWith(environment),
    stdio: ["pipe", "pipe", "pipe", "ipc"],
  });
  const printed: string[] = [];
  const lines = createInterface({ input: child.stdout! });
  const [port] = (await once(lines, "line")) as [string];
  lines.on("line", (line) => printed.push(line));
  createInterface({ input: child.stderr! }).on("line", (line) => printed.push(line));
  return { child, port, printed };
}

import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
  status as codes,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { PluginInfo, type PluginAttach } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckResponse,
  type CheckRequest,
  type ConfigureRequest,
  ConfigureResponse,
  type ConstructRequest,
  type DiffRequest,
  DiffResponse,
  ErrorResourceInitFailed,
  GetSchemaResponse,
} from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { KeptFailure, ProviderSession } from "../session";
import { construct } from "./components";
import { Constructions } from "./constructions";
import { compareConfigurations, configurationProblems, WORDING, lookupIn } from "./configuration";
import { PluginHost } from "./host";
import { secretOutputs } from "./outputs";
import { checkFailure, Resources } from "./resources";
import { nameIn } from "./types";
import { mark, unmark } from "./values";

/** What the plugin is of. */
export interface Package {
  readonly version: string;
  /** Pulumi's package schema, as JSON. */
  readonly schema: () => string;
}

/** The engine that is served, and what this process has of its run. */
interface Connection {
  readonly host: PluginHost;
  readonly session: ProviderSession;
  readonly resources: Resources;
  readonly constructions: Constructions;
}

/** A request about one resource. */
interface ResourceRequest {
  getUrn(): string;
  /** Those of changes have it. */
  getTimeout?(): number;
  /** Those of updates and checks have it. */
  getOlds?(): Struct | undefined;
}

/** The provider as a plugin of the engine: Pulumi's protocol for resource providers, but for what it asks of others. */
export class PluginServer {
  private engine: Connection | undefined;
  /** A reference to this provider, by which its components' children get it. */
  private reference: string | undefined;
  private readonly server = new Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });

  constructor(about: Package) {
    const implementation: UntypedServiceImplementation = {
      attach: answer((request: PluginAttach) => {
        this.attach(request.getAddress());
        return new Empty();
      }),
      getPluginInfo: answer(() => {
        const info = new PluginInfo();
        info.setVersion(about.version);
        return info;
      }),
      getSchema: answer(() => {
        const response = new GetSchemaResponse();
        response.setSchema(about.schema());
        return response;
      }),
      checkConfig: answer((request: CheckRequest) => checkConfig(request)),
      diffConfig: answer((request: DiffRequest) => diffConfig(request)),
      configure: answer((request: ConfigureRequest) => this.configure(request)),
      construct: answer((request: ConstructRequest) =>
        construct(request, { ...this.connected, provider: this.reference }),
      ),
      cancel: answer(() => {
        this.engine?.host.cancel();
        return new Empty();
      }),
      ...this.resourceCalls(),
    };
    this.server.addService(ResourceProviderService, implementation);
  }

  /** Takes the engine that this serves, for messages to it. */
  attach(address: string): void {
    const host = new PluginHost(address);
    const session = new ProviderSession(host, WORDING);
    this.engine = { host, session, resources: new Resources(session), constructions: new Constructions() };
  }

  /** @returns the port, on the loopback address */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
  }

  /** Stops at once; for those who do not end the process. */
  stop(): void {
    this.server.forceShutdown();
  }

  private get connected(): Connection {
    if (this.engine === undefined) throw new Error("no engine is attached yet");
    return this.engine;
  }

  private resourceCalls(): UntypedServiceImplementation {
    const call = <Request extends ResourceRequest, Response>(
      step: (resources: Resources, request: Request) => Promise<Response>,
    ) =>
      answer(
        (request: Request) => {
          const { host, resources } = this.connected;
          return host.within(request.getUrn(), request.getTimeout?.() ?? 0, () => step(resources, request));
        },
        (request, response, error) => {
          const isRefused = response instanceof CheckResponse && response.getFailuresList().length > 0;
          if (response === undefined || isRefused)
            this.engine?.constructions.fail(request.getUrn(), groupIdAfter(request, error));
        },
      );
    return {
      check: call((resources, request: Parameters<Resources["check"]>[0]) => resources.check(request)),
      diff: call((resources, request: Parameters<Resources["diff"]>[0]) => resources.diff(request)),
      create: call((resources, request: Parameters<Resources["create"]>[0]) => resources.create(request)),
      read: call((resources, request: Parameters<Resources["read"]>[0]) => resources.read(request)),
      update: call((resources, request: Parameters<Resources["update"]>[0]) => resources.update(request)),
      delete: call(async (resources, request: Parameters<Resources["delete"]>[0]) => {
        await resources.delete(request);
        return new Empty();
      }),
    };
  }

  private configure(request: ConfigureRequest): ConfigureResponse {
    const { values, secrets } = unmark(request.getArgs());
    const urn = request.getUrn() ?? "";
    const provider = isDefault(urn) ? "" : nameIn(urn);
    this.connected.session.configure(
      lookupIn(values, provider),
      secrets.map((secret) => values[secret]),
    );
    if (urn && request.getId()) this.reference = `${urn}::${request.getId()}`;
    const response = new ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setSupportspreview(true);
    return response;
  }
}

/** Whether a provider is the engine's own, which it names `default`, or `default_0_1_0` and so on. */
function isDefault(urn: string): boolean {
  return /^default(_|$)/.test(nameIn(urn));
}

function checkConfig(request: CheckRequest): CheckResponse {
  const response = new CheckResponse();
  response.setInputs(request.getNews());
  const problems = configurationProblems(unmark(request.getNews()).values, !isDefault(request.getUrn()));
  response.setFailuresList(problems.map(checkFailure));
  return response;
}

function diffConfig(request: DiffRequest): DiffResponse {
  const olds = unmark(request.getOldInputs() ?? request.getOlds()).values;
  const { changed, replaces } = compareConfigurations(olds, unmark(request.getNews()).values);
  const response = new DiffResponse();
  response.setDiffsList([...changed]);
  response.setReplacesList([...replaces]);
  response.setChanges(DiffResponse.DiffChanges[changed.length > 0 ? "DIFF_SOME" : "DIFF_NONE"]);
  return response;
}

/** The GID of the group that a failed step is about, if there is one by now. */
function groupIdAfter(request: ResourceRequest, error: unknown): string | undefined {
  const outs = error instanceof KeptFailure ? error.outs : unmark(request.getOlds?.()).values;
  return typeof outs["groupId"] === "string" ? outs["groupId"] : undefined;
}

type Handler<Request, Response> = (
  call: ServerUnaryCall<Request, Response>,
  done: sendUnaryData<Response>,
) => void;

/**
 * A call of the protocol, whose answer or failure goes back to the engine.
 *
 * @param ended is told after that; without an answer where the call failed
 */
function answer<Request, Response>(
  step: (request: Request) => Response | Promise<Response>,
  ended: (request: Request, response?: Response, error?: unknown) => void = () => undefined,
): Handler<Request, Response> {
  const run = async (request: Request) => step(request);
  return ({ request }, done) => {
    run(request).then(
      (response) => {
        done(null, response);
        ended(request, response);
      },
      (error: unknown) => {
        done(failureOf(error));
        ended(request, undefined, error);
      },
    );
  };
}

/** A failure as the engine takes it. What was reached already goes along, in the form that makes the engine keep it. */
function failureOf(error: unknown): { code: codes; message: string; metadata: Metadata } {
  const message = error instanceof Error ? error.message : String(error);
  const metadata = new Metadata();
  if (error instanceof KeptFailure) {
    const kept = new ErrorResourceInitFailed();
    kept.setId(error.id);
    kept.setProperties(mark(error.outs, secretOutputs(error.outs, [])));
    kept.setReasonsList([message]);
    const details = new Any();
    details.pack(kept.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new Status();
    status.setCode(codes.UNKNOWN);
    status.setMessage(message);
    status.addDetails(details);
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  }
  return { code: codes.UNKNOWN, message, metadata };
}

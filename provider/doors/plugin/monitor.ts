import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
  RegisterResourceOutputsRequest,
  type RegisterResourceRequest,
  type RegisterResourceResponse,
  Result,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** The resource did not come to be, for a reason that the engine has shown beside it. */
export class ResourceFailed extends Error {}

/** The engine's monitor, by which a component registers itself and its children. */
export class Monitor {
  private readonly client: ResourceMonitorClient;

  constructor(address: string) {
    this.client = new ResourceMonitorClient(address, credentials.createInsecure(), {
      "grpc.enable_http_proxy": 0,
      "grpc.max_receive_message_length": -1,
      "grpc.max_send_message_length": -1,
    });
  }

  /** @throws ResourceFailed where the engine could not make it */
  async register(request: RegisterResourceRequest): Promise<RegisterResourceResponse> {
    request.setSupportsresultreporting(true);
    const response = await this.call<RegisterResourceResponse>((done) =>
      this.client.registerResource(request, done),
    );
    if (response.getResult() !== Result.SUCCESS) throw new ResourceFailed(request.getName());
    return response;
  }

  async registerOutputs(urn: string, outputs: Struct): Promise<void> {
    const request = new RegisterResourceOutputsRequest();
    request.setUrn(urn);
    request.setOutputs(outputs);
    await this.call((done) => this.client.registerResourceOutputs(request, done));
  }

  close(): void {
    this.client.close();
  }

  private call<T>(send: (done: (error: ServiceError | null, response: T) => void) => unknown): Promise<T> {
    return new Promise((resolve, reject) => {
      send((error, response) => {
        if (error === null) resolve(response);
        // The engine has shown why, and takes no more calls.
        else reject(new ResourceFailed(error.details, { cause: error }));
      });
    });
  }
}

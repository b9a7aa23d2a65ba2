/**
 * A process that runs one Pulumi program after the other, as Pulumi's Automation API runs programs inline. Pulumi's library stays loaded; a
 * program and this package are loaded anew each time.
 */
import { join } from "node:path";

import { Server, ServerCredentials } from "@grpc/grpc-js";
import { type ILanguageRuntimeServer, LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";

import { enter, forgetPackage, load, type Place } from "./place";

// The library keeps its types to itself.
const { LanguageServer } = load("@pulumi/pulumi/automation/server") as {
  readonly LanguageServer: new (program: () => Promise<object>) => ILanguageRuntimeServer;
};

function program(): Promise<object> {
  forgetPackage();
  return Promise.resolve(load(join(process.cwd(), "index.js")) as object);
}

const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(LanguageRuntimeService, new LanguageServer(program));
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.on("message", (place: Place) => {
    enter(place);
    process.send?.(port);
  });
  process.send?.(port);
});
process.on("disconnect", () => process.exit());

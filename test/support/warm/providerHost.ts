/**
 * Loaded in front of Pulumi's dynamic-provider process, which then serves one run of the engine after the other. Pulumi's library and the
 * clouds' clients stay loaded; Pulumi's own module of that process and this package are loaded anew each time, so that neither remembers
 * anything.
 */
import { Server } from "@grpc/grpc-js";

import { enter, forgetPackage, load, type Start } from "./place";

const MODULE = load.resolve("@pulumi/pulumi/cmd/dynamic-provider");

/** What a provider listens to until its process ends. */
const ENDS = ["exit", "SIGINT", "SIGTERM"] as const;

type Binding = Parameters<Server["bindAsync"]>;

let serving: Server | undefined;
const setServing = (server: Server) => (serving = server);
const { bindAsync } = Server.prototype as { readonly bindAsync: (this: Server, ...args: Binding) => void };
Server.prototype.bindAsync = function (this: Server, address, credentials, callback) {
  bindAsync.call(this, address, credentials, (error, port) => {
    callback(error, port);
    process.send?.(port);
  });
  setServing(this);
};

function start(message: Start): void {
  enter(message);
  process.argv[2] = message.engine;
  forgetPackage();
  Reflect.deleteProperty(load.cache, MODULE);
  load(MODULE);
}

/** Does what would be done at the end of the process. */
function end(): void {
  serving?.forceShutdown();
  for (const listener of process.rawListeners("exit")) listener.call(process, 0);
  for (const event of ENDS) process.removeAllListeners(event);
  process.send?.("ended");
}

process.setMaxListeners(0);
process.stdin.setMaxListeners(0);
process.on("message", (message: Start | "end") => {
  if (message === "end") end();
  else start(message);
});
process.on("disconnect", () => process.exit());

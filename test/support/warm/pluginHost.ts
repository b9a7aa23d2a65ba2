/** The plugin's server, once for each run of the engine that is asked for, so that no run waits for a process. */
import { PluginServer } from "../../../provider/doors/plugin/server";

process.on("message", (engine: string) => {
  if (engine === "print") {
    console.log("Last: of what was printed");
    return;
  }
  const server = new PluginServer({ version: "0.0.0", schema: () => "{}" });
  server.attach(engine);
  void server.listen().then((port) => process.send?.({ engine, port }));
});
process.on("disconnect", () => process.exit());
console.log("ready");

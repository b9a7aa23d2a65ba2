import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";

import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { WORDING } from "../../provider/doors/plugin/configuration";
import { declaredKind } from "../../provider/doors/plugin/types";
import { mark, unmark } from "../../provider/doors/plugin/values";
import { flatName, type SettingKey, settingNames } from "../../provider/core/settingTable";
import { kinds } from "../../provider/kinds";
import { typeInPlugin } from "./pluginTypes";
import { LIMITS, ProviderProcess, startProcess, type Values } from "./providerProcess";

/** The configuration of a run, and the port of the server that it has. */
interface Run {
  readonly engine: string;
  readonly config: Values;
}

/** The plugin, of which one process serves many runs: each has a server of its own. */
export class PluginProvider extends ProviderProcess {
  private client: Promise<ResourceProviderClient> | undefined;

  private constructor(
    process: ChildProcess,
    printed: string[],
    private readonly run: Run,
  ) {
    super(process, printed);
  }

  static async start(
    environment: Readonly<Record<string, string>>,
    config: Values,
    engine: string,
  ): Promise<PluginProvider> {
    const { child, printed } = await startProcess([require.resolve("./warm/pluginHost")], environment);
    child.setMaxListeners(0);
    const provider = new PluginProvider(child, printed, { engine, config });
    await provider.connect();
    return provider;
  }

  newRun(): PluginProvider {
    const engine = `127.0.0.1:1/${randomUUID()}`;
    return new PluginProvider(this.process, this.printed, { ...this.run, engine });
  }

  printLast(): Promise<void> {
    this.process.send("print");
    return Promise.resolve();
  }

  protected connect(): Promise<ResourceProviderClient> {
    this.client ??= this.listen();
    return this.client;
  }

  private async listen(): Promise<ResourceProviderClient> {
    const { engine, config } = this.run;
    const port = portOf(this.process, engine);
    this.process.send(engine);
    const client = new ResourceProviderClient(
      `127.0.0.1:${await port}`,
      credentials.createInsecure(),
      LIMITS,
    );
    const request = new messages.ConfigureRequest();
    const {
      "cloud-groups:provider": name = "default",
      "cloud-groups:secrets": secrets = "",
      ...settings
    } = config as Readonly<Record<string, string>>;
    const named = Object.entries(settings).map(([key, value]) => [flatName(key as SettingKey), value]);
    const secretNames = secrets.split(",").map((key) => flatName(key as SettingKey));
    request.setArgs(mark(Object.fromEntries(named) as Values, secretNames));
    request.setUrn(`urn:pulumi:test::contract::pulumi:providers:cloud-groups::${name}`);
    request.setId("1");
    await this.unary((callback) => client.configure(request, callback));
    return client;
  }

  /** A resource has the name and the place that its arguments declare. */
  urnOf(kind: string, { __declaration: declaration }: Values = {}): string {
    const { name = "group", within = "" } = (declaration ?? {}) as { name?: string; within?: string };
    const parents = within === "" ? [] : [within];
    return `urn:pulumi:test::contract::${[...parents, typeInPlugin(kind)].join("$")}::${name}`;
  }

  protected struct(properties: Values): Struct {
    const { __secrets: secrets = [], __declaration: _, ...values } = properties;
    const hidden = Array.isArray(values["__hidden"]) ? values["__hidden"].map(String) : [];
    return mark(values, [...(secrets as string[]), ...hidden]);
  }

  protected values(properties: Struct | undefined): Values {
    return { ...unmark(properties).values };
  }

  /** With the settings' names in the dynamic door, which are those of the tests. */
  protected override said(message: string): string {
    const told = message.replace(`\n${WORDING.onMissing}`, "");
    return told.replace(/cloud-groups:([A-Za-z]+)/g, (all, name: string) => settingNames.get(name) ?? all);
  }

  protected isArgument(kind: string, name: string): boolean {
    const group = declaredKind(kind);
    return group !== undefined && name in kinds[group].rules.shapeFor({});
  }
}

/** Several runs may wait at once. */
function portOf(process: ChildProcess, engine: string): Promise<number> {
  return new Promise((resolve) => {
    const listen = (answer: { readonly engine: string; readonly port: number }) => {
      if (answer.engine !== engine) return;
      process.off("message", listen);
      resolve(answer.port);
    };
    process.on("message", listen);
  });
}

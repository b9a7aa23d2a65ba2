import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";

import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import { providerText, typeOf } from "../../provider/core/providerText";
import { LIMITS, type PartialResult, ProviderProcess, startProcess, type Values } from "./providerProcess";

/** Pulumi's own dynamic-provider process: the provider's code goes in as text. */
export class DynamicProvider extends ProviderProcess {
  private constructor(
    process: ChildProcess,
    printed: string[],
    private readonly client: ResourceProviderClient,
    private readonly run: string,
  ) {
    super(process, printed);
  }

  static async start(
    environment: Readonly<Record<string, string>>,
    config: Values,
    engine: string,
  ): Promise<DynamicProvider> {
    const main = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const { child, port, printed } = await startProcess([main, engine], environment);
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), LIMITS);
    const provider = new DynamicProvider(child, printed, client, "");
    const request = new messages.ConfigureRequest();
    request.setArgs(Struct.fromJavaScript(config as Parameters<typeof Struct.fromJavaScript>[0]));
    await provider.unary((callback) => client.configure(request, callback));
    return provider;
  }

  newRun(): DynamicProvider {
    return new DynamicProvider(this.process, this.printed, this.client, randomUUID());
  }

  async printLast(): Promise<void> {
    // Pulumi's process prints what it says of code that it cannot load.
    await assert.rejects(this.check("Last", {}));
  }

  protected connect(): Promise<ResourceProviderClient> {
    return Promise.resolve(this.client);
  }

  urnOf(kind: string): string {
    return `urn:pulumi:test::contract::${typeOf(kind)}::group`;
  }

  /** With today's code, where the properties have none of their own. */
  protected struct(properties: Values, kind: string): Struct {
    const code = this.run === "" ? providerText(kind) : textInRun(this.run, kind);
    const withCode = { __provider: code, ...properties };
    return Struct.fromJavaScript(withCode);
  }

  protected override partialOf(failed: messages.ErrorResourceInitFailed): PartialResult {
    const code: unknown = failed.getProperties()?.toJavaScript()["__provider"];
    assert.equal(typeof code, "string", "without the code no later operation could run");
    return super.partialOf(failed);
  }

  protected values(properties: Struct | undefined): Values {
    const all = properties?.toJavaScript() ?? {};
    return Object.fromEntries(Object.entries(all).filter(([name]) => name !== "__provider"));
  }

  /** Pulumi hands the old inputs on to no dynamic provider. */
  protected isArgument(): boolean {
    return false;
  }
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

import assert from "node:assert/strict";

import { startProvider } from "../../support/door";
import type { ProviderError, ProviderProcess, Values } from "../../support/providerProcess";

/** A resource as the engine's state has it. */
export interface Deployed {
  readonly kind: string;
  readonly id: string;
  readonly inputs: Values;
  readonly outs: Values;
}

/**
 * Takes resources through their lives with the calls that the Pulumi engine makes, in its order. What is created and updated between
 * two calls of `beginRun` is one run of the engine; a refresh and a destroy are commands, and so runs, of their own.
 */
export class Engine {
  private constructor(public provider: ProviderProcess) {}

  /** The next command: the provider remembers nothing of those before. */
  beginRun(): void {
    this.provider = this.provider.newRun();
  }

  /** The same for a command beside others. */
  inNewRun(): Engine {
    return new Engine(this.provider.newRun());
  }

  /** Starts a provider process with this environment and this configuration. */
  static async start(environment: Readonly<Record<string, string>>, config: Values): Promise<Engine> {
    return new Engine(await startProvider(environment, config));
  }

  /** The inputs that come of a program's arguments. */
  async checked(kind: string, args: Values, olds: Values = {}): Promise<Values> {
    const { inputs, failures } = await this.provider.check(kind, args, olds);
    assert.deepEqual(failures, []);
    return inputs;
  }

  async create(kind: string, args: Values): Promise<Deployed> {
    const inputs = await this.checked(kind, args);
    const { id, outs } = await this.provider.create(kind, inputs);
    assert.ok(id !== "", "the engine takes no resource without an id");
    assertPlain(outs);
    return { kind, id, inputs, outs };
  }

  /** Deploys changed arguments, which must not replace the resource. */
  async update(resource: Deployed, args: Values): Promise<Deployed> {
    const { kind, id } = resource;
    const inputs = await this.checked(kind, args, resource.inputs);
    const { replacesList } = await this.provider.diff(kind, id, resource.outs, inputs);
    assert.deepEqual(replacesList, [], "the change replaces nothing");
    const outs = await this.provider.update(kind, id, resource.outs, inputs);
    assertPlain(outs);
    return { kind, id, inputs, outs };
  }

  /** The resource as the cloud has it; nothing where it is gone. */
  async refresh({ kind, id, outs }: Deployed): Promise<Deployed | undefined> {
    const found = await this.provider.newRun().read(kind, id, outs);
    assertPlain(found.props);
    if (found.id === "") return undefined;
    return { kind, id: found.id, inputs: found.inputs, outs: found.props };
  }

  /** Deletes resources in this order. */
  async destroy(...resources: Deployed[]): Promise<void> {
    const provider = this.provider.newRun();
    for (const { kind, id, outs } of resources) await provider.delete(kind, id, outs);
  }
}

/** Outputs without those that no user sees: whose account the group is in, and which resource has it. */
export function visible(outs: Values): Values {
  assert.equal(typeof outs["__account"], "object", "every state knows its group's account");
  const hidden = ["__account", "__incarnation"];
  return Object.fromEntries(Object.entries(outs).filter(([name]) => !hidden.includes(name)));
}

/** What the state has after an operation that failed midway: the outputs that the failure carries. */
export function afterPartial(kind: string, inputs: Values, { message, partial }: ProviderError): Deployed {
  assert.ok(partial, `kept nothing: ${message}`);
  assertPlain(partial.properties);
  return { kind, id: partial.id, inputs, outs: partial.properties };
}

/** Whether it is JSON, through and through: anything else would be lost on the way into the state. */
function assertPlain(values: Values): void {
  assert.deepEqual(JSON.parse(JSON.stringify(values)), values);
}

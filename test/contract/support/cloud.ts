import assert from "node:assert/strict";

import { type Emulator, startEmulator } from "../../../emulator";
import { ProviderError, type Values } from "../../support/dynamicProvider";
import { Engine } from "./engine";

/** What an account of the emulator holds. */
type Account = ReturnType<Emulator["state"]>["accounts"]["first"];

/** The emulated clouds and the provider processes that use them. */
export interface Cloud {
  readonly emulator: Emulator;
  /** Uses the emulator's own environment, and the configuration that was asked for. */
  readonly engine: Engine;
  /** What the first account holds. */
  readonly account: Account;
  /** Starts a provider process of these tests alone. */
  start(environment: Readonly<Record<string, string>>, config?: Values): Promise<Engine>;
  /** The operations that a step calls, in order. */
  callsOf(step: () => Promise<unknown>): Promise<string[]>;
}

/** One emulator, and one provider process for each configuration, serve all files: they take long to start. */
let emulator: Promise<Emulator> | undefined;
const engines = new Map<string, Promise<Engine>>();

after(async () => {
  const started = await Promise.all(engines.values());
  await Promise.all(started.map(({ provider }) => provider.stop()));
  await (await emulator)?.stop();
});

/**
 * Gives the tests of the surrounding `describe` the clouds and a provider process. Every test finds the emulator's initial data.
 *
 * @param config what the engine hands over as configuration
 */
export function useCloud(config: Values = {}): Cloud {
  const cloud = new RunningCloud(config);
  before(() => cloud.begin());
  beforeEach(() => {
    cloud.emulator.reset();
  });
  after(() => cloud.end());
  return cloud;
}

class RunningCloud implements Cloud {
  private readonly own: Engine[] = [];
  private running: { emulator: Emulator; engine: Engine } | undefined;

  constructor(private readonly config: Values) {}

  get emulator(): Emulator {
    return this.started.emulator;
  }

  get engine(): Engine {
    return this.started.engine;
  }

  get account(): Account {
    return this.emulator.state().accounts.first;
  }

  async begin(): Promise<void> {
    emulator ??= startEmulator();
    const clouds = await emulator;
    const key = JSON.stringify(this.config);
    const engine = engines.get(key) ?? Engine.start(clouds.environment, this.config);
    engines.set(key, engine);
    this.running = { emulator: clouds, engine: await engine };
  }

  async start(environment: Readonly<Record<string, string>>, config: Values = {}): Promise<Engine> {
    const engine = await Engine.start(environment, config);
    this.own.push(engine);
    return engine;
  }

  async callsOf(step: () => Promise<unknown>): Promise<string[]> {
    const since = this.emulator.calls().at(-1)?.sequence ?? 0;
    await step();
    return this.emulator.calls(since).map(({ operation }) => operation);
  }

  async end(): Promise<void> {
    await Promise.all(this.own.map(({ provider }) => provider.stop()));
  }

  private get started(): { emulator: Emulator; engine: Engine } {
    assert.ok(this.running, "the cloud is there while tests run");
    return this.running;
  }
}

/** The error that a step ends with, as the engine gets it. */
export async function failureOf(step: Promise<unknown>): Promise<ProviderError> {
  try {
    await step;
  } catch (error) {
    assert.ok(error instanceof ProviderError, String(error));
    return error;
  }
  return assert.fail("the step went through");
}

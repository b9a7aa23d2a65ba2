import assert from "node:assert/strict";

import { type Emulator, startEmulator } from "../../../emulator";
import { identityCalls, needs, permissions } from "../../../provider/permissions";
import { startProvider } from "../../support/door";
import { ProviderError, type ProviderProcess, type Values } from "../../support/providerProcess";
import { Engine } from "./engine";

/** What an account of the emulator holds. */
type Account = ReturnType<Emulator["state"]>["accounts"]["first"];

/** What a provider process is started with. */
export interface Launch {
  readonly environment: Readonly<Record<string, string>>;
  /** What the engine hands over as configuration. */
  readonly config: Values;
}
type Launcher = (emulator: Emulator) => Launch | Promise<Launch>;

/** With the emulator's own environment and this configuration. */
export function configured(config: Values): Launcher {
  return ({ environment }) => ({ environment, config });
}

const UNCONFIGURED = configured({});
/** Does not wait long for an answer, though longer than one takes on a busy machine. */
export const IMPATIENT = configured({ "cloud-groups:timeoutSeconds": "1.5" });
/** Gives up altogether soon after. */
export const HASTY = configured({
  "cloud-groups:timeoutSeconds": "1.5",
  "cloud-groups:deadlineSeconds": "3",
});

/** Every operation that the provider processes of any file called, after its API. The tests of this folder call no API themselves. */
const called = new Set<string>();

function noteCalls(emulator: Emulator): void {
  for (const { api, operation } of emulator.callSummary()) called.add(`${api} ${operation}`);
}

/**
 * One emulator serves all files, and one provider process for each launcher. They take long to start, so all that the loaded
 * files ask for start side by side before the first test.
 */
class Processes {
  private readonly launchers = new Set<Launcher>();
  private running: Promise<{ emulator: Emulator; engines: Map<Launcher, Engine> }> | undefined;

  want(launcher: Launcher): void {
    this.launchers.add(launcher);
  }

  start(): Promise<{ emulator: Emulator; engines: Map<Launcher, Engine> }> {
    this.running ??= this.startAll();
    return this.running;
  }

  async stop(): Promise<void> {
    if (this.running === undefined) return;
    const { emulator, engines } = await this.running;
    await Promise.all([...engines.values()].map(({ provider }) => provider.stop()));
    noteCalls(emulator);
    await emulator.stop();
  }

  private async startAll(): Promise<{ emulator: Emulator; engines: Map<Launcher, Engine> }> {
    const emulator = await startEmulator();
    const reset = emulator.reset.bind(emulator);
    emulator.reset = (...options) => {
      noteCalls(emulator);
      reset(...options);
    };
    const started = [...this.launchers].map(async (launcher): Promise<[Launcher, Engine]> => {
      const { environment, config } = await launcher(emulator);
      return [launcher, await Engine.start(environment, config)];
    });
    return { emulator, engines: new Map(await Promise.all(started)) };
  }
}

const processes = new Processes();
after(() => processes.stop());

after("no process called anything that no resource declares", () => {
  const declared = Object.values(needs)
    .flatMap((kind) => Object.values(kind).flat())
    .map((operation) => `${permissions[operation]?.api} ${operation}`);
  const known = new Set<string>([...declared, ...identityCalls]);
  assert.deepEqual([...called].filter((call) => !known.has(call)).sort(), []);
});

/** The emulated clouds and a provider process that uses them. */
export interface Cloud {
  readonly emulator: Emulator;
  readonly engine: Engine;
  /** What the first account holds. */
  readonly account: Account;
  /** The operations that a step calls, in order. */
  callsOf(step: () => Promise<unknown>): Promise<string[]>;
  /**
   * A provider process of the caller's own, which remembers nothing; to be stopped.
   *
   * @param environment what differs from that of the others
   * @param engine see `startProvider`
   */
  restarted(environment?: Readonly<Record<string, string>>, engine?: string): Promise<ProviderProcess>;
}

/**
 * Gives the tests of the surrounding `describe` the clouds and a provider process. Every test finds the emulator's initial data and is a run
 * of the engine.
 */
export function useCloud(launcher: Launcher = UNCONFIGURED): Cloud {
  const cloud = new RunningCloud(launcher);
  processes.want(launcher);
  before(() => cloud.begin());
  beforeEach(() => {
    cloud.emulator.reset();
    cloud.engine.beginRun();
  });
  return cloud;
}

class RunningCloud implements Cloud {
  private running: { emulator: Emulator; engine: Engine } | undefined;

  constructor(private readonly launcher: Launcher) {}

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
    const { emulator, engines } = await processes.start();
    const engine = engines.get(this.launcher);
    assert.ok(engine, "all files were loaded before the first test");
    this.running = { emulator, engine };
  }

  async callsOf(step: () => Promise<unknown>): Promise<string[]> {
    const since = this.emulator.calls().at(-1)?.sequence ?? 0;
    await step();
    return this.emulator.calls(since).map(({ operation }) => operation);
  }

  async restarted(others: Readonly<Record<string, string>> = {}, engine?: string): Promise<ProviderProcess> {
    const { environment, config } = await this.launcher(this.emulator);
    return startProvider({ ...environment, ...others }, config, engine);
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

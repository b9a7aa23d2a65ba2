import type { Server, ServerResponse } from "node:http";

import { type Account, Accounts, type Credentials, environmentOf, type IssuedKeyState } from "./accounts";
import type { Incoming } from "./api";
import { CallLog, type CallRecord, type CallSummary } from "./calls";
import { serveCall, type Stage } from "./calling";
import { type Controlled, isControlPath, serveControl } from "./control";
import { OpenAnswers } from "./exchange";
import { type ArmedFault, type Fault, FaultList } from "./faults";
import { type ExpireKeysOptions, parseExpireKeys } from "./lifetime";
import { Router } from "./router";
import { parseReset, parseSeed, type ResetOptions, type Seed } from "./seed";
import { close, listen, urlOf } from "./server";
import { changeSettings, DEFAULT_SETTINGS, type Settings } from "./settings";
import { type AccountStates, World } from "./world";

/** What an emulator starts with. */
export interface EmulatorOptions {
  /** A free one by default. */
  readonly port?: number;
  /** The address to listen at: `127.0.0.1` by default, `0.0.0.0` for other machines and containers to reach it. Anybody who does may do anything. */
  readonly host?: string;
  /** How it behaves where the documents leave it open. Default: `DEFAULT_SETTINGS`. */
  readonly settings?: Partial<Settings>;
  /** Data on top of what every account has. */
  readonly seed?: Seed;
}

/** Everything that an emulator holds. */
export interface EmulatorState extends AccountStates {
  /** The temporary keys and tokens that were issued since the last reset, in order; never their secrets. */
  readonly keys: readonly IssuedKeyState[];
}

/** A running emulator of the four APIs. */
export interface Emulator {
  /** The base URL of all four APIs. */
  readonly url: string;
  /** The first account's first key set. */
  readonly credentials: Credentials;
  /** The two accounts and all their keys. Programs use the first one unless they are given keys of the second. */
  readonly accounts: readonly [Account, Account];
  /** The environment variables that make programs use this emulator with `credentials`. */
  readonly environment: Readonly<Record<string, string>>;
  /** A copy of everything that it holds. */
  state(): EmulatorState;
  /** The calls of the four APIs in order of arrival: all, or those after a sequence number. */
  calls(since?: number): readonly CallRecord[];
  /** How often each operation was called. */
  callSummary(): readonly CallSummary[];
  /** Arms faults and returns all that are armed. @throws InputError */
  inject(faults: Fault | readonly Fault[]): readonly ArmedFault[];
  /** The faults that are armed. */
  faults(): readonly ArmedFault[];
  /** Disarms all faults. */
  clearFaults(): void;
  /**
   * Makes the temporary keys and tokens expire that the token services and metadata services issue, and returns those issued since the last
   * reset.
   *
   * `expireKeys()` ends those issued so far; `expireKeys({ after: 3 })` makes each that is issued from now on valid for three calls. A call
   * counts where the signature or the token is right, whatever comes of it. After a reset, keys are valid for any number of calls again. The
   * temporary keys that every account has from the start never expire.
   *
   * @throws InputError
   */
  expireKeys(options?: ExpireKeysOptions): readonly IssuedKeyState[];
  /** How it behaves where the documents leave it open. */
  settings(): Settings;
  /** Changes settings and returns them all. @throws InputError */
  configure(settings: Partial<Settings>): Settings;
  /** Adds data to what the accounts hold. @throws InputError */
  seed(seed: Seed): void;
  /**
   * Back to the initial data and settings, with no faults and an empty call log; then adds the seed. Answers still owed are
   * never given. Keys stay valid, also those that were issued.
   */
  reset(seed?: Seed, options?: { readonly keepSettings?: boolean }): void;
  /** Stops at once; connections that wait for an answer are destroyed. */
  stop(): Promise<void>;
}

/**
 * Starts an emulator on a loopback port, in this process.
 *
 * @throws InputError for a bad setting or seed; Node's own error where the port is in use
 *
 * @example
 * ```ts
 * import { startEmulator } from "pulumi-cloud-groups/emulator";
 *
 * const emulator = await startEmulator({ seed: { first: { ram: { groups: [{ name: "finance" }] } } } });
 * console.log(emulator.environment, emulator.state().accounts.first.ram.groups["finance"]?.id);
 * await emulator.stop();
 * ```
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = new RunningEmulator(options);
  await emulator.start(options);
  return emulator;
}

class RunningEmulator implements Emulator, Controlled {
  private readonly keys = new Accounts();
  private readonly stage: Stage;
  private server: Server | undefined;
  url = "";

  constructor({ settings = {}, seed = {} }: EmulatorOptions) {
    const router = new Router(this.keys);
    this.stage = {
      router,
      accounts: this.keys,
      world: new World(),
      faults: new FaultList(router.operations),
      calls: new CallLog(),
      answers: new OpenAnswers(),
      settings: changeSettings(DEFAULT_SETTINGS, settings),
    };
    this.seed(seed);
  }

  async start({ port = 0, host }: EmulatorOptions): Promise<void> {
    this.server = await listen(port, (incoming, response) => this.serve(incoming, response), host);
    this.url = urlOf(this.server);
  }

  get accounts(): readonly [Account, Account] {
    return this.keys.all;
  }

  get credentials(): Credentials {
    return this.accounts[0].keys[0];
  }

  get environment(): Readonly<Record<string, string>> {
    return this.environmentAt(this.url);
  }

  environmentAt(url: string): Readonly<Record<string, string>> {
    return environmentOf(url, this.accounts[0]);
  }

  state(): EmulatorState {
    return { ...this.stage.world.state(), keys: this.keys.state() };
  }

  calls(since = 0): readonly CallRecord[] {
    return this.stage.calls.since(since);
  }

  callSummary(): readonly CallSummary[] {
    return this.stage.calls.summary();
  }

  inject(faults: unknown): readonly ArmedFault[] {
    return this.stage.faults.arm(faults);
  }

  faults(): readonly ArmedFault[] {
    return this.stage.faults.list();
  }

  clearFaults(): void {
    this.stage.faults.clear();
  }

  expireKeys(options: unknown = {}): readonly IssuedKeyState[] {
    this.keys.expire(parseExpireKeys(options).after);
    return this.keys.state();
  }

  settings(): Settings {
    return this.stage.settings;
  }

  configure(settings: unknown): Settings {
    this.stage.settings = changeSettings(this.stage.settings, settings);
    return this.stage.settings;
  }

  seed(seed: Seed): void {
    this.stage.world.plant(parseSeed(seed));
  }

  reset(seed: Seed = {}, options: { readonly keepSettings?: boolean } = {}): void {
    this.restart(parseReset({ ...seed, ...options }));
  }

  restart({ seed, keepSettings }: ResetOptions): void {
    const { world, faults, calls, answers } = this.stage;
    answers.drop();
    faults.clear();
    calls.clear();
    world.reset();
    this.keys.reset();
    if (!keepSettings) this.stage.settings = DEFAULT_SETTINGS;
    world.plant(seed);
  }

  async stop(): Promise<void> {
    this.stage.answers.drop();
    if (this.server !== undefined) await close(this.server);
  }

  private async serve(incoming: Incoming, response: ServerResponse): Promise<void> {
    if (isControlPath(incoming.path)) serveControl(this, incoming, response);
    else await serveCall(this.stage, incoming, response);
  }
}

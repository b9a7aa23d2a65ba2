import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";

import type { Properties } from "../../provider/core/properties";
import { Operation } from "../../provider/core/calls/operation";
import { Settings } from "../../provider/core/calls/settings";
import { accountOf } from "../../provider/core/run/account";
import type { Meeting } from "../../provider/core/run/meeting";
import { EngineRun } from "../../provider/core/run/run";
import { lifecycles } from "../../provider/lifecycles";
import { withAccount } from "../../provider/core/lifecycle/account";
import { PartialFailure } from "../../provider/core/lifecycle/partialFailure";
import { DOOR } from "./door";
import { type ModelSteps, stepsThroughDoor } from "./modelDoors";

/** A resource as a program declares it. */
export interface Declared {
  readonly name: string;
  readonly kind: string;
  readonly args: Properties;
  /** The name of its explicit Provider; the default one otherwise. */
  readonly provider?: string | undefined;
  /** The ids of resources that are among its inputs, by the inputs' names. */
  readonly links?: Readonly<Record<string, string>>;
  readonly deleteBeforeReplace?: boolean;
}

/** A resource as the state has it. */
export interface Kept extends Declared {
  readonly id: string;
  readonly inputs: Properties;
  readonly outs: Properties;
  readonly isFailed: boolean;
}

/** How a run of the engine ended. */
export type End = "done" | "unchanged" | "failed" | "killed";

/** The keys of each provider's configuration. */
export type Configurations = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The kinds whose resources the program tells apart. */
const NAMED = new Set(["ApigGroup", "DeviceVirtualGroup", "RamGroup"]);

/** What is thrown where the process of a step is dead. */
class Dead extends Error {}

/**
 * A stack, taken through runs as the engine does it, with the resources' own code: each provider has a process of its own in each run,
 * that is a run object of its own, and all of one run can ask each other. Everything crosses to the state as JSON.
 */
export class EngineModel {
  readonly state = new Map<string, Kept>();
  /** Replaced resources, in the order in which they are to be deleted. */
  private pending: Kept[] = [];
  /** Why the last run failed. */
  failure: unknown;
  /** What the last run told the user. */
  told: string[] = [];
  private runs = new Map<string, EngineRun>();
  private isChanged = false;
  /** Whether the last run got as far as to delete resources. */
  isDeleting = false;

  /**
   * @param configurations by the names of explicit Providers, the default one's under the empty name
   * @param isDead whether the calls of the run have killed its processes
   */
  constructor(
    private readonly configurations: Configurations,
    private readonly isDead: () => boolean,
  ) {}

  /** All that the state has, also what is yet to be deleted. */
  get resources(): Kept[] {
    return [...this.state.values(), ...this.pending];
  }

  /**
   * `pulumi up`.
   *
   * @param replaced names of resources that are replaced since that was asked for (`--replace`): without a diff
   */
  async up(program: readonly Declared[], replaced: readonly string[] = []): Promise<End> {
    this.begin();
    return this.ending(async () => {
      for (const resource of program) await this.register(resource, replaced.includes(resource.name));
      const names = new Set(program.map(({ name }) => name));
      await this.deleteAll(([name]) => !names.has(name));
    });
  }

  /** `pulumi destroy`: no program runs. */
  async destroy(): Promise<End> {
    this.begin();
    return this.ending(() => this.deleteAll(() => true));
  }

  private begin(): void {
    this.runs = new Map();
    this.failure = undefined;
    this.told = [];
    this.isChanged = false;
    this.isDeleting = false;
  }

  private async ending(run: () => Promise<void>): Promise<End> {
    try {
      await run();
      return this.isChanged ? "done" : "unchanged";
    } catch (error) {
      if (error instanceof Dead) return "killed";
      this.failure = error;
      return "failed";
    }
  }

  private async register(resource: Declared, isReplaced: boolean): Promise<void> {
    const { kind, name, provider, links = {} } = resource;
    const lifecycle = lifecycleOf(kind);
    const run = this.runOf(provider);
    const old = this.state.get(name);
    const ids = Object.entries(links).map(([input, target]) => [input, this.state.get(target)?.id]);
    const hidden = NAMED.has(kind) ? { __declaration: { name, within: "" } } : {};
    const news = { ...resource.args, ...Object.fromEntries(ids), ...hidden } as Properties;
    const isCompared = old !== undefined && !isReplaced;
    const { inputs: checked, problems } = await lifecycle.check(news, isCompared ? old.inputs : {}, run);
    if (problems.length > 0) throw new Error(problems.join("\n"));
    const inputs = json(checked);
    if (old === undefined) return this.create(resource, lifecycle, inputs);
    const diff = isReplaced ? undefined : await lifecycle.diff(old, inputs, run);
    const isEqual = DOOR === "plugin" || isDeepStrictEqual(old.inputs, inputs);
    const isSame = isEqual && diff?.isNeeded !== true && !old.isFailed;
    if (diff !== undefined && isSame) {
      this.state.set(name, { ...old, ...resource });
      return;
    }
    if (diff !== undefined && diff.replaces.length === 0)
      return this.update(resource, lifecycle, old, inputs);
    if (!isReplaced) assert.deepEqual((await lifecycle.check(news, {}, run)).problems, []);
    if (resource.deleteBeforeReplace ?? diff?.deleteBeforeReplace ?? false) {
      await this.delete(old);
      return this.create(resource, lifecycle, inputs);
    }
    return this.create(resource, lifecycle, inputs, old);
  }

  /** @param replaced the resource in whose place it is made, which is deleted at the end of a run */
  private create(
    resource: Declared,
    lifecycle: ModelSteps,
    inputs: Properties,
    replaced?: Kept,
  ): Promise<void> {
    const { provider } = resource;
    const step = async () => {
      const { id, outs } = await lifecycle.create(inputs, this.operation(provider), this.runOf(provider));
      return { id, outs };
    };
    const keep = (kept: Kept) => {
      this.state.set(resource.name, kept);
      if (replaced !== undefined) this.pending.push(replaced);
    };
    return this.keeping(resource, inputs, inputs, step, keep);
  }

  private async update(
    resource: Declared,
    lifecycle: ModelSteps,
    old: Kept,
    inputs: Properties,
  ): Promise<void> {
    const { provider } = resource;
    const step = async () => {
      const operation = this.operation(provider);
      const outs = await lifecycle.update(old.id, old.outs, inputs, operation, this.runOf(provider));
      return { id: old.id, outs };
    };
    const keep = (kept: Kept) => {
      this.state.set(resource.name, { ...kept, id: old.id });
    };
    await this.keeping(resource, inputs, old.inputs, step, keep);
  }

  /** What a step leaves in the state: its result, what a failure reached, or, where it was killed, nothing. */
  private async keeping(
    resource: Declared,
    inputs: Properties,
    inputsOfFailure: Properties,
    step: () => Promise<{ id: string; outs: Properties }>,
    keep: (kept: Kept) => void,
  ): Promise<void> {
    try {
      const { id, outs } = await step();
      this.assertAlive();
      this.isChanged = true;
      keep({ ...resource, id, inputs, outs: json(outs), isFailed: false });
    } catch (error) {
      this.assertAlive();
      if (error instanceof PartialFailure)
        keep({ ...resource, id: error.id, inputs: inputsOfFailure, outs: json(error.outs), isFailed: true });
      throw error;
    }
  }

  /** Deletes what is not wanted, and what was replaced: last one first, as what depends on others goes before them. */
  private async deleteAll(isUnwanted: (entry: [string, Kept]) => boolean): Promise<void> {
    this.isDeleting = true;
    for (const kept of [...this.pending].reverse()) {
      await this.delete(kept);
      this.pending = this.pending.filter((other) => other !== kept);
    }
    for (const [, kept] of [...this.state].filter(isUnwanted).reverse()) await this.delete(kept);
  }

  private async delete(kept: Kept): Promise<void> {
    const { id, kind, name, outs, provider } = kept;
    try {
      await lifecycleOf(kind).delete(id, outs, this.operation(provider), this.runOf(provider));
    } finally {
      this.assertAlive();
    }
    this.isChanged = true;
    if (this.state.get(name) === kept) this.state.delete(name);
  }

  private assertAlive(): void {
    if (this.isDead()) throw new Dead();
  }

  private runOf(provider = ""): EngineRun {
    const known = this.runs.get(provider);
    if (known !== undefined) return known;
    const meeting: Meeting = {
      ask: (question) => {
        const others = [...this.runs].filter(([name]) => name !== provider);
        return Promise.resolve(others.map(([, run]) => run.answer(question)));
      },
    };
    const run = new EngineRun((cloud) => accountOf(this.settings(provider), cloud), meeting);
    this.runs.set(provider, run);
    return run;
  }

  private settings(provider: string): Settings {
    const keys = { "cloud-groups:provider": provider, ...this.configurations[provider] };
    return new Settings((key) => keys[key as keyof typeof keys], {});
  }

  private operation(provider = ""): Operation {
    const tell = (message: string) => this.told.push(message);
    const operation = new Operation(this.settings(provider), { random: () => 0, notice: tell });
    return Object.assign(operation, { pause: () => Promise.resolve(true) });
  }
}

function lifecycleOf(kind: string): ModelSteps {
  const lifecycle = lifecycles[kind];
  assert.ok(lifecycle, kind);
  const withAccounts = withAccount(lifecycle, {
    identify: () => Promise.resolve(undefined),
    credentialsProblem: () => undefined,
    announce: () => Promise.resolve(),
  });
  return stepsThroughDoor(kind, withAccounts);
}

function json(properties: Properties): Properties {
  return JSON.parse(JSON.stringify(properties)) as Properties;
}

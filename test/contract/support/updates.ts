import { DiffResponse } from "@pulumi/pulumi/proto/provider_pb";

import { ProviderError, type Values } from "../../support/providerProcess";
import { afterPartial, type Deployed, type Engine } from "./engine";

/**
 * A stack of one resource: does what the engine does on `up`, `refresh` and `destroy` by what the state has, and keeps what the
 * engine keeps of an operation, be it that it failed.
 */
export class LoneStack {
  private resource: Deployed | undefined;
  private failedMidway = false;

  constructor(private readonly kind: string) {}

  /** The resource as the state has it. */
  get state(): Deployed | undefined {
    return this.resource;
  }

  /** Whether the next `up` updates the resource though nothing differs: the last one left it unfinished. */
  get isUnfinished(): boolean {
    return this.failedMidway;
  }

  async up(process: Engine, args: Values): Promise<void> {
    const engine = process.inNewRun();
    const old = this.resource;
    if (old === undefined) return this.create(engine, await engine.checked(this.kind, args));
    const inputs = await engine.checked(this.kind, args, old.inputs);
    const diff = await engine.provider.diff(this.kind, old.id, old.outs, inputs);
    const differs = diff.changes === DiffResponse.DiffChanges.DIFF_UNKNOWN && !isSame(old.inputs, inputs);
    const isChanged = differs || diff.changes === DiffResponse.DiffChanges.DIFF_SOME;
    // What names an argument to replace for, but no change, is updated after a failure midway, and else left alone.
    if (isChanged && diff.replacesList.length > 0)
      return this.replace(engine, old, inputs, diff.deletebeforereplace);
    if (isChanged || this.failedMidway) await this.update(engine, old, inputs);
  }

  /** A resource that is gone leaves the state. */
  async refresh(engine: Engine): Promise<void> {
    if (this.resource === undefined) return;
    this.keep(await engine.refresh(this.resource));
  }

  async destroy(engine: Engine): Promise<void> {
    if (this.resource === undefined) return;
    await engine.destroy(this.resource);
    this.keep(undefined);
  }

  private async replace(engine: Engine, old: Deployed, inputs: Values, deletesFirst: boolean): Promise<void> {
    const remove = () => engine.provider.delete(old.kind, old.id, old.outs);
    if (deletesFirst) {
      await remove();
      this.keep(undefined);
    }
    await this.create(engine, inputs);
    if (!deletesFirst) await remove();
  }

  private async create(engine: Engine, inputs: Values): Promise<void> {
    await this.keeping(inputs, async () => {
      const { id, outs } = await engine.provider.create(this.kind, inputs);
      return { kind: this.kind, id, inputs, outs };
    });
  }

  private async update(engine: Engine, { kind, id, outs: olds }: Deployed, inputs: Values): Promise<void> {
    await this.keeping(inputs, async () => {
      const outs = await engine.provider.update(kind, id, olds, inputs);
      return { kind, id, inputs, outs };
    });
  }

  /** A failure that carries what was reached leaves that, with the inputs that were to be; any other leaves what was there. */
  private async keeping(inputs: Values, step: () => Promise<Deployed>): Promise<void> {
    try {
      this.keep(await step());
    } catch (error) {
      if (error instanceof ProviderError && error.partial !== undefined)
        this.keep(afterPartial(this.kind, inputs, error), true);
      throw error;
    }
  }

  private keep(resource: Deployed | undefined, failedMidway = false): void {
    this.resource = resource;
    this.failedMidway = failedMidway;
  }
}

function isSame(olds: Values, news: Values): boolean {
  const sorted = (values: Values) => JSON.stringify(Object.entries(values).sort());
  return sorted(olds) === sorted(news);
}

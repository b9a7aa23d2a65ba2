import * as messages from "@pulumi/pulumi/proto/provider_pb";

import type { Operation } from "../../provider/core/calls/operation";
import type { Checked } from "../../provider/core/check";
import { diffAmongOthers, type Diff, type Lifecycle } from "../../provider/core/lifecycle/lifecycle";
import { PartialFailure } from "../../provider/core/lifecycle/partialFailure";
import { DECLARATION, type Properties, SECRETS } from "../../provider/core/properties";
import type { EngineRun } from "../../provider/core/run/run";
import { secretOutputs } from "../../provider/doors/plugin/outputs";
import { Resources } from "../../provider/doors/plugin/resources";
import { mark, unmark } from "../../provider/doors/plugin/values";
import type { Steps } from "../../provider/doors/session";
import { DOOR } from "./door";
import { typeInPlugin } from "./pluginTypes";

/** The steps of a kind as a model of the engine takes them. */
export interface ModelSteps extends Pick<Lifecycle, "create" | "update" | "delete"> {
  check(news: Properties, olds: Properties, run: EngineRun): Checked | Promise<Checked>;
  diff(
    old: { readonly inputs: Properties; readonly outs: Properties },
    news: Properties,
    run: EngineRun,
  ): Promise<Diff>;
}

/** The steps of a lifecycle: called as they are, or through the plugin's requests and answers (`DOOR=plugin`). */
export function stepsThroughDoor(kind: string, lifecycle: Lifecycle): ModelSteps {
  return DOOR === "plugin"
    ? new PluginSteps(kind, lifecycle)
    : { ...lifecycle, diff: (old, news, run) => diffAmongOthers(lifecycle, old.outs, news, run) };
}

class PluginSteps implements ModelSteps {
  constructor(
    private readonly kind: string,
    private readonly lifecycle: Lifecycle,
  ) {}

  async check(news: Properties, olds: Properties, run: EngineRun): Promise<Checked> {
    const { [DECLARATION]: declaration, [SECRETS]: secrets, ...declared } = news;
    const request = new messages.CheckRequest();
    request.setUrn(this.urn((declaration as { name?: string } | undefined)?.name));
    request.setOlds(mark(olds, []));
    request.setNews(mark(declared, Array.isArray(secrets) ? secrets.map(String) : []));
    const response = await this.resources(run).check(request);
    const problems = response.getFailuresList().map((failure) => failure.getReason());
    return { inputs: unmark(response.getInputs()).values, problems };
  }

  async diff(
    { inputs, outs }: { readonly inputs: Properties; readonly outs: Properties },
    news: Properties,
    run: EngineRun,
  ): Promise<Diff> {
    const request = new messages.DiffRequest();
    request.setUrn(this.urn());
    request.setOlds(mark(outs, []));
    request.setOldInputs(mark(inputs, []));
    request.setNews(mark(news, []));
    const response = await this.resources(run).diff(request);
    return {
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
      isNeeded: response.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
    };
  }

  async create(inputs: Properties, operation: Operation, run: EngineRun) {
    const request = new messages.CreateRequest();
    request.setUrn(this.urn());
    request.setProperties(mark(inputs, []));
    const response = await acrossPartial(() => this.resources(run, operation).create(request));
    return { id: response.getId(), outs: unmark(response.getProperties()).values };
  }

  async update(
    id: string,
    olds: Properties,
    news: Properties,
    operation: Operation,
    run: EngineRun,
  ): Promise<Properties> {
    const request = new messages.UpdateRequest();
    request.setId(id);
    request.setUrn(this.urn());
    request.setOlds(mark(olds, []));
    request.setNews(mark(news, []));
    const response = await acrossPartial(() => this.resources(run, operation).update(request));
    return unmark(response.getProperties()).values;
  }

  async delete(id: string, outs: Properties, operation: Operation, run: EngineRun): Promise<void> {
    const request = new messages.DeleteRequest();
    request.setId(id);
    request.setUrn(this.urn());
    request.setProperties(mark(outs, []));
    await this.resources(run, operation).delete(request);
  }

  private urn(name = "group"): string {
    return `urn:pulumi:test::model::${typeInPlugin(this.kind)}::${name}`;
  }

  /** The plugin's calls on resources, in one run. */
  private resources(run: EngineRun, operation?: Operation): Resources {
    const { lifecycle } = this;
    const withOperation = <T>(step: (operation: Operation) => Promise<T>): Promise<T> =>
      operation === undefined ? Promise.reject(new Error("no step that calls a cloud")) : step(operation);
    const steps: Steps = {
      check: (olds, news) => Promise.resolve(lifecycle.check(news, olds, run)),
      diff: (olds, news) => diffAmongOthers(lifecycle, olds, news, run),
      create: (inputs) => withOperation((own) => lifecycle.create(inputs, own, run)),
      read: (id, outs) => withOperation((own) => lifecycle.read(id, outs, own, run)),
      update: (id, olds, news) => withOperation((own) => lifecycle.update(id, olds, news, own, run)),
      delete: (id, outs) => withOperation((own) => lifecycle.delete(id, outs, own, run)),
    };
    return new Resources({ stepsOf: () => steps });
  }
}

/** What a failure keeps crosses to the engine, too. */
async function acrossPartial<T>(step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw error;
    throw error.withOutputs(unmark(mark(error.outs, secretOutputs(error.outs, []))).values);
  }
}

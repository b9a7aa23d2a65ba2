import { CloudGroupsError, messageOf } from "../core/calls/errors";
import { Operation } from "../core/calls/operation";
import { type ConfigLookup, type SettingKey, Settings } from "../core/calls/settings";
import type { Checked } from "../core/check";
import { withAccount } from "../core/lifecycle/account";
import {
  checkAmongOthers,
  type Diff,
  diffAmongOthers,
  type Found,
  type Lifecycle,
} from "../core/lifecycle/lifecycle";
import { PartialFailure } from "../core/lifecycle/partialFailure";
import { withSecrets } from "../core/lifecycle/secrets";
import type { Properties } from "../core/properties";
import { accountOf, siteOf } from "../core/run/account";
import { Callers } from "../core/run/callers";
import { LocalMeeting } from "../core/run/meeting";
import { EngineRun, getOrAdd } from "../core/run/run";
import { SecretTexts } from "../core/secretTexts";
import { formatUpdatePlan } from "../core/updatePlan";
import { lifecycles } from "../lifecycles";
import type { Host } from "./host";

/** A failure of a create or an update that had already done something, as users and the state shall see it. */
export class KeptFailure extends Error {
  /**
   * @param id of the group
   * @param outs what the state keeps
   */
  constructor(
    readonly id: string,
    readonly outs: Properties,
    message: string,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

/** The steps of one kind of resource, as a door takes them. They throw errors whose messages users may see, without secrets. */
export interface Steps {
  check(olds: Properties, news: Properties): Promise<Checked>;
  /** Also shows what an update would do. */
  diff(olds: Properties, news: Properties): Promise<Diff>;
  /** @throws KeptFailure */
  create(inputs: Properties): Promise<{ readonly id: string; readonly outs: Properties }>;
  read(id: string, outs: Properties): Promise<Found | undefined>;
  /** @throws KeptFailure */
  update(id: string, olds: Properties, news: Properties): Promise<Properties>;
  delete(id: string, outs: Properties): Promise<void>;
}

/**
 * What one provider process has: the settings of its account, and what it has seen of the run. Pulumi starts a process for each run and
 * each provider in it, so that it lives as long as these do.
 */
export class ProviderSession {
  /** What no message shows. */
  private readonly secrets = new SecretTexts();
  private readonly settings: Settings;
  private readonly callers: Callers;
  private readonly meeting: LocalMeeting | undefined;
  private readonly run: EngineRun;
  private config: ConfigLookup = () => undefined;
  private readonly steps = new Map<string, Steps>();

  /** @param inOwnNames a message with the settings as this door names them */
  constructor(
    private readonly host: Host,
    private readonly inOwnNames: (message: string) => string = (message) => message,
  ) {
    /** @param own settings that overrule those of the user */
    const settingsWith = (own: Partial<Record<SettingKey, string>>): Settings =>
      new Settings((key) => own[key as SettingKey] ?? this.config(key), process.env);
    this.settings = settingsWith({});
    this.callers = new Callers(settingsWith, host.cancelled, (message) => {
      host.notice(this.hide(message));
    });
    this.meeting =
      host.engine === undefined
        ? undefined
        : new LocalMeeting(host.engine, (question) => this.run.answer(question));
    this.run = new EngineRun(
      (cloud) => accountOf(this.settings, cloud),
      this.meeting,
      (cloud) => siteOf(this.settings, cloud),
    );
  }

  /**
   * Takes the settings. Pulumi does not wait for this before it calls other steps, so that it does nothing else, at once.
   *
   * @param secrets the values of settings that no message shows
   */
  configure(config: ConfigLookup, secrets: readonly unknown[]): void {
    this.config = config;
    for (const secret of secrets) this.secrets.add(secret);
  }

  /** A message as users may see it: without secrets. */
  private hide(message: string): string {
    return this.secrets.hide(this.inOwnNames(message));
  }

  /** The steps of a kind; undefined for one that this version does not know. */
  stepsOf(kind: string): Steps | undefined {
    const known = Object.hasOwn(lifecycles, kind) ? lifecycles[kind] : undefined;
    return known && getOrAdd(this.steps, kind, () => this.makeSteps(known));
  }

  private makeSteps(known: Lifecycle): Steps {
    const { host, run } = this;
    const lifecycle = withSecrets(withAccount(known, this.callers), this.secrets, () => host.urn());
    return {
      check: (olds, news) => this.step(() => this.check(lifecycle, olds, news)),
      diff: (olds, news) => this.step(() => this.diff(lifecycle, olds, news)),
      create: (inputs) => this.step(() => lifecycle.create(inputs, this.operation(), run)),
      read: (id, outs) => this.step(() => lifecycle.read(id, outs, this.operation(), run)),
      update: (id, olds, news) => this.step(() => lifecycle.update(id, olds, news, this.operation(), run)),
      delete: (id, outs) => this.step(() => lifecycle.delete(id, outs, this.operation(), run)),
    };
  }

  private async check(lifecycle: Lifecycle, olds: Properties, news: Properties): Promise<Checked> {
    this.run.isProgramRead = true;
    const { inputs, problems } = await checkAmongOthers(lifecycle, news, olds, this.run);
    return { inputs, problems: problems.map((problem) => this.hide(problem)) };
  }

  private async diff(lifecycle: Lifecycle, olds: Properties, news: Properties): Promise<Diff> {
    const diff = await diffAmongOthers(lifecycle, olds, news, this.run);
    const { plan, notices = [] } = diff;
    if (plan !== undefined && this.run.isProgramRead) {
      // Counts are no secrets, though a secret may be the same digits.
      this.host.notice(formatUpdatePlan(plan, (text) => this.hide(text)));
      for (const line of notices) this.host.notice(this.hide(line));
    }
    return diff;
  }

  private operation(): Operation {
    const { host } = this;
    return new Operation(this.settings, {
      cancelled: host.cancelled,
      urn: host.urn(),
      timeoutMs: host.timeoutMs(),
      progress: (message) => {
        host.progress(this.hide(message));
      },
      notice: (message) => {
        host.notice(this.hide(message));
      },
    });
  }

  private async step<T>(step: () => Promise<T>): Promise<T> {
    try {
      await this.meeting?.opened;
      return await step();
    } catch (error) {
      if (error instanceof PartialFailure)
        throw new KeptFailure(error.id, error.outs, this.hide(error.message), error);
      throw new Error(this.userMessage(error), { cause: error });
    }
  }

  /** The message of an error, without secrets; of one that is no cloud's or user's doing also where it was raised, since it is ours. */
  private userMessage(error: unknown): string {
    if (error instanceof CloudGroupsError || !(error instanceof TypeError || error instanceof RangeError))
      return this.hide(messageOf(error));
    const at = error.stack?.split("\n")[1]?.trim() ?? "";
    return this.hide(
      `${error.name}: ${error.message} ${at} (a defect of pulumi-cloud-groups: please report it)`,
    );
  }
}

/** A copy that the engine's struct can hold. What it cannot hold would raise an error after the group exists. */
export function toStructValues(properties: Properties): Record<string, unknown> {
  return toStructValue(properties) as Record<string, unknown>;
}

/** As JSON would have it, without making a text of what may be a million numbers. */
function toStructValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => toStructValue(item ?? null));
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([name, item]) => [name, toStructValue(item)]));
}

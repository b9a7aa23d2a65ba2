import "./supportedNode";

import type * as pulumi from "@pulumi/pulumi";

import type { Properties } from "./core/properties";
import { CloudGroupsError, messageOf } from "./core/calls/errors";
import { Operation } from "./core/calls/operation";
import { type ConfigLookup, type SettingKey, Settings } from "./core/calls/settings";
import { accountOf, siteOf } from "./core/run/account";
import { Callers } from "./core/run/callers";
import { LocalMeeting } from "./core/run/meeting";
import { EngineRun } from "./core/run/run";
import { SecretTexts } from "./core/secretTexts";
import { formatUpdatePlan } from "./core/updatePlan";
import { attachHost } from "./host";
import { lifecycles } from "./lifecycles";
import { withAccount } from "./core/lifecycle/account";
import { checkAmongOthers, diffAmongOthers, type Lifecycle } from "./core/lifecycle/lifecycle";
import { PartialFailure } from "./core/lifecycle/partialFailure";
import { withSecrets } from "./core/lifecycle/secrets";

/** What the engine's configuration is looked up in. One process serves one provider, so that all kinds share it. */
let config: ConfigLookup = () => undefined;

/** What Pulumi's dynamic-provider process calls. */
export type Provider = Required<
  Pick<pulumi.dynamic.ResourceProvider, "check" | "diff" | "create" | "read" | "update" | "delete">
> &
  Pick<pulumi.dynamic.ResourceProvider, "configure">;

/**
 * The provider of one kind of resource. The text that Pulumi keeps as code in every state calls this function by this name
 * from `pulumi-cloud-groups/runtime`; neither is ever renamed.
 *
 * @param kind the resource's class, such as `RamGroup`
 */
export function provider(kind: string): Provider {
  const known = lifecycles[kind];
  if (known === undefined) {
    throw errorWithoutTrace(
      kind,
      `pulumi-cloud-groups does not know ${kind}: a later version wrote this stack. Run \`npm install pulumi-cloud-groups@latest\``,
    );
  }
  const lifecycle = withSecrets(withAccount(known, callers), secrets, () => host.urn());
  return {
    // Pulumi does not wait for this before it calls the others, so it must have finished when it returns.
    configure: (request) => {
      config = (key) => request.config.get(key);
      for (const key of config("cloud-groups:secrets")?.split(",") ?? []) secrets.add(config(key));
      return Promise.resolve();
    },
    check: (olds: Properties, news: Properties) =>
      withoutStackTrace(kind, () => check(lifecycle, olds, news)),
    // Whether anything changes is left open, so that the engine compares the inputs and names what differs.
    diff: (_id, olds: Properties, news: Properties) =>
      withoutStackTrace(kind, async () => {
        const {
          replaces,
          deleteBeforeReplace,
          isNeeded: changes,
          plan,
          notices = [],
        } = await diffAmongOthers(lifecycle, olds, news, run);
        if (plan !== undefined && run.isProgramRead) {
          // Counts are no secrets, though a secret may be the same digits.
          host.notice(formatUpdatePlan(plan, (text) => secrets.hide(text)));
          for (const line of notices) host.notice(secrets.hide(line));
        }
        return {
          replaces: [...replaces],
          deleteBeforeReplace,
          ...(changes === undefined ? {} : { changes }),
        };
      }),
    create: (inputs: Properties) =>
      savingPartialState(inputs, async () => {
        const { id, outs } = await lifecycle.create(inputs, operation(), run);
        return { id, outs: toStructValues(outs) };
      }),
    read: (id, props: Properties) =>
      withoutStackTrace(kind, async () => {
        const found = await lifecycle.read(id, props, operation(), run);
        return found === undefined
          ? {}
          : { id: found.id, props: toStructValues(found.outs), inputs: toStructValues(found.inputs) };
      }),
    update: (id, olds: Properties, news: Properties) =>
      savingPartialState(news, async () => ({
        outs: toStructValues(await lifecycle.update(id, olds, news, operation(), run)),
      })),
    delete: (id, props: Properties) =>
      withoutStackTrace(kind, () => lifecycle.delete(id, props, operation(), run)),
  };
}

/** The process that this runs in; attached to once, when the first resource's code is loaded. */
const host = attachHost();

/** What no message shows. */
const secrets = new SecretTexts();

/** @param own settings that overrule those of the user */
const settingsWith = (own: Partial<Record<SettingKey, string>>): Settings =>
  new Settings((key) => own[key as SettingKey] ?? config(key), process.env);
const settings = settingsWith({});

/** Who calls the clouds. */
const callers = new Callers(settingsWith, host.cancelled, (message) => {
  host.notice(secrets.hide(message));
});

/** Pulumi starts a process for each run, and each provider in it: what one of them has seen lives as long as it does. */
const meeting =
  host.engine === undefined ? undefined : new LocalMeeting(host.engine, (question) => run.answer(question));
const run: EngineRun = new EngineRun(
  (cloud) => accountOf(settings, cloud),
  meeting,
  (cloud) => siteOf(settings, cloud),
);

function operation(): Operation {
  return new Operation(settings, {
    ...host,
    urn: host.urn(),
    timeoutMs: host.timeoutMs(),
    progress: (message) => {
      host.progress(secrets.hide(message));
    },
    notice: (message) => {
      host.notice(secrets.hide(message));
    },
  });
}

async function check(
  lifecycle: Lifecycle,
  olds: Properties,
  news: Properties,
): Promise<pulumi.dynamic.CheckResult> {
  run.isProgramRead = true;
  const { inputs, problems } = await checkAmongOthers(lifecycle, news, olds, run);
  // A failure that carries a property's name makes the engine print the property's value: a whole list, or a secret.
  return {
    inputs: toStructValues(inputs),
    failures: problems.map((reason) => ({ property: "", reason: secrets.hide(reason) })),
  };
}

/** A copy that the engine's struct can hold. What it cannot hold would raise an error after the group exists. */
function toStructValues(properties: Properties): Record<string, unknown> {
  return toStructValue(properties) as Record<string, unknown>;
}

/** As JSON would have it, without making a text of what may be a million numbers. */
function toStructValue(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => toStructValue(item ?? null));
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([name, item]) => [name, toStructValue(item)]));
}

/**
 * Runs a create or an update. A partial failure is given to the engine in the form that makes it keep the progress; without
 * the code among the properties, no later refresh or destroy could run.
 */
async function savingPartialState<T>(inputs: Properties, step: () => Promise<T>): Promise<T> {
  try {
    await meeting?.opened;
    return await step();
  } catch (error) {
    if (!(error instanceof PartialFailure)) throw new Error(userMessage(error), { cause: error });
    const message = secrets.hide(error.message);
    throw Object.assign(new Error(message), {
      id: error.id,
      properties: { ...toStructValues(error.outs), __provider: inputs["__provider"] },
      reasons: [message],
    });
  }
}

/** Runs what Pulumi reports with a stack trace: there the trace is left out, since it says nothing to a user. */
async function withoutStackTrace<T>(kind: string, step: () => T | Promise<T>): Promise<T> {
  try {
    await meeting?.opened;
    return await step();
  } catch (error) {
    throw errorWithoutTrace(kind, userMessage(error), error);
  }
}

/** An error whose message Pulumi shows beside the resource. Beside the stack it prints `${error}: ${error.stack}`, which only says where to look. */
function errorWithoutTrace(kind: string, message: string, cause?: unknown): Error {
  const error = new Error(message, { cause });
  error.toString = () => kind;
  error.stack = "failed, for the reason shown with this resource";
  return error;
}

/** The message of an error, without secrets; of one that is no cloud's or user's doing also where it was raised, since it is ours. */
function userMessage(error: unknown): string {
  if (error instanceof CloudGroupsError || !(error instanceof TypeError || error instanceof RangeError))
    return secrets.hide(messageOf(error));
  const at = error.stack?.split("\n")[1]?.trim() ?? "";
  return secrets.hide(
    `${error.name}: ${error.message} ${at} (a defect of pulumi-cloud-groups: please report it)`,
  );
}

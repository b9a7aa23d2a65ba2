import "../../supportedNode";

import type * as pulumi from "@pulumi/pulumi";

import type { Properties } from "../../core/properties";
import { KeptFailure, ProviderSession, toStructValues } from "../session";
import { attachHost } from "./host";

/** What Pulumi's dynamic-provider process calls. */
export type Provider = Required<
  Pick<pulumi.dynamic.ResourceProvider, "check" | "diff" | "create" | "read" | "update" | "delete">
> &
  Pick<pulumi.dynamic.ResourceProvider, "configure">;

/** One process serves one provider, so that all kinds share it; made when the first resource's code is loaded. */
const session = new ProviderSession(attachHost());

/**
 * The provider of one kind of resource. The text that Pulumi keeps as code in every state calls this function by this name
 * from `pulumi-cloud-groups/runtime`; neither is ever renamed.
 *
 * @param kind the resource's class, such as `RamGroup`
 */
export function provider(kind: string): Provider {
  const steps = session.stepsOf(kind);
  if (steps === undefined) {
    throw errorWithoutTrace(
      kind,
      `pulumi-cloud-groups does not know ${kind}: a later version wrote this stack. Run \`npm install pulumi-cloud-groups@latest\``,
    );
  }
  return {
    // Pulumi does not wait for this before it calls the others, so it must have finished when it returns.
    configure: ({ config }) => {
      const secrets = config.get("cloud-groups:secrets")?.split(",") ?? [];
      session.configure(
        (key) => config.get(key),
        secrets.map((key) => config.get(key)),
      );
      return Promise.resolve();
    },
    check: (olds: Properties, news: Properties) =>
      withoutStackTrace(kind, async () => {
        const { inputs, problems } = await steps.check(olds, news);
        // A failure that carries a property's name makes the engine print the property's value: a whole list, or a secret.
        return {
          inputs: toStructValues(inputs),
          failures: problems.map((reason) => ({ property: "", reason })),
        };
      }),
    // Whether anything changes is left open, so that the engine compares the inputs and names what differs.
    diff: (_id, olds: Properties, news: Properties) =>
      withoutStackTrace(kind, async () => {
        const { replaces, deleteBeforeReplace, isNeeded: changes } = await steps.diff(olds, news);
        return {
          replaces: [...replaces],
          deleteBeforeReplace,
          ...(changes === undefined ? {} : { changes }),
        };
      }),
    create: (inputs: Properties) =>
      savingPartialState(inputs, async () => {
        const { id, outs } = await steps.create(inputs);
        return { id, outs: toStructValues(outs) };
      }),
    read: (id, props: Properties) =>
      withoutStackTrace(kind, async () => {
        const found = await steps.read(id, props);
        return found === undefined
          ? {}
          : { id: found.id, props: toStructValues(found.outs), inputs: toStructValues(found.inputs) };
      }),
    update: (id, olds: Properties, news: Properties) =>
      savingPartialState(news, async () => ({ outs: toStructValues(await steps.update(id, olds, news)) })),
    delete: (id, props: Properties) => withoutStackTrace(kind, () => steps.delete(id, props)),
  };
}

/**
 * Runs a create or an update. A partial failure is given to the engine in the form that makes it keep the progress; without
 * the code among the properties, no later refresh or destroy could run.
 */
async function savingPartialState<T>(inputs: Properties, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof KeptFailure)) throw error;
    throw Object.assign(new Error(error.message), {
      id: error.id,
      properties: { ...toStructValues(error.outs), __provider: inputs["__provider"] },
      reasons: [error.message],
    });
  }
}

/** Runs what Pulumi reports with a stack trace: there the trace is left out, since it says nothing to a user. */
async function withoutStackTrace<T>(kind: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw errorWithoutTrace(kind, error instanceof Error ? error.message : String(error), error);
  }
}

/** An error whose message Pulumi shows beside the resource. Beside the stack it prints `${error}: ${error.stack}`, which only says where to look. */
function errorWithoutTrace(kind: string, message: string, cause?: unknown): Error {
  const error = new Error(message, { cause });
  error.toString = () => kind;
  error.stack = "failed, for the reason shown with this resource";
  return error;
}

import { z } from "zod";

import { type Properties, SECRETS } from "../properties";
import type { SecretTexts } from "../secretTexts";
import type { Lifecycle } from "./lifecycle";
import { PartialFailure } from "./partialFailure";

/** The state's property that names the secret arguments, so that a refresh and a destroy know them. */
const STORED = "__hidden";

const namesShape = z.array(z.string()).catch([]);

/**
 * A lifecycle that keeps secrets out of messages. The engine gives a provider plain values; only the check of a program's arguments learns
 * which of them are secrets. It passes their names on to the state, and their values to `secrets`, which hides them.
 *
 * @param urn the resource that the current step is for
 */
export function withSecrets(
  lifecycle: Lifecycle,
  secrets: SecretTexts,
  urn: () => string | undefined,
): Lifecycle {
  const declared = new Map<string, readonly string[]>();
  const keep = (values: Properties, names: readonly string[]): void => {
    for (const name of names) secrets.add(values[name]);
  };
  const namesFor = (): Properties => {
    // Only the first check of a process may come before the URN is known.
    const names = declared.get(urn() ?? "") ?? declared.get("") ?? [];
    return names.length === 0 ? {} : { [STORED]: names };
  };
  const keepStored = (state: Properties): readonly string[] => {
    const names = namesShape.parse(state[STORED]);
    keep(state, names);
    return names;
  };
  const savingSecretNames = async <T>(step: () => Promise<T>): Promise<T> => {
    try {
      return await step();
    } catch (error) {
      throw error instanceof PartialFailure ? error.withOutputs({ ...error.outs, ...namesFor() }) : error;
    }
  };
  return {
    ...lifecycle,
    check(news, olds, run) {
      const names = namesShape.parse(news[SECRETS]);
      declared.set(urn() ?? "", names);
      keep(news, names);
      return lifecycle.check(news, olds, run);
    },
    diff(olds, news, run) {
      keepStored(olds);
      return lifecycle.diff(olds, news, run);
    },
    create: (inputs, operation, run) =>
      savingSecretNames(async () => {
        const { id, outs } = await lifecycle.create(inputs, operation, run);
        return { id, outs: { ...outs, ...namesFor() } };
      }),
    async read(id, outs, operation, run) {
      const names = keepStored(outs);
      const found = await lifecycle.read(id, outs, operation, run);
      if (found === undefined) return undefined;
      // What somebody entered in the console is as secret as what was declared.
      keep(found.outs, names);
      return names.length === 0 ? found : { ...found, outs: { ...found.outs, [STORED]: names } };
    },
    update: (id, olds, news, operation, run) =>
      savingSecretNames(async () => {
        keepStored(olds);
        return { ...(await lifecycle.update(id, olds, news, operation, run)), ...namesFor() };
      }),
    async delete(id, outs, operation, run) {
      keepStored(outs);
      await lifecycle.delete(id, outs, operation, run);
    },
  };
}

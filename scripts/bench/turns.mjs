// Contenders that take turns: what slows the machine down for a while then slows all of them down.
import { join } from "node:path";
import { say } from "../lib/say.mjs";
import { withEmulator } from "./emulator.mjs";
import { CHANGED } from "./programs.mjs";
import { createStack, inFolder, measure } from "./stack.mjs";

/** @typedef {{ name: string, args: string[], changed?: boolean }} Step */

/**
 * The files of its program, and how many rounds it takes part in where not in all.
 * @typedef {{ files: Readonly<Record<string, string>>, rounds?: number }} Contender
 */

/**
 * What came of a step: the measurements of its rounds, and the operations that were called in all of them where calls are logged.
 * @typedef {{ rounds: import("./stack.mjs").Measured[], calls: string[] }} Outcome
 */

const UP = ["up", "--yes", "--skip-preview"];

/** @satisfies {Record<string, Step>} */
export const STEPS = {
  preview: { name: "preview", args: ["preview"] },
  up: { name: "up", args: UP },
  unchanged: { name: "preview, unchanged", args: ["preview"] },
  upUnchanged: { name: "up, unchanged", args: UP },
  previewChange: { name: "preview, 1 % changed", args: ["preview"], changed: true },
  showChange: { name: "preview --diff, 1 % changed", args: ["preview", "--diff"], changed: true },
  upChange: { name: "up, 1 % changed", args: UP, changed: true },
  refresh: { name: "refresh, unchanged", args: ["refresh", "--yes", "--skip-preview"] },
  upAllChange: { name: "up, all changed", args: UP, changed: true },
  destroy: { name: "destroy", args: ["destroy", "--yes", "--skip-preview"] },
};

/**
 * Takes all contenders through all steps. Each step of a round is taken by all before the next one, and who begins changes from
 * step to step and from round to round, since the first one finds colder caches.
 * @template {string} Name
 * @param {string} what for the progress that is told
 * @param {ReadonlyMap<Name, Contender>} contenders
 * @param {readonly Step[]} steps
 * @param {number} rounds
 * @param {import("./emulator.mjs").EmulatorOptions & { logsCalls?: boolean }} [options] logsCalls: small stacks alone, since the
 *   log has all that was sent
 * @returns {Promise<(name: Name, step: Step) => Outcome>} the outcome, which is empty for a contender that did not take part
 */
export async function takeTurns(what, contenders, steps, rounds, { logsCalls = false, ...options } = {}) {
  /** @type {Map<string, Outcome>} */
  const outcomes = new Map();
  const outcomeOf = (/** @type {Name} */ name, /** @type {Step} */ step) => {
    const key = `${name}: ${step.name}`;
    const outcome = outcomes.get(key) ?? { rounds: [], calls: [] };
    outcomes.set(key, outcome);
    return outcome;
  };
  const takeRound = async (/** @type {number} */ round, /** @type {string} */ folder, emulator) => {
    const players = [...contenders].filter(([, { rounds: most = rounds }]) => round < most);
    const stacks = [];
    for (const [name, { files }] of players)
      stacks.push({ name, stack: await createStack(join(folder, name), files, emulator.environment) });
    for (const [at, step] of steps.entries()) {
      say(`${what}: round ${round + 1} of ${rounds}, ${step.name}`);
      for (const { name, stack } of (round + at) % 2 === 0 ? stacks : stacks.toReversed()) {
        const outcome = outcomeOf(name, step);
        outcome.rounds.push(await measure(stack, step.args, step.changed ? CHANGED : {}));
        if (!logsCalls) continue;
        for (const { operation } of await emulator.newCalls()) outcome.calls.push(operation);
      }
    }
  };
  for (let round = 0; round < rounds; round++)
    await withEmulator(options, (emulator) => inFolder((folder) => takeRound(round, folder, emulator)));
  return outcomeOf;
}

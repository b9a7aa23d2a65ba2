// Contenders that take turns: what slows the machine down for a while then slows all of them down.
import { join } from "node:path";
import { say } from "../lib/say.mjs";
import { withEmulator } from "./emulator.mjs";
import { CHANGED } from "./programs.mjs";
import { inFolder, Stack } from "./stack.mjs";

/** @typedef {import("./emulator.mjs").Emulator} Emulator */
/** @typedef {import("./stack.mjs").Measured} Measured */

/** @typedef {{ name: string, args: string[], changed?: boolean }} Step */

/**
 * The files of its program, and how many rounds it takes part in where not in all.
 * @typedef {{ files: Readonly<Record<string, string>>, rounds?: number }} Contender
 */

/**
 * What came of a step: the measurements of its rounds, the calls of all of them where calls are logged, and whether one round took
 * longer than the limit.
 * @typedef {{ rounds: Measured[], calls: string[], over: boolean }} Outcome
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
 * @returns {Promise<Map<Name, Outcome[]>>} the outcomes of the steps by contender
 */
export async function takeTurns(what, contenders, steps, rounds, options = {}) {
  /** @type {Map<Name, Outcome[]>} */
  const outcomes = new Map();
  for (const name of contenders.keys())
    outcomes.set(
      name,
      steps.map(() => ({ rounds: [], calls: [], over: false })),
    );
  for (let round = 0; round < rounds; round++) {
    const players = [...contenders].filter(([, { rounds: most = rounds }]) => round < most);
    const told = `${what}: round ${round + 1} of ${rounds}`;
    await withEmulator(options, ({ environment, newCalls }) =>
      inFolder(async (folder) => {
        /** @type {Map<Name, Stack>} */
        const stacks = new Map();
        for (const [name, { files }] of players)
          stacks.set(name, await Stack.create(join(folder, name), files, environment));
        for (const [at, step] of steps.entries()) {
          say(`${told}, ${step.name}`);
          const order = (round + at) % 2 === 0 ? [...stacks] : [...stacks].reverse();
          const outcome = (/** @type {Name} */ name) => /** @type {Outcome} */ (outcomes.get(name)?.[at]);
          await takeStep(step, order, outcome, options.logsCalls ? newCalls : async () => []);
        }
      }),
    );
  }
  return outcomes;
}

/**
 * The outcome of a step, which is empty for a contender that does not take part.
 * @template {string} Name
 * @param {ReadonlyMap<Name, Outcome[]>} outcomes
 * @param {Name} name
 * @param {number} step
 */
export function outcomeOf(outcomes, name, step) {
  return outcomes.get(name)?.[step] ?? { rounds: [], calls: [], over: false };
}

/**
 * @template {string} Name
 * @param {Step} step
 * @param {readonly [Name, Stack][]} order
 * @param {(name: Name) => Outcome} outcome
 * @param {Emulator["newCalls"]} newCalls
 */
async function takeStep({ args, changed }, order, outcome, newCalls) {
  for (const [name, stack] of order) {
    if (stack.isCutOff) continue;
    const measured = await stack.run(args, changed ? CHANGED : {});
    if (measured !== undefined) outcome(name).rounds.push(measured);
    else outcome(name).over = true;
    outcome(name).calls.push(...(await newCalls()));
  }
}

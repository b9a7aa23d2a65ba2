// `npm run demo`, `npm test`, `npm run pulumi`, `npm run archive`, `npm run bench`, `npm run docs`: the set-up, then the task.
import { join } from "node:path";
import process from "node:process";
import { callersFolder, foreground, taskEnvironment } from "./lib/environment.mjs";
import { nodeOfArchives } from "./lib/node.mjs";
import { root } from "./lib/places.mjs";
import { Failure, describe, main, say } from "./lib/say.mjs";
import { setUp } from "./lib/steps.mjs";
import { runTests, tellTotal } from "./lib/tests.mjs";

const [task = "", ...args] = process.argv.slice(2);

/** @type {Record<string, (ready: import("./lib/steps.mjs").Ready, env: NodeJS.ProcessEnv) => Promise<number>>} */
const tasks = {
  pulumi: ({ bin }, env) => foreground(join(bin, "pulumi"), args, { env, cwd: callersFolder() }),
  test: (_ready, env) => runTests(env, args),
  archive,
  docs: (_ready, env) => foreground("typedoc", args, { env, cwd: root }),
  demo: script,
  bench: script,
};

await main(async () => {
  const run = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
  if (!run) throw new Failure(`run.mjs runs one of: ${Object.keys(tasks).join(", ")}`);
  try {
    // Only tests run programs in other languages than Node's: a demo need not wait for a build.
    const ready = await setUp({ buildLanguages: task === "test" });
    return await run(ready, taskEnvironment(ready));
  } catch (error) {
    say(describe(error));
    if (task === "test") tellTotal({ passed: 0, failed: 1 });
    process.exit(1);
  }
});

/** @type {(typeof tasks)[string]} */
function script({ bin }, env) {
  return foreground(join(bin, "node"), [join(root, "scripts", `${task}.mjs`), ...args], { env, cwd: root });
}

/** @type {(typeof tasks)[string]} */
async function archive({ bin }, env) {
  const run = (/** @type {string} */ node, /** @type {string} */ step) =>
    foreground(node, [join(root, "scripts", step)], { env, cwd: root });
  return (await run(join(bin, "node"), "bundle.mjs")) || run((await nodeOfArchives()).path, "archive.mjs");
}

// `npm run demo`, `npm test`, `npm run pulumi`, `npm run bench`, `npm run docs`: the set-up, then the task.
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { callersFolder, foreground, taskEnvironment } from "./lib/environment.mjs";
import { root } from "./lib/places.mjs";
import { Failure, describe, main, say } from "./lib/say.mjs";
import { setUp } from "./lib/steps.mjs";
import { runTests, tellTotal } from "./lib/tests.mjs";

const [task = "", ...args] = process.argv.slice(2);

/** @type {Record<string, () => Promise<number>>} */
const tasks = { pulumi, test, docs, demo: () => script("demo"), bench: () => script("bench") };

await main(async () => {
  const run = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
  if (!run) throw new Failure(`run.mjs runs one of: ${Object.keys(tasks).join(", ")}`);
  return run();
});

async function pulumi() {
  const ready = await setUp();
  return foreground(join(ready.bin, "pulumi"), args, { env: taskEnvironment(ready), cwd: callersFolder() });
}

/** @param {string} name */
async function script(name) {
  const path = join(root, "scripts", `${name}.mjs`);
  if (!existsSync(path)) throw new Failure(`there is no scripts/${name}.mjs`);
  const ready = await setUp();
  return foreground(join(ready.bin, "node"), [path, ...args], { env: taskEnvironment(ready), cwd: root });
}

async function docs() {
  const ready = await setUp();
  return foreground("typedoc", args, { env: taskEnvironment(ready), cwd: root });
}

async function test() {
  let ready;
  try {
    ready = await setUp();
  } catch (error) {
    say(describe(error));
    tellTotal({ passed: 0, failed: 1 });
    process.exit(1);
  }
  return runTests(taskEnvironment(ready), args);
}

// What the package costs, as ratios within one run of the real engine; see docs/performance.md.
import { writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { format } from "oxfmt";
import { calls } from "./bench/calls.mjs";
import { doors } from "./bench/doors.mjs";
import { groups } from "./bench/groups.mjs";
import { numbers } from "./bench/numbers.mjs";
import { readOptions } from "./bench/options.mjs";
import { planner } from "./bench/planner.mjs";
import { waits } from "./bench/waits.mjs";
import { root } from "./lib/places.mjs";
import { ask, cleanUpOnSignals } from "./lib/processes.mjs";
import { main, say } from "./lib/say.mjs";

/** @type {Record<string, (options: import("./bench/options.mjs").Options) => Promise<string>>} */
const PARTS = { numbers, planner, calls, waits, groups, doors };
const document = join(root, "docs/performance.md");

await main(async () => {
  const options = readOptions(Object.keys(PARTS));
  cleanUpOnSignals();
  const sections = [];
  for (const name of options.parts) {
    const section = await PARTS[name](options);
    if (!options.write) console.log(`${section}\n`);
    sections.push(section);
  }
  if (options.write) await write(sections);
  return 0;
});

/** @param {readonly string[]} sections */
async function write(sections) {
  const text = [front(), ...sections].join("\n\n");
  const { code } = await format(document, text);
  writeFileSync(document, code);
  say(`wrote ${document}`);
}

/** What the tables mean, and how to repeat them. */
function front() {
  const pulumi = ask("pulumi", ["version"]).output.trim();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `# Performance

This file is written by \`npm run bench -- --write\`. It compares, within one run and on one machine, a stack of this package
with the same stack of a resource that does nothing, and with what is written by hand in its place. Times are those of the
\`pulumi\` command from start to end, with the real engine, its state in a file, and the emulator as the cloud, which answers at once
unless a table says otherwise.

**Read the ratios, not the seconds.** Contenders take turns at each step, so that what else the machine does slows all of them
down; a ratio of two such times is still uncertain by some 5 to 10 %, and by 30 % on a machine that is shared with others.

Machine: ${availableParallelism()} cores, ${memory} GB of memory, Node ${process.version.slice(1)}, Pulumi ${pulumi.replace(/^v/, "")}.

To repeat it: \`npm run bench\` prints all tables, \`npm run bench -- --write\` writes them here. A part alone:
\`npm run bench -- numbers --sizes 1000,10000\`, and likewise \`planner\`, \`calls\`, \`waits\`, \`doors\` and \`groups\`, which takes
\`--groups 20\` for smaller stacks. \`--rounds 5\` says how often; \`BENCH_SIZES\` and \`BENCH_ROUNDS\` in the environment say the same.
All of it with a million numbers takes half an hour.`;
}

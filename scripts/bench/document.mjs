// docs/performance.md: the tables, with what they mean and how to repeat them.
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import prettier from "prettier";
import { ask } from "../lib/processes.mjs";
import { root } from "../lib/places.mjs";

/** @param {readonly string[]} sections */
export async function writeDocument(sections) {
  const path = join(root, "docs/performance.md");
  const text = [front(), ...sections].join("\n\n") + "\n";
  const settings = await prettier.resolveConfig(path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, await prettier.format(text, { ...settings, parser: "markdown" }));
  return path;
}

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
\`npm run bench -- numbers --sizes 1000,10000\`, and likewise \`planner\`, \`calls\`, \`waits\` and \`groups\`, which takes
\`--groups 20\` for smaller stacks. \`--rounds 5\`, or \`--rounds 1000:9,1000000:2\` by size, says how often; \`BENCH_SIZES\` and
\`BENCH_ROUNDS\` in the environment say the same. All of it with a million numbers takes half an hour.`;
}

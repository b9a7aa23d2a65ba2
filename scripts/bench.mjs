// What the package costs, as ratios within one run of the real engine; see docs/performance.md.
import { calls } from "./bench/calls.mjs";
import { writeDocument } from "./bench/document.mjs";
import { groups } from "./bench/groups.mjs";
import { numbers } from "./bench/numbers.mjs";
import { readOptions } from "./bench/options.mjs";
import { planner } from "./bench/planner.mjs";
import { waits } from "./bench/waits.mjs";
import { cleanUpOnSignals } from "./lib/processes.mjs";
import { main, say } from "./lib/say.mjs";

/** @type {Record<string, (options: import("./bench/options.mjs").Options) => Promise<string>>} */
const PARTS = { numbers, planner, calls, waits, groups };

await main(async () => {
  const options = readOptions(Object.keys(PARTS));
  cleanUpOnSignals();
  const sections = [];
  for (const name of options.parts) {
    const section = await /** @type {(typeof PARTS)[string]} */ (PARTS[name])(options);
    if (!options.write) console.log(`${section}\n`);
    sections.push(section);
  }
  if (options.write) say(`wrote ${await writeDocument(sections)}`);
  return 0;
});

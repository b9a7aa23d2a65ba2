// `npm run setup`: everything that the other commands need. They do the same first.
import { main } from "./lib/say.mjs";
import { setUp } from "./lib/steps.mjs";

await main(async () => {
  const { node, engine } = await setUp({ buildLanguages: true });
  console.log(`ready: Pulumi ${engine.version} (${engine.origin}), Node ${node.version}`);
  return 0;
});

// A step of `npm run name-release`: what is not released yet in CHANGELOG.md gets the version that package.json has got as its
// heading. A heading that is the version alone is also what the release's notes on GitHub are found by.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./lib/places.mjs";
import { Failure, main } from "./lib/say.mjs";

await main(async () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const path = join(root, "CHANGELOG.md");
  const changelog = readFileSync(path, "utf8");
  const heading = /^## .*\(not released yet\)$/m;
  if (!heading.test(changelog)) throw new Failure('CHANGELOG.md has no heading with "(not released yet)"');
  writeFileSync(path, changelog.replace(heading, `## ${version}`));
  return 0;
});

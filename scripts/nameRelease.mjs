// A step of `npm run name-release`: CHANGELOG.md gets the version that package.json has got.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withReleaseNamed } from "./lib/changelog.mjs";
import { root } from "./lib/places.mjs";
import { main } from "./lib/say.mjs";

await main(async () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const changelog = join(root, "CHANGELOG.md");
  writeFileSync(changelog, withReleaseNamed(readFileSync(changelog, "utf8"), version));
  return 0;
});

// CHANGELOG.md, whose lines are written with the changes that they tell of.
import { Failure } from "./say.mjs";

/**
 * The text with the version as the heading of what is not released yet. A heading that is the version alone is also what the
 * release's notes on GitHub are found by.
 * @param {string} text
 * @param {string} version
 */
export function withReleaseNamed(text, version) {
  const heading = /^## .*\(not released yet\)$/m;
  if (!heading.test(text)) throw new Failure('CHANGELOG.md has no heading with "(not released yet)"');
  return text.replace(heading, `## ${version}`);
}

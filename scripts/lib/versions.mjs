/**
 * @param {string} text such as "v3.259.0" or "3.260.0-alpha.1+dirty"
 * @returns {string | undefined} the version without a leading v, or undefined where the text begins with none
 */
export function parseVersion(text) {
  return /^\s*v?(\d+\.\d+\.\d+(?:[-+][\w.+-]*)?)/.exec(text)?.[1];
}

/**
 * Whether a version is at least another one. What comes before a release counts as that release.
 * @param {string} version
 * @param {string} oldest
 */
export function isAtLeast(version, oldest) {
  const [release = ""] = version.split(/[-+]/);
  return release.localeCompare(oldest, "en", { numeric: true }) >= 0;
}

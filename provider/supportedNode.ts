/** The oldest Node that the package and what it depends on run on, as its `engines` say. */
export const OLDEST_NODE = [22, 12] as const;

/** What is wrong with a version of Node, such as `20.20.2`; undefined where nothing is. */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return (
    `pulumi-cloud-groups needs Node ${OLDEST_NODE.join(".")} or later, and this is Node ${version} (${process.execPath}). ` +
    "Put a later one first on the PATH: `node --version` shows which it is"
  );
}

// Imported before all else by whatever can be loaded first. An older Node would fail later, in the middle of an update.
const problem = nodeProblem(process.versions.node);
if (problem !== undefined) {
  const error = new Error(problem);
  // A trace would say nothing to a user.
  error.stack = `Error: ${problem}`;
  throw error;
}

// `npm test`: the static checks, then the tests, and one total of both.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import process from "node:process";
import { callersFolder, foreground, passedSignals } from "./environment.mjs";
import { isInside, readIfThere, root } from "./places.mjs";
import { duration, reason } from "./say.mjs";
import { secondsOf, share, shardOf } from "./shards.mjs";

/** One more than there are cores, since some mostly wait. Each may take a few hundred MB. */
const atOnce = Math.min(8, availableParallelism() + 1);
const testFolder = join(root, "test");
const allTests = "dist/test/**/*.test.js";
/** Folders of which the files are shared among so many mochas, since one would take too long. */
const mochas = new Map([
  ["engine", 6],
  ["contract", 3],
  ["docs", 2],
]);
/** All of them load the same modules. */
const compileOnce = { NODE_COMPILE_CACHE: join(root, "node_modules/.cache/compiled") };
/** All static checks together, as a part beside those of tests. */
const checks = "static checks";
/** What tests of a provider process's answers have in them: they run once more with the process of the other door. */
const ofBothDoors = "useCloud(";
/**
 * @typedef {{ tests: string[], seconds: number, door?: string }} Part what one mocha does, as files and folders of test/; or the checks.
 *   `door` is that of the provider process, if it is not the usual one
 */
/** @typedef {{ passed: number, failed: number, failures?: string[] }} Counts with each failure's name and reason */
/** @typedef {{ name: string, command: string, args: string[] }} Check */

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} args for mocha, without the static checks; or `--shard K/N` for one of N parts of everything
 * @returns {Promise<number>} the exit status
 */
export async function runTests(env, args) {
  const shard = shardOf(args);
  const counted =
    shard === undefined && args.length > 0
      ? [await runMocha(mochaArguments(args), env)]
      : await sideBySide(jobs(partsOfShard(shard ?? { at: 1, of: 1 }), env));
  const sum = (/** @type {"passed" | "failed"} */ key) =>
    counted.reduce((all, counts) => all + counts[key], 0);
  const total = { passed: sum("passed"), failed: sum("failed") };
  tellFailures(counted.flatMap(({ failures = [] }) => failures));
  tellTotal(total);
  return total.failed > 0 ? 1 : 0;
}

/** @param {import("./shards.mjs").Shard} shard */
function partsOfShard({ at, of }) {
  return share([partOf([checks]), ...partsOfTests()], of)[at - 1] ?? [];
}

/**
 * @param {string[]} tests
 * @returns {Part}
 */
function partOf(tests) {
  return { tests, seconds: tests.reduce((total, each) => total + secondsOf(each), 0) };
}

/**
 * @param {Part[]} parts
 * @param {NodeJS.ProcessEnv} env
 */
function jobs(parts, env) {
  return parts.flatMap(({ tests, door }) =>
    tests[0] === checks
      ? staticChecks().map((check) => () => runCheck(check, env))
      : [() => runMochaAside(tests, door === undefined ? env : { ...env, DOOR: door })],
  );
}

/**
 * At the end, since thousands of lines may follow where each is told first, and a log may be cut.
 * @param {string[]} failures
 */
function tellFailures(failures) {
  for (const failure of failures) console.log(`FAILED: ${shorten(failure)}`);
}

/** @param {string} text */
function shorten(text) {
  return text.length > 4000 ? `${text.slice(0, 4000)}…` : text;
}

/** @param {Counts} total */
export function tellTotal({ passed, failed }) {
  console.log(`${passed} passed, ${failed} failed`);
}

/** @returns {Check[]} the longest first */
function staticChecks() {
  const examples = existsSync(join(root, "examples")) ? readdirSync(join(root, "examples")).sort() : [];
  const typed = examples.map((name) => `examples/${name}`).filter((folder) => isTyped(join(root, folder)));
  return [
    { name: "oxlint", command: "oxlint", args: ["."] },
    { name: "reference and guides as a site", command: "typedoc", args: ["--logLevel", "Warn"] },
    { name: "format", command: "oxfmt", args: ["--check", "."] },
    {
      name: "types of the examples",
      command: "node",
      // The compiler that users have. One for all reads Pulumi's types once; forced, since it does not look whether ours changed.
      args: ["node_modules/typescript/bin/tsc", "--build", "--force", "--noEmit", ...typed],
    },
    { name: "package", command: "node", args: ["scripts/checkPackage.mjs"] },
    {
      name: "layers",
      command: "depcruise",
      args: ["provider", "emulator", "cli", "--config", ".dependency-cruiser.cjs"],
    },
    { name: "unused code", command: "knip", args: [] },
    { name: "double code", command: "jscpd", args: ["--fail-on-empty"] },
  ];
}

/** @param {string} folder */
function isTyped(folder) {
  return existsSync(join(folder, "tsconfig.json"));
}

/**
 * Does jobs in their order, a few at once; after a signal, which ends those under way, none begins any more.
 * @param {readonly (() => Promise<Counts>)[]} jobs
 * @returns {Promise<Counts[]>}
 */
async function sideBySide(jobs) {
  const waiting = [...jobs];
  /** @type {Counts[]} */
  const counted = [];
  const work = async () => {
    for (let job = waiting.shift(); job; job = waiting.shift()) counted.push(await job());
  };
  const stop = () => waiting.splice(0);
  for (const signal of passedSignals) process.on(signal, stop);
  await Promise.all(Array.from({ length: atOnce }, work));
  for (const signal of passedSignals) process.off(signal, stop);
  return counted;
}

/**
 * Runs one check; its output is shown in one piece, and only where it failed.
 * @param {Check} check
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
async function runCheck({ name, command, args }, env) {
  const started = Date.now();
  let output = "";
  const ended = foreground(command, args, { cwd: root, env }, (text) => (output += text));
  const isPassed = await ended.then(
    (status) => status === 0,
    (error) => ((output = reason(error)), false),
  );
  console.log(`${isPassed ? "passed" : "FAILED"}: ${name} (${duration(Date.now() - started)})`);
  if (!isPassed) console.log(output.trimEnd());
  if (isPassed) return { passed: 1, failed: 0 };
  return { passed: 0, failed: 1, failures: [`${name}: ${output.trim()}`] };
}

/** @returns {Part[]} */
function partsOfTests() {
  const paths = readdirSync(testFolder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts"))
    .sort();
  /** @type {Map<string, string[]>} */
  const byFolder = new Map();
  for (const path of paths) {
    const [folder = path] = path.split("/");
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  const usual = [...byFolder].flatMap(([folder, tests]) => {
    const count = mochas.get(folder);
    return count === undefined ? [partOf([folder])] : sharesOf(tests, count);
  });
  const again = sharesOf(
    paths.filter((path) => readFileSync(join(testFolder, path), "utf8").includes(ofBothDoors)),
    mochas.get("contract") ?? 1,
  );
  return [...usual, ...again.map((part) => ({ ...part, door: "plugin" }))];
}

/**
 * @param {string[]} tests
 * @param {number} count
 * @returns {Part[]}
 */
function sharesOf(tests, count) {
  const parts = tests.map((each) => partOf([each]));
  const shares = share(parts, Math.min(count, tests.length));
  return shares.map((each) => partOf(each.flatMap((part) => part.tests)));
}

/**
 * Runs a mocha beside others: what it tells is shown in one piece.
 * @param {string[]} tests see `Part`
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
async function runMochaAside(tests, env) {
  let output = "";
  const names = tests.map((each) => compiledName(join(testFolder, each)));
  const counts = await runMocha(names, env, (text) => (output += text));
  process.stdout.write(output);
  return counts;
}

/**
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @param {(text: string) => void} [tell] see `foreground`
 * @returns {Promise<Counts>}
 */
async function runMocha(args, env, tell) {
  const folder = mkdtempSync(join(tmpdir(), "mocha-counts-"));
  const file = join(folder, "counts.json");
  try {
    const all = [...args, "--reporter", "scripts/mochaReporter.cjs"];
    const options = { cwd: root, env: { ...env, ...compileOnce, MOCHA_COUNTS_FILE: file } };
    const status = await foreground("mocha", all, options, tell);
    const { notes, ...counts } = mochaCounts(readIfThere(file), status, args.join(" "));
    for (const note of notes) console.log(note);
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @public its test calls it
 * @param {string | undefined} report what the reporter wrote
 * @param {number} status
 * @param {string} [tests] which it ran
 * @returns {Counts & { notes: string[], failures: string[] }}
 */
export function mochaCounts(report, status, tests = "") {
  const ended = `mocha ${tests} ended with status ${status}`;
  if (!report) return { passed: 0, failed: 1, notes: [], failures: [`${ended} and no report`] };
  const { passed, failed, skipped, failures = [] } = JSON.parse(report);
  const notes = skipped > 0 ? [`${skipped} skipped`] : [];
  if (failed > 0 || status === 0) return { passed, failed, notes, failures };
  return { passed, failed: 1, notes, failures: [`${ended} though no test failed`] };
}

/**
 * Names of sources and folders under test/ become those of what is compiled; all else is for mocha as it is.
 * @public its test calls it
 * @param {string[]} args
 */
export function mochaArguments(args) {
  const mapped = args.map(compiledName);
  const named = mapped.some((arg, place) => arg !== args[place] || arg.startsWith("dist/"));
  return named ? mapped : [...mapped, allTests];
}

/** @param {string} arg */
function compiledName(arg) {
  // A plain word is rather an option's value, as in `--grep test`.
  if (!/^[^-].*(\/|\.ts$)/.test(arg)) return arg;
  const found = [callersFolder(), root]
    .map((folder) => resolve(folder, arg))
    .find((path) => existsSync(path));
  if (!found || !isInside(found, testFolder)) return arg;
  const compiled = join("dist", relative(root, found));
  return statSync(found).isDirectory() ? join(compiled, "**/*.test.js") : compiled.replace(/\.ts$/, ".js");
}

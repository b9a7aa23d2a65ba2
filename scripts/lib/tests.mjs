// `npm test`: the static checks, then the tests, and one total of both.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import process from "node:process";
import { callersFolder, foreground } from "./environment.mjs";
import { isInside, readIfThere, root } from "./places.mjs";
import { cleanUpOnSignals } from "./processes.mjs";
import { duration } from "./say.mjs";

const atOnce = 2;
const testFolder = join(root, "test");
const allTests = "dist/test/**/*.test.js";
/** Tests with the real engine: such a file starts it many times, and leaves one of two cores idle much of the time. */
const engineFolders = ["dist/test/engine", "dist/test/docs"];
const otherTests = "dist/test/!(engine|docs)/**/*.test.js";

/** @typedef {{ passed: number, failed: number }} Counts */
/** @typedef {{ name: string, command: string, args: string[] }} Check */

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} args for mocha; with any of them the static checks are left out
 * @returns {Promise<number>} the exit status
 */
export async function runTests(env, args) {
  const counted =
    args.length > 0
      ? [await runMocha(mochaArguments(args), env)]
      : [await runChecks(staticChecks(), env), ...(await runAllTests(env))];
  const sum = (/** @type {keyof Counts} */ key) => counted.reduce((total, counts) => total + counts[key], 0);
  const total = { passed: sum("passed"), failed: sum("failed") };
  tellTotal(total);
  return total.failed > 0 ? 1 : 0;
}

/** @param {Counts} total */
export function tellTotal({ passed, failed }) {
  console.log(`${passed} passed, ${failed} failed`);
}

/** @returns {Check[]} the longest first */
function staticChecks() {
  const examples = join(root, "examples");
  const programs = existsSync(examples) ? readdirSync(examples).sort() : [];
  const typed = programs.filter((name) => existsSync(join(examples, name, "tsconfig.json")));
  return [
    { name: "eslint", command: "eslint", args: ["--max-warnings", "0", "."] },
    ...typed.map((name) => ({
      name: `types of examples/${name}`,
      command: "tsc",
      args: ["--noEmit", "-p", `examples/${name}`],
    })),
    { name: "reference and guides as a site", command: "typedoc", args: ["--logLevel", "Warn"] },
    { name: "prettier", command: "prettier", args: ["--check", "."] },
    { name: "package", command: "node", args: ["scripts/checkPackage.mjs"] },
    {
      name: "layers",
      command: "depcruise",
      args: ["provider", "emulator", "cli", "--config", ".dependency-cruiser.cjs"],
    },
  ];
}

/**
 * @param {Check[]} checks
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts>}
 */
export async function runChecks(checks, env) {
  const waiting = [...checks];
  const counts = { passed: 0, failed: 0 };
  const work = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      counts[(await runCheck(check, env)) ? "passed" : "failed"] += 1;
    }
  };
  const signalsAsBefore = cleanUpOnSignals();
  await Promise.all(Array.from({ length: atOnce }, work));
  signalsAsBefore();
  return counts;
}

/**
 * Runs one check; its output is shown in one piece, and only where it failed.
 * @param {Check} check
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<boolean>} whether it passed
 */
function runCheck({ name, command, args }, env) {
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    const kill = () => child.kill();
    process.on("exit", kill);
    const end = (/** @type {boolean} */ passed, /** @type {string} */ told) => {
      process.off("exit", kill);
      console.log(`${passed ? "passed" : "FAILED"}: ${name} (${duration(Date.now() - started)})`);
      if (!passed) console.log(told.trimEnd());
      resolve(passed);
    };
    child.once("error", (error) => end(false, error.message));
    if (child.pid !== undefined) child.once("close", (status) => end(status === 0, output));
  });
}

/**
 * Runs two mochas side by side, one of them for each file with the real engine; what each tells is shown in one piece.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Counts[]>}
 */
async function runAllTests(env) {
  const engineFiles = engineFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => path.endsWith(".test.js"));
  const waiting = [otherTests, ...engineFiles.sort()];
  /** @type {Counts[]} */
  const counted = [];
  const work = async () => {
    for (let tests = waiting.shift(); tests; tests = waiting.shift()) {
      let output = "";
      counted.push(await runMocha([tests], env, (text) => (output += text)));
      process.stdout.write(output);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return counted;
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
    const options = { cwd: root, env: { ...env, MOCHA_COUNTS_FILE: file } };
    const status = await foreground("mocha", all, options, tell);
    const { notes, ...counts } = mochaCounts(readIfThere(file), status);
    for (const note of notes) console.log(note);
    return counts;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string | undefined} report what the reporter wrote
 * @param {number} status
 * @returns {Counts & { notes: string[] }}
 */
export function mochaCounts(report, status) {
  if (!report)
    return { passed: 0, failed: 1, notes: [`FAILED: mocha ended with status ${status} and no report`] };
  const { passed, failed, skipped } = JSON.parse(report);
  const notes = skipped > 0 ? [`${skipped} skipped`] : [];
  if (failed > 0 || status === 0) return { passed, failed, notes };
  return {
    passed,
    failed: 1,
    notes: [...notes, `FAILED: mocha ended with status ${status} though no test failed`],
  };
}

/**
 * Names of sources and folders under test/ become those of what is compiled; all else is for mocha as it is.
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

// Wall times of the real engine as ratios within one run: our resources against one that does nothing with the same data,
// which is the least that Pulumi itself takes.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { root } from "./lib/places.mjs";
import { Failure, main, say } from "./lib/say.mjs";

const { startEmulator } = await import(pathToFileURL(join(root, "dist/emulator/index.js")).href);

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

/** Takes whatever it is given and does nothing with it. */
const NOTHING = `
  const inputs = (_olds, news) => ({ inputs: news, failures: [] });
  module.exports = {
    check: inputs, diff: () => ({}), create: (news) => ({ id: "nothing", outs: news }),
    read: (id, props) => ({ id, props }), update: (_id, _olds, news) => ({ outs: news }), delete: () => {},
  };
`;
const NOTHING_CLASS = `
  const pulumi = require("@pulumi/pulumi");
  class Nothing extends pulumi.CustomResource {
    constructor(name, args) {
      const __provider = 'exports.handler=()=>require(process.cwd()+"/nothing.js");';
      super("pulumi-nodejs:dynamic/bench:Nothing", name, { ...args, __provider });
    }
  }
`;
const NUMBERS = "Array.from({ length: 1000 }, (_, at) => String(10020000000 + at))";

/** What is measured: the program with our resources, and the same with the one that does nothing. */
const CASES = [
  {
    name: "100 RAM groups",
    ours: `for (let at = 0; at < 100; at++) new RamGroup("g" + at, { groupName: "group-" + at, comments: "c" });`,
    nothing: `for (let at = 0; at < 100; at++) new Nothing("g" + at, { groupName: "group-" + at, comments: "c" });`,
  },
  {
    name: "one AXG group of 1,000 numbers",
    ours: `new AxgGroupNumbers("n", { poolKey: "FC123456", groupId: "1234", numbers: ${NUMBERS} });`,
    nothing: `new Nothing("n", { poolKey: "FC123456", groupId: "1234", numbers: ${NUMBERS}.join("\\n") + "\\n" });`,
  },
];

const STEPS = [
  ["preview", ["preview"]],
  ["up", ["up", "--yes", "--skip-preview"]],
  ["preview, unchanged", ["preview"]],
  ["up, unchanged", ["up", "--yes", "--skip-preview"]],
];

/** @param {string} program */
function project(program) {
  const folder = mkdtempSync(join(tmpdir(), "cloud-groups-bench-"));
  mkdirSync(join(folder, "node_modules/@pulumi"), { recursive: true });
  symlinkSync(root, join(folder, "node_modules/pulumi-cloud-groups"));
  symlinkSync(join(root, "node_modules/@pulumi/pulumi"), join(folder, "node_modules/@pulumi/pulumi"));
  const runtime = "runtime:\n  name: nodejs\n  options:\n    typescript: false\n";
  writeFileSync(join(folder, "Pulumi.yaml"), `name: bench\n${runtime}`);
  writeFileSync(join(folder, "package.json"), "{}");
  writeFileSync(join(folder, "nothing.js"), NOTHING);
  writeFileSync(join(folder, "index.js"), program);
  return folder;
}

/** @param {string} folder @param {string[]} args @param {Record<string, string>} environment */
async function seconds(folder, args, environment) {
  const started = process.hrtime.bigint();
  const child = spawn("pulumi", [...args, "--non-interactive", "--stack", "bench"], {
    cwd: folder,
    env: {
      ...process.env,
      ...environment,
      PULUMI_BACKEND_URL: pathToFileURL(folder).href,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
  const status = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (status !== 0) throw new Failure(`pulumi ${args.join(" ")} ended with ${status}:\n${output}`);
  return Number(process.hrtime.bigint() - started) / 1e9;
}

/** One life of a stack: the time of each step. @param {string} body */
async function life(body) {
  const emulator = await startEmulator();
  const program = `const { AxgGroupNumbers, RamGroup } = require("pulumi-cloud-groups");\n${NOTHING_CLASS}\n${body}`;
  const folder = project(program);
  try {
    const init = ["stack", "init"];
    await seconds(folder, init, emulator.environment);
    const times = [];
    for (const [, args] of STEPS)
      times.push(await seconds(folder, /** @type {string[]} */ (args), emulator.environment));
    return times;
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

await main(async () => {
  console.log(`Medians of ${ROUNDS} rounds; the two take turns within a round.\n`);
  console.log("| what | step | ours | does nothing | ratio |\n| --- | --- | ---: | ---: | ---: |");
  for (const { name, ours, nothing } of CASES) {
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) {
      say(`${name}: round ${round + 1} of ${ROUNDS}`);
      rounds.push({ ours: await life(ours), nothing: await life(nothing) });
    }
    STEPS.forEach(([step], at) => {
      const a = median(rounds.map((round) => round.ours[at] ?? NaN));
      const b = median(rounds.map((round) => round.nothing[at] ?? NaN));
      console.log(`| ${name} | ${step} | ${a.toFixed(2)} s | ${b.toFixed(2)} s | ${(a / b).toFixed(2)} |`);
    });
  }
  return 0;
});

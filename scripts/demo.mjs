// The main job on the root stack, with the real engine, against the emulator: preview, apply, change, refresh, destroy.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import popCore from "@alicloud/pop-core";
import { foreground } from "./lib/environment.mjs";
import { root } from "./lib/places.mjs";
import { Failure, main } from "./lib/say.mjs";

const { startEmulator } = await import(pathToFileURL(join(root, "dist/emulator/index.js")).href);

const STACK = "demo";
const ACTS = 8;
const AT_ONCE = ["--yes", "--skip-preview", "--suppress-progress"];
const folder = mkdtempSync(join(tmpdir(), "cloud-groups-demo-"));
const stackFile = join(root, `Pulumi.${STACK}.yaml`);
const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (/** @type {string} */ text) => (colours ? `\x1b[1m${text}\x1b[0m` : text);
const dim = (/** @type {string} */ text) => (colours ? `\x1b[2m${text}\x1b[0m` : text);

let act = 0;

/**
 * Runs Pulumi on the root stack and shows what it prints.
 * @param {string[]} args
 * @param {{ quiet?: boolean }} [options] quiet: the command is not part of the show
 */
async function pulumi(args, { quiet = false } = {}) {
  if (!quiet) console.log(dim(`$ pulumi ${args.join(" ")}`));
  const env = {
    ...process.env,
    ...emulator.environment,
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    PULUMI_CONFIG_PASSPHRASE: "demo",
    PULUMI_STACK: STACK,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const all = [...args, "--non-interactive", ...(colours ? ["--color", "always"] : [])];
  let unseen = "";
  const hide = (/** @type {string} */ text) => (unseen += text);
  const status = await foreground("pulumi", all, { cwd: root, env }, quiet ? hide : undefined);
  if (status !== 0) throw new Failure(`${unseen}pulumi ${args[0]} ended with ${status}`);
}

let counted = 0;

/** Says which calls the clouds got since it was last asked. */
function tellCalls() {
  const calls = emulator.calls(counted);
  counted += calls.length;
  const byOperation = Map.groupBy(calls, (/** @type {{ operation: string }} */ { operation }) => operation);
  const named = [...byOperation].map(([operation, { length }]) => `${length} × ${operation}`).join(", ");
  console.log(`\n${bold("Calls to the clouds:")} ${named || "none"}`);
}

/** Somebody changes the RAM group in the console. */
async function changeBehindItsBack() {
  const { accessKey, secretKey } = emulator.credentials.alicloud;
  const ram = new popCore.RPCClient({
    endpoint: emulator.url,
    apiVersion: "2015-05-01",
    accessKeyId: accessKey,
    accessKeySecret: secretKey,
  });
  await ram.request(
    "UpdateGroup",
    { GroupName: "bill-readers", NewComments: "changed by hand" },
    { method: "POST" },
  );
  counted = emulator.calls().length;
}

/** The list with two numbers taken out and one put in. */
function changedNumbers() {
  const numbers = readFileSync(join(root, "examples/quickstart/numbers.txt"), "utf8").trim().split("\n");
  numbers.splice(700, 1);
  numbers.splice(100, 1, "10020099999");
  const path = join(folder, "numbers.txt");
  writeFileSync(path, numbers.join("\n") + "\n");
  return path;
}

/**
 * One act of the show: a command, and the calls that it makes.
 * @param {string} title
 * @param {string} about
 * @param {string[]} args
 */
async function play(title, about, args) {
  console.log(`\n${bold(`━━ ${++act} of ${ACTS}: ${title} `.padEnd(90, "━"))}\n${about}\n`);
  await pulumi(args);
  tellCalls();
}

async function playAll() {
  await pulumi(["stack", "init", STACK], { quiet: true });
  await play(
    "Preview",
    "Four groups on three clouds, one of 1,000 phone numbers from a text file. A preview makes no call.",
    ["preview", "--suppress-progress"],
  );
  await play(
    "Apply",
    "Makes the groups. 1,000 numbers go out in five calls of 200, the most that one may carry.",
    ["up", ...AT_ONCE],
  );
  await play(
    "Apply again",
    "Nothing changed, so nothing is called. The AXG group cannot be read back: the state knows it.",
    ["up", ...AT_ONCE, "--suppress-outputs", "--expect-no-changes"],
  );

  await pulumi(["config", "set", "numbersFile", changedNumbers()], { quiet: true });
  await pulumi(["config", "set", "financeGroup", "bill-readers"], { quiet: true });
  await pulumi(["config", "set", "paymentsRemark", "Payment and refund APIs"], { quiet: true });
  await play(
    "Preview a change",
    "Two numbers leave the list, one joins it; the RAM group gets another name, the API group another remark.",
    ["preview", "--diff"],
  );
  await play(
    "Apply the change",
    "One call adds, one deletes. The RAM group is renamed in place and keeps its members.",
    ["up", ...AT_ONCE],
  );

  await changeBehindItsBack();
  await play(
    "Refresh",
    "Meanwhile somebody changes the RAM group's comments in the console. A refresh sees it.",
    ["refresh", ...AT_ONCE, "--suppress-outputs", "--diff"],
  );
  await play("Bring it back", "The next apply restores what is declared.", [
    "up",
    ...AT_ONCE,
    "--suppress-outputs",
    "--diff",
  ]);
  await play(
    "Destroy",
    "Takes the numbers out of the AXG group, which is not ours to delete, and deletes the other groups.",
    ["destroy", ...AT_ONCE, "--remove"],
  );
}

const emulator = await startEmulator();

await main(async () => {
  console.log(`The emulator of the four APIs answers at ${emulator.url}; it checks every signature.`);
  console.log("The stack's state is in a folder of its own, which is removed at the end.");
  try {
    await playAll();
    const calls = emulator.calls();
    const refused = calls.filter((/** @type {{ code: unknown }} */ { code }) => code !== null).length;
    console.log(
      `\n${bold("Done.")} ${calls.length} calls in all, ${refused} refused. Nothing is left running.`,
    );
    console.log("Next: README.md, and examples/ with one small program a resource.");
    return 0;
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
    rmSync(stackFile, { force: true });
  }
});

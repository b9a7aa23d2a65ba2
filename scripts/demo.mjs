// The main job on the root stack, with the real engine, against the emulator: preview, apply, change, refresh, destroy.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import popCore from "@alicloud/pop-core";
import { root } from "./lib/places.mjs";
import { Failure, main } from "./lib/say.mjs";

const { startEmulator } = await import(pathToFileURL(join(root, "dist/emulator/index.js")).href);

const STACK = "demo";
const ACTS = 8;
const folder = mkdtempSync(join(tmpdir(), "cloud-groups-demo-"));
const stackFile = join(root, `Pulumi.${STACK}.yaml`);
const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const bold = (/** @type {string} */ text) => (colours ? `\x1b[1m${text}\x1b[0m` : text);
const dim = (/** @type {string} */ text) => (colours ? `\x1b[2m${text}\x1b[0m` : text);

const ignore = () => {};
let act = 0;

/** @param {string} title @param {string} about */
function announce(title, about) {
  console.log(`\n${bold(`━━ ${++act} of ${ACTS}: ${title} `.padEnd(90, "━"))}\n${about}\n`);
}

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
  const child = spawn("pulumi", [...args, "--non-interactive", ...(colours ? ["--color", "always"] : [])], {
    cwd: root,
    env,
    stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
  });
  let unseen = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text) => (unseen += text));
  // Pulumi stops by itself at Ctrl-C; the demo waits for it, so that it can clear up. A SIGTERM reaches the demo alone.
  const stop = () => child.kill("SIGINT");
  process.on("SIGINT", ignore).on("SIGTERM", stop);
  const status = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? signal));
  });
  process.off("SIGINT", ignore).off("SIGTERM", stop);
  if (status !== 0) throw new Failure(`${unseen}pulumi ${args[0]} ended with ${status}`);
}

let counted = 0;

/** Says which calls the clouds got since it was last asked. */
function tellCalls() {
  const calls = emulator.calls(counted);
  counted = Math.max(counted, ...calls.map((/** @type {{ sequence: number }} */ call) => call.sequence));
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { operation } of calls) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  const named = [...counts].map(([operation, count]) => `${count} × ${operation}`).join(", ");
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

async function play() {
  await pulumi(["stack", "init", STACK], { quiet: true });

  announce(
    "Preview",
    "Four groups on three clouds, one of 1,000 phone numbers from a text file. A preview makes no call.",
  );
  await pulumi(["preview", "--suppress-progress"]);
  tellCalls();

  announce(
    "Apply",
    "Makes the groups. 1,000 numbers go out in five calls of 200, the most that one may carry.",
  );
  await pulumi(["up", "--yes", "--skip-preview", "--suppress-progress"]);
  tellCalls();

  announce(
    "Apply again",
    "Nothing changed, so nothing is called. The AXG group cannot be read back: the state knows it.",
  );
  await pulumi([
    "up",
    "--yes",
    "--skip-preview",
    "--suppress-progress",
    "--suppress-outputs",
    "--expect-no-changes",
  ]);
  tellCalls();

  announce(
    "Preview a change",
    "Two numbers leave the list, one joins it; the RAM group gets another name, the API group another remark.",
  );
  await pulumi(["config", "set", "numbersFile", changedNumbers()], { quiet: true });
  await pulumi(["config", "set", "financeGroup", "bill-readers"], { quiet: true });
  await pulumi(["config", "set", "paymentsRemark", "Payment and refund APIs"], { quiet: true });
  await pulumi(["preview", "--diff"]);
  tellCalls();

  announce(
    "Apply the change",
    "One call adds, one deletes. The RAM group is renamed in place and keeps its members.",
  );
  await pulumi(["up", "--yes", "--skip-preview", "--suppress-progress"]);
  tellCalls();

  announce(
    "Refresh",
    "Meanwhile somebody changes the RAM group's comments in the console. A refresh sees it.",
  );
  await changeBehindItsBack();
  counted = emulator.calls().length;
  await pulumi(["refresh", "--yes", "--skip-preview", "--suppress-progress", "--suppress-outputs", "--diff"]);
  tellCalls();

  announce("Bring it back", "The next apply restores what is declared.");
  await pulumi(["up", "--yes", "--skip-preview", "--suppress-progress", "--suppress-outputs", "--diff"]);
  tellCalls();

  announce(
    "Destroy",
    "Takes the numbers out of the AXG group, which is not ours to delete, and deletes the other groups.",
  );
  await pulumi(["destroy", "--yes", "--skip-preview", "--suppress-progress", "--remove"]);
  tellCalls();
}

const emulator = await startEmulator();

await main(async () => {
  console.log(`The emulator of the four APIs answers at ${emulator.url}; it checks every signature.`);
  console.log("The stack's state is in a folder of its own, which is removed at the end.");
  try {
    await play();
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

// Runs one command of the set-up and ends it, with all that it started, when the set-up is gone: also when the
// set-up was killed without a chance to clean up. Standard input is the line to the set-up: the first byte
// says begin (the lock covers this process by then), its end says stop.
import { spawn } from "node:child_process";
import process from "node:process";

const killAfter = 5000;
const [command, ...args] = process.argv.slice(2);
/** @type {import("node:child_process").ChildProcess | undefined} */
let child;

// Ctrl-C in a terminal reaches every process: here the set-up alone decides what it means.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});

process.stdin.once("data", begin);
process.stdin.once("end", stop);
process.stdin.once("error", stop);
process.stdin.resume();

function begin() {
  // A process group of its own, so that the whole of it can be ended.
  child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], detached: true });
  child.once("error", (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(127);
  });
  child.once("exit", (status) => {
    signalGroup("SIGKILL");
    process.exit(status ?? 1);
  });
}

function stop() {
  if (child?.pid === undefined) process.exit(1);
  signalGroup("SIGTERM");
  setTimeout(() => signalGroup("SIGKILL"), killAfter);
}

/** @param {NodeJS.Signals} signal */
function signalGroup(signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in it.
  }
}

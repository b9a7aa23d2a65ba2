import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

import type { Emulator } from "../../emulator";
import type { Stack } from "./stack";

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** The processes that an engine has started, and those that they have. */
function startedBy(engine: number): Process[] {
  const all = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command! }));
  const isBelow = (process: Process): boolean => {
    if (process.parent === engine) return true;
    const parent = all.find(({ pid }) => pid === process.parent);
    return parent !== undefined && isBelow(parent);
  };
  return all.filter(isBelow);
}

function isAlive({ pid }: Process): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Looks again soon, and leaves the processor to the engine meanwhile. */
const aMoment = () => wait(5);

/** Starts an update and kills the engine or its provider once this many calls were made. Returns whether it was in time. */
export async function killedUpdate(
  { emulator, stack }: { readonly emulator: Emulator; readonly stack: Stack },
  calls: number,
  victim: "engine" | "provider",
  further: readonly string[] = [],
): Promise<boolean> {
  const before = emulator.calls().length;
  const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--suppress-progress", ...further];
  const update = spawn("pulumi", args, { ...stack.process, stdio: "ignore" });
  const closed = once(update, "close");
  while (update.exitCode === null && emulator.calls().length < before + calls) await aMoment();
  const isInTime = update.exitCode === null;
  const started = startedBy(update.pid!);
  const providers = started.filter(({ command }) => /dynamic-provider|doors.plugin.main/.test(command));
  if (victim === "engine") update.kill("SIGKILL");
  else for (const { pid } of providers) process.kill(pid, "SIGKILL");
  await closed;
  // A provider ends by itself once its engine is gone; until then a call of its may still be on its way.
  while (providers.some(isAlive)) await aMoment();
  // Pulumi's own language host stays behind.
  for (const { pid } of started.filter(isAlive)) process.kill(pid, "SIGKILL");
  if (victim === "engine") await stack.succeed("cancel", "--yes");
  return isInTime;
}

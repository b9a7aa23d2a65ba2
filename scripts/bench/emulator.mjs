// The emulator in a process of its own, so that it neither waits for the bench nor counts as its memory.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { root } from "../lib/places.mjs";
import { Failure } from "../lib/say.mjs";

/**
 * What the bench needs of an emulator.
 * @typedef {{
 *   environment: Readonly<Record<string, string>>,
 *   newCalls: () => Promise<{ operation: string, request: { GroupId?: unknown } }[]>,
 * }} Emulator
 * newCalls: those since it was last asked, in their order
 */

/**
 * What an emulator is like: its settings, and the ids of AXG groups to make.
 * @typedef {{ settings?: Readonly<Record<string, string | number>>, groups?: readonly string[] }} EmulatorOptions
 */

/** The pool that the programs' AXG groups are in. */
export const POOL = "FC123456";

/**
 * Gives work an emulator that is gone afterwards.
 * @template T
 * @param {EmulatorOptions} options
 * @param {(emulator: Emulator) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withEmulator({ settings = {}, groups = [] }, work) {
  // It ends with its standard input, so that it does not outlive a bench that is killed.
  const args = [join(root, "dist/emulator/cli.js"), "--until-stdin-ends"];
  for (const [name, value] of Object.entries(settings)) args.push(`--setting=${name}=${value}`);
  const child = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  try {
    const lines = createInterface({ input: child.stdout });
    const [line] = await Promise.race([once(lines, "line"), ended]);
    if (typeof line !== "string") throw new Failure("the emulator did not start");
    const { url, environment } = JSON.parse(line);
    const pools = [{ key: POOL, groups: groups.map((id) => ({ id })) }];
    await control(url, "seed", { first: { dypls: { pools } } });
    let last = 0;
    return await work({
      environment,
      newCalls: async () => {
        const calls = await control(url, `calls?since=${last}`);
        last = calls.at(-1)?.sequence ?? last;
        return calls;
      },
    });
  } finally {
    child.stdin.end();
    await ended;
  }
}

/** @param {string} url @param {string} endpoint @param {unknown} [body] */
async function control(url, endpoint, body) {
  const options = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${url}/_emulator/${endpoint}`, options);
  if (!response.ok) throw new Failure(`the emulator refused ${endpoint}: ${await response.text()}`);
  return response.json();
}

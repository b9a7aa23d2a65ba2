#!/usr/bin/env node
import "../provider/supportedNode";

import { parseArgs } from "node:util";

import { type Emulator, type EmulatorOptions, startEmulator } from "./emulator";
import { InputError } from "./inputError";
import { DEFAULT_SETTINGS, parseSettingText } from "./settings";

const HELP = `Usage: cloud-groups-emulator [--port N] [--host ADDRESS] [--setting key=value ...] [--until-stdin-ends]

Emulates Dyplsapi, RAM, iOA and the API gateway on one loopback port. The first line of its output is JSON:
its url, the credentials that it accepts, and the environment variables that make programs use both.

  --port N              the port to listen on; a free one by default
  --host ADDRESS        the address to listen at; 127.0.0.1 by default, 0.0.0.0 for containers and other machines
  --setting key=value   how it behaves where the clouds' documents leave it open; may be repeated
  --until-stdin-ends    stop when standard input ends, not only on SIGINT or SIGTERM
  --help                this text

Settings and their defaults:
${Object.entries(DEFAULT_SETTINGS)
  .map(([key, value]) => `  ${key}=${String(value)}`)
  .join("\n")}

While it runs: GET /_emulator/environment, /_emulator/state, /_emulator/calls, /_emulator/calls/summary, /_emulator/faults and
/_emulator/settings; POST to /_emulator/faults, /_emulator/expire-keys, /_emulator/settings, /_emulator/seed and
/_emulator/reset.
`;

const OPTIONS = {
  port: { type: "string" },
  host: { type: "string" },
  setting: { type: "string", multiple: true },
  "until-stdin-ends": { type: "boolean" },
  help: { type: "boolean" },
} as const;

/** The arguments as they were understood. */
interface Arguments {
  readonly options: EmulatorOptions;
  readonly untilStdinEnds: boolean;
  readonly help: boolean;
}

/** Reads the arguments. @throws an Error that says what is wrong with them */
function readArguments(): Arguments {
  const { values } = parseArgs({ options: OPTIONS });
  const { port = "0", host, setting = [], help = false, "until-stdin-ends": untilStdinEnds = false } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new InputError(`--port: ${port} is not a port, which is 0 to 65535`);
  const settings = Object.assign({}, ...setting.map(parseSettingText)) as object;
  const options = { port: Number(port), settings, ...(host === undefined ? {} : { host }) };
  return { options, untilStdinEnds, help };
}

async function run(): Promise<void> {
  const { options, untilStdinEnds, help } = readArguments();
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const emulator = await startEmulator(options);
  const { url, credentials, accounts, environment } = emulator;
  process.stdout.write(`${JSON.stringify({ url, credentials, accounts, environment })}\n`);
  await ended(untilStdinEnds);
  await stop(emulator);
}

/** Waits for what ends the emulator. */
async function ended(untilStdinEnds: boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
    if (untilStdinEnds) process.stdin.once("end", resolve).once("error", resolve).resume();
  });
}

async function stop(emulator: Emulator): Promise<void> {
  await emulator.stop();
  process.exit(0);
}

run().catch((error: unknown) => {
  const { code, message, port } = error as { code?: string; message: string; port?: number };
  const reason =
    code === "EADDRINUSE" ? `port ${String(port)} is in use` : message.replace(/^getaddrinfo /, "--host: ");
  process.stderr.write(`cloud-groups-emulator: ${reason}\n`);
  process.exitCode = 1;
});

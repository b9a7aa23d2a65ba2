import type { ServerResponse } from "node:http";

import type { Incoming } from "./api";
import { InputError } from "./inputError";
import { parseReset, parseSeed, type ResetOptions, type Seed } from "./seed";

/** What the control endpoints can do to an emulator. */
export interface Controlled {
  /** @param url the base URL by which the asker reaches the emulator */
  environmentAt(url: string): unknown;
  state(): unknown;
  calls(since: number): unknown;
  callSummary(): unknown;
  faults(): unknown;
  /** @throws InputError */
  inject(faults: unknown): unknown;
  clearFaults(): void;
  /** @throws InputError */
  expireKeys(options: unknown): unknown;
  settings(): unknown;
  /** @throws InputError */
  configure(settings: unknown): unknown;
  seed(seed: Seed): void;
  restart(options: ResetOptions): void;
}

type Endpoint = (emulator: Controlled, incoming: Incoming) => unknown;

const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  [
    "GET /_emulator/environment",
    (emulator, { headers }) => emulator.environmentAt(`http://${headers.host ?? ""}`),
  ],
  ["GET /_emulator/state", (emulator) => emulator.state()],
  ["GET /_emulator/calls", (emulator, { query }) => emulator.calls(sinceOf(query))],
  ["GET /_emulator/calls/summary", (emulator) => emulator.callSummary()],
  ["GET /_emulator/faults", (emulator) => emulator.faults()],
  ["POST /_emulator/faults", (emulator, { body }) => emulator.inject(parseJson(body))],
  [
    "DELETE /_emulator/faults",
    (emulator) => {
      emulator.clearFaults();
      return emulator.faults();
    },
  ],
  ["POST /_emulator/expire-keys", (emulator, { body }) => emulator.expireKeys(parseOptions(body))],
  ["GET /_emulator/settings", (emulator) => emulator.settings()],
  ["POST /_emulator/settings", (emulator, { body }) => emulator.configure(parseJson(body))],
  [
    "POST /_emulator/seed",
    (emulator, { body }) => {
      emulator.seed(parseSeed(parseJson(body)));
      return emulator.state();
    },
  ],
  [
    "POST /_emulator/reset",
    (emulator, { body }) => {
      emulator.restart(parseReset(parseOptions(body)));
      return emulator.state();
    },
  ],
]);

/** Whether a path is one of the control endpoints. */
export function isControlPath(path: string): boolean {
  return path === "/_emulator" || path.startsWith("/_emulator/");
}

/** Serves a control endpoint, in JSON: 400 for a bad body, with the field and its rule. */
export function serveControl(emulator: Controlled, incoming: Incoming, response: ServerResponse): void {
  const endpoint = ENDPOINTS.get(`${incoming.method} ${incoming.path}`);
  if (endpoint === undefined) {
    answer(response, 404, {
      error: `There is no ${incoming.method} ${incoming.path}`,
      endpoints: [...ENDPOINTS.keys()],
    });
    return;
  }
  try {
    answer(response, 200, endpoint(emulator, incoming));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    answer(response, 400, { error: error.message });
  }
}

function sinceOf(query: string): number {
  const since = new URLSearchParams(query).get("since") ?? "0";
  if (!/^\d+$/.test(since)) throw new InputError("since: must be a sequence number");
  return Number(since);
}

function parseOptions(body: Buffer): unknown {
  return body.length === 0 ? {} : parseJson(body);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new InputError("the body is not JSON");
  }
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body, undefined, 2) + "\n");
}

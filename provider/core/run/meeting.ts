import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { z } from "zod";

import { type Account, accountShape, type Cloud } from "./account";

/** What one provider process asks the others: what they know of a group. */
export interface Question {
  readonly cloud: Cloud;
  readonly group: string;
  /** The account that the group is in. */
  readonly account?: Account | undefined;
  /** Where in that account the group is, see `siteOf`. */
  readonly site?: string | undefined;
  /** What is asked besides, by the name of the part of a run that knows of it. */
  readonly parts?: Readonly<Record<string, unknown>> | undefined;
}

const answerShape = z.object({
  /** The incarnations of resources that have the group, with the name that each declares for it. */
  owners: z.array(z.object({ incarnation: z.string(), name: z.string().optional() })),
  /** The resources that declare the group: what tells each apart, and its name. */
  keepers: z.array(z.object({ declaration: z.string(), name: z.string() })),
  /** Whether the group was deleted in this run. */
  isDeleted: z.boolean(),
  /** What the parts of the run say of it, by their names. */
  parts: z.record(z.string(), z.unknown()),
});
export type Answer = z.infer<typeof answerShape>;

const questionShape = z.object({
  cloud: z.enum(["alicloud", "tencentcloud", "huaweicloud"]),
  group: z.string(),
  account: accountShape.optional(),
  site: z.string().optional(),
  parts: z.record(z.string(), z.unknown()).optional(),
});

/** The other provider processes of a run of the engine: there is one for each explicit Provider. */
export interface Meeting {
  /** @throws Error where another process may be there and cannot be asked */
  ask(question: Question): Promise<Answer[]>;
}

/** A run with one process, or none at all, as in tests. */
export const NOBODY_ELSE: Meeting = { ask: () => Promise.resolve([]) };

/** How long a process may be silent, in milliseconds. One that plans a million numbers is busy for a few seconds. */
const SILENCE_MS = 60_000;

/** How often a process tries to be there. */
const TRIES = 3;

const WINDOWS_PIPES = "\\\\.\\pipe\\";

/** The longest path of a socket that every system takes, in bytes: macOS 103, Linux 107. */
const LONGEST_PATH = 103;

/** As long as the id of a process may be, in digits. */
const PID_DIGITS = 10;

/**
 * Where the provider processes of one run meet. All that they have in common is the address of the engine, so that each listens on a
 * local socket named after it, and asks all others that do. What they know stays in their memory, and ends with them: a run that
 * was killed leaves nothing but the name of a socket that nobody answers.
 */
export class LocalMeeting implements Meeting {
  private readonly folder: string;
  private readonly prefix: string;
  private problem: string | undefined;
  /** Resolves once this process can be asked. */
  readonly opened: Promise<void>;

  /**
   * @param engine the engine's address, which it gives each process that it starts
   * @param answer what this process knows
   */
  constructor(engine: string, answer: (question: Question) => Answer) {
    const isWindows = process.platform === "win32";
    const name = `pulumi-cloud-groups-${digestOf([engine, userInfo().username])}`;
    this.folder = isWindows ? WINDOWS_PIPES : folderFor(name);
    this.prefix = isWindows ? `${name}-` : "";
    this.opened = this.open(answer).catch((error: unknown) => {
      this.problem = error instanceof Error ? error.message : String(error);
    });
  }

  private get own(): string {
    return `${this.prefix}${process.pid}`;
  }

  private async open(answer: (question: Question) => Answer): Promise<void> {
    const server = serve(answer);
    for (let tries = 1; ; tries++) {
      try {
        this.makeFolder();
        await listen(server, this.pathOf(this.own));
        break;
      } catch (error) {
        // The last process of an earlier run may have taken the folder away in between.
        if ((error as { code?: string }).code !== "ENOENT" || tries === TRIES) throw error;
      }
    }
    server.unref();
    process.once("exit", () => {
      this.leave();
    });
    // Pulumi ends its providers by SIGINT, which runs nothing at a process's exit.
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        this.leave();
        process.kill(process.pid, signal);
      });
    }
  }

  private makeFolder(): void {
    if (this.folder === WINDOWS_PIPES) return;
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    assertPrivate(this.folder);
    rmSync(this.pathOf(this.own), { force: true });
  }

  async ask(question: Question): Promise<Answer[]> {
    await this.opened;
    if (this.problem !== undefined) {
      throw new Error(
        `The provider processes of this run cannot ask each other what they hold (${this.problem}). ` +
          "Set TMPDIR to a folder of your own that can be written, and run the command again",
      );
    }
    const others = readdirSync(this.folder).filter(
      (name) =>
        name.startsWith(this.prefix) && name !== this.own && /^\d+$/.test(name.slice(this.prefix.length)),
    );
    const answers = await Promise.all(others.map((name) => this.askOne(name, question)));
    return answers.filter((answer) => answer !== undefined);
  }

  private async askOne(name: string, question: Question): Promise<Answer | undefined> {
    try {
      return answerShape.parse(JSON.parse(await post(this.pathOf(name), JSON.stringify(question))));
    } catch (error) {
      const { code } = error as { code?: string };
      if (code !== "ECONNREFUSED" && code !== "ENOENT") {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`Another provider process of this run does not say what it holds: ${reason}`, {
          cause: error,
        });
      }
      // Nobody listens any more: that process has ended.
      if (code === "ECONNREFUSED") rmSync(this.pathOf(name), { force: true });
      return undefined;
    }
  }

  private pathOf(name: string): string {
    return join(this.folder, name);
  }

  private leave(): void {
    try {
      rmSync(this.pathOf(this.own), { force: true });
      rmdirSync(this.folder);
    } catch {
      // Others are still there.
    }
  }
}

/** The folder of temporary files, or `/tmp` where a socket's path would be too long there. */
function folderFor(name: string): string {
  const folder = join(tmpdir(), name);
  const longest = Buffer.byteLength(join(folder, "0".repeat(PID_DIGITS)));
  return longest <= LONGEST_PATH ? folder : join("/tmp", name);
}

/** Sockets that another user of the machine could answer would be no use. */
function assertPrivate(folder: string): void {
  const { uid, mode } = lstatSync(folder);
  const isOwn = uid === process.getuid?.() && lstatSync(folder).isDirectory() && (mode & 0o077) === 0;
  if (!isOwn) throw new Error(`${folder} is not a folder of this user alone`);
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(path, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function serve(answer: (question: Question) => Answer): Server {
  return createServer((incoming, response) => {
    text(incoming)
      .then((body) => {
        response.end(JSON.stringify(answer(questionShape.parse(JSON.parse(body)))));
      })
      .catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
  });
}

function post(socketPath: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, method: "POST", path: "/", timeout: SILENCE_MS }, (response) => {
      text(response).then((said) => {
        if (response.statusCode === 200) resolve(said);
        else reject(new Error(said));
      }, reject);
    });
    outgoing.once("timeout", () => outgoing.destroy(new Error(`no answer in ${SILENCE_MS / 1000} s`)));
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

function digestOf(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}

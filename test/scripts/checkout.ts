// A checkout of its own for a test: the real scripts, and fakes for all that they would call.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";

export const repository = findUp(__dirname, "package-lock.json");

/** The scripts are modules of their own kind, which no type stands for. */
export function loadScript(name: string): Promise<unknown> {
  return import(pathToFileURL(join(repository, "scripts/lib", name)).href);
}

export class Checkout {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "set-up-test-")));
  readonly root = join(this.folder, "checkout");
  /** All of the path: what the machine has beside these is not seen. */
  readonly bin = join(this.folder, "bin");
  readonly cache = join(this.folder, "cache/pulumi-cloud-groups");
  readonly env: NodeJS.ProcessEnv = {
    PATH: this.bin,
    HOME: join(this.folder, "home"),
    XDG_CACHE_HOME: dirname(this.cache),
    CLOUD_GROUPS_ENGINE_DOWNLOAD: "http://127.0.0.1:1",
  };

  private readonly started: Running[] = [];

  constructor() {
    for (const folder of [this.root, this.bin, this.cache]) mkdirSync(folder, { recursive: true });
    cpSync(join(repository, "scripts"), join(this.root, "scripts"), { recursive: true });
    this.write("package.json", JSON.stringify({ name: "tried", private: true }));
    this.write("package-lock.json", "{}");
    this.write("node_modules/typescript/bin/tsc", "");
    this.write("node_modules/typescript7/bin/tsc", "");
    symlinkSync(process.execPath, join(this.bin, "node"));
    for (const tool of ["sh", "tar", "gzip", "env"]) symlinkSync(findTool(tool), join(this.bin, tool));
    this.fake("npm", 'echo "npm $*" >> "$HOME-npm.log"');
  }

  /** Ends what a failed test left running, too. */
  remove(): void {
    for (const { process } of this.started) process.kill("SIGKILL");
    // A process that a failed set-up is just ending may still write.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }

  write(path: string, text: string): string {
    const full = join(this.root, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  }

  fake(name: string, lines: string): string {
    return fakeCommand(this.bin, name, lines);
  }

  /** An engine on the path that has all it needs, or these language hosts alone. */
  fakeEngine(version = "3.300.0", lines = "", languages = ["nodejs", "yaml", "go", "python"]): void {
    this.fake("pulumi", `if [ "$*" = version ]; then echo v${version}; exit; fi\n${lines}`);
    for (const language of languages) this.fake(`pulumi-language-${language}`, "exit 0");
  }

  start(
    script: string,
    args: string[] = [],
    options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
  ): Running {
    const env = { ...this.env, ...options.env };
    const running = new Running(join(this.root, "scripts", script), args, {
      env,
      cwd: options.cwd ?? this.root,
    });
    this.started.push(running);
    return running;
  }

  run(...call: Parameters<Checkout["start"]>): Promise<Ended> {
    return this.start(...call).ended;
  }
}

export interface Ended {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export class Running {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended>;
  private stdout = "";
  private stderr = "";

  constructor(script: string, args: string[], options: { env: NodeJS.ProcessEnv; cwd: string }) {
    this.process = spawn(process.execPath, [script, ...args], {
      ...options,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.process.stdout.on("data", (chunk: Buffer) => (this.stdout += chunk.toString()));
    this.process.stderr.on("data", (chunk: Buffer) => (this.stderr += chunk.toString()));
    this.ended = once(this.process, "close").then((result: unknown[]) => {
      const [status, signal] = result as [number | null, NodeJS.Signals | null];
      return { status, signal, stdout: this.stdout, stderr: this.stderr };
    });
  }

  /** Waits until it has said something on standard output or standard error. */
  async says(text: string): Promise<void> {
    const { stdout, stderr } = this.process;
    while (!this.stdout.includes(text) && !this.stderr.includes(text)) {
      const said = await Promise.race([once(stdout, "data"), once(stderr, "data"), this.ended]);
      if (!Array.isArray(said)) throw new Error(`it ended without "${text}":\n${said.stdout}${said.stderr}`);
    }
  }
}

export function fakeCommand(folder: string, name: string, lines: string): string {
  const path = join(folder, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, lines.startsWith("#!") ? lines : `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

function findTool(name: string): string {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/bin", "/usr/bin"];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`the tests need ${name}`);
  return found;
}

function findUp(folder: string, name: string): string {
  return existsSync(join(folder, name)) ? folder : findUp(dirname(folder), name);
}

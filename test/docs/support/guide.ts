import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { LEAN } from "../../support/lean";
import { REPOSITORY } from "../../support/repository";
import { hosts } from "../../support/warm/hosts";
import type { Block } from "./documents";
import { missingLine } from "./output";

/** The port that guides start the emulator on; each run has another. */
const PORT = "8080";

/** Nothing of the user's own clouds and stacks; and no question is asked, since nobody is there to answer. */
const ENVIRONMENT = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(ALI|TENCENT|HW_|CLOUD_GROUPS|PULUMI|npm_)/.test(name)),
  ),
  PULUMI_SKIP_CONFIRMATIONS: "true",
  PULUMI_SKIP_UPDATE_CHECK: "true",
  // The programs' types are checked all at once, in blocks.test.ts.
  PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  ...LEAN,
};

/** A folder that is empty at first, and a shell in it that goes from block to block of a guide, as a reader does. */
export class GuideRun {
  private readonly background: ChildProcess[] = [];
  private output = "";

  private constructor(
    /** Where the guide's project is, and beside it what belongs to the test. */
    private readonly home: string,
    private readonly port: string,
    private readonly consumer: string,
    private readonly variables: Readonly<Record<string, string>>,
    private readonly warm: Readonly<Record<string, string>>,
  ) {}

  /**
   * @param consumer a project with the package installed, which `npm install` copies from
   * @param variables of the environment that a guide takes for granted, such as credentials
   */
  static async start(consumer: string, variables: Readonly<Record<string, string>> = {}): Promise<GuideRun> {
    const home = await mkdtemp(join(tmpdir(), "cloud-groups-test-"));
    const warm = await hosts.environment(process.env["PATH"] ?? "");
    const run = new GuideRun(home, String(await freePort()), consumer, variables, warm);
    await mkdir(run.folder);
    await symlink(REPOSITORY, join(home, "pulumi-cloud-groups"));
    await mkdir(run.bin);
    const standIn = join(__dirname, "npm.js");
    await run.replace("npm", (npm) => `exec node '${standIn}' '${npm}' '${run.consumer}' "$@"`);
    // An update shows its preview first, which takes as long as the update; guides that show one preview by itself.
    const skip = '$(case "$1" in up|destroy) echo --skip-preview;; esac)';
    await run.replace("pulumi", (pulumi) => `exec '${pulumi}' "$@" ${skip}`);
    return run;
  }

  /** Puts another command in front of one. */
  private async replace(name: string, script: (real: string) => string): Promise<void> {
    const real = (await this.shell(`command -v ${name}`)).trim();
    const path = join(this.bin, name);
    await writeFile(path, `#!/bin/sh\n${script(real)}\n`);
    await chmod(path, 0o755);
  }

  get folder(): string {
    return join(this.home, "project");
  }

  private get bin(): string {
    return join(this.home, "bin");
  }

  /** Does what a block says. @throws Error where a command fails, or prints something else than the guide says */
  async take(block: Block): Promise<void> {
    const { language, info } = block;
    if (info["not-run"] !== undefined) return;
    if (info["file"] !== undefined) await this.write(info["file"], block.text);
    else if (language === "sh") await this.execute(block);
    else if (language === "text") this.compare(block);
  }

  async end(): Promise<void> {
    for (const child of this.background) {
      if (child.exitCode !== null || child.pid === undefined) continue;
      const closed = once(child, "close");
      process.kill(-child.pid, "SIGTERM");
      await closed;
    }
    await rm(this.home, { recursive: true, force: true });
  }

  private async write(file: string, text: string): Promise<void> {
    const path = resolve(this.folder, file);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${this.here(text)}\n`);
  }

  private async execute({ text, info, at }: Block): Promise<void> {
    if (info["background"] !== undefined) {
      await this.startInBackground(this.here(text), info["until"] ?? "");
      return;
    }
    const fails = info["fails"] !== undefined;
    this.output = await this.shell(withoutPreviews(this.here(text)), fails).catch((error: unknown) => {
      throw new Error(`${at}: ${(error as Error).message}`);
    });
  }

  /** Runs commands with the variables that the ones before have left. */
  private async shell(text: string, fails = false): Promise<string> {
    const variables = join(this.home, "variables");
    const script = `[ -e '${variables}' ] && . '${variables}'\ntrap 'export -p > "${variables}"' EXIT\nset -e\n${text}`;
    const child = spawn("bash", ["-c", script], { cwd: this.folder, env: this.environment });
    child.stdin.end();
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (part: string) => (output += part));
    const [status] = (await once(child, "close")) as [number];
    if ((status === 0) === fails) throw new Error(`\n${text}\nended with ${status}:\n${output}`);
    return output;
  }

  /** @param until the file that has a whole line once it is ready */
  private async startInBackground(text: string, until: string): Promise<void> {
    const options = { cwd: this.folder, env: this.environment, detached: true } as const;
    const child = spawn("bash", ["-c", text], { ...options, stdio: "ignore" });
    this.background.push(child);
    const isReady = async () =>
      (await readFile(join(this.folder, until), "utf8").catch(() => "")).includes("\n");
    while (!(await isReady())) {
      if (child.exitCode !== null) throw new Error(`${text} ended with ${child.exitCode}`);
      await wait(20);
    }
  }

  private compare({ text, at }: Block): void {
    const missing = missingLine(text, this.output.replaceAll(this.port, PORT));
    if (missing === undefined) return;
    throw new Error(`${at}: this was not printed:\n${missing}\nbut:\n${this.output}`);
  }

  private here(text: string): string {
    return text.replaceAll(PORT, this.port);
  }

  private get environment(): NodeJS.ProcessEnv {
    const { PATH = "" } = this.warm;
    return { ...ENVIRONMENT, ...this.variables, ...this.warm, PATH: [this.bin, PATH].join(delimiter) };
  }
}

/** A reader looks before each update. Those looks take the engine as long as the updates, and others show a preview's output. */
function withoutPreviews(commands: string): string {
  return commands.replace(/^pulumi preview.*\n(?=pulumi up$)/gm, "");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

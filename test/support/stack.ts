import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Values } from "./providerProcess";
import { DOOR } from "./door";
import { KEY_SETTINGS, KEY_STATE, keyService } from "./keyService";
import { LEAN } from "./lean";
import { REPOSITORY } from "./repository";
import { hosts } from "./warm/hosts";

/** What a run of the Pulumi CLI printed, both streams in one, and its exit status. */
export interface Run {
  readonly status: number;
  readonly output: string;
}

/** A resource as the state has it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
  readonly initErrors?: string[];
}

interface Deployment {
  readonly resources?: StateResource[];
}

function resourcesIn({ resources = [] }: Deployment, kind: string): StateResource[] {
  // A component has no id.
  return resources.filter(({ type, id }) => type.endsWith(`:${kind}`) && Boolean(id));
}

function deploymentOf(state: string): Deployment {
  return (JSON.parse(state) as { readonly deployment: Deployment }).deployment;
}

/** Values as they were before they became secrets. */
function revealed(outputs: Values): Values {
  const isSecret = (value: unknown): value is { plaintext: string } =>
    typeof value === "object" && value !== null && "plaintext" in value;
  const values = Object.entries(outputs).map(([name, value]): [string, unknown] => [
    name,
    isSecret(value) ? JSON.parse(value.plaintext) : value,
  ]);
  return Object.fromEntries(values);
}

const OWN_ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(ALI|TENCENT|HW_|CLOUD_GROUPS|PULUMI)/.test(name)),
);

/** Commands for which the engine runs a program, or providers. */
const RUNS = new Set(["up", "preview", "refresh", "destroy"]);

/** What `pulumi stack init dev` writes. */
const EMPTY_STATE = {
  version: 3,
  checkpoint: {
    stack: "organization/test/dev",
    latest: {
      manifest: { time: "2026-01-01T00:00:00Z", magic: "", version: "" },
      secrets_providers: KEY_STATE,
      metadata: {},
    },
  },
};

/** Has the plugin's executable, as a folder of the path. */
const PLUGIN_BIN = join(REPOSITORY, "test/support/plugin/bin");

/** Gives a program's folder its modules: in place of this package, where the engine shall come in by the plugin's door, classes of that. */
export async function linkModules(folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  await mkdir(join(modules, "@pulumi"), { recursive: true });
  if (DOOR === "plugin") {
    const classes = require.resolve("./pluginClasses");
    await mkdir(join(modules, "pulumi-cloud-groups"));
    await writeFile(
      join(modules, "pulumi-cloud-groups/index.js"),
      `module.exports = require(${JSON.stringify(classes)});`,
    );
  } else await symlink(REPOSITORY, join(modules, "pulumi-cloud-groups"));
  await symlink(join(REPOSITORY, "node_modules/@pulumi/pulumi"), join(modules, "@pulumi/pulumi"));
}

/** A Pulumi program in a folder of its own, with a state of its own, run by the real engine. */
export class Stack {
  private constructor(
    readonly folder: string,
    private readonly environment: Record<string, string>,
    private readonly isWarm: boolean,
  ) {}

  /**
   * A warm stack: its commands find processes for the program and the providers that are there already, see `warm/hosts.ts`.
   *
   * @param program CommonJS source; it may require `@pulumi/pulumi` and `pulumi-cloud-groups`
   * @param environment such as the emulator's, or another `PULUMI_BACKEND_URL` than the stack's folder; nothing of this
   *   process's own cloud settings is passed on
   */
  static async create(program: string, environment: Readonly<Record<string, string>>): Promise<Stack> {
    const folder = await mkdtemp(join(tmpdir(), "cloud-groups-test-"));
    await linkModules(folder);
    const stack = await Stack.in(folder, environment, true);
    await stack.write(program);
    await stack.initialize();
    return stack;
  }

  /**
   * A stack in a folder that has its program and its modules already.
   *
   * @param isWarm see `create`; its program is then `index.js`. Otherwise each command starts its processes, as it does for users
   */
  static async in(
    folder: string,
    environment: Readonly<Record<string, string>>,
    isWarm = false,
  ): Promise<Stack> {
    const all = {
      ...OWN_ENVIRONMENT,
      ...(await keyService()),
      PULUMI_BACKEND_URL: pathToFileURL(folder).href,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...LEAN,
      PATH: [PLUGIN_BIN, process.env["PATH"]].join(delimiter),
      ...environment,
    };
    return new Stack(folder, all, isWarm);
  }

  /**
   * The same project and stack in another folder, as another pipeline has them; for a state that lies elsewhere than in the
   * folder.
   *
   * @param environment what differs from this one's
   */
  async checkOut(environment: Readonly<Record<string, string>> = {}): Promise<Stack> {
    const folder = await mkdtemp(join(tmpdir(), "cloud-groups-test-"));
    await cp(this.folder, folder, { recursive: true });
    const stack = new Stack(folder, { ...this.environment, ...environment }, this.isWarm);
    await stack.succeed("stack", "select", "dev");
    return stack;
  }

  /** Writes the project file and makes the stack: in the folder without a command, which would take half a second. */
  async initialize(): Promise<void> {
    const project = "name: test\nruntime:\n  name: nodejs\n  options:\n    typescript: false\n";
    await writeFile(join(this.folder, "Pulumi.yaml"), project);
    if (this.environment["PULUMI_BACKEND_URL"] !== pathToFileURL(this.folder).href) {
      await this.succeed("stack", "init", "dev");
      return;
    }
    await mkdir(join(this.folder, ".pulumi/stacks/test"), { recursive: true });
    await writeFile(join(this.folder, ".pulumi/meta.yaml"), "version: 1\n");
    await writeFile(join(this.folder, "Pulumi.dev.yaml"), KEY_SETTINGS);
    await this.clear();
  }

  /** Selects the stack and empties its state, for a state in the folder; the clouds are not asked. */
  async clear(): Promise<void> {
    this.select("dev");
    await writeFile(this.stateFile, JSON.stringify(EMPTY_STATE));
  }

  /** Sets which stack commands are about, for a state in the folder. */
  select(name: string): void {
    this.environment["PULUMI_STACK"] = name;
  }

  private get stateFile(): string {
    return join(this.folder, ".pulumi/stacks/test", `${this.environment["PULUMI_STACK"]}.json`);
  }

  /** Sets the program. */
  async write(program: string): Promise<void> {
    await writeFile(join(this.folder, "index.js"), program);
  }

  /** Where and with what environment the CLI runs, for a test that runs it by itself. */
  get process(): {
    readonly cwd: string;
    readonly env: Record<string, string>;
    readonly stdio: ["ignore", "pipe", "pipe"];
  } {
    return { cwd: this.folder, env: this.environment, stdio: ["ignore", "pipe", "pipe"] };
  }

  /** Runs the Pulumi CLI, whatever comes of it. */
  async run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Run> {
    const env = { ...this.environment, ...environment };
    // Node reads certificates when it starts.
    const isWarm = this.isWarm && environment["NODE_EXTRA_CA_CERTS"] === undefined;
    if (!isWarm || !RUNS.has(args[0]!)) return this.execute(args, env);
    const warm = { ...env, ...(await hosts.environment(env["PATH"]!)) };
    return hosts.withProgram({ cwd: this.folder, env }, (address) =>
      this.execute([...args, `--client=${address}`], warm),
    );
  }

  private execute(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Run> {
    return new Promise((resolve, reject) => {
      const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
        cwd: this.folder,
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => (output += text));
      }
      child.once("error", reject);
      child.once("close", (status) => {
        resolve({ status: status ?? -1, output });
      });
    });
  }

  /** Runs the Pulumi CLI and returns what it printed. @throws Error where it failed */
  async succeed(...args: string[]): Promise<string> {
    const { status, output } = await this.run(args);
    if (status !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${status}:\n${output}`);
    return output;
  }

  up(...args: string[]): Promise<string> {
    return this.succeed("up", "--yes", "--skip-preview", "--suppress-progress", ...args);
  }

  /** The whole state as text, as `pulumi stack export` has it; read from its file where it is the folder's. */
  async export(): Promise<string> {
    if (this.environment["PULUMI_STACK"] === undefined) return this.succeed("stack", "export");
    const { version, checkpoint } = JSON.parse(await readFile(this.stateFile, "utf8")) as {
      readonly version: number;
      readonly checkpoint: { readonly latest: Deployment };
    };
    return JSON.stringify({ version, deployment: checkpoint.latest }, undefined, 4);
  }

  /** The resources of one kind in the state. */
  async resources(kind: string): Promise<StateResource[]> {
    return resourcesIn(deploymentOf(await this.export()), kind);
  }

  /** The same with secrets in plain text. */
  async resourcesWithSecrets(kind: string): Promise<StateResource[]> {
    const state = await this.succeed("stack", "export", "--show-secrets");
    const resources = resourcesIn(deploymentOf(state), kind);
    return resources.map((resource) => ({ ...resource, outputs: revealed(resource.outputs) }));
  }

  /** The value of a text output that the first resource of one kind keeps as a secret. */
  async secretOutput(kind: string, name: string): Promise<string> {
    const [resource] = await this.resourcesWithSecrets(kind);
    return String(resource?.outputs[name]);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

import { execFile } from "node:child_process";
import {
  chmod,
  copyFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

import { type Emulator, startEmulator } from "../../../emulator";
import { consumerProject } from "../../support/consumer";
import { type Postgres, startPostgres } from "../../support/postgres";
import { LEAN } from "../../support/lean";
import { REPOSITORY } from "../../support/repository";
import { hosts } from "../../support/warm/hosts";
import { readGitLabPipeline } from "./gitlab";
import { GitHub } from "./github";
import { tell } from "./log";
import { type Action, type JobRun, runWorkflow } from "./runner";
import { Services } from "./services";
import { runScript, type ScriptRun } from "./shell";
import { readWorkflow } from "./workflow";

const run = promisify(execFile);

const EXAMPLE = join(REPOSITORY, "examples/gitops");

/** What git needs to commit, whoever runs the tests. */
const AUTHOR = {
  GIT_AUTHOR_NAME: "test",
  GIT_AUTHOR_EMAIL: "test@example.com",
  GIT_COMMITTER_NAME: "test",
  GIT_COMMITTER_EMAIL: "test@example.com",
  GIT_CONFIG_GLOBAL: "/dev/null",
};

/** Of a pull request, what its workflow looks at. */
export interface PullRequest {
  readonly number: number;
  readonly branch: string;
  readonly labels?: readonly string[];
  readonly fromFork?: boolean;
  /** What takes the place of the passphrase, which nobody then knows. */
  readonly passphrase?: string;
}

/** A platform team's copy of `examples/gitops`: its repository, its state, and the clouds that it keeps groups in. */
export class Site {
  private constructor(
    private readonly folder: string,
    readonly emulator: Emulator,
    private readonly postgres: Postgres,
    readonly services: Services,
    readonly github: GitHub,
    private readonly warm: Readonly<Record<string, string>>,
  ) {}

  static async create(): Promise<Site> {
    const folder = await mkdtemp(join(tmpdir(), "cloud-groups-gitops-"));
    const [emulator, postgres, github, warm] = await Promise.all([
      startEmulator(),
      startPostgres(),
      GitHub.in(folder),
      hosts.environment(process.env["PATH"] ?? ""),
    ]);
    const services = await Services.start();
    const site = new Site(folder, emulator, postgres, services, github, warm);
    await site.prepare();
    return site;
  }

  async remove(): Promise<void> {
    await Promise.all([this.emulator.stop(), this.postgres.stop(), this.services.stop()]);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** The developer's checkout. */
  get checkout(): string {
    return join(this.folder, "checkout");
  }

  /** Under this name modules find one another. */
  private get installed(): string {
    return join(this.folder, "installed/node_modules");
  }

  private get origin(): string {
    return join(this.folder, "origin.git");
  }

  /** Copies the example, as the guide says to, and makes the stack. */
  private async prepare(): Promise<void> {
    await this.command("npm", "npm.js");
    await this.git(this.folder, "init", "--quiet", "--bare", "--initial-branch=main", this.origin);
    await this.git(this.folder, "clone", "--quiet", this.origin, this.checkout);
    const isSource = (path: string) => !path.includes("node_modules");
    await cp(EXAMPLE, this.checkout, { recursive: true, filter: isSource });
    const project = await consumerProject();
    for (const name of await readdir(project)) {
      if (name !== "node_modules") await copyFile(join(project, name), join(this.checkout, name));
    }
    await mkdir(join(this.folder, "installed"));
    await rename(join(project, "node_modules"), this.installed);
    await rm(project, { recursive: true });
    await this.pulumi("stack", "init", "production");
    await this.commit("main", "Begin");
  }

  /** Runs Pulumi as who may write the state. */
  private async pulumi(...args: string[]): Promise<string> {
    const env = { ...this.machine, ...this.secrets };
    const { stdout } = await run("pulumi", [...args, "--non-interactive"], { cwd: this.checkout, env });
    return stdout;
  }

  /** Changes the state behind everybody's back, and returns what it was. */
  async tamper(change: (state: string) => string): Promise<string> {
    const state = await this.pulumi("stack", "export", "--stack", "production");
    const file = join(this.folder, "state.json");
    await writeFile(file, change(state));
    await this.pulumi("stack", "import", "--stack", "production", "--file", file);
    return state;
  }

  /** Makes a command of a program among the tests' own. */
  private async command(name: string, program: string): Promise<void> {
    const file = join(this.github.bin, name);
    await writeFile(file, `#!/bin/sh\nexec "${process.execPath}" "${join(__dirname, program)}" "$@"\n`);
    await chmod(file, 0o755);
  }

  private async git(cwd: string, ...args: string[]): Promise<void> {
    await run("git", args, { cwd, env: { ...this.machine, ...AUTHOR } });
  }

  /** Starts a branch from main, or goes to main. */
  async switchTo(branch: string): Promise<void> {
    await this.git(this.checkout, "checkout", "--quiet", "main");
    if (branch !== "main") await this.git(this.checkout, "checkout", "--quiet", "-b", branch);
  }

  /** Changes a file of the checkout. */
  async edit(file: string, change: (text: string) => string): Promise<void> {
    const path = join(this.checkout, file);
    await writeFile(path, change(await readFile(path, "utf8").catch(() => "")));
  }

  async commit(branch: string, message: string): Promise<void> {
    await this.git(this.checkout, "add", "--all");
    await this.git(this.checkout, "commit", "--quiet", "--message", message);
    await this.git(this.checkout, "push", "--quiet", "origin", `HEAD:${branch}`);
  }

  async merge(branch: string): Promise<void> {
    await this.git(this.checkout, "checkout", "--quiet", "main");
    await this.git(this.checkout, "merge", "--quiet", "--no-edit", branch);
    await this.git(this.checkout, "push", "--quiet", "origin", "main");
  }

  /** A runner's environment: nothing of ours that would be a credential or a setting. */
  private get machine(): Record<string, string> {
    const own = Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !/^(ALI|TENCENT|HW_|CLOUD_GROUPS|PULUMI|GITHUB|CI_)/.test(entry[0]),
    );
    const path = this.warm["PATH"] ?? "";
    return {
      ...Object.fromEntries(own),
      ...this.warm,
      PATH: [this.github.bin, path].join(delimiter),
      REAL_PATH: path,
      INSTALLED: this.installed,
      PULUMI_HOME: join(this.folder, "pulumi"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      ...LEAN,
      // The example's types are checked with those of all examples.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      // Where the clouds are; who may call them is for the pipeline to say.
      CLOUD_GROUPS_EMULATOR: this.emulator.url,
      ...this.github.environment,
    };
  }

  private get secrets() {
    return { PULUMI_BACKEND_URL: this.postgres.url, PULUMI_CONFIG_PASSPHRASE: "correct horse" };
  }

  private get variables(): Record<string, string> {
    const { projectId, region } = this.emulator.credentials.huaweicloud;
    const { id } = this.emulator.accounts[0];
    return {
      ALIBABA_CLOUD_ROLE_ARN: `acs:ram::${id}:role/cloud-groups`,
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: `acs:ram::${id}:oidc-provider/github`,
      TENCENTCLOUD_ASSUME_ROLE_ARN: `qcs::cam::uin/${id}:roleName/cloud-groups`,
      TENCENTCLOUD_ASSUME_ROLE_PROVIDER_ID: "github",
      HW_ASSUME_ROLE_IDP_ID: "github",
      HW_PROJECT_ID: projectId,
      HW_REGION_NAME: region,
    };
  }

  /** Runs the workflow of a pull request. */
  async pullRequest({
    number,
    branch,
    labels = [],
    fromFork = false,
    passphrase = this.secrets.PULUMI_CONFIG_PASSPHRASE,
  }: PullRequest): Promise<Record<string, JobRun>> {
    const head = { repo: { full_name: fromFork ? "somebody/groups" : "team/groups" } };
    const event = { number, pull_request: { head, labels: labels.map((name) => ({ name })) } };
    const github = { event, event_name: "pull_request", ref: `refs/pull/${number}/merge` };
    const secrets = fromFork ? {} : { ...this.secrets, PULUMI_CONFIG_PASSPHRASE: passphrase };
    const jobs = await this.workflow("pull-request.yml", branch, github, {}, secrets);
    const { comments } = await this.github.store();
    tell(`+++++ the comment of pull request ${number}\n${comments[number]?.join("\n+++++\n") ?? "none"}`);
    return jobs;
  }

  /** Runs the same workflow for a pull request in a merge queue: the event names neither its number nor its labels. */
  mergeGroup(branch: string): Promise<Record<string, JobRun>> {
    const ref = `refs/heads/gh-readonly-queue/main/pr-1-${branch}`;
    const github = { event: { merge_group: { head_ref: ref } }, event_name: "merge_group", ref };
    return this.workflow("pull-request.yml", branch, github, {}, this.secrets);
  }

  /** Runs the workflow that applies the main branch. */
  async apply(inputs: Readonly<Record<string, unknown>> = {}): Promise<JobRun> {
    const { apply } = await this.workflow("apply.yml", "main", {}, inputs, this.secrets);
    return apply!;
  }

  /** Runs the nightly workflow. */
  async drift(): Promise<JobRun> {
    const { drift } = await this.workflow("drift.yml", "main", {}, {}, this.secrets);
    return drift!;
  }

  private workflow(
    name: string,
    branch: string,
    github: Readonly<Record<string, unknown>>,
    inputs: Readonly<Record<string, unknown>>,
    secrets: Readonly<Record<string, string>>,
  ): Promise<Record<string, JobRun>> {
    tell(`\n##### ${name} on ${branch} ${JSON.stringify(github)}`);
    const service = { repository: "team/groups", actor: "somebody", run_id: 1, token: "ghs_1", ...github };
    const actions = new Map<string, Action>([
      // The branch stands for the merge commit that GitHub makes of it and main.
      ["actions/checkout", (workspace) => this.clone(branch, workspace)],
      ["actions/setup-node", () => Promise.resolve(undefined)],
      ["pulumi/actions", () => Promise.resolve(undefined)],
    ]);
    return runWorkflow(readWorkflow(join(this.checkout, ".github/workflows", name)), {
      actions,
      contexts: { github: service, secrets, vars: this.variables, inputs },
      environment: this.machine,
      identity: this.services.gitHubIdentity,
    });
  }

  private async clone(branch: string, workspace: string): Promise<undefined> {
    await this.git(this.folder, "clone", "--quiet", "--branch", branch, this.origin, workspace);
    return undefined;
  }

  /** Runs a job of the GitLab pipeline as GitLab does: all lines as one script. */
  async gitLab(job: "validate" | "preview" | "apply" | "drift", branch: string): Promise<ScriptRun> {
    const pipeline = readGitLabPipeline(join(this.checkout, ".gitlab-ci.yml"));
    const workspace = await mkdtemp(join(this.folder, "gitlab-"));
    await rm(workspace, { recursive: true });
    await this.clone(branch, workspace);
    const identity = job === "apply" || job === "drift" ? this.services.gitLabIdentity : {};
    const env = {
      ...this.machine,
      ...this.secrets,
      ...this.variables,
      ...this.services.mergeRequest,
      ...identity,
    };
    const lines = [...pipeline.before, ...pipeline.jobs[job].script];
    tell(`\n##### GitLab: ${job} on ${branch}`);
    const result = await runScript(["-eo", "pipefail"], lines.join("\n"), workspace, {
      ...env,
      CI_MERGE_REQUEST_LABELS: "",
    });
    tell(`${result.output}\n===== ended with ${result.status}`);
    return result;
  }
}

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Contexts, Evaluation } from "./expressions";
import { tell } from "./log";
import { runScript } from "./shell";
import { type Job, nameOf, type Step, type Workflow } from "./workflow";

/** What stands for an action: it may prepare the workspace, and add to the environment of the steps after it. */
export type Action = (
  workspace: string,
  inputs: Readonly<Record<string, string>>,
) => Promise<Readonly<Record<string, string>> | undefined>;

/** The machine and the service that run a workflow. */
export interface Runner {
  /** By the action's name without its version. One that is not here fails the run. */
  readonly actions: ReadonlyMap<string, Action>;
  readonly contexts: Contexts;
  /** What a runner's machine has in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** What a job has in its environment that may ask for an OIDC token. */
  readonly identity: Readonly<Record<string, string>>;
}

export interface StepRun {
  readonly name: string;
  readonly outcome: "success" | "failure" | "skipped";
  readonly output: string;
}

export interface JobRun {
  readonly conclusion: "success" | "failure" | "skipped";
  readonly steps: readonly StepRun[];
  /** What was written to `$GITHUB_STEP_SUMMARY`. */
  readonly summary: string;
}

/** Runs a workflow's jobs, each after those that it needs. */
export async function runWorkflow(workflow: Workflow, runner: Runner): Promise<Record<string, JobRun>> {
  const runs: Record<string, JobRun> = {};
  for (const [name, job] of Object.entries(workflow.jobs)) {
    const failed = job.needs !== undefined && runs[job.needs]?.conclusion !== "success";
    tell(`\n=== ${workflow.name}: ${name}`);
    const evaluation = await Evaluation.of(runner.contexts, { failed });
    const skipped: JobRun = { conclusion: "skipped", steps: [], summary: "" };
    runs[name] = evaluation.holds(job.if) ? await new JobRunner(job, runner).run() : skipped;
    tell(`=== ${workflow.name}: ${name}: ${runs[name].conclusion}`);
  }
  return runs;
}

class JobRunner {
  private readonly results: StepRun[] = [];
  private readonly steps: Record<string, { outcome: string; outputs: Record<string, string> }> = {};
  private readonly added: Record<string, string> = {};
  private failed = false;
  private folder = "";

  constructor(
    private readonly job: Job,
    private readonly runner: Runner,
  ) {}

  async run(): Promise<JobRun> {
    this.folder = await mkdtemp(join(tmpdir(), "cloud-groups-runner-"));
    try {
      for (const name of ["env", "summary"]) await writeFile(this.file(name), "");
      for (const step of this.job.steps) await this.runStep(step);
      const summary = await readFile(this.file("summary"), "utf8");
      tell(summary);
      return { conclusion: this.failed ? "failure" : "success", steps: this.results, summary };
    } finally {
      await rm(this.folder, { recursive: true, force: true });
    }
  }

  private file(name: string): string {
    return join(this.folder, name);
  }

  private get workspace(): string {
    return this.file("workspace");
  }

  private async runStep(step: Step): Promise<void> {
    const started = Date.now();
    await writeFile(this.file("output"), "");
    const evaluation = await this.evaluation();
    const runs = evaluation.holds(step.if);
    const { status, output } = runs ? await this.perform(step, evaluation) : { status: 0, output: "" };
    const ended = status === 0 ? "success" : "failure";
    const outcome = runs ? ended : "skipped";
    this.failed ||= outcome === "failure";
    if (step.id !== undefined) this.steps[step.id] = { outcome, outputs: await this.assignments("output") };
    Object.assign(this.added, await this.assignments("env"));
    this.results.push({ name: nameOf(step), outcome, output });
    tell(`--- ${nameOf(step)}: ${outcome} (${Date.now() - started} ms)\n${output}`);
  }

  private evaluation(env: Readonly<Record<string, string>> = {}): Promise<Evaluation> {
    const contexts = { ...this.runner.contexts, steps: this.steps, env };
    return Evaluation.of(contexts, { failed: this.failed });
  }

  private async perform(step: Step, evaluation: Evaluation): Promise<{ status: number; output: string }> {
    if (step.uses !== undefined) return this.use(step.uses, evaluation.texts(step.with));
    const env = {
      ...this.runner.environment,
      ...(this.job.permissions?.["id-token"] === "write" ? this.runner.identity : {}),
      ...evaluation.texts(this.job.env),
      ...this.added,
      ...evaluation.texts(step.env),
      GITHUB_ENV: this.file("env"),
      GITHUB_OUTPUT: this.file("output"),
      GITHUB_STEP_SUMMARY: this.file("summary"),
    };
    // What GitHub runs scripts with where a step names no shell.
    return runScript(["-e"], evaluation.text(step.run ?? ""), this.workspace, env);
  }

  private async use(
    uses: string,
    inputs: Record<string, string>,
  ): Promise<{ status: number; output: string }> {
    const action = this.runner.actions.get(uses.replace(/@.*/, ""));
    if (action === undefined) throw new Error(`Nothing stands for ${uses}`);
    Object.assign(this.added, (await action(this.workspace, inputs)) ?? {});
    return { status: 0, output: "" };
  }

  /** What steps wrote to one of GitHub's files, a `NAME=VALUE` a line. */
  private async assignments(name: string): Promise<Record<string, string>> {
    const lines = (await readFile(this.file(name), "utf8")).split("\n").filter(Boolean);
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
  }
}

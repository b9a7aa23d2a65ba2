import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";
import { z } from "zod";

/** A value of the YAML that may hold expressions. */
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const environment = z.record(z.string(), scalar).default({});

export const step = z.strictObject({
  name: z.string().optional(),
  id: z.string().optional(),
  if: z.string().optional(),
  run: z.string().optional(),
  uses: z.string().optional(),
  with: environment,
  env: environment,
});

const permissions = z.record(z.string(), z.enum(["read", "write", "none"]));
const concurrency = z.strictObject({ group: z.string(), "cancel-in-progress": z.boolean() });

const job = z.strictObject({
  if: z.string().optional(),
  needs: z.string().optional(),
  "runs-on": z.string(),
  "timeout-minutes": z.number(),
  environment: z.string().optional(),
  permissions: permissions.optional(),
  env: environment,
  steps: z.array(step).min(1),
});

const workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions,
  concurrency,
  jobs: z.record(z.string(), job),
});

export type Step = z.infer<typeof step>;
export type Job = z.infer<typeof job>;
export type Workflow = z.infer<typeof workflow>;

/** The files of a folder of workflows, where there is one. */
export function workflowFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => /\.ya?ml$/.test(name));
  return names.sort().map((name) => join(folder, name));
}

/** Reads a workflow. What it has beyond what the tests know is an error, so that nothing goes untested unseen. */
export function readWorkflow(file: string): Workflow {
  return workflow.parse(parse(readFileSync(file, "utf8")));
}

const anyStep = z.looseObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
});
const anyWorkflow = z.looseObject({ jobs: z.record(z.string(), z.looseObject({ steps: z.array(anyStep) })) });

/** The steps of any workflow. */
export function stepsOf(file: string): z.infer<typeof anyStep>[] {
  const { jobs } = anyWorkflow.parse(parse(readFileSync(file, "utf8")));
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

/** What a step is called in a log. */
export function nameOf({ name, uses, run }: Pick<z.infer<typeof anyStep>, "name" | "uses" | "run">): string {
  return name ?? uses ?? run?.split("\n")[0] ?? "";
}
